"""On which days a schedule falls."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.enums.saved_reports import Frequency
from reports.mailing_days import latest_day, next_day
from reports.models import ReportSchedule

WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
SCHEDULES = st.one_of(
    st.tuples(st.just(WEEKLY), st.integers(1, 7)), st.tuples(st.just(MONTHLY), st.integers(1, 31))
)


@pytest.mark.parametrize(
    ("frequency", "day", "on", "latest", "following"),
    [
        (WEEKLY, 1, date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23)),
        (WEEKLY, 1, date(2026, 11, 22), date(2026, 11, 16), date(2026, 11, 23)),
        (WEEKLY, 7, date(2026, 11, 23), date(2026, 11, 22), date(2026, 11, 29)),
        (MONTHLY, 1, date(2026, 11, 22), date(2026, 11, 1), date(2026, 12, 1)),
        (MONTHLY, 31, date(2026, 11, 30), date(2026, 11, 30), date(2026, 11, 30)),
        (MONTHLY, 31, date(2026, 12, 1), date(2026, 11, 30), date(2026, 12, 31)),
        (MONTHLY, 30, date(2027, 3, 1), date(2027, 2, 28), date(2027, 3, 30)),
        (MONTHLY, 15, date(2027, 1, 2), date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_days_of_a_schedule(frequency, day, on, latest, following):
    assert latest_day(frequency, day, on) == latest
    assert next_day(frequency, day, on) == following


@given(SCHEDULES, DAYS)
def test_every_day_lies_between_two_days_of_the_schedule(schedule, on):
    latest, following = latest_day(*schedule, on), next_day(*schedule, on)
    assert latest <= on <= following
    assert latest == following or next_day(*schedule, latest + timedelta(days=1)) == following
    assert following - latest <= timedelta(days=7 if schedule[0] is WEEKLY else 31)


@given(SCHEDULES, DAYS, st.integers(0, 60))
def test_a_day_is_due_once(schedule, first_on, days):
    """Looked at every day, a schedule is due on its days and never again for the same one."""
    frequency, day = schedule
    row = ReportSchedule(frequency=frequency, day=day, first_on=first_on)
    made = []
    for number in range(days):
        on = first_on + timedelta(days=number)
        expected = row.next_on(on)
        due = row.due_by(on)
        assert (due == on) == (expected == on)
        if due:
            made.append(due)
            row.last_due_on = due
            assert row.due_by(on) is None
            assert row.next_on(on) > on
    assert made == sorted(set(made))
    assert all(latest_day(frequency, day, due) == due for due in made)


def test_a_missed_day_goes_late_and_only_the_last():
    row = ReportSchedule(frequency=WEEKLY, day=1, first_on=date(2026, 11, 1))
    assert row.due_by(date(2026, 11, 26)) == date(2026, 11, 23)
    assert row.next_on(date(2026, 11, 26)) == date(2026, 11, 23)


def test_days_before_the_schedule_do_not_count():
    row = ReportSchedule(frequency=WEEKLY, day=1, first_on=date(2026, 11, 24))
    assert row.due_by(date(2026, 11, 26)) is None
    assert row.next_on(date(2026, 11, 26)) == date(2026, 11, 30)
