"""What a provider's own invoices stand at, for its first screen."""

from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from accounts.access import providers_of
from config.shared.display import money
from contracts.enums.payments import GRANTED, UNDECIDED, InvoiceStatus
from contracts.models import Invoice
from contracts.models.invoices import InvoiceQuerySet


def own_invoices(person: Any) -> InvoiceQuerySet:
    """Those of the providers that the person acts for, the last received on top."""
    own = Invoice.objects.filter(provider__in=providers_of(person))
    return own.select_related("region").order_by("-received_at", "-pk")


def sums_in_words(person: Any, year: int) -> list[str]:
    """What waits for a decision, what is still to be paid and what was paid in `year`, in euro
    incl. VAT; empty where all of it is nothing. Costs one query.
    """
    amounts = (
        own_invoices(person)
        .order_by()
        .aggregate(
            waiting=Sum("amount_payable", filter=Q(status__in=UNDECIDED)),
            to_pay=Sum("approved_incl", filter=Q(status__in=GRANTED, paid_on=None)),
            paid=Sum("approved_incl", filter=Q(status=InvoiceStatus.PAID, paid_on__year=year)),
        )
    )
    sentences = {
        "waiting": _("%(amount)s waits for a decision of the region."),
        "to_pay": _("%(amount)s is approved and still to be paid."),
        "paid": _("%(amount)s was paid in %(year)s."),
    }
    return [
        sentence % {"amount": money(amounts[name] or Decimal(0)), "year": year}
        for name, sentence in sentences.items()
        if amounts[name]
    ]
