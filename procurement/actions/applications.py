"""Applications for accession or admission: who meets every requirement is admitted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from accounts.notices import notify, people_with
from config.shared.errors import Refused, refuse_if
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.enums import ApplicationStatus
from procurement.models import Application, ApplicationAnswer, Tender
from procurement.workflows import APPLICATION
from procurement.workflows.admissions import still_welcome
from providers.models import Provider

RECEIVED = "procurement.application_received"
DECIDED = "procurement.application_decided"
RUNNING = (ApplicationStatus.DRAFT, ApplicationStatus.SUBMITTED, ApplicationStatus.ADMITTED)


@dataclass(frozen=True, slots=True)
class Filled:
    """What an applicant fills in; `answers` by the id of the requirement."""

    contact_name: str
    contact_email: str
    motivation: str
    answers: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether one requirement is met (None: not judged yet), and what was found."""

    is_met: bool | None
    note: str = ""


def start_application(*, tender: Tender, provider: Provider, by: User, at: datetime) -> Application:
    """Begin an application, or return the running one; one that ended makes room for a new one."""
    running = Application.objects.filter(tender=tender, provider=provider, status__in=RUNNING)
    if standing := running.first():
        return standing
    if tender.is_competitive:
        raise Refused(_("This tender takes bids, not applications."))
    application = Application(tender=tender, provider=provider, created_at=at, created_by=by)
    refuse_if([still_welcome(application, at)])
    application.contact_name, application.contact_email = by.name, by.email
    require(by, Permission.BID_SUBMIT, application)
    with constraints_refuse(Application):
        application.save(force_insert=True)
        APPLICATION.record_created(application, by=by, at=at)
    return application


def fill_application(
    *, application: Application, filled: Filled, by: User, at: datetime
) -> Application:
    """Keep what was filled in, complete or not, until it is submitted."""
    with transaction.atomic():
        row: Application = locked(application)
        require(by, Permission.BID_SUBMIT, row)
        require_status(row, ApplicationStatus.DRAFT)
        row.contact_name, row.contact_email = filled.contact_name, filled.contact_email
        row.motivation = filled.motivation
        row.save(update_fields=["contact_name", "contact_email", "motivation"])
        _keep_answers(row, filled.answers)
        note(row, "updated", by=by, at=at)
    return row


def submit_application(*, application: Application, by: User, at: datetime) -> Application:
    """Hand it in; the region's officers are told."""
    with transaction.atomic():
        row = APPLICATION.apply(application, "submit", by=by, at=at)
        subject = {"provider": row.provider, "tender": row.tender.reference}
        notify(
            kind=RECEIVED,
            to=people_with(Permission.TENDER_AWARD, region=row.region_id),
            subject=lambda: _("Application of %(provider)s: %(tender)s") % subject,
            sentence=lambda: _("Judge whether it meets the requirements."),
            url=row.get_absolute_url(),
            about=row,
            organisation=f"region:{row.region_id}",
            is_training=row.tender.region.is_training,
            at=at,
        )
    return row


def judge_application(
    *, application: Application, judgements: Mapping[int, Judgement], by: User, at: datetime
) -> Application:
    """Record per requirement whether it is met; what is not met says why."""
    with transaction.atomic():
        row: Application = locked(application)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, ApplicationStatus.SUBMITTED)
        if any(one.is_met is False and not one.note.strip() for one in judgements.values()):
            raise Refused(_("Say of each requirement that is not met why."))
        answers = list(row.answers.filter(requirement__in=judgements))
        for answer in answers:
            found = judgements[answer.requirement_id]
            answer.is_met, answer.note = found.is_met, found.note
        ApplicationAnswer.objects.bulk_update(answers, ["is_met", "note"])
        after = {str(key): one.is_met for key, one in judgements.items()}
        note(row, "judge", by=by, at=at, after=after)
    return row


def admit_application(*, application: Application, by: User, at: datetime) -> Application:
    """Admit who meets every requirement; the provider may become a party."""
    with transaction.atomic():
        row = APPLICATION.apply(application, "admit", by=by, at=at)
        _tell_applicant(row, lambda: _("You are admitted."), at)
    return row


def refuse_application(
    *, application: Application, by: User, at: datetime, reason: str
) -> Application:
    """Refuse who does not meet a requirement; later accession stays open to it."""
    with transaction.atomic():
        row = APPLICATION.apply(application, "refuse", by=by, at=at, reason=reason)
        row.reason = reason
        row.save(update_fields=["reason"])
        _tell_applicant(row, lambda: _("You are not admitted: %(reason)s") % {"reason": reason}, at)
    return row


def _keep_answers(application: Application, answers: Mapping[int, str]) -> None:
    """One row per requirement of the tender; others are left out."""
    known = application.tender.requirements.filter(pk__in=answers).values_list("pk", flat=True)
    ApplicationAnswer.objects.bulk_create(
        [
            ApplicationAnswer(application=application, requirement_id=pk, text=answers[pk])
            for pk in known.order_by("number")
        ],
        update_conflicts=True,
        unique_fields=["application", "requirement"],
        update_fields=["text"],
    )


def _tell_applicant(application: Application, sentence: object, at: datetime) -> None:
    tender = application.tender
    notify(
        kind=DECIDED,
        to=people_with(Permission.BID_SUBMIT, provider_id=application.provider_id),
        subject=lambda: _("Decision on your application: %(tender)s") % {"tender": tender},
        sentence=sentence,  # type: ignore[arg-type]
        url=application.get_absolute_url(),
        about=application,
        organisation=f"provider:{application.provider_id}",
        is_training=tender.region.is_training,
        at=at,
    )
