"""When an overrun is signalled, on which day the money is gone, and what weighs most."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.enums import CauseCode
from reports.enums.why import OverrunPart
from reports.signals.parts import CODES, cause_of
from reports.signals.prediction import Crossing, crossing, passing_day
from reports.signals.rules import Threshold, standard_threshold

RULE = Threshold(Decimal(5), Decimal(10_000), Decimal(10))
CENTS = st.integers(-500_000, 500_000).map(lambda cents: Decimal(cents).scaleb(-2))


@pytest.mark.parametrize(
    ("overrun", "budget", "is_signalled"),
    [
        ("10000", "200000", True),
        ("9999.99", "200000", False),  # too few euros
        ("10000", "200000.01", False),  # too small a part of the budget
        ("10000", "0", True),
        ("-50000", "100000", False),
        ("0", "0", False),
    ],
)
def test_an_overrun_is_signalled_by_amount_and_by_part_of_the_budget(overrun, budget, is_signalled):
    assert RULE.is_passed(Decimal(overrun), Decimal(budget)) is is_signalled


def test_nought_leaves_the_other_limit_alone():
    by_amount = Threshold(Decimal(0), Decimal(1), Decimal(10))
    assert by_amount.is_passed(Decimal(1), Decimal(10**9))
    by_percentage = Threshold(Decimal(5), Decimal(0), Decimal(10))
    assert by_percentage.is_passed(Decimal("0.05"), Decimal(1))
    assert not by_percentage.is_passed(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("overrun", "settled", "is_worse"),
    [
        ("22000", "20000", True),
        ("21999.99", "20000", False),
        ("20000", "20000", False),
        ("1", "0", True),
        ("1", "-3000", True),
    ],
)
def test_what_was_settled_asks_again_once_it_has_grown(overrun, settled, is_worse):
    assert RULE.is_worse(Decimal(overrun), Decimal(settled)) is is_worse


def test_the_site_has_a_rule_of_its_own(settings):
    settings.OVERRUN_PERCENTAGE, settings.OVERRUN_AMOUNT = 3, 500
    settings.OVERRUN_WORSE_PERCENTAGE = 25
    assert standard_threshold() == Threshold(Decimal(3), Decimal(500), Decimal(25))


JANUARY, FEBRUARY, MARCH = (date(2026, month, 1) for month in (1, 2, 3))


def test_the_day_is_that_of_the_amount_that_passes_the_limit():
    by_month = {MARCH: Decimal(30), JANUARY: Decimal(60), FEBRUARY: Decimal(40)}
    found = crossing(Decimal(99), by_month)
    assert found == Crossing(FEBRUARY, Decimal(60))
    days = [(date(2026, 2, 20), Decimal(5)), (date(2026, 2, 10), Decimal(35))]
    assert passing_day(Decimal(94), Crossing(FEBRUARY, Decimal(60)), days, Decimal(0)) == date(
        2026, 2, 10
    )
    assert passing_day(Decimal(99), found, days, Decimal(0)) == date(2026, 2, 20)


def test_what_is_only_expected_counts_on_the_last_day_of_its_month():
    found = Crossing(FEBRUARY, Decimal(90))
    days = [(date(2026, 2, 3), Decimal(5))]
    assert passing_day(Decimal(99), found, days, Decimal(35)) == date(2026, 2, 28)


def test_a_budget_that_holds_is_passed_on_no_day():
    assert crossing(Decimal(100), {JANUARY: Decimal(100)}) is None
    assert crossing(Decimal(0), {}) is None


@given(st.lists(CENTS, max_size=12), CENTS)
def test_the_crossing_is_the_first_month_whose_end_lies_above_the_limit(amounts, limit):
    months = [date(2026, number + 1, 1) for number in range(len(amounts))]
    by_month = dict(zip(months, amounts, strict=True))
    sums = [sum(amounts[: number + 1]) for number in range(len(amounts))]
    above = [month for month, running in zip(months, sums, strict=True) if running > limit]
    found = crossing(limit, by_month)
    assert (found.month if found else None) == (above[0] if above else None)
    if found:
        assert found.before == sum(
            (amount for month, amount in by_month.items() if month < found.month), Decimal(0)
        )


@given(st.lists(st.tuples(st.integers(1, 28), CENTS), max_size=8), CENTS, CENTS)
def test_the_day_lies_in_the_month_and_no_day_before_it_passes(days, before, limit):
    by_day = [(date(2026, 2, number), amount) for number, amount in days]
    found = passing_day(limit, Crossing(FEBRUARY, before), by_day, Decimal(0))
    assert found.replace(day=1) == FEBRUARY
    for day in {day for day, _amount in by_day if day < found}:
        ended = before + sum(amount for other, amount in by_day if other <= day)
        assert ended <= limit


def test_the_weightiest_part_is_the_cause():
    parts = {
        OverrunPart.VOLUME: Decimal(40),
        OverrunPart.PRICE: Decimal(30),
        OverrunPart.INDEXATION: Decimal(15),  # a price too
    }
    assert cause_of(parts) == CauseCode.PRICE
    assert cause_of({OverrunPart.PRICE: Decimal(-1)}) == CauseCode.UNKNOWN
    assert cause_of({}) == CauseCode.UNKNOWN
    assert set(CODES) == set(OverrunPart)
