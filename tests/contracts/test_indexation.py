"""Prices that follow an index: the arithmetic, one indexation, and its page."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from django.db.models import Sum
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.shared.errors import Refused
from config.shared.periods import ONE_DAY, add_months
from contracts.actions.indexation import (
    apply_indexation,
    correct_figure,
    propose_indexation,
    record_figure,
    set_indexation_rule,
)
from contracts.actions.terms import TariffTerms, default_instalments, set_tariff
from contracts.enums import ContractStatus, TariffUnit
from contracts.indexation import (
    Limits,
    applies_on,
    factor,
    indexed,
    next_month,
    parts_of,
    percentage,
)
from contracts.ledger import check_costs, rebuild_costs
from contracts.models import CostLine, Indexation, IndexationRule, IndexFigure, Placement, Tariff
from tests.factories.contracts import CourseGroupFactory, PlacementFactory, TariffFactory, move
from tests.factories.terms import IndexationRuleFactory, IndexFigureFactory

AT = datetime(2026, 11, 2, 10, tzinfo=get_default_timezone())
NEW_YEAR = date(2027, 1, 1)

figures = st.decimals("50", "250", places=3)
prices = st.decimals("0", "99999.9999", places=4)
caps = st.none() | st.decimals("0", "25", places=2)


# --- Arithmetic -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "current", "limits", "moved"),
    [
        ("100", "103.25", Limits(), "3.25"),
        ("100", "103.25", Limits(cap_percentage=Decimal(2)), "2"),
        ("100", "97", Limits(), "0"),
        ("100", "97", Limits(may_fall=True), "-3"),
        ("100", "97", Limits(cap_percentage=Decimal(2), may_fall=True), "-3"),
        ("121.5", "125.1", Limits(), "2.9630"),
    ],
)
def test_prices_move_with_the_figures_within_the_limits(base, current, limits, moved):
    assert percentage(factor(Decimal(base), Decimal(current), limits)) == Decimal(moved)


@pytest.mark.parametrize(("base", "current"), [("0", "100"), ("100", "-1")])
def test_a_figure_lies_above_nought(base, current):
    with pytest.raises(ValueError, match="above nought"):
        factor(Decimal(base), Decimal(current), Limits())


def test_half_a_ten_thousandth_is_rounded_up():
    assert indexed(Decimal("1.0001"), Fraction(3, 2)) == Decimal("1.5002")


@given(figures, figures, caps, st.booleans(), prices)
def test_a_price_stays_within_what_the_contract_allows(base, current, cap, may_fall, price):
    new = indexed(price, factor(base, current, Limits(cap, may_fall)))
    free = Fraction(price) * Fraction(current) / Fraction(base)
    rounding = Fraction(1, 20_000)
    if cap is not None:
        assert new <= Fraction(price) * (1 + Fraction(cap) / 100) + rounding
    if not may_fall:
        assert new >= price
    if cap is None and may_fall:
        assert abs(Fraction(new) - free) <= rounding


@given(figures, figures, figures, prices)
def test_two_steps_come_to_the_same_as_one_but_for_rounding(first, second, third, price):
    free = Limits(may_fall=True)
    once = indexed(price, factor(first, third, free))
    step = indexed(price, factor(first, second, free))
    twice = indexed(step, factor(second, third, free))
    assert abs(once - twice) <= Decimal("0.0001") * (1 + third / second)


@given(prices, st.lists(st.decimals("0.01", "100", places=2), min_size=1, max_size=3))
def test_instalments_add_up_to_the_price_in_cents(price, percentages):
    assert abs(sum(parts_of(price, percentages)) - price) <= Decimal("0.005")


def test_a_price_without_instalments_has_no_parts():
    assert parts_of(Decimal(100), []) == []


@pytest.mark.parametrize(
    ("figure_month", "month_of_year", "day"),
    [
        (date(2026, 7, 1), 1, date(2027, 1, 1)),
        (date(2026, 7, 1), 7, date(2027, 7, 1)),
        (date(2026, 7, 1), 9, date(2026, 9, 1)),
    ],
)
def test_new_prices_hold_from_the_month_after_the_figure(figure_month, month_of_year, day):
    assert applies_on(figure_month, month_of_year) == day
    assert next_month(figure_month) == date(2027, 7, 1)


# --- The rule and the figures ---------------------------------------------------------------------


def facts(**changes) -> dict:
    standard = {
        "index": "cpi",
        "base_year": 2015,
        "base_month": date(2025, 7, 1),
        "stage": "first",
        "cap_percentage": None,
        "may_fall": False,
        "month_of_year": 1,
    }
    return standard | changes


def test_a_draft_gets_a_rule_and_loses_it(draft, contract_manager):
    set_indexation_rule(contract=draft, facts=facts(), by=contract_manager, at=AT)
    set_indexation_rule(contract=draft, facts=facts(base_year=2025), by=contract_manager, at=AT)
    assert IndexationRule.objects.get(contract=draft).base_year == 2025
    set_indexation_rule(contract=draft, facts=None, by=contract_manager, at=AT)
    assert not IndexationRule.objects.filter(contract=draft).exists()


@pytest.mark.parametrize("wrong", [{"month_of_year": 13}, {"base_month": date(2025, 7, 2)}])
def test_a_rule_that_cannot_be_is_refused(draft, contract_manager, wrong):
    with pytest.raises(Refused):
        set_indexation_rule(contract=draft, facts=facts(**wrong), by=contract_manager, at=AT)


def test_a_contract_that_binds_keeps_its_rule(contract, contract_manager):
    with pytest.raises(Refused, match="niet meer"):
        set_indexation_rule(contract=contract, facts=facts(), by=contract_manager, at=AT)


def test_a_figure_is_entered_once(noord, contract_manager):
    def figure() -> IndexFigure:
        made = IndexFigureFactory.build(region=noord, recorded_by=None)
        return record_figure(figure=made, by=contract_manager, at=AT)

    assert figure().recorded_by == contract_manager
    with pytest.raises(Refused, match="al ingevoerd"):
        figure()


def test_only_who_signs_contracts_enters_figures(noord, reader):
    with pytest.raises(Refused, match="rol"):
        record_figure(figure=IndexFigureFactory.build(region=noord), by=reader, at=AT)


# --- One indexation -------------------------------------------------------------------------------


@pytest.fixture
def ruled(contract):
    """The running contract, whose prices follow the index from 100 to 103.25 in January 2027."""
    IndexationRuleFactory(contract=contract)
    IndexFigureFactory(region=contract.region)
    figure = Decimal("103.25")
    IndexFigureFactory(region=contract.region, month=date(2026, 7, 1), figure=figure)
    return contract


@pytest.fixture
def early(ruled) -> Placement:
    """Who began before the new prices."""
    return _placed(ruled, date(2026, 2, 2))


@pytest.fixture
def late(ruled) -> Placement:
    """Who begins under the new prices."""
    return _placed(ruled, date(2027, 1, 4))


def _placed(contract, first_on: date) -> Placement:
    line = contract.capacity_lines.get()
    placement = PlacementFactory(
        capacity_line=line,
        gemeente=contract.gemeenten.first(),
        planned_first_on=first_on,
        planned_last_on=date(2027, 12, 17),
        status="scheduled",
    )
    rebuild_costs([placement.pk])
    return placement


def apply(contract, by, day=NEW_YEAR) -> Indexation:
    return apply_indexation(contract=contract, applies_on=day, by=by, at=AT)


def test_the_versions_follow_each_other_without_a_gap(ruled, contract_manager):
    old = ruled.tariffs.get()
    old.bands.create(from_number=21, price=Decimal(14_000))
    apply(ruled, contract_manager)
    new = ruled.tariffs.get(follows=old)
    old.refresh_from_db()
    assert (old.last_on, new.first_on, new.last_on) == (
        date(2026, 12, 31),
        NEW_YEAR,
        ruled.last_on,
    )
    assert (old.price, new.price) == (Decimal(15_000), Decimal("15487.5000"))
    assert [part.amount for part in new.instalments.order_by("pk")] == [
        Decimal("6195.00"),
        Decimal("4646.25"),
        Decimal("4646.25"),
    ]
    assert new.bands.get().price == Decimal("14455.0000")


def test_who_begins_later_gets_the_new_price(ruled, early, late, contract_manager):
    apply(ruled, contract_manager)
    spent = CostLine.objects.order_by().values_list("placement").annotate(Sum("amount"))
    assert dict(spent) == {early.pk: Decimal("15000.00"), late.pk: Decimal("15487.50")}
    assert check_costs(None) == (0, 0)


def test_the_effect_that_was_shown_is_the_effect(ruled, early, late, contract_manager):
    before = CostLine.objects.aggregate(all=Sum("amount"))["all"]
    proposal = propose_indexation(ruled)
    [change] = proposal.changes
    assert (change.moved, change.difference) == (1, Decimal("487.5000"))
    shown = proposal.total
    assert proposal.by_year == {2027: Decimal("487.50")}
    apply(ruled, contract_manager)
    assert CostLine.objects.aggregate(all=Sum("amount"))["all"] - before == shown


@pytest.mark.parametrize("unit", [TariffUnit.MONTH, TariffUnit.GROUP, TariffUnit.GROUP_HOUR])
def test_later_months_of_who_began_before_follow_the_index(ruled, contract_manager, unit):
    """Months and hours have the price of their month; a group that of its first day."""
    line = ruled.capacity_lines.get()
    tariff = TariffFactory(contract=ruled, route="B", unit=unit, price=Decimal("812.3456"))
    tariff.instalments.all().delete()
    group = CourseGroupFactory(line=line, hours_per_week=Decimal("7.5"))
    type(line).objects.filter(pk=line.pk).update(route="B")
    for _ in range(3):
        PlacementFactory(
            capacity_line=line, tariff=tariff, route="B", started=True, course_group=group
        )
    rebuild_costs(None)
    before = CostLine.objects.aggregate(all=Sum("amount"))["all"]
    shown = propose_indexation(ruled).total
    apply(ruled, contract_manager)
    assert abs(CostLine.objects.aggregate(all=Sum("amount"))["all"] - before - shown) < 1
    assert (shown > 0) == (unit != TariffUnit.GROUP)
    assert check_costs(None) == (0, 0)


def test_prices_agreed_for_later_stay(ruled, contract_manager):
    later = TariffFactory(contract=ruled, route="B", first_on=date(2027, 6, 1))
    assert propose_indexation(ruled).agreed_later == [later]
    apply(ruled, contract_manager)
    later.refresh_from_db()
    assert later.price == Decimal(15_000)
    assert not Tariff.objects.filter(follows=later).exists()


def test_the_same_prices_are_not_indexed_twice(ruled, contract_manager):
    apply(ruled, contract_manager)
    IndexFigureFactory(region=ruled.region, month=date(2027, 7, 1), figure=Decimal(110))
    with pytest.raises(Refused):
        apply(ruled, contract_manager)
    assert ruled.tariffs.count() == 2


def test_the_next_indexation_starts_from_the_last_figure(ruled, contract_manager):
    type(ruled).objects.filter(pk=ruled.pk).update(last_on=date(2028, 12, 31))
    ruled.tariffs.update(last_on=date(2028, 12, 31))
    apply(ruled, contract_manager)
    ruled.refresh_from_db()
    figure = Decimal("104.25")
    IndexFigureFactory(region=ruled.region, month=date(2027, 7, 1), figure=figure)
    proposal = propose_indexation(ruled)
    assert proposal.from_figure.figure == Decimal("103.250")
    assert proposal.applies_on == date(2028, 1, 1)


def test_a_figure_by_which_prices_were_indexed_stands(ruled, contract_manager):
    used = IndexFigure.objects.get(month=date(2026, 7, 1))
    corrected = {"figure": Decimal(104), "source": "Tabel 2", "by": contract_manager, "at": AT}
    correct_figure(index_figure=used, **corrected)
    apply(ruled, contract_manager)
    with pytest.raises(Refused, match="staat vast"):
        correct_figure(index_figure=used, **corrected)


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        (lambda contract: IndexFigure.objects.filter(month=date(2026, 7, 1)).delete(), "07-2026"),
        (lambda contract: IndexationRule.objects.all().delete(), "geen afspraak over indexering"),
        (
            lambda contract: type(contract).objects.update(last_on=date(2026, 12, 31)),
            "na de laatste dag",
        ),
    ],
)
def test_what_is_missing_is_said(ruled, contract_manager, lacking, sentence):
    lacking(ruled)
    with pytest.raises(Refused, match=sentence):
        apply(ruled, contract_manager)
    assert ruled.tariffs.count() == 1
    assert not Indexation.objects.exists()


def test_a_draft_is_not_indexed(draft):
    IndexationRuleFactory(contract=draft)
    with pytest.raises(Refused, match="van kracht"):
        propose_indexation(draft)


def test_only_who_signs_contracts_indexes_prices(ruled, officer):
    with pytest.raises(Refused, match="rol"):
        apply(ruled, officer)
    assert ruled.tariffs.count() == 1


# --- Versions -------------------------------------------------------------------------------------

months = st.integers(0, 23)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(months, months), max_size=5))
def test_versions_never_overlap_and_indexing_covers_the_same_days(draft, contract_manager, spans):
    """Whatever periods are typed: those that fit stand, and each day keeps its one price."""
    with transaction.atomic():
        for start, length in spans:
            _try_tariff(draft, start, length, contract_manager)
        before = covered(draft)
        move(draft, ContractStatus.SIGNED, signed_at=AT, signed_by=contract_manager)
        IndexationRuleFactory(contract=draft)
        IndexFigureFactory(region=draft.region)
        figure = {"month": date(2026, 7, 1), "figure": Decimal(104)}
        IndexFigureFactory(region=draft.region, **figure)
        apply(draft, contract_manager)
        assert covered(draft) == before
        transaction.set_rollback(True)


def _try_tariff(contract, start: int, length: int, by) -> None:
    first_on = add_months(contract.first_on, start)
    last_on = min(add_months(first_on, length + 1) - ONE_DAY, contract.last_on)
    terms = TariffTerms("O", Decimal(15_000), first_on, last_on, default_instalments())
    standing = covered(contract)
    fits = standing.isdisjoint(days_of(first_on, last_on))
    try:
        set_tariff(contract=contract, terms=terms, by=by, at=AT)
    except Refused:
        assert not fits
    else:
        assert fits


def days_of(first_on: date, last_on: date) -> set[date]:
    return {first_on + timedelta(days=number) for number in range((last_on - first_on).days + 1)}


def covered(contract) -> set[date]:
    """Every day that has a price; fails when one has two."""
    spans = [days_of(row.first_on, row.last_on) for row in contract.tariffs.order_by("pk")]
    found = set().union(*spans)
    assert len(found) == sum(map(len, spans))
    return found


# --- Pages ----------------------------------------------------------------------------------------


def test_the_page_shows_the_effect_and_applies_it(
    ruled, late, client_of, contract_manager, counted_page
):
    client = client_of(contract_manager)
    address = reverse("contracts:contract-indexation", args=[ruled.pk])
    text = counted_page(client, "contracts:contract-indexation", address)
    assert "15.487,50" in text
    assert "487,50" in text
    assert ruled.tariffs.count() == 1
    response = client.post(address, {"applies_on": "2027-01-01"})
    assert response.url == ruled.get_absolute_url()
    assert ruled.tariffs.count() == 2


def test_the_page_says_which_figure_is_missing(contract, client_of, contract_manager):
    IndexationRuleFactory(contract=contract)
    address = reverse("contracts:contract-indexation", args=[contract.pk])
    client = client_of(contract_manager)
    assert "07-2025" in client.get(address).content.decode()
    assert client.post(address, {"applies_on": "2027-01-01"}).status_code == 200
    assert not Indexation.objects.exists()


def test_figures_are_entered_listed_and_corrected(noord, client_of, contract_manager, counted_page):
    client = client_of(contract_manager)
    typed = {
        "region": noord.pk,
        "index": "cpi",
        "base_year": 2015,
        "month": "2026-07-15",
        "stage": "first",
        "figure": "131,25",
        "source": "Tabel 1",
    }
    response = client.post(reverse("contracts:indexfigure-create"), typed)
    assert response.status_code == 302
    figure = IndexFigure.objects.get()
    assert (figure.month, figure.figure) == (date(2026, 7, 1), Decimal("131.25"))
    listed = reverse("contracts:indexfigure-list")
    assert "131,25" in counted_page(client, "contracts:indexfigure-list", listed)
    address = reverse("contracts:indexfigure-update", args=[figure.pk])
    client.post(address, {"figure": "132", "source": "Tabel 2"})
    figure.refresh_from_db()
    assert figure.figure == Decimal(132)


def test_the_rule_is_drafted_on_its_page(draft, client_of, contract_manager):
    client = client_of(contract_manager)
    address = reverse("contracts:contract-indexation-rule", args=[draft.pk])
    typed = {"index": "cpi", "may_fall": "on"}
    assert "met een indexering" in client.post(address, typed).content.decode()
    assert not IndexationRule.objects.exists()
    whole = typed | {
        "base_year": 2015,
        "base_month": "2025-07-01",
        "stage": "final",
        "cap_percentage": "4,5",
        "month_of_year": 1,
    }
    assert client.post(address, whole).status_code == 302
    rule = IndexationRule.objects.get()
    assert (rule.cap_percentage, rule.may_fall) == (Decimal("4.5"), True)
    assert "4,5" in client.get(draft.get_absolute_url() + "?tab=afspraken").content.decode()
    assert client.post(address, {"index": ""}).status_code == 302
    assert not IndexationRule.objects.exists()
