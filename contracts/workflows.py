"""How contracts, groups, placements and deliveries move, on one screen."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.enums import Permission
from config.shared.display import day
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.enums import (
    BINDING,
    ENDED,
    IN_GROUP,
    IN_USE,
    ContractStatus,
    DeliveryStatus,
    GroupStatus,
    OverTargetPolicy,
    PlacementStatus,
)
from procurement.enums import LotStatus
from providers.enums import LearningRoute

if TYPE_CHECKING:
    from contracts.capacity import SeatUse
    from contracts.models import Contract, CourseGroup, Delivery, Placement


def lot_awarded(contract: "Contract", at: datetime) -> str | None:
    """No signature while the standstill runs or something suspends the award of the lot.

    Art. 2.127 Aw 2012 where it binds.
    """
    decision = contract.decision
    if decision is None:
        return None
    if decision.lot.complaints.suspending().exists():
        return _("A complaint or interim proceedings suspend the award.")
    if decision.lot.status == LotStatus.AWARDED:
        return None
    if decision.lot.status == LotStatus.STANDSTILL:
        return _(
            "The standstill period runs until and including %(day)s; "
            "after that the award can be made final and the contract signed."
        ) % {"day": day(decision.standstill_ends_on)}
    return _("The lot has not been awarded.")


def has_tariffs(contract: "Contract", at: datetime) -> str | None:
    routes = set(contract.capacity_lines.values_list("route", flat=True))
    priced = set(contract.tariffs.values_list("route", flat=True))
    lacking = ", ".join(str(LearningRoute(route).label) for route in sorted(routes - priced))
    if lacking:
        return _("Add a tariff for: %(routes)s.") % {"routes": lacking}
    return None if priced else _("Add a tariff.")


def instalments_add_up(contract: "Contract", at: datetime) -> str | None:
    wrong = (
        contract.tariffs.annotate(
            total=Coalesce(Sum("instalments__percentage"), Decimal(0)),
        )
        .exclude(total=100)
        .exists()
    )
    return _("The instalments of each tariff have to add up to 100%.") if wrong else None


def has_capacity(contract: "Contract", at: datetime) -> str | None:
    return None if contract.capacity_lines.exists() else _("Add a capacity line.")


def shares_add_up(contract: "Contract", at: datetime) -> str | None:
    wrong = (
        contract.capacity_lines.annotate(total=Coalesce(Sum("shares__number"), 0))
        .exclude(total=F("number"))
        .exists()
    )
    if wrong:
        return _("The places per gemeente of each capacity line have to add up to its number.")
    return None


def provider_recognised(contract: "Contract", at: datetime) -> str | None:
    routes = set(contract.capacity_lines.values_list("route", flat=True))
    for route in sorted(routes):
        kind = LearningRoute(route).recognition
        held = contract.provider.recognitions.valid_on(contract.first_on).filter(kind=kind)
        if not held.exists():
            return _("%(provider)s has no %(kind)s on the first day of the contract.") % {
                "provider": contract.provider,
                "kind": kind.label,
            }
    return None


def contract_begun(contract: "Contract", at: datetime) -> str | None:
    if contract.first_on <= amsterdam(at):
        return None
    return _("The contract begins on %(day)s.") % {"day": day(contract.first_on)}


def nothing_running(contract: "Contract", at: datetime) -> str | None:
    running = contract.placements.exclude(status__in=(*ENDED, "refused", "cancelled")).count()
    if running:
        return _("%(count)s placements have not ended yet.") % {"count": running}
    return None


def group_begun(group: "CourseGroup", at: datetime) -> str | None:
    if group.first_on <= amsterdam(at):
        return None
    return _("The group begins on %(day)s.") % {"day": day(group.first_on)}


def nobody_planned(group: "CourseGroup", at: datetime) -> str | None:
    heads = group.placements.filter(status__in=IN_GROUP).count()
    if heads:
        return _("Give the %(count)s learners of this group another group first.") % {
            "count": heads
        }
    return None


def nobody_taught(group: "CourseGroup", at: datetime) -> str | None:
    heads = group.placements.filter(status__in=IN_USE).count()
    if heads:
        return _("%(count)s placements in this group have not ended yet.") % {"count": heads}
    return None


def contract_binds(placement: "Placement", at: datetime) -> str | None:
    if placement.contract.status in BINDING:
        return None
    return _("The contract is not in force: its status is “%(status)s”.") % {
        "status": placement.contract.get_status_display()
    }


def still_recognised(placement: "Placement", at: datetime) -> str | None:
    """A lapsed quality mark or recognition blocks new placements."""
    contract, first_on = placement.contract, placement.planned_first_on
    route = LearningRoute(placement.route)
    if contract.provider.recognised_on(first_on, route):
        return None
    return _("%(provider)s has no %(kind)s on %(day)s.") % {
        "provider": contract.provider,
        "kind": route.recognition.label,
        "day": day(first_on),
    }


def line_full(use: "SeatUse") -> str:
    """Why a line that refuses gives out no seat."""
    return _("No seat is free: %(contracted)s contracted, %(used)s in use, %(held)s held.") % {
        "contracted": use.contracted,
        "used": use.used,
        "held": use.held,
    }


def seat_free(placement: "Placement", at: datetime) -> str | None:
    """The over-target policy of the contract; who already has a seat keeps it."""
    today = amsterdam(at)
    blocks = placement.contract.over_target_policy == OverTargetPolicy.BLOCK
    if not blocks or placement.holds_seat_on(today):
        return None
    use = placement.capacity_line.use_on(today)
    return line_full(use) if use.free < 1 else None


def has_rows_to_apply(delivery: "Delivery", at: datetime) -> str | None:
    if delivery.rows_total > delivery.rows_refused:
        return None
    return _("No row of this sheet can be applied. Mend the rows and upload the sheet again.")


def work_has_stopped(delivery: "Delivery", at: datetime) -> str | None:
    if delivery.job is None or delivery.job.finished:
        return None
    return _("The sheet is being applied. Wait until that is done, or cancel it.")


CONTRACT = Workflow(
    name="contract",
    states=ContractStatus,
    initial=(ContractStatus.DRAFT,),
    transitions=(
        Transition(
            "sign",
            (ContractStatus.DRAFT,),
            ContractStatus.SIGNED,
            gettext_lazy("Sign"),
            Permission.CONTRACT_SIGN,
            (
                lot_awarded,
                has_capacity,
                shares_add_up,
                has_tariffs,
                instalments_add_up,
                provider_recognised,
            ),
            stamp="signed",
            consequence=gettext_lazy(
                "The contract binds both sides. Tariffs and capacity can no longer be changed here."
            ),
        ),
        Transition(
            "activate",
            (ContractStatus.SIGNED,),
            ContractStatus.ACTIVE,
            gettext_lazy("Activate"),
            Permission.CONTRACT_SIGN,
            (contract_begun,),
            consequence=gettext_lazy("The provider can deliver placements."),
        ),
        Transition(
            "end",
            (ContractStatus.ACTIVE,),
            ContractStatus.ENDED,
            gettext_lazy("End"),
            Permission.CONTRACT_SIGN,
            (nothing_running,),
            consequence=gettext_lazy("No more placements can be delivered."),
        ),
        Transition(
            "terminate",
            (ContractStatus.SIGNED, ContractStatus.ACTIVE),
            ContractStatus.TERMINATED,
            gettext_lazy("Terminate"),
            Permission.CONTRACT_SIGN,
            reason_required=True,
            consequence=gettext_lazy("No more placements can be delivered. This cannot be undone."),
        ),
    ),
)

GROUP = Workflow(
    name="course_group",
    states=GroupStatus,
    initial=(GroupStatus.PLANNED,),
    transitions=(
        Transition(
            "start",
            (GroupStatus.PLANNED,),
            GroupStatus.STARTED,
            gettext_lazy("Start"),
            Permission.CAPACITY_MANAGE,
            (group_begun,),
            consequence=gettext_lazy("The group is marked as started."),
        ),
        Transition(
            "end",
            (GroupStatus.STARTED,),
            GroupStatus.ENDED,
            gettext_lazy("End"),
            Permission.CAPACITY_MANAGE,
            (nobody_taught,),
            consequence=gettext_lazy("The group is marked as ended."),
        ),
        Transition(
            "cancel",
            (GroupStatus.PLANNED,),
            GroupStatus.CANCELLED,
            gettext_lazy("Cancel"),
            Permission.CAPACITY_MANAGE,
            (nobody_planned,),
            reason_required=True,
            consequence=gettext_lazy("The group does not take place."),
        ),
    ),
)

_S = PlacementStatus
_OPEN = (_S.REGISTERED, _S.ACCEPTED, _S.WAITLISTED, _S.SCHEDULED)
_BUSY = (_S.STARTED, _S.INTERRUPTED)
_SEATED = (contract_binds, still_recognised, seat_free)

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
            _SEATED,
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
            (_S.REGISTERED, _S.ACCEPTED),
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
            _SEATED,
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

DELIVERY = Workflow(
    name="delivery",
    states=DeliveryStatus,
    initial=(DeliveryStatus.RECEIVED,),
    transitions=(
        Transition(
            "check",
            (DeliveryStatus.RECEIVED, DeliveryStatus.CHECKED),
            DeliveryStatus.CHECKED,
            gettext_lazy("Check"),
        ),
        Transition(
            "refuse",
            (DeliveryStatus.RECEIVED, DeliveryStatus.CHECKED),
            DeliveryStatus.REJECTED,
            gettext_lazy("Turned down"),
        ),
        Transition(
            "confirm",
            (DeliveryStatus.CHECKED,),
            DeliveryStatus.CONFIRMED,
            gettext_lazy("Confirm"),
            Permission.PLACEMENT_DELIVER,
            (has_rows_to_apply,),
            stamp="confirmed",
            consequence=gettext_lazy("The rows are applied to the placements of the contract."),
        ),
        Transition(
            "apply", (DeliveryStatus.CONFIRMED,), DeliveryStatus.APPLIED, gettext_lazy("Applied")
        ),
        Transition(
            "hand_back",
            (DeliveryStatus.CONFIRMED,),
            DeliveryStatus.CHECKED,
            gettext_lazy("Handed back"),
        ),
        Transition(
            "reopen",
            (DeliveryStatus.CONFIRMED,),
            DeliveryStatus.CHECKED,
            gettext_lazy("Take back the confirmation"),
            Permission.PLACEMENT_DELIVER,
            (work_has_stopped,),
            consequence=gettext_lazy("The sheet can be confirmed again, or discarded."),
        ),
        Transition(
            "reject",
            (DeliveryStatus.RECEIVED, DeliveryStatus.CHECKED),
            DeliveryStatus.REJECTED,
            gettext_lazy("Discard"),
            Permission.PLACEMENT_DELIVER,
            consequence=gettext_lazy("Nothing of this sheet is applied. The file is kept."),
        ),
    ),
)
