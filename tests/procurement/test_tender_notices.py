"""Reminders and calendar dates of tenders that are being prepared or run."""

from datetime import timedelta

import pytest
from django.utils import translation

from accounts.models import Notification, Region
from accounts.notices import send_reminders
from config.shared.periods import amsterdam
from procurement.models import Tender
from procurement.notices_preparing import planned_publications, schedule_events
from tests.factories.procurement import TenderFactory


@pytest.fixture
def planned(draft, at) -> Tender:
    """To be published in three days."""
    Tender.objects.filter(pk=draft.pk).update(planned_publication_at=at + timedelta(days=3))
    draft.refresh_from_db()
    return draft


def test_officers_are_reminded_of_a_planned_publication(planned, officer, zuid_officer, at):
    send_reminders(at=at)
    notice = Notification.objects.get(user=officer)
    assert notice.kind == "procurement.publication_planned"
    assert "Leerroutes" in notice.sentence
    assert not Notification.objects.filter(user=zuid_officer).exists()


def test_what_is_published_or_far_away_is_not_reminded_of(planned, at):
    assert [due.key for due in planned_publications(at)] == [f"tender:{planned.pk}"]
    assert list(planned_publications(at - timedelta(days=30))) == []
    assert list(planned_publications(at + timedelta(days=4))) == []


def test_the_calendar_of_an_officer_has_the_whole_schedule(planned, officer):
    Tender.objects.filter(pk=planned.pk).update(award_planned_on=amsterdam(planned.closes_at))
    with translation.override("nl"):
        said = {event.summary.split(":")[0] for event in schedule_events(officer)}
    assert said == {"Geplande publicatie", "Sluiting inschrijvingen", "Geplande gunningsbeslissing"}
    assert all(event.is_tentative for event in schedule_events(officer))


def test_a_provider_follows_what_is_published(planned, provider_user, at):
    assert list(schedule_events(provider_user)) == []
    tender = TenderFactory(
        region=planned.region,
        published=True,
        questions_close_at=at + timedelta(days=9),
        award_planned_on=amsterdam(at) + timedelta(days=90),
        closes_at=at + timedelta(days=30),
    )
    events = list(schedule_events(provider_user))
    assert {event.start for event in events} == {tender.questions_close_at, tender.closes_at}
    assert not any(event.is_tentative for event in events)


def test_dates_for_practice_say_so(planned, noord, officer):
    Region.objects.filter(pk=noord.pk).update(is_training=True)
    assert all(event.summary.startswith("[") for event in schedule_events(officer))
