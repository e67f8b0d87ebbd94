"""Statements of what is owed, and the invoices that ask for it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StatementStatus(TextChoices):
    """How far the statement of a provider's month has come."""

    CONCEPT = "concept", _("Concept")
    OFFERED = "offered", pgettext_lazy("statement", "With the provider")
    DISPUTED = "disputed", pgettext_lazy("statement", "Disputed")
    APPROVED = "approved", pgettext_lazy("statement", "Approved")

    @property
    def tone(self) -> str:
        return {self.OFFERED: "busy", self.DISPUTED: "attention", self.APPROVED: "good"}.get(
            self, "neutral"
        )


class InvoiceStatus(TextChoices):
    """How far an invoice has come."""

    RECEIVED = "received", pgettext_lazy("invoice", "Received")
    REFUSED = "refused", pgettext_lazy("invoice", "Refused")
    CHECKED = "checked", pgettext_lazy("invoice", "Checked, to be decided")
    DISPUTED = "disputed", pgettext_lazy("invoice", "Disputed")
    PARTLY_APPROVED = "partly_approved", pgettext_lazy("invoice", "Approved in part")
    APPROVED = "approved", pgettext_lazy("invoice", "Approved")
    PAID = "paid", pgettext_lazy("invoice", "Paid")
    WITHDRAWN = "withdrawn", pgettext_lazy("invoice", "Withdrawn")

    @property
    def tone(self) -> str:
        return {
            self.RECEIVED: "busy",
            self.REFUSED: "wrong",
            self.CHECKED: "busy",
            self.DISPUTED: "attention",
            self.PARTLY_APPROVED: "good",
            self.APPROVED: "good",
            self.PAID: "good",
        }.get(self, "neutral")


VOID = (InvoiceStatus.REFUSED, InvoiceStatus.WITHDRAWN)
"""Invoices that ask for nothing any more."""
UNDECIDED = (InvoiceStatus.CHECKED, InvoiceStatus.DISPUTED)
"""Invoices whose lines are being decided about."""
GRANTED = (InvoiceStatus.PARTLY_APPROVED, InvoiceStatus.APPROVED, InvoiceStatus.PAID)
"""Invoices of which something is paid."""


class InvoiceSource(TextChoices):
    """How an invoice came in."""

    PAGE = "page", _("Uploaded")
    API = "api", _("API call")
    FOLDER = "folder", _("Folder")
    STATEMENT = "statement", _("Made from the statement")


class InvoiceKind(TextChoices):
    """The type code of UNCL1001."""

    INVOICE = "380", _("Invoice")
    CREDIT_NOTE = "381", _("Credit note")


class InvoiceLineKind(TextChoices):
    """A line, or an allowance or charge over the whole invoice."""

    LINE = "line", pgettext_lazy("invoice", "Line")
    ALLOWANCE = "allowance", _("Allowance")
    CHARGE = "charge", _("Charge")


class MatchVerdict(TextChoices):
    """What comparing an invoice line with the costs that are due shows."""

    MATCHES = "matches", _("Matches")
    PRICE = "price", _("Price differs")
    QUANTITY = "quantity", _("Quantity differs")
    UNKNOWN = "unknown", _("Unknown placement")
    INVOICED = "invoiced", _("Already invoiced")
    NOT_DUE = "not_due", _("Not due")
    APART = "apart", _("Stands apart from placements")

    @property
    def tone(self) -> str:
        if self in (self.MATCHES, self.APART):
            return "good" if self == self.MATCHES else "neutral"
        return "wrong" if self in (self.UNKNOWN, self.INVOICED) else "attention"


class LineDecision(TextChoices):
    """What the region decided about an invoice line."""

    OPEN = "open", _("To be decided")
    APPROVED = "approved", pgettext_lazy("invoice line", "Approved")
    PARTLY = "partly", pgettext_lazy("invoice line", "Approved in part")
    DECLINED = "declined", pgettext_lazy("invoice line", "Declined")

    @property
    def tone(self) -> str:
        return {self.APPROVED: "good", self.PARTLY: "attention", self.DECLINED: "wrong"}.get(
            self, "neutral"
        )
