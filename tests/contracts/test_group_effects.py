"""Prices of groups by every unit, fills and break-even numbers, and effects as they are kept."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.periods import Period
from contracts.enums import GroupAct
from contracts.group_effects import (
    Effect,
    GroupChange,
    SeatChange,
    Standing,
    YearChange,
    owed_by_year,
    year_changes,
)
from contracts.group_prices import GroupPrice, break_even_heads, fill_of, fills, group_price, stake
from contracts.pricing import Course, Part

HALF_YEAR = Period(date(2026, 2, 2), date(2026, 7, 30))
EUROS = st.decimals(min_value=0, max_value=500_000, places=2)
PRICES = st.builds(GroupPrice, per_head=EUROS, per_group=EUROS)


@pytest.mark.parametrize(
    ("unit", "price", "hours", "per_head", "per_group"),
    [
        ("trajectory", "16000.1000", None, "16000.10", "0"),
        # 179 days are 25 weeks and 4 days: 12 hours a week make 306.857 hours.
        ("hour", "10.0000", "12", "3068.57", "0"),
        ("month", "500.0000", None, "3000.00", "0"),
        ("group", "90000.0000", None, "0", "90000.00"),
        ("group_hour", "100.0000", "12", "0", "30685.71"),
    ],
)
def test_course_is_priced_by_the_unit_of_its_tariff(unit, price, hours, per_head, per_group):
    found = group_price(
        unit=unit,
        price=Decimal(price),
        period=HALF_YEAR,
        hours_per_week=hours and Decimal(hours),
    )
    assert found == GroupPrice(Decimal(per_head), Decimal(per_group))


@pytest.mark.parametrize("unit", ["hour", "group_hour", "fee"])
def test_price_that_cannot_be_said_is_none(unit):
    assert group_price(unit=unit, price=Decimal(10), period=HALF_YEAR, hours_per_week=None) is None


def test_price_of_the_group_is_shared_by_its_heads():
    row = fill_of(7, group_cost=Decimal(80_000), price=GroupPrice(per_group=Decimal(90_000)))
    assert (row.income, row.paid_per_head) == (Decimal("90000.00"), Decimal("12857.14"))
    assert (row.cost_per_head, row.result) == (Decimal("11428.57"), Decimal("10000.00"))


@given(cost=EUROS, price=PRICES)
def test_group_pays_for_itself_from_its_break_even_number(cost, price):
    heads = break_even_heads(group_cost=cost, price=price)
    if heads is None:
        assert price.per_head == 0
        assert price.per_group < cost
        return
    assert price.income(heads) >= cost
    assert heads == 0 or price.income(heads - 1) < cost


@given(cost=EUROS, price=PRICES, maximum=st.integers(1, 40))
def test_fills_run_to_the_maximum_and_add_up(cost, price, maximum):
    rows = fills(group_cost=cost, price=price, maximum=maximum)
    assert [row.heads for row in rows] == list(range(1, maximum + 1))
    for row in rows:
        assert row.result == row.income - cost
        assert abs(
            Fraction(row.cost_per_head) * row.heads - Fraction(cost)
        ) <= row.heads * Fraction(1, 200)


def test_stake_is_what_the_empty_seats_do_not_bring_in():
    price = GroupPrice(per_head=Decimal("17000.00"), per_group=Decimal(9))
    assert stake(heads=4, minimum=6, price=price) == Decimal("34000.00")
    assert stake(heads=7, minimum=6, price=price) == 0


# --- Effects --------------------------------------------------------------------------------------

STANDINGS = st.builds(
    Standing,
    heads=st.integers(0, 30),
    minimum=st.integers(0, 15),
    maximum=st.integers(15, 30),
    first_on=st.dates(date(2026, 1, 1), date(2026, 6, 30)),
    last_on=st.dates(date(2026, 7, 1), date(2027, 6, 30)),
    head_price=EUROS,
    group_price=EUROS,
    cost=st.none() | EUROS,
)
EFFECTS = st.builds(
    Effect,
    act=st.sampled_from(GroupAct.values),
    learners=st.lists(st.text("ABC-123", max_size=8), max_size=3).map(tuple),
    groups=st.lists(
        st.builds(
            GroupChange,
            group=st.text("G-19", max_size=6),
            before=st.none() | STANDINGS,
            after=st.none() | STANDINGS,
        ),
        max_size=2,
    ).map(tuple),
    seats=st.lists(
        st.builds(
            SeatChange,
            line=st.just("Z - Waterveen"),
            before=st.integers(-5, 40),
            after=st.integers(-5, 40),
        ),
        max_size=2,
    ).map(tuple),
    years=st.lists(
        st.builds(YearChange, year=st.integers(2025, 2030), before=EUROS, after=EUROS), max_size=2
    ).map(tuple),
)


@given(EFFECTS)
def test_effect_is_kept_as_it_was_shown(effect):
    kept = Effect.read(effect.as_record())
    assert kept == effect
    assert kept.digest == effect.digest


def test_free_seats_of_a_line_do_not_change_what_was_agreed():
    group = Standing(5, 4, 8, date(2026, 2, 2), date(2026, 7, 30))
    shown = Effect("move", ("TV-1",), (GroupChange("G-1", group, group),))
    later = Effect("move", ("TV-1",), shown.groups, seats=(SeatChange("Z", 9, 8),))
    assert later.digest == shown.digest
    fuller = Standing(6, 4, 8, date(2026, 2, 2), date(2026, 7, 30))
    assert Effect("move", ("TV-1",), (GroupChange("G-1", fuller, group),)).digest != shown.digest


def test_stake_before_and_after_a_merger():
    small = Standing(3, 6, 12, date(2026, 2, 2), date(2026, 7, 30), head_price=Decimal(1_000))
    both = Standing(6, 6, 12, date(2026, 2, 2), date(2026, 7, 30), head_price=Decimal(1_000))
    effect = Effect(
        "merge", groups=(GroupChange("G-1", small, None), GroupChange("G-2", small, both))
    )
    assert (effect.stake_before, effect.stake_after) == (Decimal(6_000), Decimal(0))


def test_cost_per_head_needs_a_cost_and_a_head():
    days = (date(2026, 2, 2), date(2026, 7, 30))
    assert Standing(3, 1, 9, *days, cost=Decimal(100)).cost_per_head == Decimal("33.33")
    assert Standing(0, 1, 9, *days, cost=Decimal(100)).cost_per_head is None
    assert Standing(3, 1, 9, *days).cost_per_head is None


def test_postponing_shifts_euros_between_years():
    parts = [Part("start", Decimal(400)), Part("completion", Decimal(600))]
    here = Course("scheduled", "status_holder", date(2026, 10, 1), date(2026, 12, 1))
    there = Course("scheduled", "status_holder", date(2026, 12, 1), date(2027, 2, 1))
    before = owed_by_year(here, parts, charges_other_groups=False)
    after = owed_by_year(there, parts, charges_other_groups=False)
    changes = year_changes([before, before], [after, before])
    assert changes == (
        YearChange(2026, Decimal(2_000), Decimal(1_400)),
        YearChange(2027, Decimal(0), Decimal(600)),
    )
    assert Effect("postpone", years=changes).owed == 0
