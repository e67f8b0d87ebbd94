"""Knock-outs: requirements met or not, omissions mended or not, bids admitted or excluded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from procurement import notices_evaluation as notices
from procurement.actions.common import constraints_refuse, locked, note
from procurement.actions.evaluation.common import evaluated_lot
from procurement.enums import LotBidStatus
from procurement.models import Lot, LotBid, RepairRequest, Requirement, RequirementCheck
from procurement.workflows import LOT_BID
from procurement.workflows.lots import every_bid_judged

FIELDS = {"repair_due_after_asked": "due_at"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a requirement is met; `note` says why not, or what was seen."""

    is_met: bool
    note: str = ""


def requirements_of(lot: Lot) -> "QuerySet[Requirement]":
    """What a bid on this lot has to meet: the requirements of all lots, and its own."""
    of_all_or_this = Q(lot__isnull=True) | Q(lot=lot)
    return lot.tender.requirements.filter(of_all_or_this).order_by("number")


def check_requirements(
    *, lot_bid: LotBid, verdicts: Mapping[int, Verdict], by: User, at: datetime
) -> LotBid:
    """Record which requirements a bid meets, by the id of each; others stay as they were.

    A bid that was admitted or excluded is no longer checked.
    """
    sentences = {"requirement_check_says_why_not": _("Say why the requirement is not met.")}
    with constraints_refuse(RequirementCheck, sentences=sentences):
        row = _judged_bid(lot_bid, by)
        for requirement in requirements_of(row.lot).filter(pk__in=verdicts):
            _check(row, requirement, verdicts[requirement.pk], by, at)
    return row


def admit_lot_bid(*, lot_bid: LotBid, by: User, at: datetime) -> LotBid:
    """Let a bid that meets every requirement take part."""
    with transaction.atomic():
        evaluated_lot(lot_bid.lot)
        return LOT_BID.apply(lot_bid, "admit", by=by, at=at)


def exclude_lot_bid(*, lot_bid: LotBid, by: User, at: datetime, reason: str) -> LotBid:
    """Leave a bid out of the ranking of its lot, before the award is decided."""
    with transaction.atomic():
        evaluated_lot(lot_bid.lot)
        return LOT_BID.apply(lot_bid, "exclude", by=by, at=at, reason=reason)


def ask_repair(
    *, lot_bid: LotBid, text: str, due_at: datetime, by: User, at: datetime
) -> RepairRequest:
    """Ask a bidder to mend an omission that does not change what it offers, by `due_at`."""
    with constraints_refuse(RepairRequest, fields=FIELDS):
        row = _judged_bid(lot_bid, by)
        asked = RepairRequest.objects.create(
            lot_bid=row, text=text, due_at=due_at, asked_at=at, asked_by=by
        )
        note(row, "ask_repair", by=by, at=at, after={"repair": asked.pk})
        notices.tell_repair_asked(asked, at=at)
    return asked


def answer_repair(
    *, repair_request: RepairRequest, answer: str, by: User, at: datetime
) -> RepairRequest:
    """What the bidder says to it, once and until the term ends."""
    with transaction.atomic():
        row: RepairRequest = locked(repair_request)
        require(by, Permission.BID_SUBMIT, row.lot_bid.bid)
        if row.answered_at or row.decided_at:
            raise Refused(_("This was already answered."))
        if at > row.due_at:
            raise Refused(_("The term to answer has passed."))
        row.answer, row.answered_at, row.answered_by = answer, at, by
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        note(row.lot_bid, "answer_repair", by=by, at=at)
        notices.tell_repair_answered(row, at=at)
    return row


def judge_repair(
    *, repair_request: RepairRequest, is_accepted: bool, reason: str, by: User, at: datetime
) -> RepairRequest:
    """Say whether the omission is mended: after the answer, or once the term has passed."""
    with constraints_refuse(RepairRequest):
        row: RepairRequest = locked(repair_request)
        require(by, Permission.TENDER_AWARD, row.lot_bid)
        _require_repair_open(row, is_accepted=is_accepted, reason=reason, at=at)
        row.is_accepted, row.reason = is_accepted, reason
        row.decided_at, row.decided_by = at, by
        row.save(update_fields=["is_accepted", "reason", "decided_at", "decided_by"])
        after = {"is_accepted": is_accepted}
        note(row.lot_bid, "judge_repair", by=by, at=at, after=after, reason=reason)
    return row


def judging_missing(lot: Lot, at: datetime) -> list[str]:
    """Sentences on bids that were neither admitted nor excluded."""
    waiting = every_bid_judged(lot, at)
    return [str(waiting)] if waiting else []


def _judged_bid(lot_bid: LotBid, by: User) -> LotBid:
    """The bid as it stands, still to be admitted or excluded."""
    evaluated_lot(lot_bid.lot)
    row: LotBid = locked(lot_bid)
    require(by, Permission.TENDER_AWARD, row)
    if row.status != LotBidStatus.ENTERED:
        raise Refused(_("It was already decided whether this bid takes part."))
    return row


def _check(
    lot_bid: LotBid, requirement: Requirement, verdict: Verdict, by: User, at: datetime
) -> None:
    """Write a verdict down where it differs from what stood there."""
    known = RequirementCheck.objects.filter(lot_bid=lot_bid, requirement=requirement)
    before = known.values("is_met", "note").first()
    after = {"is_met": verdict.is_met, "note": verdict.note}
    if before == after:
        return
    RequirementCheck.objects.update_or_create(
        lot_bid=lot_bid,
        requirement=requirement,
        defaults=after | {"checked_at": at, "checked_by": by},
    )
    number = {"number": requirement.number}
    note(lot_bid, "check", by=by, at=at, before=dict(before or {}), after=after | number)


def _require_repair_open(
    row: RepairRequest, *, is_accepted: bool, reason: str, at: datetime
) -> None:
    if row.decided_at:
        raise Refused(_("This was already judged."))
    if not row.answered_at and at <= row.due_at:
        raise Refused(_("The bidder may answer until the term ends."))
    if not row.answered_at and is_accepted:
        raise Refused(_("The bidder did not answer."), field="is_accepted")
    if not is_accepted and not reason.strip():
        raise Refused(_("Give the reason for this step."), field="reason")
