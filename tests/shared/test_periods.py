import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared import periods
from config.shared.periods import Period

days = st.dates(min_value=dt.date(2000, 1, 1), max_value=dt.date(2060, 12, 31))
short_periods = st.builds(
    lambda first, length: Period(first, first + dt.timedelta(days=length)),
    days,
    st.integers(min_value=0, max_value=800),
)


def every_day(period):
    return {period.first + dt.timedelta(days=offset) for offset in range(period.days)}


def test_the_last_day_is_included():
    january = Period(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert january.days == 31
    assert january.contains(dt.date(2026, 1, 31))
    assert not january.contains(dt.date(2026, 2, 1))


def test_a_period_does_not_run_backwards():
    with pytest.raises(ValueError, match="before the first day"):
        Period(dt.date(2026, 2, 1), dt.date(2026, 1, 31))


def test_a_period_is_made_of_days():
    with pytest.raises(TypeError):
        Period(dt.datetime(2026, 1, 1), dt.date(2026, 1, 31))  # noqa: DTZ001


@given(short_periods, short_periods)
def test_overlap_and_clip_agree_with_the_days_in_common(one, other):
    common = every_day(one) & every_day(other)
    clipped = one.clip(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(common)
    assert (every_day(clipped) if clipped else set()) == common


@given(short_periods)
def test_months_are_those_of_its_days(period):
    assert period.months() == sorted({day.replace(day=1) for day in every_day(period)})


@given(short_periods)
def test_a_period_falls_apart_into_its_months_without_loss(period):
    parts = [period.clip(periods.month_of(month)) for month in period.months()]
    assert sum(part.days for part in parts) == period.days


def test_years_touched():
    assert Period(dt.date(2025, 12, 31), dt.date(2027, 1, 1)).years() == [2025, 2026, 2027]
    assert periods.year_of(2026) == Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 1, 31), 1, dt.date(2026, 2, 28)),
        (dt.date(2028, 1, 31), 1, dt.date(2028, 2, 29)),
        (dt.date(2026, 1, 15), -1, dt.date(2025, 12, 15)),
        (dt.date(2026, 12, 1), 1, dt.date(2027, 1, 1)),
    ],
)
def test_months_later(day, months, expected):
    assert periods.add_months(day, months) == expected


def test_three_years_after_a_leap_day():
    assert periods.add_years(dt.date(2028, 2, 29), 3) == dt.date(2031, 2, 28)


@pytest.mark.parametrize(
    "holiday",
    [
        dt.date(2026, 1, 1),  # Nieuwjaarsdag
        dt.date(2026, 4, 3),  # Goede Vrijdag
        dt.date(2026, 4, 6),  # Tweede Paasdag
        dt.date(2026, 4, 27),  # Koningsdag
        dt.date(2026, 5, 5),  # Bevrijdingsdag, not a lustrum year
        dt.date(2026, 5, 14),  # Hemelvaartsdag
        dt.date(2026, 5, 25),  # Tweede Pinksterdag
        dt.date(2026, 12, 25),
        dt.date(2025, 12, 26),
    ],
)
def test_general_holidays_are_no_working_days(holiday):
    assert not periods.is_working_day(holiday)


def test_an_ordinary_weekday_works_unless_decreed():
    friday = dt.date(2026, 5, 15)
    assert periods.is_working_day(friday)
    assert not periods.is_working_day(friday, decreed={friday})


def test_christmas_moves_to_the_monday_after():
    assert periods.next_working_day(dt.date(2026, 12, 25)) == dt.date(2026, 12, 28)
    assert periods.next_working_day(dt.date(2026, 12, 28)) == dt.date(2026, 12, 28)


@given(short_periods)
def test_working_days_are_the_days_that_work(period):
    assert periods.working_days(period) == sum(
        periods.is_working_day(day) for day in every_day(period)
    )


@given(days, st.integers(min_value=1, max_value=40))
def test_adding_working_days_counts_just_those(day, count):
    last = periods.add_working_days(day, count)
    assert periods.is_working_day(last)
    assert periods.working_days(Period(day + dt.timedelta(days=1), last)) == count


def test_no_working_days_to_add():
    with pytest.raises(ValueError, match="one working day"):
        periods.add_working_days(dt.date(2026, 1, 5), 0)


def test_the_day_in_the_netherlands():
    assert periods.amsterdam(dt.datetime(2026, 6, 30, 22, 30, tzinfo=dt.UTC)) == dt.date(2026, 7, 1)
    assert periods.amsterdam(dt.datetime(2026, 12, 31, 22, 30, tzinfo=dt.UTC)) == dt.date(
        2026, 12, 31
    )


def test_an_instant_needs_a_time_zone():
    with pytest.raises(ValueError, match="time zone"):
        periods.amsterdam(dt.datetime(2026, 1, 1))  # noqa: DTZ001
