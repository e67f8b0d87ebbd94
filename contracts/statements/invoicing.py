"""Which statements were invoiced: by an invoice that names them, or by lines about their month."""

from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from contracts.enums.payments import StatementStatus
from contracts.invoices import PaperKind
from contracts.models import Invoice, InvoiceMatch, Statement


def to_be_invoiced(statements: "QuerySet[Statement]") -> "QuerySet[Statement]":
    """Those that are approved, come to something, and of which nothing was invoiced yet.

    An invoice may have been made elsewhere without naming its statement: then its lines were
    compared with costs of the same month, which counts too.
    """
    standing = Invoice.objects.standing()
    naming = standing.filter(statement=OuterRef("pk"))
    about_month = InvoiceMatch.objects.filter(
        contract__region=OuterRef("region"),
        contract__provider=OuterRef("provider"),
        month=OuterRef("month"),
        line__invoice__in=standing,
    )
    approved = statements.filter(status=StatementStatus.APPROVED).exclude(amount_excl=Decimal(0))
    return approved.exclude(Exists(naming) | Exists(about_month))


def standing_of(statement: Statement) -> dict[str, Invoice]:
    """The standing invoice and credit note that name the statement, by kind; the last of each."""
    found = Invoice.objects.standing().filter(statement=statement).order_by("pk")
    return {invoice.kind: invoice for invoice in found}


def kinds_asked(statement: Statement) -> list[PaperKind]:
    """Which documents the statement asks for: an invoice, a credit note of what it takes back."""
    taken_back = set(statement.lines.order_by().values_list("is_reversal", flat=True).distinct())
    kinds = {False: PaperKind.INVOICE, True: PaperKind.CREDIT_NOTE}
    return [kinds[each] for each in sorted(taken_back)]
