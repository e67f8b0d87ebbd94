"""How deliveries move."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from contracts.enums import DeliveryStatus

if TYPE_CHECKING:
    from contracts.models import Delivery


def has_rows_to_apply(delivery: "Delivery", at: datetime) -> str | None:
    if delivery.rows_total > delivery.rows_refused:
        return None
    return _("No row of this sheet can be applied. Mend the rows and upload the sheet again.")


def work_has_stopped(delivery: "Delivery", at: datetime) -> str | None:
    if delivery.job is None or delivery.job.finished:
        return None
    return _("The sheet is being applied. Wait until that is done, or cancel it.")


def corrected_stands(delivery: "Delivery") -> str | None:
    """Whether `delivery` may be corrected: it was applied, and no correction took its place."""
    if delivery.status == DeliveryStatus.APPLIED:
        return None
    if delivery.status == DeliveryStatus.SUPERSEDED:
        return _("“%(file)s” has been corrected already: correct the correction.") % {
            "file": delivery
        }
    return _("“%(file)s” has not been applied: there is nothing to correct.") % {"file": delivery}


def what_it_corrects_stands(delivery: "Delivery", at: datetime) -> str | None:
    return corrected_stands(delivery.corrects) if delivery.corrects else None


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
            (has_rows_to_apply, what_it_corrects_stands),
            stamp="confirmed",
            consequence=gettext_lazy("The rows are applied to the placements of the contract."),
        ),
        Transition(
            "apply", (DeliveryStatus.CONFIRMED,), DeliveryStatus.APPLIED, gettext_lazy("Applied")
        ),
        Transition(
            "supersede",
            (DeliveryStatus.APPLIED,),
            DeliveryStatus.SUPERSEDED,
            gettext_lazy("Superseded by a correction"),
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
