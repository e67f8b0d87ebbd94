"""Seats beyond the contracted number: authorised with a reason, and used up one by one."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import number as in_figures
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.validity import valid
from contracts.actions.records import record_update
from contracts.enums import OverTargetPolicy
from contracts.models import CapacityLine, Placement, SeatAuthorisation


@transaction.atomic
def authorise_seats(
    *,
    line: CapacityLine,
    number: int,
    reason: str,
    by: User,
    at: datetime,
    valid_until_on: date | None = None,
) -> SeatAuthorisation:
    """Allow `number` seats of `line` beyond the contracted ones, until and including a day.

    By somebody who signs contracts, under a contract that asks leave for them.
    """
    locked = CapacityLine.objects.select_for_update(of=("self",), no_key=True).get(pk=line.pk)
    require(by, Permission.CONTRACT_SIGN, locked.contract)
    _check_leave(locked, reason, valid_until_on, amsterdam(at))
    leave = SeatAuthorisation(
        line=locked,
        number=number,
        reason=reason,
        valid_until_on=valid_until_on,
        authorised_at=at,
        authorised_by=by,
    )
    valid(leave).save(force_insert=True)
    what = _("Extra seats authorised: %(number)s") % {"number": in_figures(number)}
    record_update(locked, {}, by=by, at=at, what=f"{what}. {reason}")
    return leave


def _check_leave(line: CapacityLine, reason: str, until: date | None, today: date) -> None:
    if line.contract.over_target_policy != OverTargetPolicy.AUTHORISE:
        raise Refused(_("Under this contract no extra seats are authorised."))
    if not reason.strip():
        raise Refused(_("Give the reason for this step."), field="reason")
    if until and until < today:
        raise Refused(_("This day has passed."), field="valid_until_on")


@transaction.atomic
def withdraw_authorisation(
    *, authorisation: SeatAuthorisation, by: User, at: datetime
) -> SeatAuthorisation:
    """Let nobody use what is left of an authorisation from the day of `at`."""
    row = SeatAuthorisation.objects.select_for_update(of=("self",)).get(pk=authorisation.pk)
    require(by, Permission.CONTRACT_SIGN, row.line.contract)
    row.valid_until_on = amsterdam(at) - timedelta(days=1)
    row.save(update_fields=["valid_until_on"])
    what = _("What was left of the extra seats is taken back: %(number)s") % {
        "number": in_figures(row.number - row.used)
    }
    record_update(row.line, {}, by=by, at=at, what=what)
    return row


def over_target(placement: Placement, at: datetime) -> str:
    """What to write down when the placement takes a seat that was not contracted; else empty."""
    contract, today = placement.contract, amsterdam(at)
    if contract is None or contract.over_target_policy == OverTargetPolicy.BLOCK:
        return ""
    return " ".join(_said_of(line, today) for line in placement.full_lines(today))


def _said_of(line: CapacityLine, on: date) -> str:
    use = line.use_on(on)
    said = _("Over the contracted number: %(taken)s seats of %(contracted)s.") % {
        "taken": use.used + use.held + 1,
        "contracted": use.contracted,
    }
    leave = line.authorisations.open_on(on).first()
    if leave is None:
        return said
    return " ".join((said, _("Authorised: %(reason)s") % {"reason": leave.reason}))


def use_up(lines: Iterable[CapacityLine], at: datetime) -> None:
    """Use up an authorised seat of each of `lines`, which are locked and full, where there is one.

    Under a contract that asks no leave there is none.
    """
    for line in lines:
        use_up_seats(line.pk, 1, amsterdam(at))


def use_up_seats(line_id: int, seats: int, on: date) -> None:
    """Use up `seats` of what was authorised on a line, what ends first before the rest."""
    left = seats
    for leave in SeatAuthorisation.objects.filter(line=line_id).open_on(on):
        taken = min(left, leave.number - leave.used)
        leave.used += taken
        leave.save(update_fields=["used"])
        left -= taken
        if not left:
            return
