"""The calendar address: drawn, shown once, renewed, stopped, and read without signing in."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import actions
from accounts.access import regions_of
from accounts.enums import Role
from accounts.models import AuditEvent, CalendarFeed, Region
from accounts.notices import register_events
from config.shared.errors import Refused
from config.shared.feeds import Event
from tests.factories.accounts import MembershipFactory

PAGE = reverse("accounts:calendarfeed-update")
STOP = reverse("accounts:calendarfeed-stop")
CLOSES = datetime(2026, 12, 10, 11, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _deadlines(monkeypatch):
    """Each region of a person has one deadline."""
    monkeypatch.setattr("accounts.notices.calendars._sources", [])
    register_events(deadlines)


def deadlines(user):
    for region in Region.objects.filter(pk__in=regions_of(user)).order_by("pk"):
        yield Event(
            uid=f"region-{region.pk}@taalregie",
            start=CLOSES,
            summary=f"Sluiting {region}",
            url="http://localhost/",
        )


def address(user) -> str:
    _feed, token = actions.renew_feed(by=user, at=timezone.now())
    return reverse("accounts:feed", args=[token])


def summaries(answer) -> list[str]:
    read = icalendar.Calendar.from_ical(answer.content)
    return sorted(str(event["summary"]) for event in read.walk("VEVENT"))


# --- Reading --------------------------------------------------------------------------------------


def test_a_calendar_reads_the_deadlines_without_signing_in(client, officer, zuid, query_budget):
    MembershipFactory(user=officer, region=zuid, role=Role.READER)
    url = address(officer)

    with query_budget("accounts:feed"):
        answer = client.get(url)

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    assert summaries(answer) == ["Sluiting Noord", "Sluiting Zuid"]
    assert not client.cookies


def test_it_holds_what_its_owner_sees_whoever_reads_it(client_of, officer, zuid_officer):
    answer = client_of(zuid_officer).get(address(officer))

    assert summaries(answer) == ["Sluiting Noord"]


def test_who_left_an_organisation_no_longer_gets_its_deadlines(client, officer):
    url = address(officer)
    officer.memberships.update(ended_at=timezone.now(), ended_by=officer)

    assert summaries(client.get(url)) == []


def test_an_unknown_address_does_not_exist(client, officer):
    address(officer)

    assert client.get(reverse("accounts:feed", args=["onbekend"])).status_code == 404


def test_the_stored_hash_is_no_address(client, officer):
    address(officer)
    stored = CalendarFeed.objects.get().token_hash

    assert client.get(reverse("accounts:feed", args=[stored])).status_code == 404


def test_who_is_shut_out_has_no_calendar(client, officer):
    url = address(officer)
    officer.is_active = False
    officer.save()

    assert client.get(url).status_code == 404


def test_a_calendar_only_reads(client, officer):
    assert client.post(address(officer)).status_code == 405


def test_the_day_of_reading_is_kept_by_a_worker(
    client, officer, time_machine, django_capture_on_commit_callbacks
):
    url = address(officer)
    time_machine.move_to(datetime(2026, 12, 1, 23, 30, tzinfo=UTC), tick=False)

    with django_capture_on_commit_callbacks(execute=True) as first:
        client.get(url)
    assert CalendarFeed.objects.get().last_fetched_on == date(2026, 12, 2)
    with django_capture_on_commit_callbacks(execute=True) as second:
        client.get(url)

    assert (len(first), len(second)) == (1, 0)


def test_an_earlier_day_of_reading_changes_nothing(officer):
    feed, _token = actions.renew_feed(by=officer, at=timezone.now())
    for day in (date(2026, 12, 2), date(2026, 12, 1)):
        actions.note_fetch(feed_id=feed.pk, on=day)

    feed.refresh_from_db()
    assert feed.last_fetched_on == date(2026, 12, 2)


# --- The address ----------------------------------------------------------------------------------


def test_the_address_is_shown_once(client_of, client, officer):
    browser = client_of(officer)
    assert "Adres maken" in browser.get(PAGE).content.decode()

    answer = browser.post(PAGE)

    shown = answer.context["address"]
    assert shown in answer.content.decode()
    assert "webcal://" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client.get(shown).status_code == 200
    assert shown.rsplit("/", 1)[1] not in browser.get(PAGE).content.decode()


def test_looking_draws_nothing(client_of, officer, query_budget):
    with query_budget("accounts:calendarfeed-update"):
        client_of(officer).get(PAGE)

    assert not CalendarFeed.objects.exists()


def test_a_new_address_takes_the_place_of_the_old(client, client_of, officer):
    old = address(officer)
    CalendarFeed.objects.update(last_fetched_on=date(2026, 12, 1))
    browser = client_of(officer)
    assert "Nieuw adres maken" in browser.get(PAGE).content.decode()

    new = browser.post(PAGE).context["address"]

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert CalendarFeed.objects.get().last_fetched_on != date(2026, 12, 1)


def test_what_is_kept_is_not_the_address(officer):
    _feed, token = actions.renew_feed(by=officer, at=timezone.now())

    kept = str(CalendarFeed.objects.values().get()) + str(list(AuditEvent.objects.values()))
    assert token not in kept


def test_it_stops(client, client_of, officer):
    url = address(officer)
    browser = client_of(officer)
    assert "werkt nooit meer" in browser.get(STOP).content.decode()

    page = browser.post(STOP, follow=True).content.decode()

    assert "werkt niet meer" in page
    assert client.get(url).status_code == 404
    acts = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["calendar_address_drawn", "calendar_address_stopped"]


def test_nothing_can_be_stopped_that_is_not_there(client_of, officer, reader):
    address(reader)

    assert client_of(officer).get(STOP).status_code == 404
    with pytest.raises(Refused, match="geen agenda-adres"):
        actions.stop_feed(by=officer, at=timezone.now())
    assert CalendarFeed.objects.get().user == reader


def test_stopping_before_it_was_drawn_again_leaves_nothing_behind(officer):
    feed, _token = actions.renew_feed(by=officer, at=timezone.now() - timedelta(days=1))
    actions.stop_feed(by=officer, at=timezone.now())

    assert not CalendarFeed.objects.filter(pk=feed.pk).exists()
