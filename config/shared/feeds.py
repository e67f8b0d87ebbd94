"""Calendars to subscribe to (iCalendar, RFC 5545), by the Dutch clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import icalendar

from config.shared.legible import legible
from config.shared.periods import AMSTERDAM, ONE_DAY

PRODUCT = "-//Taalregie//Taalregie//NL"
REFRESH = timedelta(hours=1)
WINTER, SUMMER = timedelta(hours=1), timedelta(hours=2)
MORNING = timedelta(hours=9)
"""When an alarm for a whole day goes off: it would otherwise wake people at midnight."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a calendar: on whole days when `start` is a date, else at an aware moment.

    `end` is the last day, itself included, or the moment it ends; a deadline has none. `uid` stays
    the same when the event changes, and `changed_at` and `sequence` then rise. `alarm_days` are the
    numbers of days before the start on which to be warned.
    Raises ValueError for a naive moment, an end before the start, or a day beside a moment.
    """

    uid: str
    start: date | datetime
    summary: str
    end: date | datetime | None = None
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    alarm_days: tuple[int, ...] = ()
    is_tentative: bool = False
    sequence: int = 0
    changed_at: datetime | None = None

    def __post_init__(self) -> None:
        ends = [self.start] if self.end is None else [self.start, self.end]
        if any(isinstance(end, datetime) and end.tzinfo is None for end in ends):
            raise ValueError(f"The event {self.uid} has a moment without a time zone.")
        if len({isinstance(end, datetime) for end in ends}) > 1:
            raise ValueError(
                f"The event {self.uid} has a day on one end and a moment on the other."
            )
        if ends[-1] < self.start:
            raise ValueError(f"The event {self.uid} ends before it starts.")

    @property
    def is_all_day(self) -> bool:
        return not isinstance(self.start, datetime)


def calendar(events: Iterable[Event], *, name: str, now: datetime) -> bytes:
    """A feed called `name`; `now` stamps events that do not say when they changed.

    The same events give the same bytes, in whatever order they come.
    """
    feed = icalendar.Calendar()
    for key, value in _head(_line(name)).items():
        feed.add(key, value)
    feed.add_component(_dutch_clock())
    for event in sorted(events, key=_place):
        feed.add_component(_component(event, now))
    return feed.to_ical()


def _dutch_clock() -> icalendar.Timezone:
    """The rule of the European Union since 1996 (directive 2000/84/EC), with no last year."""
    zone = icalendar.Timezone()
    zone.add("tzid", AMSTERDAM.key)
    for part, month, onset, name, offsets in (
        (icalendar.TimezoneDaylight(), 3, datetime(1996, 3, 31, 2), "CEST", (WINTER, SUMMER)),  # noqa: DTZ001
        (icalendar.TimezoneStandard(), 10, datetime(1996, 10, 27, 3), "CET", (SUMMER, WINTER)),  # noqa: DTZ001
    ):
        part.add("dtstart", onset)  # by the clock that was there before
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", offsets[0])
        part.add("tzoffsetto", offsets[1])
        zone.add_component(part)
    return zone


def _head(name: str) -> dict[str, object]:
    return {
        "prodid": PRODUCT,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": name,
        "x-wr-calname": name,
        "x-wr-timezone": AMSTERDAM.key,
        "refresh-interval": icalendar.vDuration(REFRESH, {"VALUE": "DURATION"}),
        "x-published-ttl": icalendar.vDuration(REFRESH),
    }


def _place(event: Event) -> tuple[datetime, str]:
    start = event.start
    if not isinstance(start, datetime):
        start = datetime.combine(start, time.min, AMSTERDAM)
    return start.astimezone(UTC), event.uid


def _component(event: Event, now: datetime) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", _line(event.uid))
    component.add("dtstamp", (event.changed_at or now).astimezone(UTC))
    component.add("sequence", event.sequence)
    component.add("summary", _line(event.summary))
    component.add("status", "TENTATIVE" if event.is_tentative else "CONFIRMED")
    component.add("transp", "OPAQUE" if event.end and not event.is_all_day else "TRANSPARENT")
    _add_ends(component, event)
    _add_words(component, event)
    for days in event.alarm_days:
        component.add_component(_alarm(event, days))
    return component


def _add_ends(component: icalendar.Event, event: Event) -> None:
    """RFC 5545 ends a run of whole days on the day after the last."""
    component.add("dtstart", _written(event.start))
    if isinstance(event.end, datetime):
        component.add("dtend", _written(event.end))
    elif event.is_all_day:
        component.add("dtend", (event.end or event.start) + ONE_DAY)
    if event.changed_at:
        component.add("last-modified", event.changed_at.astimezone(UTC))


def _written(end: date | datetime) -> date | datetime:
    """By the Dutch clock; in UTC for the hour that comes a second time, which it cannot name."""
    if not isinstance(end, datetime):
        return end
    local = end.astimezone(AMSTERDAM)
    return end.astimezone(UTC) if local.fold else local


def _add_words(component: icalendar.Event, event: Event) -> None:
    if event.description:
        component.add("description", legible(event.description))
    if event.url:
        component.add("url", _line(event.url))
    if event.categories:
        component.add("categories", [_line(category) for category in event.categories])


def _alarm(event: Event, days: int) -> icalendar.Alarm:
    before = MORNING - timedelta(days=days) if event.is_all_day else -timedelta(days=days)
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(event.summary))
    alarm.add("trigger", before)
    return alarm


def _line(text: str) -> str:
    return legible(text).replace("\n", " ")
