"""Who sits in the panel: seats, the chair, and what people declare about their interests."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused, refuse_if
from procurement import notices_evaluation as notices
from procurement.actions.common import constraints_refuse, locked, note
from procurement.actions.evaluation.consensus import reopen_all
from procurement.enums import LOT_ENDS, BidStatus, ConflictStatus, TenderStatus
from procurement.models import Assessment, BidPartner, PanelSeat, Tender
from providers.models import Provider, ProviderMembership

ENDED = (TenderStatus.CONCLUDED, TenderStatus.WITHDRAWN)
FIELDS = {"panel_seat_once": "email", "panel_one_chair": "is_chair"}


def add_panel_seat(
    *, tender: Tender, email: str, by: User, at: datetime, is_chair: bool = False
) -> PanelSeat:
    """Let the person with this address score the tender, once declared to have no conflict.

    Refused for somebody who works for a provider, and for who had a seat before.
    """
    with constraints_refuse(PanelSeat, fields=FIELDS):
        row = _changeable(tender, by)
        seat = _seat(row, email, is_chair=is_chair)
        note(row, "add_seat", by=by, at=at, after={"user": seat.user_id})
        notices.tell_seat_given(seat, at=at)
    return seat


def remove_panel_seat(*, seat: PanelSeat, by: User, at: datetime) -> Tender:
    """Take a seat away from who has neither scored nor declared a conflict; returns the tender."""
    with transaction.atomic():
        row = _changeable(seat.tender, by)
        if locked(seat).conflict == ConflictStatus.CONFLICT:
            raise Refused(_("A declared conflict of interest stays on record."))
        if Assessment.objects.filter(lot_bid__lot__tender=row, assessor=seat.user).exists():
            raise Refused(_("This person has already scored: replace the assessor, with a reason."))
        note(row, "remove_seat", by=by, at=at, before={"user": seat.user_id})
        seat.delete()
    return row


def replace_assessor(
    *, seat: PanelSeat, email: str, reason: str, by: User, at: datetime
) -> PanelSeat:
    """End a seat and give its place, also that of the chair, to somebody else.

    Scores of the former assessor no longer count for lots that are not locked, and a consensus on
    those is opened again. Returns the new seat.
    """
    with constraints_refuse(PanelSeat, fields=FIELDS):
        row = _changeable(seat.tender, by)
        former: PanelSeat = locked(seat)
        if former.ended_at is None:
            _end(former, by=by, at=at, reason=reason)
        new = _seat(row, email, is_chair=former.is_chair)
        users = {"before": {"user": former.user_id}, "after": {"user": new.user_id}}
        note(row, "replace_seat", by=by, at=at, reason=reason, **users)
        reopen_all(row, by=by, at=at, reason=reason)
        notices.tell_seat_given(new, at=at)
    return new


def name_chair(*, seat: PanelSeat, by: User, at: datetime) -> PanelSeat:
    """Let this assessor lead the panel and record its consensus, in the place of who did so."""
    with constraints_refuse(PanelSeat):
        row = _changeable(seat.tender, by)
        chair: PanelSeat = locked(seat)
        if chair.ended_at:
            raise Refused(_("This seat has ended."))
        row.panel.sitting().exclude(pk=chair.pk).update(is_chair=False)
        chair.is_chair = True
        chair.save(update_fields=["is_chair"])
        note(row, "name_chair", by=by, at=at, after={"user": chair.user_id})
    return chair


def declare_interest(
    *, seat: PanelSeat, has_conflict: bool, declaration: str, by: User, at: datetime
) -> PanelSeat:
    """What an assessor declares about interests in the bidders, before seeing any bid.

    A conflict ends the seat at once. One that shows only later is declared the same way; that
    there is none is declared once.
    """
    with constraints_refuse(PanelSeat):
        row: PanelSeat = locked(seat)
        _require_declarable(row, by, has_conflict=has_conflict)
        row.conflict = ConflictStatus.CONFLICT if has_conflict else ConflictStatus.NONE
        row.declaration, row.declared_at = declaration, at
        if has_conflict:
            row.ended_at, row.ended_by = at, by
            row.end_reason = row.get_conflict_display()
        row.save()
        note(row.tender, "declare", by=by, at=at, after={"conflict": row.conflict})
        if has_conflict:
            reopen_all(row.tender, by=by, at=at, reason=row.end_reason)
            notices.tell_conflict(row, at=at)
    return row


def organisations_around(tender: Tender) -> list[str]:
    """Names of who may be among the bidders and their partners, without saying who is.

    Every provider that the region admitted; once the bids are open also bidders and partners that
    it did not admit.
    """
    admitted = Provider.objects.known_in(tender.region_id)
    bidding = Provider.objects.filter(bids__tender=tender, bids__status=BidStatus.OPENED)
    partners = BidPartner.objects.filter(bid__tender=tender)
    names = {str(one) for one in [*admitted.order_by("pk"), *bidding.order_by("pk")]}
    return sorted(names | set(partners.order_by("pk").values_list("name", flat=True)))


def _changeable(tender: Tender, by: User) -> Tender:
    row: Tender = locked(tender)
    require(by, Permission.TENDER_DRAFT, row)
    refuse_if(panel_stands(row))
    return row


def panel_stands(tender: Tender) -> list[str]:
    """Why the panel can no longer change, if so: nothing is left to score."""
    locked_lots = tender.lots.filter(quality_locked_at__isnull=False)
    to_score = tender.lots.filter(quality_locked_at__isnull=True).exclude(status__in=LOT_ENDS)
    if tender.status in ENDED or (locked_lots.exists() and not to_score.exists()):
        return [_("The panel stands: the quality scores are locked.")]
    return []


def _seat(tender: Tender, email: str, *, is_chair: bool) -> PanelSeat:
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        raise Refused(_("Nobody with this e-mail address has an account."), field="email")
    if ProviderMembership.objects.active().filter(user=person).exists():
        raise Refused(_("Somebody who works for a provider cannot score bids."), field="email")
    if tender.panel.filter(user=person, ended_at__isnull=False).exists():
        raise Refused(_("This person had a seat in this panel, which has ended."), field="email")
    return PanelSeat.objects.create(tender=tender, user=person, is_chair=is_chair)


def _end(seat: PanelSeat, *, by: User, at: datetime, reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason for this step."), field="reason")
    seat.ended_at, seat.ended_by, seat.end_reason = at, by, reason
    seat.save(update_fields=["ended_at", "ended_by", "end_reason"])


def _require_declarable(seat: PanelSeat, by: User, *, has_conflict: bool) -> None:
    if seat.user_id != by.pk:
        raise Refused(_("Each assessor declares about the own interests."))
    if seat.ended_at:
        raise Refused(_("This seat has ended."))
    if seat.conflict == ConflictStatus.NONE and not has_conflict:
        raise Refused(_("You have already declared that you have no conflict of interest."))
