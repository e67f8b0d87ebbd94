"""What is decided about invoices: line by line, as a whole, in a dispute, and when it is paid."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import providers_of, regions_of, require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import money
from config.shared.errors import Refused, refuse_if
from config.shared.money import cents
from config.shared.periods import amsterdam
from config.shared.validity import valid
from contracts.actions.invoice_matching import locked, match_invoice, require_handler
from contracts.actions.records import record_update
from contracts.enums.payments import UNDECIDED, LineDecision, MatchVerdict
from contracts.invoices.comparing import share_over
from contracts.models import Invoice, InvoiceLine, InvoiceMatch, InvoiceMessage
from contracts.notices_invoices import (
    tell_approved,
    tell_disputed,
    tell_message,
    tell_refused,
    tell_withdrawn,
)
from contracts.workflows import INVOICE
from contracts.workflows.invoices import every_line_decided


@transaction.atomic
def decide_line(
    *, line: InvoiceLine, amount: Decimal, reason: str = "", by: User, at: datetime
) -> InvoiceLine:
    """Approve `amount` (excl. VAT) of a line; nought declines it.

    Refused for more than the line asks, for less without a reason, and for more than is due and
    was not approved before: what is approved of a cost counts once.
    """
    invoice = locked(line.invoice)
    require_handler(invoice, by)
    _reopen(invoice.lines.select_for_update().get(pk=line.pk))
    match_invoice(invoice)
    row = invoice.lines.get(pk=line.pk)
    _check_amount(row, amount, reason)
    row.decision = _decision(row, amount)
    row.approved_amount, row.decision_reason = amount, reason
    row.decided_at, row.decided_by = at, by
    valid(row).save()
    _share_approval(row, amount)
    after = {"line": row.position, "approved_amount": amount, "reason": reason}
    record_update(invoice, {}, by=by, at=at, what=_("Line decided"), after=after)
    return row


def _reopen(row: InvoiceLine) -> None:
    """Forget what was decided about the line before."""
    row.decision, row.approved_amount, row.decision_reason = LineDecision.OPEN, None, ""
    row.decided_at = row.decided_by = None
    row.save()
    row.matches.update(approved_amount=None)


def _decision(row: InvoiceLine, amount: Decimal) -> LineDecision:
    if amount == row.amount:
        return LineDecision.APPROVED
    return LineDecision.PARTLY if amount else LineDecision.DECLINED


def _check_amount(row: InvoiceLine, amount: Decimal, reason: str) -> None:
    if not min(Decimal(0), row.amount) <= amount <= max(Decimal(0), row.amount):
        raise Refused(
            _("Approve between nought and the %(amount)s that the line asks.")
            % {"amount": money(row.amount)},
            field="amount",
        )
    if amount != row.amount and not reason.strip():
        raise Refused(_("Say why this line is not paid in full."), field="reason")
    left = _left_of(row)
    if row.verdict == MatchVerdict.MATCHES:
        return
    if left is not None and amount > max(left, Decimal(0)):
        raise Refused(
            _(
                "Of this, %(left)s is due and not approved before. Approve no more, or have the "
                "costs corrected first."
            )
            % {"left": money(max(left, Decimal(0)))},
            field="amount",
        )
    if left is None and amount > 0 and not reason.strip():
        raise Refused(_("Nothing that is due was found for this line: say why it is paid."))


def _left_of(row: InvoiceLine) -> Decimal | None:
    """What is due of what the line charges and was not approved; None where nothing was found."""
    found = list(row.matches.order_by("month"))
    if not found:
        return None
    return sum((match.open_amount for match in found), Decimal(0))


def _share_approval(row: InvoiceLine, amount: Decimal) -> None:
    """Divide what was approved over the matches of the line, as it asks of each."""
    matches = {match.pk: match for match in row.matches.all()}
    shares = share_over(amount, {pk: match.claimed_amount for pk, match in matches.items()})
    for pk, share in shares.items():
        matches[pk].approved_amount = share
    InvoiceMatch.objects.bulk_update(matches.values(), ["approved_amount"])


@transaction.atomic
def approve_matching(*, invoice: Invoice, by: User, at: datetime) -> Invoice:
    """Approve every line that is not decided and matches what is due, in full."""
    row = locked(invoice)
    require_handler(row, by)
    match_invoice(row)
    lines = row.lines.filter(decision=LineDecision.OPEN, verdict=MatchVerdict.MATCHES)
    found = list(lines.order_by("pk"))
    matches = InvoiceMatch.objects.filter(line__in=[line.pk for line in found])
    approved = list(matches)
    for match in approved:
        match.approved_amount = match.claimed_amount
    InvoiceMatch.objects.bulk_update(approved, ["approved_amount"], batch_size=1_000)
    for line in found:
        line.decision, line.approved_amount = LineDecision.APPROVED, line.amount
        line.decided_at, line.decided_by = at, by
    fields = ["decision", "approved_amount", "decided_at", "decided_by"]
    InvoiceLine.objects.bulk_update(found, fields, batch_size=500)
    what = _("%(count)s lines that match approved") % {"count": len(found)}
    record_update(row, {}, by=by, at=at, what=what, after={"lines": len(found)})
    return row


@transaction.atomic
def approve_invoice(*, invoice: Invoice, by: User, at: datetime) -> Invoice:
    """Grant what was approved of the lines: the whole invoice, or a part of it.

    Refused while a line is not decided, and when nothing is granted: then refuse the invoice.
    VAT is worked out over the sum of each rate.
    """
    row = locked(invoice)
    require_handler(row, by)
    refuse_if([every_line_decided(row, at)])
    lines = list(row.lines.order_by("pk"))
    if not any(line.approved_amount for line in lines):
        raise Refused(_("Nothing of this invoice is approved: refuse it instead."))
    in_full = all(line.decision == LineDecision.APPROVED for line in lines)
    excl, incl = _granted(lines)
    name = "approve" if in_full else "approve_partly"
    approved = INVOICE.apply(row, name, by=by, at=at, approved_excl=excl, approved_incl=incl)
    tell_approved(approved, at=at)
    return approved


def _granted(lines: list[InvoiceLine]) -> tuple[Decimal, Decimal]:
    """What was approved, without and with VAT."""
    by_rate: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in lines:
        by_rate[line.tax_rate or Decimal(0)] += line.approved_amount or Decimal(0)
    excl = sum(by_rate.values(), Decimal(0))
    tax = sum((cents(base * rate / 100) for rate, base in by_rate.items()), Decimal(0))
    return excl, excl + tax


@transaction.atomic
def refuse_invoice(*, invoice: Invoice, reason: str, by: User, at: datetime) -> Invoice:
    """Refuse the whole invoice; nothing of it is approved any more."""
    row = locked(invoice)
    require_handler(row, by)
    InvoiceMatch.objects.filter(line__invoice=row).update(approved_amount=None)
    refused = INVOICE.apply(row, "refuse", by=by, at=at, reason=reason)
    tell_refused(refused, reason, at=at)
    return refused


@transaction.atomic
def dispute_invoice(*, invoice: Invoice, reason: str, by: User, at: datetime) -> Invoice:
    """Tell the provider what is wrong; the reason opens the conversation."""
    require_handler(invoice, by)
    disputed = INVOICE.apply(invoice, "dispute", by=by, at=at, reason=reason)
    _say(disputed, reason, by=by, at=at)
    tell_disputed(disputed, reason, at=at)
    return disputed


@transaction.atomic
def settle_invoice(*, invoice: Invoice, by: User, at: datetime) -> Invoice:
    """End the dispute: what is left is decided line by line."""
    require_handler(invoice, by)
    return INVOICE.apply(invoice, "settle", by=by, at=at)


@transaction.atomic
def answer_invoice(*, invoice: Invoice, text: str, by: User, at: datetime) -> InvoiceMessage:
    """Say something about the invoice; the other side is told. Refused once all is decided."""
    if invoice.status not in UNDECIDED:
        raise Refused(_("Nothing is decided about this invoice any more."))
    message = _say(invoice, text, by=by, at=at)
    tell_message(message, at=at)
    return message


def _say(invoice: Invoice, text: str, *, by: User, at: datetime) -> InvoiceMessage:
    """Both sides may: the provider's people, and who decides for the region."""
    is_of_provider = invoice.provider_id in providers_of(by)
    require(by, Permission.INVOICE_SUBMIT if is_of_provider else Permission.INVOICE_HANDLE, invoice)
    if not is_of_provider and invoice.region_id not in regions_of(by):
        raise Refused(_("You do not act for this region."))
    message = InvoiceMessage(
        invoice=invoice, text=text, is_of_provider=is_of_provider, sent_at=at, sent_by=by
    )
    valid(message).save()
    return message


@transaction.atomic
def pay_invoice(*, invoice: Invoice, paid_on: date, by: User, at: datetime) -> Invoice:
    """Record the day on which what was approved is paid; Refused for a day to come."""
    if invoice.region_id not in regions_of(by):
        raise Refused(_("You do not act for this region."))
    if paid_on > amsterdam(at):
        raise Refused(_("This day has not come yet."), field="paid_on")
    if paid_on < invoice.issued_on:
        raise Refused(_("This is before the date of the invoice."), field="paid_on")
    return INVOICE.apply(invoice, "pay", by=by, at=at, paid_on=paid_on)


@transaction.atomic
def withdraw_invoice(*, invoice: Invoice, reason: str, by: User, at: datetime) -> Invoice:
    """The provider takes its invoice back; nothing of it stays approved."""
    row = locked(invoice)
    if row.provider_id not in providers_of(by):
        raise Refused(_("Only the provider itself withdraws its invoice."))
    InvoiceMatch.objects.filter(line__invoice=row).update(approved_amount=None)
    withdrawn = INVOICE.apply(row, "withdraw", by=by, at=at, reason=reason)
    tell_withdrawn(withdrawn, reason, at=at)
    return withdrawn
