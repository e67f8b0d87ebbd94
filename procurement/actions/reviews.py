"""What comes between a draft and its publication: mandates, and a second pair of eyes."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, User
from accounts.notices import notify, people_with
from config.shared.errors import Refused
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.enums import ReviewVerdict, TenderStatus
from procurement.models import Mandate, Tender, TenderReview
from procurement.workflows import TENDER

BEFORE_PUBLICATION = (TenderStatus.DRAFT, TenderStatus.IN_REVIEW)


def record_mandates(
    *,
    tender: Tender,
    gemeenten: Collection[Gemeente],
    given_on: date,
    signatory: str,
    evidence: str,
    by: User,
    at: datetime,
) -> list[Mandate]:
    """Write down that these gemeenten authorised the lead gemeente by one decision (volmacht).

    Refused for one that does not take part, for the lead itself, and once it is published.
    """
    with constraints_refuse(Mandate):
        row = _locked_before_publication(tender, by)
        _check_giving(row, gemeenten)
        given = {"given_on": given_on, "signatory": signatory, "evidence": evidence}
        recorded = {"recorded_at": at, "recorded_by": by}
        made = [
            Mandate.objects.create(tender=row, gemeente=gemeente, **given, **recorded)
            for gemeente in gemeenten
        ]
        names = ", ".join(gemeente.name for gemeente in gemeenten)
        after = given | {"gemeenten": [gemeente.pk for gemeente in gemeenten]}
        note(row, "record_mandate", by=by, at=at, after=after, reason=names)
    return made


def remove_mandate(*, mandate: Mandate, by: User, at: datetime) -> Tender:
    """Take back a mandate that was written down by mistake; returns the tender."""
    with transaction.atomic():
        row = _locked_before_publication(mandate.tender, by)
        before = {"gemeente": mandate.gemeente_id, "evidence": mandate.evidence}
        note(row, "remove_mandate", by=by, at=at, before=before, reason=mandate.gemeente.name)
        mandate.delete()
    return row


def ask_review(*, tender: Tender, by: User, at: datetime) -> Tender:
    """Hand the draft to colleagues, who are told; until their verdict it stands still."""
    with transaction.atomic():
        row = TENDER.apply(tender, "ask_review", by=by, at=at)
        colleagues = people_with(Permission.TENDER_REVIEW, region=row.region_id)
        notify(
            kind="procurement.review_asked",
            to=colleagues.exclude(pk=by.pk),
            subject=lambda: _("Review asked: %(tender)s") % {"tender": row},
            sentence=lambda: (
                _(
                    "%(person)s asks a colleague to review the draft of “%(tender)s” before it is "
                    "published."
                )
                % {"person": by, "tender": row}
            ),
            **_about(row, at),
        )
    return row


def review_tender(
    *, tender: Tender, verdict: str, comment: str = "", by: User, at: datetime
) -> TenderReview:
    """Say what a second pair of eyes sees; who asked for changes sends it back to draft.

    Refused for who asked for the review, and for a request for changes without a comment.
    """
    with transaction.atomic():
        row: Tender = locked(tender)
        _check_reviewer(row, by)
        if verdict == ReviewVerdict.CHANGES and not comment.strip():
            raise Refused(_("Say what has to change."), field="comment")
        review = TenderReview.objects.create(
            tender=row, verdict=verdict, comment=comment, reviewed_at=at, reviewed_by=by
        )
        note(row, "review", by=by, at=at, after={"verdict": verdict}, reason=comment)
        if verdict == ReviewVerdict.CHANGES:
            row = TENDER.apply(row, "return_to_draft", by=by, at=at, reason=comment)
        _tell_asker(row, review, at)
    return review


def return_to_draft(*, tender: Tender, by: User, at: datetime, reason: str) -> Tender:
    """Take a draft out of review, so that it can be changed; it then needs a new review."""
    return TENDER.apply(tender, "return_to_draft", by=by, at=at, reason=reason)


def _locked_before_publication(tender: Tender, by: User) -> Tender:
    row: Tender = locked(tender)
    require(by, Permission.TENDER_DRAFT, row)
    require_status(row, *BEFORE_PUBLICATION)
    return row


def _check_giving(tender: Tender, gemeenten: Collection[Gemeente]) -> None:
    taking_part = set(tender.gemeenten.values_list("pk", flat=True)) - {tender.lead_gemeente_id}
    strangers = [gemeente.name for gemeente in gemeenten if gemeente.pk not in taking_part]
    if strangers:
        raise Refused(
            _("No mandate of these is needed: %(names)s.") % {"names": ", ".join(strangers)},
            field="gemeenten",
        )


def _check_reviewer(tender: Tender, by: User) -> None:
    require(by, Permission.TENDER_REVIEW, tender)
    require_status(tender, TenderStatus.IN_REVIEW)
    if by == tender.review_requested_by:
        raise Refused(_("You asked for this review yourself: a colleague gives it."))


def _tell_asker(tender: Tender, review: TenderReview, at: datetime) -> None:
    said = {"person": review.reviewed_by, "tender": tender}
    is_approved = review.verdict == ReviewVerdict.APPROVED

    def sentence() -> str:
        if is_approved:
            return _("%(person)s approved the draft of “%(tender)s”.") % said
        return _("%(person)s asks for changes in the draft of “%(tender)s”.") % said

    asker = [tender.review_requested_by] if tender.review_requested_by else []
    notify(
        kind="procurement.review_given",
        to=asker,
        subject=lambda: _("Review given: %(tender)s") % {"tender": tender},
        sentence=sentence,
        **_about(tender, at),
    )


def _about(tender: Tender, at: datetime) -> dict[str, Any]:
    """Where a notification about the preparation leads."""
    return {
        "url": tender.get_absolute_url(),
        "about": tender,
        "organisation": f"region:{tender.region_id}",
        "is_training": tender.region.is_training,
        "at": at,
    }
