"""How a statement goes from concept to approved."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.enums import Permission
from config.shared.periods import add_months, amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.enums.payments import StatementStatus

if TYPE_CHECKING:
    from contracts.models import Statement


def month_has_passed(statement: "Statement", at: datetime) -> Promise | None:
    """What falls due in the month is known once it is over."""
    if add_months(statement.month, 1) <= amsterdam(at):
        return None
    return gettext_lazy("The month is not over yet: more may fall due in it.")


STATEMENT = Workflow(
    name="statement",
    states=StatementStatus,
    initial=(StatementStatus.CONCEPT,),
    acts={
        "renew": gettext_lazy("Made anew from the costs"),
        "agree": gettext_lazy("The provider agreed"),
    },
    transitions=(
        Transition(
            "offer",
            (StatementStatus.CONCEPT, StatementStatus.DISPUTED),
            StatementStatus.OFFERED,
            gettext_lazy("Send to the provider"),
            Permission.STATEMENT_APPROVE,
            (month_has_passed,),
            stamp="offered",
            consequence=gettext_lazy(
                "The provider's people are told, and can agree with it or say what is wrong."
            ),
        ),
        Transition(
            "dispute",
            (StatementStatus.OFFERED,),
            StatementStatus.DISPUTED,
            gettext_lazy("Say what is wrong"),
            Permission.INVOICE_SUBMIT,
            reason_required=True,
            consequence=gettext_lazy("The region is told, and looks at it before it is approved."),
        ),
        Transition(
            "take_back",
            (StatementStatus.OFFERED, StatementStatus.DISPUTED),
            StatementStatus.CONCEPT,
            gettext_lazy("Take back as concept"),
            Permission.STATEMENT_APPROVE,
            reason_required=True,
            consequence=gettext_lazy("The provider no longer sees it until it is sent again."),
        ),
        Transition(
            "approve",
            (StatementStatus.CONCEPT, StatementStatus.OFFERED, StatementStatus.DISPUTED),
            StatementStatus.APPROVED,
            pgettext_lazy("statement", "Approve"),
            Permission.STATEMENT_APPROVE,
            (month_has_passed,),
            stamp="approved",
            consequence=gettext_lazy(
                "The figures are fixed and the month of its contracts is closed: later changes are "
                "booked in the first open month. This cannot be undone."
            ),
        ),
    ),
)
