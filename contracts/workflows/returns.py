"""How a monthly return is answered, excused and asked again."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.periods import add_months, amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.enums import UNDER_WAY, DataTaskStatus, DeliveryStatus

if TYPE_CHECKING:
    from contracts.models import DataTask


SHEET_WAITS = gettext_lazy(
    "A sheet of this contract has not been applied yet. Confirm or discard it first."
)


def month_is_over(task: "DataTask", at: datetime) -> str | None:
    if add_months(task.month, 1) <= amsterdam(at):
        return None
    return _("%(month)s is not over yet: report it after its last day.") % {
        "month": task.month_name.capitalize()
    }


def no_sheet_under_way(task: "DataTask", at: datetime) -> Promise | None:
    """A sheet that waits is either the return, or has to be discarded first."""
    if task.contract is None or not task.contract.deliveries.filter(status__in=UNDER_WAY).exists():
        return None
    return SHEET_WAITS


def lacks_refused_rows(task: "DataTask", at: datetime) -> str | None:
    """Only a sheet that was applied without its refused rows needs explaining."""
    delivery = task.delivery
    if delivery and delivery.status == DeliveryStatus.APPLIED and delivery.rows_refused:
        return None
    return _("No sheet of this month was applied without its refused rows.")


DATA_TASK = Workflow(
    name="data_task",
    states=DataTaskStatus,
    initial=(DataTaskStatus.OPEN,),
    transitions=(
        Transition(
            "submit",
            (DataTaskStatus.OPEN, DataTaskStatus.NIL),
            DataTaskStatus.SUBMITTED,
            gettext_lazy("Delivered"),
        ),
        Transition(
            "report_nil",
            (DataTaskStatus.OPEN,),
            DataTaskStatus.NIL,
            gettext_lazy("Report no changes"),
            Permission.PLACEMENT_DELIVER,
            (month_is_over, no_sheet_under_way),
            stamp="answered",
        ),
        Transition(
            "explain",
            (DataTaskStatus.OPEN,),
            DataTaskStatus.SUBMITTED,
            gettext_lazy("Explain the rows left out"),
            Permission.PLACEMENT_DELIVER,
            (lacks_refused_rows,),
            stamp="answered",
            reason_required=True,
            consequence=gettext_lazy(
                "The return counts as delivered, with what you say about the rows left out."
            ),
        ),
        Transition(
            "excuse",
            (DataTaskStatus.OPEN,),
            DataTaskStatus.EXCUSED,
            gettext_lazy("Excuse"),
            Permission.RETURN_MANAGE,
            reason_required=True,
            consequence=gettext_lazy(
                "The provider no longer owes this return, and reads the reason. "
                "It no longer holds a statement."
            ),
        ),
        Transition(
            "lapse",
            (DataTaskStatus.OPEN,),
            DataTaskStatus.EXCUSED,
            gettext_lazy("No longer asked"),
        ),
        Transition(
            "ask_again",
            (DataTaskStatus.NIL, DataTaskStatus.EXCUSED),
            DataTaskStatus.OPEN,
            gettext_lazy("Ask again"),
            Permission.RETURN_MANAGE,
            reason_required=True,
            consequence=gettext_lazy(
                "The provider owes this return again, by the day it was due, and reads the reason."
            ),
        ),
    ),
)
