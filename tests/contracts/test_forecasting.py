"""The day on which seats run out: cases counted by hand, and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.shared.periods import Period, month_of
from contracts.forecasting import Seats, Supply, arrivals, outlook

TODAY = date(2026, 3, 1)
YEAR = Period(TODAY, date(2027, 2, 28))
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def seats(number: int, first_on: date = date(2026, 1, 1), last_on: date = date(2027, 12, 31)):
    return Seats(first_on, last_on, number)


def seen(supply: Supply, *, waiting: int = 0, weeks: int = 78, period: Period = YEAR, **months):
    expected = {date(2026, int(name[1:]), 1): persons for name, persons in months.items()}
    return outlook(supply, waiting=waiting, expected=expected, period=period, usual_weeks=weeks)


# --- Arrivals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("persons", "days"),
    [
        (0, []),
        (1, [31]),
        (2, [16, 31]),
        (3, [11, 21, 31]),
        (31, list(range(1, 32))),
    ],
)
def test_people_come_evenly_over_the_month(persons, days):
    found = sorted(arrivals({MARCH: persons}).elements())

    assert [day.day for day in found] == days


@given(st.dictionaries(st.sampled_from([MARCH, APRIL, MAY]), st.integers(0, 200)))
def test_all_who_are_expected_come_in_their_month(expected):
    found = arrivals(expected)

    for month, persons in expected.items():
        within = [count for day, count in found.items() if month_of(month).contains(day)]
        assert sum(within) == persons
    assert found.total() == sum(expected.values())


# --- By hand --------------------------------------------------------------------------------------


def test_enough_seats_never_run_out():
    found = seen(Supply(places=[seats(20)]), m3=10, m4=10)

    assert found.runs_out_on is None
    assert (found.months[0].came, found.months[0].taken) == (10, 10)
    assert (found.months[-1].month, found.months[-1].taken) == (date(2027, 2, 1), 20)


def test_the_first_who_finds_no_seat_gives_the_day():
    """Two places; of three people in April the third comes on the last day."""
    found = seen(Supply(places=[seats(2)]), m4=3)

    assert found.runs_out_on == date(2026, 4, 30)
    assert found.months[1].waiting == 1


def test_who_waits_today_comes_first():
    found = seen(Supply(places=[seats(5)]), waiting=5, m4=1)

    assert found.runs_out_on == date(2026, 4, 30)


def test_a_waiting_list_longer_than_the_seats_means_today():
    assert seen(Supply(places=[seats(5)]), waiting=6).runs_out_on == TODAY


def test_without_a_contract_the_first_arrival_finds_nothing():
    found = seen(Supply(), m5=1)

    assert found.runs_out_on == date(2026, 5, 31)
    assert found.months[0].places is None


def test_a_limit_of_nought_is_a_limit():
    assert seen(Supply(places=[seats(0)]), m3=1).runs_out_on == date(2026, 3, 31)


def test_who_leaves_makes_room_from_the_day_after():
    full = Supply(places=[seats(1)], leaving={date(2026, 3, 30): 1})
    late = Supply(places=[seats(1)], leaving={date(2026, 3, 31): 1})

    assert seen(full, m3=1).runs_out_on is None
    assert seen(late, m3=1).runs_out_on == date(2026, 3, 31)


def test_who_should_have_left_already_leaves_today():
    overdue = Supply(places=[seats(1)], leaving={date(2026, 1, 31): 1})

    assert seen(overdue, m3=1).runs_out_on is None


def test_who_begins_leaves_after_the_usual_weeks():
    """Begins on 31 March, leaves after four weeks: the next of 30 April has the place."""
    assert seen(Supply(places=[seats(1)]), weeks=4, m3=1, m4=1).runs_out_on is None
    assert seen(Supply(places=[seats(1)]), weeks=5, m3=1, m4=1).runs_out_on == date(2026, 4, 30)


def test_a_contract_that_ends_takes_its_places_away():
    found = seen(Supply(places=[seats(5, last_on=date(2026, 4, 14)), seats(2)]), m4=4, m3=1)

    assert found.runs_out_on == date(2026, 4, 15)
    assert (found.places_at_first, found.places_then) == (7, 2)
    assert found.has_fewer_places


def test_a_contract_that_begins_brings_places():
    late = seats(5, first_on=date(2026, 4, 1))

    assert seen(Supply(places=[late]), m4=5).runs_out_on is None
    assert seen(Supply(places=[late]), m3=1).runs_out_on == date(2026, 3, 31)


def test_trajectories_to_begin_are_used_up():
    """Three can begin; who ends gives nothing back."""
    found = seen(Supply(starts=[seats(3)]), weeks=1, m3=2, m4=2)

    assert found.runs_out_on == date(2026, 4, 30)


def test_trajectories_that_did_not_begin_in_their_period_lapse():
    early = seats(5, last_on=date(2026, 3, 31))
    late = seats(1, first_on=date(2026, 4, 1))

    assert seen(Supply(starts=[early, late]), m3=1, m4=2).runs_out_on == date(2026, 4, 30)


def test_of_two_lines_the_one_that_ends_first_is_used_first():
    short, long = seats(1, last_on=date(2026, 3, 31)), seats(1)

    assert seen(Supply(starts=[long, short]), m3=1, m4=1).runs_out_on is None


def test_where_both_are_counted_both_must_fit():
    places, starts = [seats(10)], [seats(2)]

    assert seen(Supply(places=places, starts=starts), m3=3).runs_out_on == date(2026, 3, 31)
    assert seen(Supply(places=starts, starts=places), m3=3).runs_out_on == date(2026, 3, 31)


def test_who_waited_gets_the_seat_that_comes_free():
    supply = Supply(places=[seats(1)], leaving={date(2026, 5, 10): 1})

    found = seen(supply, waiting=1)

    assert found.runs_out_on == TODAY
    assert [month.waiting for month in found.months[:3]] == [1, 1, 0]


def test_of_the_present_month_only_the_rest_counts():
    half = Period(date(2026, 3, 17), date(2026, 4, 30))

    assert seen(Supply(places=[seats(1)]), period=half, m3=2).runs_out_on is None


# --- Properties -----------------------------------------------------------------------------------

numbers = st.integers(0, 30)
days = st.integers(0, 400).map(lambda offset: date(2026, 1, 1) + timedelta(days=offset))
lines = st.lists(
    st.builds(
        lambda first, length, number: Seats(first, first + timedelta(days=length), number),
        days,
        st.integers(0, 500),
        numbers,
    ),
    max_size=3,
)
supplies = st.builds(
    lambda places, starts, leaving: Supply(places=places, starts=starts, leaving=leaving),
    lines,
    lines,
    st.dictionaries(days, numbers, max_size=3),
)
months = st.dictionaries(st.sampled_from([MARCH, APRIL, MAY]), st.integers(0, 40))


def look(supply: Supply, waiting: int, expected: dict):
    return outlook(supply, waiting=waiting, expected=expected, period=YEAR, usual_weeks=20)


@given(supply=supplies, waiting=numbers, expected=months, more=st.integers(1, 20))
def test_more_people_never_make_seats_last_longer(supply, waiting, expected, more):
    few = look(supply, waiting, expected).runs_out_on
    many = look(supply, waiting + more, expected).runs_out_on

    assert few is None or (many is not None and many <= few)


@given(supply=supplies, waiting=numbers, expected=months)
def test_nobody_gets_lost(supply, waiting, expected):
    found = look(supply, waiting, expected)

    assert sum(month.came for month in found.months) == sum(expected.values())
    assert all(month.waiting >= 0 and month.taken >= 0 for month in found.months)
    if found.runs_out_on is None:
        assert all(month.waiting == 0 for month in found.months)


@given(places=lines, waiting=numbers, expected=months)
def test_places_are_never_overfilled_by_who_begins(places, waiting, expected):
    constant = [Seats(YEAR.first, YEAR.last, line.number) for line in places]

    found = look(Supply(places=constant), waiting, expected)

    total = sum(line.number for line in constant)
    assert all(month.taken <= total for month in found.months)
