"""Who hears that bids can be opened, and when they were; and what stands in calendars."""

import pytest

from accounts.models import Notification
from accounts.notices import events_of
from procurement import notices_opening
from procurement.enums import EnvelopeKind
from tests.support.vault import open_by_two, past_deadline, sealed_bid, sealed_tender


@pytest.fixture
def published(officer, second_officer, noord):
    return sealed_tender(officer, second_officer, region=noord, created_by=officer)


def told(kind):
    rows = Notification.objects.filter(kind=kind).order_by("user__name")
    return [row.user.name for row in rows]


def test_the_named_officers_hear_that_the_deadline_has_passed(published, provider_user, reader):
    sealed_bid(published, provider_user)
    past_deadline(published)
    assert told(notices_opening.TO_OPEN) == ["Ines Inkoper", "Otto Inkoper"]
    url = notices_opening.opening_url(published, EnvelopeKind.QUALITY)
    assert set(Notification.objects.values_list("url", flat=True)) == {url}


def test_nobody_is_asked_to_open_what_did_not_come(published):
    past_deadline(published)
    assert told(notices_opening.TO_OPEN) == []


def test_who_evaluates_hears_what_was_opened_and_nothing_from_a_bid(
    published, provider_user, officer, second_officer
):
    sealed_bid(published, provider_user, answer="Een zin uit de inschrijving.")
    record = open_by_two(past_deadline(published), officer, second_officer)
    rows = Notification.objects.filter(kind=notices_opening.OPENED)
    assert told(notices_opening.OPENED) == ["Ines Inkoper", "Otto Inkoper"]
    for row in rows.order_by("pk"):
        assert row.url == record.get_absolute_url()
        assert "Vliegerhof" not in f"{row.subject} {row.sentence}"


def test_the_calendar_of_who_is_named_says_when_to_open(published, officer, reader):
    (event,) = notices_opening.opening_events(officer)
    assert event.start == published.closes_at
    assert published.reference in event.summary
    assert event.uid in {one.uid for one in events_of(officer)}
    assert list(notices_opening.opening_events(reader)) == []


def test_a_tender_of_practice_says_so_in_the_calendar(officer, second_officer, noord):
    type(noord).objects.filter(pk=noord.pk).update(is_training=True)
    noord.refresh_from_db()
    sealed_tender(officer, second_officer, region=noord)
    (event,) = notices_opening.opening_events(officer)
    assert event.summary.startswith("[oefening]")
