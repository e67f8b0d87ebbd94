"""The forecast as arithmetic: what one learner costs by month, and who begins where."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.money import cents
from contracts import pricing
from contracts.enums import TariffUnit
from contracts.indexation import parts_of
from reports.forecast.curves import MILLIONTHS, Price, Rise, Version
from reports.forecast.engine import (
    Cell,
    Kind,
    forecast,
    matrices_of,
    months_from,
    nothing,
    spend,
)
from reports.forecast.starts import Offer, Spread, not_yet_covered, serve

BEGIN = date(2026, 11, 1)
MONTHS = months_from(BEGIN)
PARTS = (("start", Decimal(40)), ("halfway", Decimal(30)), ("completion", Decimal(30)))
CELL = Cell(1, 1, "O", 7)


def price(unit="trajectory", amount="15000", weeks=78, **facts) -> Price:
    parts = PARTS if unit == TariffUnit.TRAJECTORY else ()
    versions = (Version(date(2026, 1, 1), Decimal(amount), parts),)
    return Price(**{"unit": unit, "versions": versions, "weeks": weeks} | facts)


def by_month(found: Price, first_on=BEGIN) -> dict:
    return {place: amount for place, amount in enumerate(found.curve(first_on).cents) if amount}


def test_instalments_fall_due_at_the_start_halfway_and_at_the_end():
    assert by_month(price()) == {0: 600_000, 8: 450_000, 17: 450_000}
    assert [round(unit / MILLIONTHS, 1) for unit in price().curve(BEGIN).units if unit] == [
        0.4,
        0.3,
        0.3,
    ]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (price("month", "450", weeks=20), [45_000] * 5),
        (price("hour", "10", weeks=6, hours_per_week=Fraction(14)), [60_000, 24_000]),
        (
            price("group_hour", "90", 6, hours_per_week=Fraction(14), heads=Fraction(9)),
            [60_000, 24_000],
        ),
        (price("group", "8400", weeks=6, heads=Fraction(10)), [60_000, 24_000]),
        (price("fee", "75.50", weeks=6), [7_550, 0]),
        (price("fee", "75.50", weeks=6, charged_at="completion"), [0, 7_550]),
    ],
)
def test_each_unit_has_its_own_course(found, expected):
    """November has 30 of the 42 days."""
    assert found.curve(BEGIN).cents == expected


def test_the_version_of_the_first_day_prices_a_trajectory_and_that_of_the_month_hours():
    versions = (Version(date(2026, 1, 1), Decimal(10)), Version(date(2026, 12, 1), Decimal(11)))
    months = price("month", versions=versions, weeks=9)
    assert months.curve(BEGIN).cents == [1_000, 1_100, 1_100]
    whole = price(
        versions=tuple(Version(each.first_on, each.price * 1_000, PARTS) for each in versions)
    )
    assert sum(whole.curve(BEGIN).cents) == 1_000_000
    assert sum(whole.curve(date(2026, 12, 1)).cents) == 1_100_000


def test_a_day_before_every_version_goes_by_the_first():
    assert sum(price().curve(date(2025, 1, 1)).cents) == 1_500_000


def test_expected_rises_come_on_top_of_each_other_but_not_of_a_later_agreement():
    rises = (Rise(date(2027, 1, 1), Decimal(10)), Rise(date(2028, 1, 1), Decimal(10)))
    agreed = Version(date(2028, 1, 1), Decimal(16_000), PARTS)
    found = price(versions=(*price().versions, agreed), rises=rises)
    begins = [date(2026, 12, 1), date(2027, 6, 1), date(2028, 6, 1)]
    totals = [sum(found.curve(day).cents) for day in begins]
    assert totals == [1_500_000, 1_650_000, 1_600_000]


units = st.sampled_from(list(TariffUnit))
amounts = st.decimals(0, 20_000, places=4)


@given(
    units,
    amounts,
    st.integers(1, 130),
    st.integers(1, 40).map(Fraction),
    st.integers(1, 30).map(Fraction),
    st.dates(date(2026, 1, 1), date(2028, 12, 31)).map(lambda day: day.replace(day=1)),
)
def test_a_price_for_the_whole_course_is_divided_without_a_rest(
    unit, amount, weeks, hours, heads, first_on
):
    found = price(unit, str(amount), weeks, hours_per_week=hours, heads=heads)
    curve = found.curve(first_on)
    assert len(curve.cents) == len(curve.units)
    if unit in (TariffUnit.TRAJECTORY, TariffUnit.FEE):
        assert Decimal(sum(curve.cents)).scaleb(-2) == cents(amount)
    if unit == TariffUnit.GROUP:
        assert Decimal(sum(curve.cents)).scaleb(-2) == cents(Fraction(amount) / heads)


@given(amounts, st.integers(1, 130), st.sampled_from(MONTHS))
def test_a_course_as_planned_costs_what_the_ledger_will_say(amount, weeks, first_on):
    last_on = first_on + timedelta(weeks=weeks, days=-1)
    course = pricing.Course("scheduled", "status_holder", first_on, last_on)
    percentages = [percentage for _moment, percentage in PARTS]
    parts = zip((moment for moment, _part in PARTS), parts_of(amount, percentages), strict=True)
    charges = pricing.charges(course, [pricing.Part(*part) for part in parts])
    assert due_by_month(charges, first_on) == by_month(
        price(amount=str(amount), weeks=weeks), first_on
    )
    version = pricing.Version(date(2026, 1, 1), amount)
    months = pricing.months_due(course, [version], version)
    assert due_by_month(months, first_on) == by_month(price("month", str(amount), weeks), first_on)


def due_by_month(charges, first_on) -> dict:
    months, found = months_from(first_on, 60), Counter()
    for charge in charges:
        found[months.index(charge.due_on.replace(day=1))] += int(charge.amount.scaleb(2))
    return {place: amount for place, amount in found.items() if amount}


def test_a_matrix_has_a_row_for_each_month_in_which_somebody_begins():
    matrix = matrices_of([price(), price("fee", "100")], MONTHS)
    lessons = matrix[Kind("instalment", "trajectory")].cents
    assert (lessons[0, 0], lessons[0, 8], lessons[40, 40]) == (600_000, 450_000, 600_000)
    assert lessons[40].sum() == 600_000  # halfway lies after the last month
    assert matrix[Kind("fee", "fee")].cents.trace() == 48 * 10_000


def test_draws_are_spent_at_once():
    matrix = matrices_of([price()], MONTHS)[Kind("instalment", "trajectory")].cents
    draws = np.zeros((3, len(MONTHS)), dtype=np.int64)
    draws[:, 0] = [0, 1, 2]
    spent = spend(draws, matrix)
    assert spent.shape == (3, len(MONTHS))
    assert spent.dtype == np.int64
    assert spent.sum(axis=1).tolist() == [0, 1_500_000, 3_000_000]


def test_a_forecast_adds_up_by_any_part_of_its_cells():
    starts = {
        CELL: nothing(48) + 1,
        CELL._replace(route="B"): nothing(48) + 2,
        CELL._replace(contract_id=None): nothing(48) + 1,
    }
    prices = {CELL: [price()], CELL._replace(route="B"): [price("month", "100")]}
    found = forecast(months=MONTHS, starts=starts, prices=prices)
    for fields in (("route",), ("contract_id", "kind"), ("gemeente_id", "unit"), ()):
        parts = found.by(*fields).values()
        assert np.array_equal(sum(parts, nothing(48)), found.total())
    assert found.by("route")["B",][0] == 20_000


# --- Who begins where -------------------------------------------------------------------------


def offer(contract_id, seats, first=BEGIN, last=date(2030, 12, 31)) -> Offer:
    return Offer(contract_id, "O", first, last, {1: seats})


@given(
    st.lists(st.integers(0, 9), min_size=12, max_size=12),
    st.lists(st.integers(0, 20), min_size=1, max_size=4),
)
def test_everybody_gets_one_contract_and_contracts_their_part(learners, seats):
    months = MONTHS[:12]
    offers = [offer(number + 1, each) for number, each in enumerate(seats)]
    found = Spread(1, offers).over(1, "O", months, learners)
    assert sum(row.sum() for row in found.values()) == sum(learners)
    for place, number in enumerate(learners):
        assert sum(row[place] for row in found.values()) == number
    if sum(seats):
        given_to = {cell.contract_id: int(row.sum()) for cell, row in found.items()}
        for number, each in enumerate(seats):
            fair = Fraction(sum(learners) * each, sum(seats))
            assert abs(given_to.get(number + 1, 0) - fair) <= len(seats)


def test_a_contract_serves_its_own_days_route_and_gemeenten():
    offers = [offer(7, 5, last=date(2026, 12, 31)), offer(8, 0)]
    found = Spread(1, offers).over(1, "O", MONTHS[:3], [1, 1, 1])
    assert {cell.contract_id: row.tolist() for cell, row in found.items()} == {
        7: [1, 1, 0],
        None: [0, 0, 1],
    }
    for elsewhere in ((2, "O"), (1, "B")):
        cells = Spread(1, offers).over(*elsewhere, MONTHS[:1], [1])
        assert [cell.contract_id for cell in cells] == [None]


@given(
    st.lists(st.integers(0, 5), min_size=6, max_size=6),
    st.dictionaries(
        st.integers(1, 4), st.lists(st.integers(0, 5), min_size=6, max_size=6), max_size=4
    ),
)
def test_nobody_begins_before_coming_and_no_seat_stays_empty_while_somebody_waits(begun, queue):
    found = serve(begun, queue)
    waiting = 0
    for month, seats in enumerate(begun):
        waiting += sum(coming[month] for coming in queue.values())
        taken = sum(numbers[month] for numbers in found.values())
        assert taken == min(seats, waiting)
        waiting -= taken
    for name, numbers in found.items():
        for month in range(6):
            assert sum(numbers[: month + 1]) <= sum(queue[name][: month + 1])


def test_more_placements_than_expected_leave_nobody_to_come():
    assert not_yet_covered([3, 1, 0], [1, 2, 4]) == [2, 0, 0]
