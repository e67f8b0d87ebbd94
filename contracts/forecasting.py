"""On which day seats run out: people who come, people who leave, and what was contracted.

Whole persons and whole days; no database and no clock.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from config.shared.periods import ONE_DAY, Period, month_of, month_start


@dataclass(frozen=True, slots=True)
class Seats:
    """A number of seats, or of trajectories that can still begin, from a day until a day."""

    first_on: date
    last_on: date
    number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Supply:
    """What was contracted for a route in an area.

    `places` are seats at the same time, `starts` trajectories that can still begin; where there
    are both, both must fit. `leaving` has how many of those who have a place now leave it, by
    their last day; who should have left already is taken to leave today.
    """

    places: Sequence[Seats] = ()
    starts: Sequence[Seats] = ()
    leaving: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """How it stands on the last day of a month; `came` arrived in the course of it.

    `places` is None where only trajectories begun are counted.
    """

    month: date
    came: int
    places: int | None
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """The course of the coming months, and the first day on which somebody finds no seat."""

    first_on: date
    runs_out_on: date | None
    months: tuple[MonthEnd, ...]
    places_at_first: int
    places_then: int
    """Places on the day on which they run out, or on the last day."""

    @property
    def is_short_at_once(self) -> bool:
        """Whether somebody finds no seat on the first day."""
        return self.runs_out_on == self.first_on

    @property
    def has_fewer_places(self) -> bool:
        """Whether seats run out after contracts have ended."""
        return self.places_then < self.places_at_first


def arrivals(expected: Mapping[date, int]) -> Counter[date]:
    """The days on which people come, spread evenly over each month: one of two on the 15th or
    16th, the other on the last day.
    """
    found: Counter[date] = Counter()
    for month, persons in expected.items():
        days = month_of(month).days
        for person in range(1, persons + 1):
            found[month + timedelta(days=-(-person * days // persons) - 1)] += 1
    return found


def outlook(
    supply: Supply,
    *,
    waiting: int,
    expected: Mapping[date, int],
    period: Period,
    usual_weeks: int,
) -> Outlook:
    """What happens in `period`, from today on, when `expected` people come by month.

    Who waits today comes first. A trajectory takes `usual_weeks`. Who finds no seat waits on, and
    gets the first that is left.
    """
    course = _Course(supply, waiting, usual_weeks, period.first)
    coming = arrivals(expected)
    runs_out_on, places_then, months, came = None, 0, [], 0
    for day in _days(period):
        came += coming[day]
        course.live(day, coming[day])
        if course.queue and runs_out_on is None:
            runs_out_on, places_then = day, course.places(day)
        if day == min(month_of(day).last, period.last):
            months.append(course.month_end(day, came))
            came = 0
    if runs_out_on is None:
        places_then = course.places(period.last)
    at_first = course.places(period.first)
    return Outlook(period.first, runs_out_on, tuple(months), at_first, places_then)


def _days(period: Period) -> Iterator[date]:
    return (period.first + timedelta(days=offset) for offset in range(period.days))


class _Course:
    """The days one after another: who has a place, who waits, what can still begin."""

    def __init__(self, supply: Supply, waiting: int, usual_weeks: int, today: date) -> None:
        self.supply = supply
        self.queue = waiting
        self.duration = timedelta(weeks=usual_weeks)
        self.left = [seats.number for seats in supply.starts]
        self.leaving: Counter[date] = Counter()
        for last_on, persons in supply.leaving.items():
            self.leaving[max(last_on, today)] += persons
        self.taken = self.leaving.total()

    def live(self, day: date, came: int) -> None:
        """Yesterday's leavers go, today's people come, and who fits begins."""
        self.taken -= self.leaving.pop(day - ONE_DAY, 0)
        self.queue += came
        begin = max(min(self.queue, *self._room(day)), 0)
        self.queue -= begin
        self.taken += begin
        self.leaving[day + self.duration - ONE_DAY] += begin
        self._use_starts(day, begin)

    def places(self, day: date) -> int:
        """Seats at the same time that are contracted on the day."""
        return sum(seats.number for seats in self.supply.places if _covers(seats, day))

    def month_end(self, day: date, came: int) -> MonthEnd:
        places = self.places(day) if self.supply.places else None
        return MonthEnd(month_start(day), came, places, self.taken, self.queue)

    def _room(self, day: date) -> list[int]:
        """How many more can begin, by each kind of count; nobody where nothing was contracted."""
        room = []
        if self.supply.places:
            room.append(self.places(day) - self.taken)
        if self.supply.starts:
            room.append(sum(self.left[place] for place in self._open_starts(day)))
        return room or [0]

    def _open_starts(self, day: date) -> list[int]:
        """Lines from which a trajectory can begin on the day, the first to end first."""
        found = [place for place, seats in enumerate(self.supply.starts) if _covers(seats, day)]
        return sorted(found, key=lambda place: self.supply.starts[place].last_on)

    def _use_starts(self, day: date, begin: int) -> None:
        for place in self._open_starts(day):
            used = max(min(begin, self.left[place]), 0)
            self.left[place] -= used
            begin -= used


def _covers(seats: Seats, day: date) -> bool:
    return seats.first_on <= day <= seats.last_on
