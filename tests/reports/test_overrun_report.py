"""The overrun report over the ledger and the budgets."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts import ledger
from contracts.models import CostLine, CostMonth
from providers.enums import LearningRoute
from reports.overruns import Figures, OverrunReport, Sources
from reports.overruns.pictures import gemeente_chart, month_chart
from reports.overruns.words import overrun_text, overrun_word, sentence
from tests.factories.contracts import CapacityLineFactory, ContractFactory, PlacementFactory
from tests.factories.reports import BudgetLineFactory
from tests.reports.conftest import ON


def report(user=None, *, region=None, year=2026, on=ON, **narrowed) -> OverrunReport:
    sources = Sources.of_user(user) if user else Sources.of_region(region)
    return OverrunReport(sources.narrowed(**narrowed), year=year, on=on)


def figures(*amounts) -> Figures:
    return Figures(*map(Decimal, amounts))


def test_each_gemeente_route_and_contract_has_its_figures(budget, placements, region_controller):
    rows = report(region_controller).rows
    assert [(row.gemeente.name, row.figures) for row in rows] == [
        ("Meerdorp", figures(0, 0, 6_000, 0)),
        ("Waterveen", figures(100_000, 21_000, 0, 84_000)),
    ]
    assert [row.figures.overrun for row in rows] == [6_000, 5_000]


def test_the_total_adds_up_from_the_rows(budget, placements, region_controller):
    assert report(region_controller).total == figures(100_000, 21_000, 6_000, 84_000)


@pytest.mark.parametrize(
    ("on", "realised", "committed"),
    [
        (date(2025, 12, 31), 0, 27_000),
        (date(2026, 2, 1), 0, 27_000),
        (date(2026, 2, 2), 12_000, 15_000),
        (date(2026, 10, 30), 12_000, 15_000),
        (date(2026, 10, 31), 21_000, 6_000),
        (date(2026, 12, 1), 27_000, 0),
        (date(2027, 5, 1), 27_000, 0),
    ],
)
def test_the_due_day_divides_realised_from_committed(placements, on, realised, committed):
    total = report(on=on).total
    assert (total.realised, total.committed) == (realised, committed)


def test_every_day_of_the_year_divides_as_the_lines_do(placements):
    """Summaries for whole months and lines for the current one agree with the lines alone."""
    lines = list(CostLine.objects.filter(due_on__year=2026).values_list("due_on", "amount"))
    for month in range(1, 13):
        for day in (1, 2, 15, 28):
            on = date(2026, month, day)
            due = sum(amount for due_on, amount in lines if due_on <= on)
            assert report(on=on).total.realised == due


def test_another_year_has_its_own_costs(placements):
    assert report(year=2027).total == figures(0, 0, 18_000, 0)


def test_a_budget_for_all_contracts_leaves_out_those_budgeted_apart(
    budget, placements, line, noord, waterveen
):
    BudgetLineFactory(region=noord, gemeente=waterveen, contract=line.contract, planned_heads=0)
    other = CapacityLineFactory(contract=ContractFactory(region=noord, reference="C-2026-901"))
    PlacementFactory(capacity_line=other, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    rows = {
        tuple(contract.reference for contract in row.contracts): row.figures.realised
        for row in report(region=noord, gemeente=waterveen).rows
    }
    assert rows == {("C-2026-900",): 21_000, ("C-2026-901",): 10_500}


def test_learners_with_costs_in_the_year_are_not_expected_again(budget, placements, waterveen):
    row = next(row for row in report().rows if row.gemeente == waterveen)
    assert (row.planned_heads, row.heads) == (10, 2)
    assert row.figures.expected == 8 * Decimal("0.7") * 15_000


def test_another_region_is_left_out(budget, placements, zuid, zuid_coordinator):
    assert report(region=zuid).is_empty
    assert report(zuid_coordinator).is_empty


def test_a_gemeente_controller_sees_only_the_own_gemeente(budget, placements, controller):
    assert {row.gemeente.name for row in report(controller).rows} == {"Waterveen"}


def test_a_route_and_a_gemeente_narrow_it(budget, placements, meerdorp):
    assert report(route=LearningRoute.B1).is_empty
    assert report(gemeente=meerdorp).total == figures(0, 0, 6_000, 0)


def test_months_add_up_to_the_total(budget, placements):
    found = report()
    months = sum((part for _month, part in found.by_month), Figures())
    assert months.forecast == found.total.forecast


def test_years_are_those_with_a_budget_or_a_cost(budget, placements):
    assert Sources.of_region(None).years() == {2026, 2027}


def test_the_queries_do_not_grow_with_the_placements(budget, placements, line, waterveen):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            _ = report().total
        return len(captured)

    before = queries()
    PlacementFactory.create_batch(30, capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    assert queries() == before == 8


def test_whole_months_are_read_from_their_summary(placements):
    """So that the report stays quick; of its own month it takes what is due."""
    CostMonth.objects.filter(month=date(2026, 2, 1)).update(amount=1)
    CostMonth.objects.filter(month=date(2026, 10, 1)).update(amount=9_000)
    assert report().total.realised == 9_001


# --- In words ---------------------------------------------------------------------------------


def test_an_overrun_is_told_with_where_it_comes_from(budget, placements):
    assert sentence(report()) == "€ 11.000,00 nadeel, vooral de onderwijsroute in Meerdorp."


def test_an_underspend_is_told_with_where_it_comes_from(budget, placements, noord, meerdorp):
    BudgetLineFactory(region=noord, gemeente=meerdorp, planned_heads=0)
    assert sentence(report()) == "€ 139.000,00 voordeel, vooral de onderwijsroute in Meerdorp."


def test_one_place_needs_no_where(budget, placements, waterveen):
    assert sentence(report(gemeente=waterveen)) == "€ 5.000,00 nadeel."


def test_costs_without_a_budget_are_no_overrun_in_words(placements):
    assert sentence(report()) == "Voor 2026 is niets begroot; de prognose is € 27.000,00."


def test_an_empty_year_says_so(db):
    assert sentence(report()) == "Voor 2026 is niets begroot en zijn er geen kosten."


def test_a_budget_that_fits_exactly(db):
    BudgetLineFactory(amount=Decimal(150_000))
    assert sentence(report()) == "De prognose voor 2026 is gelijk aan de begroting."


@pytest.mark.parametrize(
    ("amount", "text", "word"),
    [
        ("1234.50", "€ 1.234,50 nadeel", "nadeel"),
        ("-0.01", "€ 0,01 voordeel", "voordeel"),
        ("0.00", "geen verschil", "geen verschil"),
    ],
)
def test_nadeel_and_voordeel_are_words(amount, text, word):
    assert overrun_text(Decimal(amount)) == text
    assert overrun_word(Decimal(amount)) == word


# --- Charts -----------------------------------------------------------------------------------


def test_the_chart_by_month_says_when_the_budget_is_passed(budget, placements):
    chart = month_chart(report())
    assert chart.title == "De prognose gaat in december over de begroting heen"
    assert chart.rows[-1][1:] == [
        "€ 100.000,00",
        "€ 21.000,00",
        "€ 6.000,00",
        "€ 84.000,00",
        "€ 111.000,00",
        "€ 11.000,00",
    ]


def test_the_chart_by_month_says_that_the_budget_will_do(budget):
    assert month_chart(report(on=date(2027, 1, 1))).title == (
        "De prognose blijft het hele jaar binnen de begroting"
    )


def test_the_chart_without_a_budget_says_so(placements):
    assert "geen begroting" in month_chart(report()).title


def test_the_chart_by_gemeente_names_who_passes_the_budget(budget, placements):
    chart = gemeente_chart(report())
    assert chart.title == "Meerdorp en Waterveen gaan over hun begroting heen"
    assert [row[0] for row in chart.rows] == ["Meerdorp", "Waterveen"]


def test_the_chart_by_gemeente_names_one(budget, placements, waterveen):
    chart = gemeente_chart(report(gemeente=waterveen))
    assert chart.title == "Waterveen gaat over de eigen begroting heen"
