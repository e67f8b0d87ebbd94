"""How an invoice goes from received to paid."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Permission
from config.shared.display import number
from config.shared.workflow import Transition, Workflow
from contracts.enums.payments import UNDECIDED, InvoiceStatus, LineDecision

if TYPE_CHECKING:
    from contracts.models import Invoice


def every_line_decided(invoice: "Invoice", at: datetime) -> str | None:
    """Nothing is paid while somebody still has to look at a line."""
    left = invoice.lines.filter(decision=LineDecision.OPEN).count()
    if not left:
        return None
    sentence = ngettext(
        "%(count)s line is still to be decided.", "%(count)s lines are still to be decided.", left
    )
    return sentence % {"count": number(left)}


INVOICE = Workflow(
    name="invoice",
    states=InvoiceStatus,
    initial=(InvoiceStatus.RECEIVED,),
    acts={"match": gettext_lazy("Compared with the costs")},
    transitions=(
        Transition(
            "check",
            (InvoiceStatus.RECEIVED,),
            InvoiceStatus.CHECKED,
            gettext_lazy("Checked"),
        ),
        Transition(
            "turn_down",
            (InvoiceStatus.RECEIVED,),
            InvoiceStatus.REFUSED,
            gettext_lazy("Refused by the checks"),
        ),
        Transition(
            "refuse",
            UNDECIDED,
            InvoiceStatus.REFUSED,
            gettext_lazy("Refuse"),
            Permission.INVOICE_HANDLE,
            reason_required=True,
            consequence=gettext_lazy("The provider is told why, and can send a new invoice."),
        ),
        Transition(
            "dispute",
            (InvoiceStatus.CHECKED,),
            InvoiceStatus.DISPUTED,
            gettext_lazy("Dispute"),
            Permission.INVOICE_HANDLE,
            reason_required=True,
            consequence=gettext_lazy("The provider is told what is wrong and can answer."),
        ),
        Transition(
            "settle",
            (InvoiceStatus.DISPUTED,),
            InvoiceStatus.CHECKED,
            gettext_lazy("End the dispute"),
            Permission.INVOICE_HANDLE,
        ),
        Transition(
            "approve",
            UNDECIDED,
            InvoiceStatus.APPROVED,
            gettext_lazy("Approved"),
            stamp="approved",
        ),
        Transition(
            "approve_partly",
            UNDECIDED,
            InvoiceStatus.PARTLY_APPROVED,
            gettext_lazy("Approved in part"),
            stamp="approved",
        ),
        Transition(
            "pay",
            (InvoiceStatus.PARTLY_APPROVED, InvoiceStatus.APPROVED),
            InvoiceStatus.PAID,
            gettext_lazy("Record the payment"),
            Permission.INVOICE_HANDLE,
        ),
        Transition(
            "withdraw",
            UNDECIDED,
            InvoiceStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.INVOICE_SUBMIT,
            reason_required=True,
            consequence=gettext_lazy("The region is told. A new invoice may have the same number."),
        ),
    ),
)
