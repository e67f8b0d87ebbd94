"""Around publication: notices on TenderNed, who hears of it, and who may bid."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import deadline, moment
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement.actions.audience import FITS, INVITED, fitting_providers, tell_providers
from procurement.actions.common import constraints_refuse, locked, note
from procurement.enums import NoticeKind, Procedure, TenderStatus
from procurement.models import Invitation, Lot, Notice, Tender
from procurement.terms import Limit, award_notice_due
from providers.models import Provider

BEFORE = (TenderStatus.DRAFT, TenderStatus.IN_REVIEW)
AFTER = tuple(status for status in TenderStatus if status not in BEFORE)
RECORDED_WHILE = {
    NoticeKind.PRIOR: BEFORE,
    NoticeKind.CONTRACT: (*BEFORE, TenderStatus.PUBLISHED),
    NoticeKind.CHANGE: AFTER,
    NoticeKind.AWARD: AFTER,
}
"""When a notice of each kind can have been published."""
AT_FIELD = {"notice_number_once": "number", "notice_published_before_recorded": "published_at"}


class NoticeDue(NamedTuple):
    """A lot of which the contract was concluded and the award is still to be published."""

    lot: Lot
    limit: Limit


def may_bid(tender: Tender, provider: Provider) -> str | None:
    """Why `provider` may not bid on `tender`, as a sentence for its own people; None if it may.

    About competition and invitation only: status and deadline are judged where a bid is made.
    One query in the procedures by invitation, else none.
    """
    if not tender.is_competitive:
        return _("Nobody bids here: apply for admission instead.")
    if not Procedure(tender.procedure).is_by_invitation:
        return None
    return _uninvited(tender.invitations.filter(provider=provider).first())


def record_notice(
    *, tender: Tender, kind: str, number: str, published_at: datetime, by: User, at: datetime
) -> Notice:
    """Write down the number and the moment of a notice on TenderNed.

    Refused in a state in which no such notice can have been published, and for a contract notice
    of a later moment than the publication here: TenderNed comes first.
    """
    with constraints_refuse(Notice, fields=AT_FIELD):
        row: Tender = locked(tender)
        require(by, Permission.TENDER_PUBLISH, row)
        _check_moment(row, NoticeKind(kind), published_at)
        notice = Notice.objects.create(
            tender=row,
            kind=kind,
            number=number,
            published_at=published_at,
            recorded_at=at,
            recorded_by=by,
        )
        after = {"kind": kind, "number": number, "published_at": published_at}
        note(row, "record_notice", by=by, at=at, after=after, reason=str(notice))
    return notice


def tell_publication(tender: Tender, *, at: datetime) -> None:
    """Invite who was chosen, or alert the providers whose offering fits; all at the same moment."""
    with transaction.atomic():
        chosen = tender.invitations.filter(invited_at__isnull=False)
        chosen.update(invited_at=at)
        if tender.is_private:
            tell_invitations(tender, Provider.objects.filter(pk__in=chosen.values("provider")), at)
        else:
            _tell_fitting(tender, at)


def tell_invitations(tender: Tender, providers: object, at: datetime) -> None:
    """Ask these providers (a queryset) to bid."""
    tell_providers(
        providers,  # type: ignore[arg-type]
        tender=tender,
        kind=INVITED,
        subject=lambda: _("You are invited: %(tender)s") % {"tender": tender},
        sentence=lambda: (
            _("The region asks you to bid before %(moment)s, or to say that you will not.")
            % {"moment": deadline(tender.closes_at)}
        ),
        at=at,
    )


def award_notices_due(tender: Tender, *, on_quarter: bool | None = None) -> Iterator[NoticeDue]:
    """The concluded lots without an award notice since, each with the last day for it.

    None below the threshold. Bundled per quarter when AWARD_NOTICES_BUNDLED says so and the rules
    allow it (social services); `on_quarter` overrules the setting.
    """
    bundled = settings.AWARD_NOTICES_BUNDLED if on_quarter is None else on_quarter
    awarded = tender.notices.filter(kind=NoticeKind.AWARD)
    noticed = awarded.aggregate(last=Max("published_at"))["last"]
    for lot in tender.lots.filter(concluded_on__isnull=False).order_by("concluded_on", "number"):
        concluded_on: Any = lot.concluded_on
        if noticed and amsterdam(noticed) >= concluded_on:
            continue
        case = tender.case(amsterdam(tender.sent_at(tender.created_at)))
        if limit := award_notice_due(case, concluded_on, bundled=bundled):
            yield NoticeDue(lot, limit)


def _uninvited(invitation: Invitation | None) -> str | None:
    if invitation is None:
        return _("Only providers that the region invited may bid on this tender.")
    if invitation.rejected_at:
        return _("Your request to participate was not selected.")
    if not invitation.invited_at:
        return _("Your request to participate has not been decided on yet.")
    if invitation.declined_at:
        return _("Your organisation declined the invitation.")
    return None


def _check_moment(tender: Tender, kind: NoticeKind, published_at: datetime) -> None:
    if tender.status not in RECORDED_WHILE[kind]:
        raise Refused(
            _("“%(notice)s” does not fit the status “%(status)s”.")
            % {"notice": kind.label, "status": tender.get_status_display()},
            field="kind",
        )
    if kind == NoticeKind.CONTRACT and tender.published_at and published_at > tender.published_at:
        raise Refused(
            _("The tender was published here at %(moment)s already; TenderNed comes first.")
            % {"moment": moment(tender.published_at)},
            field="published_at",
        )
    if kind == NoticeKind.CHANGE and published_at < (tender.published_at or published_at):
        raise Refused(
            _("A change notice comes after the publication of %(moment)s.")
            % {"moment": moment(tender.published_at)},
            field="published_at",
        )


def _tell_fitting(tender: Tender, at: datetime) -> None:
    tell_providers(
        fitting_providers(tender),
        tender=tender,
        kind=FITS,
        subject=lambda: _("New tender that fits: %(tender)s") % {"tender": tender},
        sentence=lambda: _fits_words(tender),
        at=at,
    )


def _fits_words(tender: Tender) -> str:
    lots = ", ".join(str(lot) for lot in tender.lots.order_by("number"))
    if not tender.closes_at:
        return _("It asks for what you offer: %(lots)s.") % {"lots": lots}
    words = {"lots": lots, "moment": deadline(tender.closes_at)}
    return _("It asks for what you offer: %(lots)s. Bids until %(moment)s.") % words
