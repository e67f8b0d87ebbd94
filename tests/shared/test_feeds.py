"""Calendar feeds: what another program reads back from them."""

import datetime as dt
import io
import re
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from config.shared.feeds import Event, calendar
from config.shared.periods import AMSTERDAM

NOW = dt.datetime(2026, 11, 23, 11, 30, tzinfo=dt.UTC)
NOON = dt.datetime(2026, 12, 7, 12, 0, tzinfo=AMSTERDAM)

ZONE_STARTS = 2  # DTSTART says since when summer and winter time have changed, too


def event(**fields) -> Event:
    return Event(**{"uid": "tender-1@taalregie", "start": NOON, "summary": "Sluiting"} | fields)


def feed(*events: Event, name: str = "Aanbestedingen Noord") -> bytes:
    return calendar(events, name=name, now=NOW)


def read(*events: Event) -> icalendar.Event:
    """The first event as another program sees it."""
    return icalendar.Calendar.from_ical(feed(*events)).events[0]


def by_its_own_zone(content: bytes) -> list[dt.datetime]:
    """The moments at which events start, by the time zone that the feed itself describes."""
    described = content.decode().replace("\r\n ", "")
    zone = tzical(io.StringIO(described)).get("Europe/Amsterdam")
    starts = re.findall(r"DTSTART(;TZID=Europe/Amsterdam)?:(\d{8}T\d{6})Z?\r", described)
    return [
        dt.datetime.strptime(start, "%Y%m%dT%H%M%S")
        .replace(tzinfo=zone if local else dt.UTC)
        .astimezone(dt.UTC)
        for local, start in starts[ZONE_STARTS:]
    ]


def test_the_feed_names_itself_and_says_how_often_to_come_back():
    lines = feed().decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {
        "VERSION:2.0",
        "PRODID:-//Taalregie//Taalregie//NL",
        "X-WR-CALNAME:Aanbestedingen Noord",
        "X-WR-TIMEZONE:Europe/Amsterdam",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "METHOD:PUBLISH",
    } <= set(lines)


def test_every_line_ends_in_crlf_and_is_short():
    content = feed(event(summary="Onderwijsroute – " * 30, description="ë€😀" * 100))
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert read(event(summary="lang " * 60))["summary"] == "lang " * 60


def test_a_moment_is_told_by_the_dutch_clock():
    content = feed(event(start=NOON.astimezone(ZoneInfo("America/New_York"))))
    assert b"DTSTART;TZID=Europe/Amsterdam:20261207T120000\r\n" in content
    assert content.count(b"BEGIN:VTIMEZONE") == 1
    assert by_its_own_zone(content) == [NOON]


@pytest.mark.parametrize(
    "moment",
    [
        "2027-03-28T00:59:59+00:00",  # 01:59:59, the last second before the clock goes ahead
        "2027-03-28T01:00:00+00:00",  # 03:00
        "2026-10-25T00:30:00+00:00",  # 02:30 for the first time
        "2026-10-25T01:30:00+00:00",  # 02:30 for the second time
        "2026-10-25T02:00:00+00:00",  # 03:00
        "2027-07-01T10:00:00+00:00",
        "2031-01-15T11:00:00+00:00",
        "2126-07-01T10:00:00+00:00",
    ],
)
def test_moments_around_the_change_of_the_clock_stay_the_same_moments(moment):
    instant = dt.datetime.fromisoformat(moment)
    content = feed(event(start=instant, end=instant + dt.timedelta(hours=1)))
    assert by_its_own_zone(content) == [instant]
    assert icalendar.Calendar.from_ical(content).events[0]["dtend"].dt == instant + dt.timedelta(
        hours=1
    )


def test_the_zone_changes_at_the_hour_of_the_clock_before():
    lines = feed().decode().split("\r\n")
    summer, winter = lines.index("BEGIN:DAYLIGHT"), lines.index("BEGIN:STANDARD")
    assert lines[summer + 1] == "DTSTART:19960331T020000"
    assert lines[winter + 1] == "DTSTART:19961027T030000"
    assert "TZOFFSETFROM:+0100" in lines[summer : lines.index("END:DAYLIGHT")]
    assert "TZOFFSETFROM:+0200" in lines[winter : lines.index("END:STANDARD")]


def test_a_day_ends_before_the_next():
    content = feed(event(start=dt.date(2026, 12, 7)))
    assert b"DTSTART;VALUE=DATE:20261207\r\n" in content
    assert b"DTEND;VALUE=DATE:20261208\r\n" in content


def test_the_last_day_of_a_run_is_included():
    content = feed(event(start=dt.date(2026, 12, 7), end=dt.date(2026, 12, 27)))
    assert b"DTEND;VALUE=DATE:20261228\r\n" in content


def test_a_deadline_has_no_end_and_blocks_nobody():
    deadline = read(event())
    assert "dtend" not in deadline
    assert deadline["transp"] == "TRANSPARENT"
    assert read(event(end=NOON + dt.timedelta(hours=1)))["transp"] == "OPAQUE"


def test_what_is_planned_only_is_tentative():
    assert read(event(is_tentative=True))["status"] == "TENTATIVE"
    assert read(event())["status"] == "CONFIRMED"


def test_a_change_is_seen_as_one():
    changed = NOW - dt.timedelta(days=3)
    found = read(event(changed_at=changed, sequence=2))
    assert found["dtstamp"].dt == found["last-modified"].dt == changed
    assert found["sequence"] == 2
    assert read(event())["dtstamp"].dt == NOW


def test_alarms_go_off_days_before_and_not_at_midnight():
    triggers = [alarm["trigger"].dt for alarm in read(event(alarm_days=(7, 1))).walk("VALARM")]
    assert triggers == [-dt.timedelta(days=7), -dt.timedelta(days=1)]
    (whole_day,) = read(event(start=dt.date(2026, 12, 7), alarm_days=(1,))).walk("VALARM")
    assert whole_day["trigger"].dt == -dt.timedelta(hours=15)


def test_words_come_back_as_they_were():
    said = 'Perceel 1, 2; \\n en \\\nmet: "aanhaling"\nBEGIN:VEVENT'
    found = read(event(summary="A, B; C \\ D", description=said, categories=("a,b", "c")))
    assert (found["summary"], found["description"]) == ("A, B; C \\ D", said)
    assert found["categories"].cats == ["a,b", "c"]


@pytest.mark.parametrize("field", ["summary", "uid", "url", "description"])
def test_no_text_can_add_a_line_of_its_own(field):
    hostile = "x\r\nBEGIN:VALARM\r\nEND:VALARM\nATTENDEE:mailto:a@b\rX:\u2028Y:\x85Z:\x00\x1f"
    content = feed(event(**{field: hostile}))
    names = [line.split(b":")[0].split(b";")[0] for line in content.split(b"\r\n")]
    assert not {b"ATTENDEE", b"X", b"Y", b"Z"} & set(names)
    assert b"\x00" not in content
    assert len(icalendar.Calendar.from_ical(content).walk("VALARM")) == 0


def test_the_name_of_the_feed_cannot_add_a_line_either():
    assert b"\nX-EVIL" not in feed(name="Noord\r\nX-EVIL:1")


@given(st.text(), st.text())
def test_any_text_can_be_told(summary, description):
    found = read(event(summary=summary, description=description))
    assert found["uid"] == "tender-1@taalregie"


def test_the_order_of_events_makes_no_difference():
    later = event(uid="b", start=NOON + dt.timedelta(days=1))
    day = event(uid="c", start=dt.date(2026, 12, 7))
    assert feed(event(), later, day) == feed(day, later, event())
    assert [
        found["uid"] for found in icalendar.Calendar.from_ical(feed(later, event(), day)).events
    ] == [
        "c",
        "tender-1@taalregie",
        "b",
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": dt.datetime(2026, 12, 7, 12)},  # noqa: DTZ001 - naive on purpose
        {"end": dt.date(2026, 12, 8)},
        {"end": NOON - dt.timedelta(seconds=1)},
        {"start": dt.date(2026, 12, 7), "end": dt.date(2026, 12, 6)},
    ],
)
def test_an_event_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="The event tender-1@taalregie"):
        event(**wrong)
