"""How a change of the budget is decided."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from reports.enums.budgets import BudgetChangeStatus

if TYPE_CHECKING:
    from reports.models import BudgetChange


def has_lines(change: "BudgetChange", at: datetime) -> str | None:
    """A change names the lines that it moves."""
    return None if change.lines.exists() else _("Add the budget lines that change.")


BUDGET_CHANGE = Workflow(
    name="budget_change",
    states=BudgetChangeStatus,
    initial=(BudgetChangeStatus.DRAFT,),
    acts={
        "line_set": gettext_lazy("Line written"),
        "line_removed": gettext_lazy("Line taken out"),
    },
    transitions=(
        Transition(
            "decide",
            (BudgetChangeStatus.DRAFT,),
            BudgetChangeStatus.DECIDED,
            gettext_lazy("Record the decision"),
            Permission.BUDGET_MANAGE,
            conditions=(has_lines,),
            stamp="decided",
            consequence=gettext_lazy(
                "From the day of the decision reports go by the new amounts. A decided change "
                "cannot be changed any more; another change can follow it."
            ),
        ),
        Transition(
            "withdraw",
            (BudgetChangeStatus.DRAFT,),
            BudgetChangeStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.BUDGET_MANAGE,
            reason_required=True,
        ),
    ),
)
