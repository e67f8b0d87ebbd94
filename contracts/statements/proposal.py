"""The invoice that a statement asks for, and the credit note of what it takes back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.shared.errors import Refused
from config.shared.money import cents
from config.shared.periods import month_of
from contracts.enums import TariffUnit
from contracts.invoices import Line, Paper, PaperKind, Party, References, TaxPart, Totals
from contracts.invoices.buyers import buyer_of
from contracts.invoices.shapes import CURRENCY, EXEMPT, STANDARD
from contracts.models import Statement, StatementLine

PIECE = "C62"
UNIT_CODES = {TariffUnit.HOUR: "HUR", TariffUnit.MONTH: "MON"}
"""Units of measure (UNECE Rec. 20); others are pieces."""


def proposed_invoice(statement: Statement, issued_on: date) -> Paper:
    """The invoice of everything but what is taken back; Refused when that is nothing."""
    lines = statement.lines.filter(is_reversal=False).order_by("position")
    return _paper(statement, PaperKind.INVOICE, lines, issued_on)


def proposed_credit_note(statement: Statement, issued_on: date) -> Paper:
    """The credit note of what corrections take back; Refused when that is nothing."""
    lines = statement.lines.filter(is_reversal=True).order_by("position")
    return _paper(statement, PaperKind.CREDIT_NOTE, lines, issued_on)


def _paper(
    statement: Statement, kind: PaperKind, rows: Iterable[StatementLine], issued_on: date
) -> Paper:
    is_credit = kind == PaperKind.CREDIT_NOTE
    lines = tuple(_line(row, -1 if is_credit else 1) for row in rows)
    if not lines:
        raise Refused(_("There is nothing to put in this document."))
    taxes = _taxes(lines)
    excl = sum((line.amount for line in lines), Decimal(0))
    tax = sum((part.amount for part in taxes), Decimal(0))
    month = month_of(statement.month)
    return Paper(
        kind=kind,
        number=f"{statement.number}-C" if is_credit else statement.number,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=settings.INVOICE_PAYMENT_DAYS),
        currency=CURRENCY,
        supplier=Party(statement.provider.legal_name, kvk=statement.provider.kvk_number),
        customer=buyer_of(statement.region),
        totals=Totals(lines=excl, excl=excl, incl=excl + tax, payable=excl + tax, tax=tax),
        lines=lines,
        taxes=taxes,
        references=References(
            buyer=statement.region.invoice_reference or statement.number,
            statement=statement.number,
        ),
        first_on=month.first,
        last_on=month.last,
    )


def _line(row: StatementLine, sign: int) -> Line:
    quantity, price = _quantity_and_price(row)
    is_taxed = row.vat_rate > 0
    return Line(
        number=str(row.position),
        name=_name(row),
        quantity=sign * quantity,
        unit=UNIT_CODES.get(TariffUnit(row.unit), PIECE) if row.unit else PIECE,
        price=price,
        amount=sign * row.amount,
        category=STANDARD if is_taxed else EXEMPT,
        rate=row.vat_rate,
        exemption=row.vat_ground,
        object_id=row.subject[:60] if row.placement_id or row.group_id else "",
    )


def _quantity_and_price(row: StatementLine) -> tuple[Decimal, Decimal]:
    """As the tariff has them where they give the amount, else one piece of the amount."""
    sign = -1 if row.amount < 0 else 1
    if row.price is not None and cents(row.quantity * row.price) == abs(row.amount):
        return sign * row.quantity, row.price
    return Decimal(sign), abs(row.amount)


def _name(row: StatementLine) -> str:
    words = [row.get_kind_display(), row.part if row.kind == "fee" else ""]
    if not (row.placement_id or row.group_id):
        words = [row.subject]
    if row.is_correction:
        month = date_format(row.service_month, "F Y")
        words.append(_("correction of %(month)s") % {"month": month})
    return ", ".join(filter(None, words))


def _taxes(lines: Iterable[Line]) -> tuple[TaxPart, ...]:
    """By category and rate; of several grounds of exemption all are named."""
    parts: dict[tuple[str, Decimal], list[Line]] = defaultdict(list)
    for line in lines:
        parts[line.category, line.rate or Decimal(0)].append(line)
    return tuple(
        _tax_part(category, rate, found) for (category, rate), found in sorted(parts.items())
    )


def _tax_part(category: str, rate: Decimal, lines: Sequence[Line]) -> TaxPart:
    base = sum((line.amount for line in lines), Decimal(0))
    grounds = dict.fromkeys(line.exemption for line in lines if line.exemption)
    return TaxPart(category, rate, base, cents(base * rate / 100), "", "; ".join(grounds))
