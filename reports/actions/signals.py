"""What people do about a signal: take it up, hand it on, decide, settle; and the region's rule."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import regions_of, require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions.records import record_made, record_update
from reports.actions.signal_telling import ASSIGNED, handlers, tell
from reports.enums import CauseCode
from reports.models import OverrunRule, OverrunSignal, SignalDecision
from reports.signals.rules import Threshold
from reports.signals.words import sentence
from reports.workflows import OVERRUN_SIGNAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided; `effect_amount` below zero makes the overrun smaller."""

    text: str
    effect_amount: Decimal | None = None
    due_on: date | None = None


def take_up(*, overrun_signal: OverrunSignal, by: User, at: datetime) -> OverrunSignal:
    """Become responsible for it."""
    return OVERRUN_SIGNAL.apply(overrun_signal, "take_up", by=by, at=at, owner=by)


def solve(*, overrun_signal: OverrunSignal, reason: str, by: User, at: datetime) -> OverrunSignal:
    """Say that what had to be done is done, at the overrun that stands now."""
    return _settle(overrun_signal, "solve", reason, by, at)


def accept(*, overrun_signal: OverrunSignal, reason: str, by: User, at: datetime) -> OverrunSignal:
    """Leave the overrun that stands now as it is."""
    return _settle(overrun_signal, "accept", reason, by, at)


@transaction.atomic
def _settle(signal: OverrunSignal, name: str, reason: str, by: User, at: datetime) -> OverrunSignal:
    row = _locked(signal)
    amount = row.overrun_amount
    return OVERRUN_SIGNAL.apply(row, name, by=by, at=at, reason=reason, settled_amount=amount)


def _locked(signal: OverrunSignal) -> OverrunSignal:
    return OverrunSignal.objects.select_for_update(of=("self",)).get(pk=signal.pk)


@transaction.atomic
def assign(*, signal: OverrunSignal, owner: User, by: User, at: datetime) -> OverrunSignal:
    """Make somebody who handles overruns here responsible, and tell that person."""
    row = _locked(signal)
    require(by, Permission.OVERRUN_HANDLE, row)
    if not handlers(row).filter(pk=owner.pk).exists():
        raise Refused(_("This person does not handle overruns here."), field="owner")
    before = {"owner": row.owner_id}
    row.owner = owner
    row.save(update_fields=["owner"])
    after = {"owner": owner.pk}
    recorder().record([Entry(row, "assigned", by, at, before, after)])
    told = User.objects.filter(pk=owner.pk).exclude(pk=by.pk)
    tell(row, ASSIGNED, told, lambda: sentence(row), at=at)
    return row


@transaction.atomic
def choose_cause(
    *, signal: OverrunSignal, cause: CauseCode, by: User, at: datetime
) -> OverrunSignal:
    """Name the cause; from then on no computation replaces it."""
    row = _locked(signal)
    require(by, Permission.OVERRUN_HANDLE, row)
    before = {"cause": row.cause}
    row.cause, row.cause_is_chosen = cause, True
    row.save(update_fields=["cause", "cause_is_chosen"])
    recorder().record([Entry(row, "cause_chosen", by, at, before, {"cause": row.cause})])
    return row


@transaction.atomic
def decide(*, signal: OverrunSignal, decided: Decided, by: User, at: datetime) -> SignalDecision:
    """Add a decision to the log."""
    row = _locked(signal)
    require(by, Permission.OVERRUN_HANDLE, row)
    made = valid(SignalDecision(signal=row, **asdict(decided), decided_at=at, decided_by=by))
    made.save()
    recorder().record([Entry(row, "decided", by, at, {}, {}, made.text)])
    return made


@transaction.atomic
def carry_out(*, decision: SignalDecision, text: str, by: User, at: datetime) -> SignalDecision:
    """Add to the log that a decision was carried out, and how."""
    signal = _locked(decision.signal)
    require(by, Permission.OVERRUN_HANDLE, signal)
    if decision.carries_out_id or SignalDecision.objects.filter(carries_out=decision).exists():
        raise Refused(_("This decision has been carried out already."))
    entry = SignalDecision(
        signal=signal, text=text, carries_out=decision, decided_at=at, decided_by=by
    )
    valid(entry).save()
    recorder().record([Entry(signal, "decided", by, at, {}, {}, entry.text)])
    return entry


@transaction.atomic
def set_overrun_rule(
    *, region: Region, threshold: Threshold, by: User, at: datetime
) -> OverrunRule:
    """Set from which overrun a region wants to decide; holds from the next look on."""
    if region.pk not in regions_of(by):
        raise Refused(_("Your role does not allow this step."))
    require(by, Permission.OVERRUN_HANDLE, region)
    rule = OverrunRule.objects.select_for_update().filter(region=region).first()
    is_new = rule is None
    rule = rule or OverrunRule(region=region)
    before = {} if is_new else {name: getattr(rule, name) for name in asdict(threshold)}
    for name, value in asdict(threshold).items():
        setattr(rule, name, value)
    rule.changed_at, rule.changed_by = at, by
    valid(rule).save()
    if is_new:
        record_made(rule, by=by, at=at)
    else:
        record_update(rule, before, by=by, at=at, what="")
    return rule
