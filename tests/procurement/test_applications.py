"""Accession and open house: judged on requirements, without ranking, price or vault."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Notification
from config.shared.errors import Refused
from procurement.actions import applications as actions
from procurement.actions.applications import Filled, Judgement
from procurement.enums import ApplicationStatus, Procedure, TenderKind, TenderStatus
from procurement.models import Application, Requirement, Tender
from procurement.workflows import APPLICATION, TENDER
from tests.factories.procurement import TenderFactory, move


@pytest.fixture
def accession(noord, officer, at) -> Tender:
    """A covenant that schools can join: two requirements, no lots, no deadline."""
    tender = TenderFactory(
        region=noord,
        created_by=officer,
        kind=TenderKind.COVENANT_ACCESSION,
        procedure=Procedure.OPEN_HOUSE,
        closes_at=None,
        title="Taalconvenant",
    )
    for number, text in enumerate(("Keurmerk of diploma-erkenning", "Taalplan per leerling"), 1):
        Requirement.objects.create(tender=tender, number=number, kind="minimum", text=text)
    Tender.objects.filter(pk=tender.pk).update(
        published_at=at - timedelta(days=1), published_by=officer
    )
    move(tender, TenderStatus.IN_REVIEW, TenderStatus.PUBLISHED)
    return tender


@pytest.fixture
def filled(accession, provider, provider_user, at) -> Application:
    application = actions.start_application(
        tender=accession, provider=provider, by=provider_user, at=at
    )
    answers = {one.pk: "Ja, sinds 2022." for one in accession.requirements.order_by("number")}
    return actions.fill_application(
        application=application,
        filled=Filled("Pia", "pia@voorbeeld.test", "Wij doen graag mee.", answers),
        by=provider_user,
        at=at,
    )


@pytest.fixture
def submitted(filled, provider_user, at) -> Application:
    return actions.submit_application(application=filled, by=provider_user, at=at)


def judge(application: Application, by, at, *met: bool) -> Application:
    requirements = application.tender.requirements.order_by("number")
    judgements = {
        one.pk: Judgement(is_met, "" if is_met else "Keurmerk verlopen.")
        for one, is_met in zip(requirements, met, strict=True)
    }
    return actions.judge_application(application=application, judgements=judgements, by=by, at=at)


def test_a_provider_has_one_running_application(filled, accession, provider, provider_user, at):
    again = actions.start_application(tender=accession, provider=provider, by=provider_user, at=at)
    assert again.pk == filled.pk


def test_a_tender_with_bids_takes_no_applications(published, provider, provider_user, at):
    with pytest.raises(Refused):
        actions.start_application(tender=published, provider=provider, by=provider_user, at=at)
    assert not Application.objects.exists()


def test_it_is_submitted_once_every_requirement_is_answered(accession, provider, provider_user, at):
    application = actions.start_application(
        tender=accession, provider=provider, by=provider_user, at=at
    )
    with pytest.raises(Refused, match="2"):
        actions.submit_application(application=application, by=provider_user, at=at)
    application.refresh_from_db()
    assert application.status == ApplicationStatus.DRAFT


def test_submitting_tells_the_officers(submitted, officer, reader):
    assert submitted.status == ApplicationStatus.SUBMITTED
    told = Notification.objects.filter(kind=actions.RECEIVED)
    assert told.filter(user=officer).exists()
    assert not told.filter(user=reader).exists()


def test_what_was_submitted_stands(submitted, provider_user, at):
    with pytest.raises(Refused):
        actions.fill_application(
            application=submitted,
            filled=Filled("X", "x@voorbeeld.test", "", {}),
            by=provider_user,
            at=at,
        )


def test_who_meets_everything_is_admitted(submitted, officer, provider_user, at):
    judge(submitted, officer, at, True, True)
    admitted = actions.admit_application(application=submitted, by=officer, at=at)
    assert (admitted.status, admitted.decided_by) == (ApplicationStatus.ADMITTED, officer)
    assert list(Application.objects.admitted()) == [admitted]
    assert Notification.objects.filter(kind=actions.DECIDED, user=provider_user).exists()


@pytest.mark.parametrize("met", [None, (True, False)])
def test_nobody_is_admitted_before_every_requirement_is_met(submitted, officer, at, met):
    if met:
        judge(submitted, officer, at, *met)
    with pytest.raises(Refused):
        actions.admit_application(application=submitted, by=officer, at=at)
    submitted.refresh_from_db()
    assert submitted.status == ApplicationStatus.SUBMITTED


def test_who_meets_everything_cannot_be_refused(submitted, officer, at):
    judge(submitted, officer, at, True, True)
    with pytest.raises(Refused, match="toegelaten"):
        actions.refuse_application(application=submitted, by=officer, at=at, reason="Te druk.")


def test_a_refusal_has_its_reason_and_leaves_later_accession_open(
    submitted, officer, provider, provider_user, accession, at
):
    judge(submitted, officer, at, True, False)
    refused = actions.refuse_application(
        application=submitted, by=officer, at=at, reason="Zonder keurmerk kan het niet."
    )
    assert refused.reason == "Zonder keurmerk kan het niet."
    told = Notification.objects.get(kind=actions.DECIDED, user=provider_user)
    assert "keurmerk" in told.sentence
    again = actions.start_application(tender=accession, provider=provider, by=provider_user, at=at)
    assert again.pk != refused.pk


def test_an_unmet_requirement_says_why(submitted, accession, officer, at):
    first = accession.requirements.get(number=1)
    with pytest.raises(Refused):
        actions.judge_application(
            application=submitted, judgements={first.pk: Judgement(False)}, by=officer, at=at
        )
    assert submitted.answers.filter(is_met__isnull=False).count() == 0


def test_the_admission_ends_when_every_application_is_decided(submitted, accession, officer, at):
    with pytest.raises(Refused):
        TENDER.apply(accession, "end_admission", by=officer, at=at, reason="Vol.")
    judge(submitted, officer, at, True, True)
    actions.admit_application(application=submitted, by=officer, at=at)
    ended = TENDER.apply(accession, "end_admission", by=officer, at=at, reason="Vol.")
    assert ended.status == TenderStatus.CONCLUDED


def test_after_a_closing_moment_nobody_applies(filled, accession, provider_user, at):
    Tender.objects.filter(pk=accession.pk).update(closes_at=at - timedelta(minutes=1))
    filled.refresh_from_db()
    with pytest.raises(Refused):
        actions.submit_application(application=filled, by=provider_user, at=at)


def test_a_draft_is_the_applicants_own(filled, officer, provider_user, other_provider_user):
    assert Application.objects.visible_to(provider_user).exists()
    assert not Application.objects.visible_to(officer).exists()
    assert not Application.objects.visible_to(other_provider_user).exists()


def test_withdrawing_before_submitting(filled, provider_user, at):
    withdrawn = APPLICATION.apply(filled, "withdraw", by=provider_user, at=at)
    assert withdrawn.status == ApplicationStatus.WITHDRAWN


def test_the_pages_lead_from_applying_to_admission(
    accession, provider_user, officer, client_of, query_budget
):
    school, desk = client_of(provider_user), client_of(officer)
    page = school.get(accession.get_absolute_url()).content.decode()
    apply_url = reverse("procurement:application-create", args=[accession.pk])
    assert apply_url in page
    answer = school.post(apply_url)
    application = Application.objects.get()
    assert answer.url == reverse("procurement:application-update", args=[application.pk])
    answers = {f"requirement_{one.pk}": "Ja." for one in accession.requirements.order_by("number")}
    contact = {"contact_name": "Pia", "contact_email": "pia@voorbeeld.test"}
    school.post(answer.url, contact | answers)
    submit = reverse("procurement:application-transition", args=[application.pk, "submit"])
    assert "De regio beoordeelt" in school.get(submit).content.decode()
    school.post(submit)
    with query_budget("procurement:application-list"):
        listed = desk.get(reverse("procurement:application-list")).content.decode()
    assert "Vliegerhof" in listed
    judge_url = reverse("procurement:application-judge", args=[application.pk])
    judged = {
        name: value
        for one in accession.requirements.order_by("number")
        for name, value in ((f"met_{one.pk}", "yes"), (f"note_{one.pk}", ""))
    }
    desk.post(judge_url, judged)
    desk.post(reverse("procurement:application-transition", args=[application.pk, "admit"]))
    application.refresh_from_db()
    assert application.status == ApplicationStatus.ADMITTED
    assert "Toegelaten" in school.get(application.get_absolute_url()).content.decode()


def test_the_form_asks_why_a_requirement_is_not_met(submitted, accession, officer, client_of):
    first = accession.requirements.get(number=1)
    url = reverse("procurement:application-judge", args=[submitted.pk])
    shown = client_of(officer).post(url, {f"met_{first.pk}": "no"}).content.decode()
    assert "Zeg waarom" in shown
    assert submitted.answers.filter(is_met=False).count() == 0
