"""Visits and complaints, which no provider sees."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Notification
from accounts.notices import send_reminders
from config.shared.errors import Refused
from providers.actions import supervision as actions
from providers.actions.supervision import Promise, Report, Seen
from providers.enums import ComplaintOutcome, VisitTopic
from providers.models import AgreedAction, ProviderComplaint, SiteVisit
from tests.factories.providers import LocationFactory
from tests.providers.conftest import NOW, TODAY

VISITS = reverse("providers:sitevisit-list")
COMPLAINTS = reverse("providers:providercomplaint-list")


@pytest.fixture
def visit(provider, noord, coordinator) -> SiteVisit:
    report = Report(
        visited_on=date(2026, 11, 2),
        conclusion="Op orde.",
        findings={VisitTopic.TEACHER: Seen("Bevoegd.", is_in_order=True)},
        promises=[Promise("Lijst bijwerken", TODAY + timedelta(days=5))],
    )
    return actions.record_visit(
        provider=provider, region=noord, report=report, by=coordinator, at=NOW
    )


@pytest.fixture
def complaint(provider, noord, coordinator) -> ProviderComplaint:
    return actions.receive_complaint(
        provider=provider,
        region=noord,
        received_on=date(2026, 11, 2),
        subject="group",
        text="De groep is te groot.",
        handler=coordinator,
        by=coordinator,
        at=NOW,
    )


# --- Visits ---------------------------------------------------------------------------------------


def test_a_visit_by_the_form(provider, noord, coordinator, client_of):
    location = LocationFactory(provider=provider)
    url = reverse("providers:sitevisit-create", args=[provider.pk])
    form = {
        "region": noord.pk,
        "visited_on": "2026-11-02",
        "location": location.pk,
        "seen_teacher": "Bevoegd.",
        "in_order_teacher": "yes",
        "seen_attendance": "Lijst ontbrak.",
        "in_order_attendance": "no",
        "seen_lesson": "Geen les bijgewoond.",
        "conclusion": "Op één punt na op orde.",
        "promise_1": "Lijst bijwerken",
        "due_1": "2026-12-01",
    }
    client_of(coordinator).post(url, form)

    visit = SiteVisit.objects.get()
    judged = dict(visit.findings.values_list("topic", "is_in_order"))
    assert judged == {"teacher": True, "attendance": False, "lesson": None}
    assert visit.agreed_actions.get().due_on == date(2026, 12, 1)
    assert visit.created_by == coordinator


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"promise_1": "Iets", "due_1": ""}, "due_1"),
        ({"promise_1": "", "due_1": "2026-12-01"}, "promise_1"),
        ({"seen_teacher": "Deelnemer 111222333"}, "seen_teacher"),
        ({"seen_teacher": ""}, "__all__"),
    ],
)
def test_a_visit_that_is_not_whole(provider, noord, coordinator, client_of, given, field):
    url = reverse("providers:sitevisit-create", args=[provider.pk])
    form = {"region": noord.pk, "visited_on": "2026-11-02", "conclusion": "x"}
    answer = client_of(coordinator).post(url, form | {"seen_teacher": "Bevoegd."} | given)

    assert field in answer.context["form"].errors
    assert not SiteVisit.objects.exists()


def test_a_location_of_another_is_refused(provider, other_provider, noord, coordinator):
    report = Report(
        visited_on=TODAY,
        conclusion="x",
        findings={VisitTopic.LESSON: Seen("x")},
        location=LocationFactory(provider=other_provider),
    )
    with pytest.raises(Refused, match="andere aanbieder"):
        actions.record_visit(provider=provider, region=noord, report=report, by=coordinator, at=NOW)


@pytest.mark.parametrize("who", ["provider_user", "zuid_coordinator", "officer"])
def test_visits_are_the_supervisors_own(request, visit, client_of, who):
    client = client_of(request.getfixturevalue(who))

    assert client.get(visit.get_absolute_url()).status_code in (403, 404)


def test_the_list_and_the_page_of_visits(visit, reader, client_of, query_budget):
    client = client_of(reader)
    with query_budget("providers:sitevisit-list"):
        listed = client.get(VISITS).content.decode()
    with query_budget("providers:sitevisit-detail"):
        page = client.get(visit.get_absolute_url()).content.decode()

    assert "De Vliegerhof" in listed
    assert "Bevoegd." in page


def test_the_list_filters_on_what_is_still_to_be_done(visit, coordinator, client_of):
    client = client_of(coordinator)
    address = visit.get_absolute_url()
    assert address in client.get(VISITS, {"open_actions": "true"}).content.decode()
    done = {"agreed_action": visit.agreed_actions.get(), "done_on": TODAY}
    actions.finish_action(by=coordinator, at=NOW, **done)

    assert address not in client.get(VISITS, {"open_actions": "true"}).content.decode()


def test_an_action_is_added_and_done_once(visit, coordinator, client_of):
    url = reverse("providers:agreedaction-create", args=[visit.pk])
    client_of(coordinator).post(url, {"text": "Rooster sturen", "due_on": "2026-12-10"})
    action = visit.agreed_actions.get(text="Rooster sturen")
    done = reverse("providers:agreedaction-done", args=[action.pk])
    client_of(coordinator).post(done, {"done_on": "2026-12-01"})

    action.refresh_from_db()
    assert action.done_on == date(2026, 12, 1)
    with pytest.raises(Refused, match="al gedaan"):
        actions.finish_action(agreed_action=action, done_on=TODAY, by=coordinator, at=NOW)


def test_who_supervises_is_reminded_of_an_action(visit, coordinator, officer):
    send_reminders(at=NOW)
    told = Notification.objects.filter(kind="providers.agreed_action_due")

    assert set(told.values_list("user", flat=True)) == {coordinator.pk}
    assert AgreedAction.objects.overdue(TODAY + timedelta(days=6)).exists()


# --- Complaints -----------------------------------------------------------------------------------


def test_a_complaint_by_the_form(provider, noord, coordinator, contract_manager, client_of):
    url = reverse("providers:providercomplaint-create", args=[provider.pk])
    form = {
        "region": noord.pk,
        "received_on": "2026-11-02",
        "subject": "lesson",
        "text": "De docent komt te laat.",
        "handler": contract_manager.pk,
    }
    client_of(coordinator).post(url, form)

    assert ProviderComplaint.objects.get().handler == contract_manager


def test_a_complaint_holds_no_personal_number(complaint, coordinator):
    with pytest.raises(Refused, match="BSN"):
        actions.hear_sides(
            complaint=complaint, complainant_view="111222333", by=coordinator, at=NOW
        )


def test_both_sides_are_heard_before_it_is_closed(complaint, coordinator, client_of):
    close = reverse("providers:providercomplaint-close", args=[complaint.pk])
    hear = reverse("providers:providercomplaint-hear", args=[complaint.pk])
    client = client_of(coordinator)
    form = {"outcome": "founded", "outcome_text": "De groep is gesplitst."}
    assert "beide kanten" in client.post(close, form).content.decode()
    heard = {"complainant_heard_on": "2026-11-05", "complainant_view": "Te vol."}
    client.post(hear, heard | {"provider_heard_on": "2026-11-06", "provider_view": "Klopt."})
    client.post(close, form)

    complaint.refresh_from_db()
    assert (complaint.outcome, complaint.closed_by) == (ComplaintOutcome.FOUNDED, coordinator)
    with pytest.raises(Refused, match="afgesloten"):
        actions.hear_sides(complaint=complaint, provider_view="x", by=coordinator, at=NOW)


def test_a_withdrawn_complaint_needs_no_hearing(complaint, coordinator):
    row = actions.close_complaint(
        complaint=complaint,
        outcome=ComplaintOutcome.WITHDRAWN,
        outcome_text="Opgelost",
        by=coordinator,
        at=NOW,
    )
    assert row.closed_at == NOW


@pytest.mark.parametrize("who", ["provider_user", "zuid_coordinator", "officer"])
def test_complaints_are_the_supervisors_own(request, complaint, client_of, who):
    client = client_of(request.getfixturevalue(who))

    assert client.get(complaint.get_absolute_url()).status_code in (403, 404)


def test_the_list_and_the_page_of_complaints(complaint, reader, client_of, query_budget):
    client = client_of(reader)
    with query_budget("providers:providercomplaint-list"):
        listed = client.get(COMPLAINTS, {"is_open": "true"}).content.decode()
    with query_budget("providers:providercomplaint-detail"):
        page = client.get(complaint.get_absolute_url()).content.decode()

    assert "De Vliegerhof" in listed
    assert "De groep is te groot." in page


def test_a_reader_records_nothing(provider, reader, client_of):
    for name in ("sitevisit-create", "providercomplaint-create"):
        url = reverse(f"providers:{name}", args=[provider.pk])
        assert client_of(reader).get(url).status_code == 403
