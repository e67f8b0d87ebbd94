"""Costs by days of service instead of due days: a setting of the region that every report takes."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from html import unescape

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.models import AuditEvent
from config.shared.errors import Refused
from contracts import ledger
from contracts.enums import RealisedBasis
from contracts.models import CostBasis, CostLine
from providers.enums import LearningRoute
from reports.actions.cost_basis import change_cost_basis
from reports.actions.forecasts import take_snapshot
from reports.actions.texts import make_text, refresh_text
from reports.enums import TextKind
from reports.forecast.curves import Price, Version
from reports.forecast.outlook import ForecastOutlook
from reports.models import ExpectedCost
from reports.overruns import OverrunReport, Sources
from reports.overruns.words import definitions, footnote
from reports.signals.days import day_sums
from reports.texts.gathering import Scope
from reports.texts.paper import text_document
from reports.why.explanation import explain
from tests.contracts.test_cost_oracle import (  # noqa: F401 - a fixture of that module
    any_status_may_follow,
)
from tests.factories.accounts import member_of
from tests.factories.cost_terms import CostBasisFactory
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.reports import BudgetLineFactory
from tests.support.oracle_earned import earned_days
from tests.support.oracle_region import MadeRegion
from tests.support.proof import FULL

AT = datetime(2026, 5, 4, 12, tzinfo=get_default_timezone())
ON = date(2026, 5, 4)
SERVICE = RealisedBasis.SERVICE
FIELDS = ("first_on", "last_on", "due_on", "service_month", "amount")


@pytest.fixture
def accrued(budget, placements, noord, region_controller):
    """Learners of 2026 and 2027 in a region by days of service; 27,000 euro falls due in 2026."""
    change_cost_basis(region=noord, basis=SERVICE, by=region_controller, at=AT)
    return noord


def by_hand(first: date, last: date) -> Decimal:
    """What all lines earn from `first` up to and including `last`, line by line."""
    lines = [dict(zip(FIELDS, row, strict=True)) for row in CostLine.objects.values_list(*FIELDS)]
    days = [pair for line in lines for pair in earned_days(line).items()]
    return sum((amount for day, amount in days if first <= day <= last), Decimal(0))


def report(year=2026, on=ON) -> OverrunReport:
    return OverrunReport(Sources.of_region(None), year=year, on=on)


@pytest.mark.parametrize(
    "on", [date(2026, 1, 1), date(2026, 5, 4), date(2026, 12, 31), date(2027, 3, 1)]
)
def test_days_of_service_divide_realised_from_committed(accrued, on):
    year = date(2026, 1, 1), date(2026, 12, 31)
    total = report(on=on).total
    assert total.realised == by_hand(year[0], min(on, year[1]))
    assert total.realised + total.committed == by_hand(*year)
    assert total.realised + total.committed != 27_000


@pytest.mark.proof
@settings(
    max_examples=50 if FULL else 3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_a_made_up_region_is_reported_and_explained_as_its_lines_say(
    any_status_may_follow,  # noqa: F811 - pytest hands it in by that name
    seed,
):
    with transaction.atomic():
        made = MadeRegion(seed)
        CostBasisFactory(region=made.region)
        ledger.rebuild_costs(None)
        made.close()
        ledger.rebuild_costs(made.change_learners(3), group_ids=made.change_group())
        for year, on in ((2026, date(2026, 9, 17)), (2027, date(2027, 2, 1))):
            found = report(year, on=on)
            first, last = date(year, 1, 1), date(year, 12, 31)
            assert found.total.realised == by_hand(first, on)
            assert found.total.committed == by_hand(on + timedelta(1), last)
            explained = explain(found)
            assert explained.forecast == found.total.forecast
            assert sum(explained.parts.values()) == found.total.overrun
        transaction.set_rollback(True)


def test_both_bases_come_to_the_same_over_all_years(accrued, noord, region_controller):
    def everything() -> Decimal:
        years = sorted(Sources.of_region(noord).years())
        figures = [report(year, on=date(2035, 1, 1)).total for year in years]
        return sum((each.realised for each in figures), Decimal(0))

    earned = everything()
    due = RealisedBasis.DUE
    change_cost_basis(region=noord, basis=due, by=region_controller, at=AT)
    assert everything() == earned == sum(CostLine.objects.values_list("amount", flat=True))
    assert report().total.realised == 12_000


def test_report_explanation_and_forecast_agree_and_say_the_basis(accrued):
    found = report()
    explained = explain(found)
    assert explained.forecast == found.total.forecast
    assert sum(explained.parts.values()) == found.total.overrun
    [of_year] = [
        line for line in ForecastOutlook(found.sources, ON, 24).by_year if line.year == 2026
    ]
    assert of_year.figures.realised == found.total.realised
    assert of_year.figures.forecast == found.total.forecast
    assert "dagen waarvoor wordt betaald" in footnote(found)
    assert "meetelt" in dict(definitions(found))["Gerealiseerd"]


def test_a_region_by_due_day_says_so_and_regions_may_differ(accrued, zuid):
    BudgetLineFactory(region=zuid, year=2026, amount=1_000)
    assert "in Noord op de dagen waarvoor" in footnote(report())
    alone = OverrunReport(Sources.of_region(zuid), year=2026, on=ON)
    assert footnote(alone).startswith("Kosten tellen op de dag waarop ze vervallen.")


def test_days_add_up_to_their_month(accrued):
    month = date(2026, 3, 1)
    found = day_sums([month])
    assert {one.on for one in found} == {date(2026, 3, day) for day in range(1, 32)}
    assert sum(one.amount for one in found) == by_hand(month, date(2026, 3, 31))
    contracts = CostLine.objects.values_list("contract", flat=True)
    due = [one.amount for one in day_sums([date(2026, 2, 1)], contracts)]
    assert sum(due) == 12_000


def test_what_is_expected_is_spread_over_days_of_service(accrued, waterveen, region_controller):
    IntakeForecastFactory(
        region=accrued, gemeente=waterveen, route=LearningRoute.EDUCATION,
        month=date(2026, 6, 1), expected=1,
    )  # fmt: skip
    change_cost_basis(region=accrued, basis=SERVICE, by=region_controller, at=AT)
    spread = list(ExpectedCost.objects.filter(amount__gt=0).order_by("month"))
    change_cost_basis(region=accrued, basis=RealisedBasis.DUE, by=region_controller, at=AT)
    due = list(ExpectedCost.objects.filter(amount__gt=0).order_by("month"))
    assert len(spread) > len(due)
    assert sum(one.amount for one in spread) == sum(one.amount for one in due) > 0


def test_the_price_of_a_course_counts_over_its_days():
    price = Price(
        unit="trajectory",
        versions=(Version(date(2026, 1, 1), Decimal(1_000), (("start", Decimal(100)),)),),
        weeks=10,
        by_service=True,
    )
    found = price.curve(date(2026, 1, 1))
    assert found.cents == [44_286, 40_000, 15_714]
    assert sum(found.units) == 1_000_000
    assert Fraction(found.cents[1], sum(found.cents)) == Fraction(28, 70)


def test_the_basis_is_changed_by_who_handles_overruns_and_leaves_a_trail(
    noord, zuid, reader, region_controller
):
    stranger = member_of(zuid, Role.CONTROLLER)
    for person in (reader, stranger):
        with pytest.raises(Refused):
            change_cost_basis(region=noord, basis=SERVICE, by=person, at=AT)
    assert not CostBasis.objects.exists()
    row = change_cost_basis(region=noord, basis=SERVICE, by=region_controller, at=AT)
    change_cost_basis(region=noord, basis=RealisedBasis.DUE, by=region_controller, at=AT)
    told = AuditEvent.objects.filter(object_id=row.pk, content_type__model="costbasis")
    assert told.count() == 2
    assert ledger.check_costs(None) == (0, 0)


def test_a_page_changes_the_basis(
    client_of, accrued, region_controller, query_budget, time_machine
):
    time_machine.move_to(AT)
    client = client_of(region_controller)
    page = reverse("reports:costbasis-update", args=[accrued.pk])
    assert page in client.get(reverse("reports:signal-desk")).content.decode()
    with query_budget("reports:costbasis-update"):
        shown = client.get(page).content.decode()
    assert 'value="service"' in shown
    answer = client.post(page, {"basis": "due"}, follow=True)
    assert "op de dag waarop ze vervallen" in answer.content.decode()
    assert CostBasis.objects.get().basis == "due"


def test_another_regions_basis_is_not_found(client_of, zuid, region_controller):
    CostBasisFactory(region=zuid)
    page = reverse("reports:costbasis-update", args=[zuid.pk])
    assert client_of(region_controller).get(page).status_code == 404


def test_kept_figures_say_by_which_basis_they_were_counted(accrued, region_controller):
    snapshot = take_snapshot(region=accrued, by=region_controller, at=AT)
    assert snapshot.basis == SERVICE
    scope = Scope(region=accrued, gemeente=None, line=None, kind=TextKind.INTERIM, year=2026)
    text = make_text(scope=scope, by=region_controller, at=AT)
    told = dict(text_document(text).blocks[0].pairs)
    assert told["Kosten tellen op"] == "de dagen waarvoor wordt betaald (baten en lasten)"
    change_cost_basis(region=accrued, basis=RealisedBasis.DUE, by=region_controller, at=AT)
    text.refresh_from_db()
    assert text.basis == SERVICE
    assert refresh_text(text=text, by=region_controller, at=AT).basis == RealisedBasis.DUE


def test_figures_open_to_the_lines_that_count_in_them(client_of, accrued, region_controller):
    client = client_of(region_controller)
    page = client.get(reverse("reports:overruns"), {"year": "2026"}).content.decode()
    [opened, *_more] = re.findall(r'href="(/costs/\?[^"]*served_on_before=2026-12-31[^"]*)"', page)
    shown = client.get(unescape(opened)).content.decode()
    completion = CostLine.objects.filter(due_on__year=2027, first_on__year=2026).first()
    assert completion.get_absolute_url() in shown
    later = {"served_on_after": "2035-01-01"}
    none = client.get(reverse("contracts:costline-list"), later).content.decode()
    assert completion.get_absolute_url() not in none
