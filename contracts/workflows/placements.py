"""How placements move, and what a seat asks."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.enums import BINDING, OverTargetPolicy, PlacementStatus
from providers.access import barred
from providers.enums import LearningRoute

if TYPE_CHECKING:
    from contracts.capacity import SeatUse
    from contracts.models import Placement


def contract_binds(placement: "Placement", at: datetime) -> str | None:
    if placement.contract is None:
        return _covenant_binds(placement, at)
    if placement.contract.status in BINDING:
        return None
    return _("The contract is not in force: its status is “%(status)s”.") % {
        "status": placement.contract.get_status_display()
    }


def _covenant_binds(placement: "Placement", at: datetime) -> str | None:
    """The covenant binds the school on the day the course begins, and today."""
    party, on = placement.covenant_party, max(amsterdam(at), placement.planned_first_on)
    if party and type(party).objects.in_force_on(on).filter(pk=party.pk).exists():
        return None
    return _("The covenant is not in force for this provider.")


def still_recognised(placement: "Placement", at: datetime) -> str | None:
    """A lapsed quality mark or recognition blocks new placements."""
    provider, first_on = placement.provider, placement.planned_first_on
    route = LearningRoute(placement.route)
    if provider.recognised_on(first_on, route):
        return None
    return _("%(provider)s has no %(kind)s on %(day)s.") % {
        "provider": provider,
        "kind": route.recognition.label,
        "day": day(first_on),
    }


def not_barred(placement: "Placement", at: datetime) -> str | None:
    """A suspended or blocked provider gets no new placements from its day; running ones go on."""
    return barred(placement.provider.pk, placement.agreement.region_id, amsterdam(at))


def line_full(use: "SeatUse") -> str:
    """Why a line that refuses gives out no seat."""
    return _("No seat is free: %(contracted)s contracted, %(used)s in use, %(held)s held.") % {
        "contracted": use.contracted,
        "used": use.used,
        "held": use.held,
    }


def seat_free(placement: "Placement", at: datetime) -> str | None:
    """The over-target policy of the contract; who already has a seat keeps it.

    Every line that counts the placement must have room. A covenant contracts no seats.
    """
    contract = placement.contract
    if contract is None or contract.over_target_policy == OverTargetPolicy.WARN:
        return None
    today = amsterdam(at)
    for line in placement.full_lines(today):
        if contract.over_target_policy == OverTargetPolicy.BLOCK:
            return line_full(line.use_on(today))
        if not line.authorisations.open_on(today).exists():
            return f"{line_full(line.use_on(today))} {ASK_LEAVE}"
    return None


ASK_LEAVE = gettext_lazy(
    "The contract asks leave for more: somebody who signs contracts gives it, with a reason."
)
_S = PlacementStatus
_OPEN = (_S.REGISTERED, _S.ACCEPTED, _S.WAITLISTED, _S.SCHEDULED)
_BUSY = (_S.STARTED, _S.INTERRUPTED)
SEATED = (contract_binds, not_barred, still_recognised, seat_free)
"""What every status that takes a seat asks."""

PLACEMENT = Workflow(
    name="placement",
    states=PlacementStatus,
    initial=tuple(PlacementStatus),
    transitions=(
        Transition(
            "accept",
            (_S.REGISTERED, _S.WAITLISTED),
            _S.ACCEPTED,
            pgettext_lazy("placement", "Accept"),
            Permission.CAPACITY_MANAGE,
            SEATED,
            consequence=gettext_lazy("A seat is kept until the day you give."),
        ),
        Transition(
            "refuse",
            (_S.REGISTERED,),
            _S.REFUSED,
            gettext_lazy("Refuse"),
            Permission.CAPACITY_MANAGE,
            reason_required=True,
            consequence=gettext_lazy("The learner gets no seat under this contract."),
        ),
        Transition(
            "put_on_waiting_list",
            (_S.REGISTERED, _S.ACCEPTED, _S.SCHEDULED),
            _S.WAITLISTED,
            gettext_lazy("Put on the waiting list"),
            Permission.CAPACITY_MANAGE,
            reason_required=True,
            consequence=gettext_lazy("A seat that was kept becomes free; waiting begins today."),
        ),
        Transition(
            "schedule",
            (_S.REGISTERED, _S.ACCEPTED, _S.WAITLISTED),
            _S.SCHEDULED,
            gettext_lazy("Schedule"),
            Permission.CAPACITY_MANAGE,
            SEATED,
            consequence=gettext_lazy(
                "The learner takes a seat, and begins and ends with the group you choose."
            ),
        ),
        Transition("start", _OPEN, _S.STARTED, gettext_lazy("Start")),
        Transition("interrupt", (_S.STARTED,), _S.INTERRUPTED, gettext_lazy("Interrupt")),
        Transition("resume", (_S.INTERRUPTED,), _S.STARTED, gettext_lazy("Resume")),
        Transition("complete", _BUSY, _S.COMPLETED, gettext_lazy("Complete")),
        Transition("drop_out", _BUSY, _S.DROPPED_OUT, gettext_lazy("Drop out")),
        Transition("switch", _BUSY, _S.SWITCHED, gettext_lazy("Switch route")),
        Transition("move", (*_OPEN, *_BUSY), _S.MOVED, gettext_lazy("Move away")),
        Transition(
            "cancel",
            _OPEN,
            _S.CANCELLED,
            gettext_lazy("Cancel"),
            Permission.CAPACITY_MANAGE,
            reason_required=True,
            consequence=gettext_lazy("The seat becomes free again."),
        ),
    ),
)
