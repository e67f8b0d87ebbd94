"""Who is asked to bid, who asks to take part, and who says no."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement.actions.audience import (
    REQUEST_DECIDED,
    REQUEST_MADE,
    tell_officers,
    tell_providers,
)
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.actions.publication import tell_invitations
from procurement.enums import Procedure, TenderStatus
from procurement.models import Invitation, Tender
from providers.models import Provider

CHOSEN_WHILE = (TenderStatus.DRAFT, TenderStatus.IN_REVIEW, TenderStatus.PUBLISHED)


def invite_providers(
    *, tender: Tender, providers: Collection[Provider], by: User, at: datetime
) -> list[Invitation]:
    """Invite these providers; they are told at publication, or at once when it is published.

    Only in the procedures by private invitation, only who is admitted in the region, and not after
    the deadline.
    """
    with constraints_refuse(Invitation, fields={"invitation_once_per_provider": "providers"}):
        row = _locked_private(tender, by, at)
        _check_admitted(row, providers, at)
        made = [
            Invitation.objects.create(tender=row, provider=each, invited_at=at, invited_by=by)
            for each in providers
        ]
        note(row, "invite", by=by, at=at, after={"providers": [each.pk for each in providers]})
        if row.status == TenderStatus.PUBLISHED:
            tell_invitations(row, providers, at)
    return made


def remove_invitation(*, invitation: Invitation, by: User, at: datetime) -> Tender:
    """Take a provider off the list before it was told; returns the tender."""
    with transaction.atomic():
        row: Tender = locked(invitation.tender)
        require(by, Permission.TENDER_DRAFT, row)
        require_status(row, TenderStatus.DRAFT, TenderStatus.IN_REVIEW)
        before = {"provider": invitation.provider_id}
        note(row, "uninvite", by=by, at=at, before=before)
        invitation.delete()
    return row


def request_participation(
    *, tender: Tender, provider: Provider, text: str, by: User, at: datetime
) -> Invitation:
    """A provider asks to take part in a restricted procedure, until the deadline for that."""
    with constraints_refuse(
        Invitation,
        sentences={
            "invitation_once_per_provider": _("Your organisation already asked to take part.")
        },
    ):
        row: Tender = locked(tender)
        require(by, Permission.BID_SUBMIT, provider)
        _check_requests_open(row, at)
        invitation = Invitation.objects.create(
            tender=row, provider=provider, requested_at=at, requested_by=by, request_text=text
        )
        _note(invitation, "request", by, at)
        tell_officers(
            row,
            kind=REQUEST_MADE,
            subject=lambda: _("Request to participate: %(tender)s") % {"tender": row},
            sentence=lambda: _("%(provider)s asks to take part.") % {"provider": provider},
            at=at,
        )
    return invitation


def select_request(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Invite who asked to take part; after the deadline for requests, so that all are compared."""
    with transaction.atomic():
        row = _locked_request(invitation, by, at)
        row.invited_at, row.invited_by = at, by
        row.save(update_fields=["invited_at", "invited_by"])
        _note(row, "select", by, at)
        tell_invitations(row.tender, [row.provider], at)
    return row


def reject_request(*, invitation: Invitation, reason: str, by: User, at: datetime) -> Invitation:
    """Do not select who asked to take part; it reads the reason."""
    if not reason.strip():
        raise Refused(_("Give the reason for this step."), field="reason")
    with transaction.atomic():
        row = _locked_request(invitation, by, at)
        row.rejected_at, row.rejected_by, row.rejection_reason = at, by, reason
        row.save(update_fields=["rejected_at", "rejected_by", "rejection_reason"])
        _note(row, "reject", by, at, reason=reason)
        tender = row.tender
        tell_providers(
            [row.provider],
            tender=tender,
            kind=REQUEST_DECIDED,
            subject=lambda: _("Not selected: %(tender)s") % {"tender": tender},
            sentence=lambda: _("The reason stands with the tender."),
            at=at,
        )
    return row


def decline_invitation(
    *, invitation: Invitation, reason: str, explanation: str = "", by: User, at: datetime
) -> Invitation:
    """The invited provider will not bid, and says why (`reason` is a DeclineReason)."""
    with transaction.atomic():
        row = _locked_own(invitation, by)
        if row.declined_at:
            raise Refused(_("Your organisation declined the invitation."))
        row.declined_at, row.declined_by = at, by
        row.decline_reason, row.decline_note = reason, explanation
        row.save(update_fields=["declined_at", "declined_by", "decline_reason", "decline_note"])
        _note(row, "decline_invitation", by, at)
    return row


def reconsider_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """The invited provider may bid after all."""
    with transaction.atomic():
        row = _locked_own(invitation, by)
        row.declined_at, row.declined_by = None, None
        row.decline_reason, row.decline_note = "", ""
        row.save(update_fields=["declined_at", "declined_by", "decline_reason", "decline_note"])
        _note(row, "reconsider_invitation", by, at)
    return row


def _locked_private(tender: Tender, by: User, at: datetime) -> Tender:
    row: Tender = locked(tender)
    require(by, Permission.TENDER_DRAFT, row)
    require_status(row, *CHOSEN_WHILE)
    if not row.is_private:
        raise Refused(_("Everyone may bid here, or ask to: nobody is invited by name."))
    if row.published_at and row.closes_at and row.closes_at <= at:
        raise Refused(_("The deadline for bids has passed."))
    return row


def _check_admitted(tender: Tender, providers: Collection[Provider], at: datetime) -> None:
    if not providers:
        raise Refused(_("Choose at least one provider."), field="providers")
    rows = Provider.objects.admitted_on(amsterdam(at), tender.region_id)
    admitted = set(rows.values_list("pk", flat=True))
    strange = [str(each) for each in providers if each.pk not in admitted]
    if strange:
        words = {"names": ", ".join(strange)}
        raise Refused(_("Not admitted in this region: %(names)s.") % words, field="providers")


def _check_requests_open(tender: Tender, at: datetime) -> None:
    if tender.procedure != Procedure.RESTRICTED:
        raise Refused(_("Nobody asks to take part here: bid, or wait for an invitation."))
    require_status(tender, TenderStatus.PUBLISHED)
    closes_at = tender.requests_close_at
    if closes_at is None or closes_at <= at:
        raise Refused(_("The deadline for requests to participate has passed."))


def _locked_request(invitation: Invitation, by: User, at: datetime) -> Invitation:
    """A request that was not decided on; Refused while others may still come in."""
    row: Invitation = locked(invitation)
    require(by, Permission.TENDER_PUBLISH, row.tender)
    require_status(row.tender, TenderStatus.PUBLISHED)
    if row.invited_at or row.rejected_at:
        raise Refused(_("This request has been decided on already."))
    closes_at = row.tender.requests_close_at
    if closes_at and closes_at > at:
        raise Refused(_("Requests can still come in: decide on all of them after the deadline."))
    return row


def _locked_own(invitation: Invitation, by: User) -> Invitation:
    row: Invitation = locked(invitation)
    require(by, Permission.BID_SUBMIT, row.provider)
    require_status(row.tender, TenderStatus.PUBLISHED)
    if not row.invited_at or row.rejected_at:
        raise Refused(_("There is no invitation to answer."))
    return row


def _note(invitation: Invitation, action: str, by: User, at: datetime, reason: str = "") -> None:
    """In the invitation's own history: a panel reads the tender's, and names no bidder."""
    note(invitation, action, by=by, at=at, after={"tender": invitation.tender_id}, reason=reason)
