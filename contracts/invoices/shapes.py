"""What stands in an invoice, in the terms of EN 16931 (BT: business term, BG: group of terms).

Amounts are Decimal euros as they stand in the document. On a credit note (381) they are positive,
as UBL writes them; `Paper.sign` turns them into what they do to the account.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

NOTHING = Decimal(0)
CURRENCY = "EUR"
EXEMPT, STANDARD, ZERO_RATED, REVERSE = "E", "S", "Z", "AE"
UNTAXED = (EXEMPT, ZERO_RATED, REVERSE, "G", "K", "O")
"""Categories (UNCL5305) of which no VAT is charged on the invoice."""


class PaperKind(TextChoices):
    """The type code (UNCL1001) of the two documents that NLCIUS knows."""

    INVOICE = "380", _("Invoice")
    CREDIT_NOTE = "381", _("Credit note")


@dataclass(frozen=True, slots=True)
class Party:
    """A seller or buyer; `kvk`, `oin` and `vat` are empty where the document has none."""

    name: str = ""
    kvk: str = ""
    oin: str = ""
    vat: str = ""
    street: str = ""
    city: str = ""
    postcode: str = ""
    country: str = "NL"


@dataclass(frozen=True, slots=True)
class References:
    """What the invoice says it is about: contract (BT-12), order (BT-13), buyer's own (BT-10),
    invoiced object such as a statement (BT-18) and the invoice that it credits (BT-25).
    """

    contract: str = ""
    order: str = ""
    buyer: str = ""
    statement: str = ""
    preceding: str = ""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """An allowance or a charge, of the document or of one line; `amount` is never below zero."""

    is_charge: bool
    amount: Decimal
    reason: str = ""
    category: str = ""
    rate: Decimal | None = None

    @property
    def effect(self) -> Decimal:
        """What it does to the total."""
        return self.amount if self.is_charge else -self.amount


@dataclass(frozen=True, slots=True)
class Line:
    """One line (BG-25). `price` is per `base_quantity` units, `amount` without VAT."""

    number: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    amount: Decimal
    base_quantity: Decimal = Decimal(1)
    category: str = ""
    rate: Decimal | None = None
    exemption: str = ""
    description: str = ""
    note: str = ""
    object_id: str = ""
    """Reference of what is charged (BT-128), such as a placement."""
    first_on: date | None = None
    last_on: date | None = None
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def text(self) -> str:
        """All words of the line, in which a reference may stand."""
        words = (self.object_id, self.name, self.description, self.note)
        return " ".join(filter(None, words))


@dataclass(frozen=True, slots=True)
class TaxPart:
    """The VAT of one category and rate (BG-23), with the ground of an exemption."""

    category: str
    rate: Decimal | None
    base: Decimal
    amount: Decimal
    reason_code: str = ""
    reason: str = ""

    @property
    def ground(self) -> str:
        """The reason in words, else its code."""
        return self.reason or self.reason_code


@dataclass(frozen=True, slots=True)
class Totals:
    """The document's totals (BG-22)."""

    lines: Decimal
    excl: Decimal
    incl: Decimal
    payable: Decimal
    tax: Decimal = NOTHING
    allowances: Decimal = NOTHING
    charges: Decimal = NOTHING
    prepaid: Decimal = NOTHING
    rounding: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice or credit note as it was read, or as it is to be written."""

    kind: PaperKind
    number: str
    issued_on: date
    currency: str
    supplier: Party
    customer: Party
    totals: Totals
    lines: tuple[Line, ...]
    taxes: tuple[TaxPart, ...]
    adjustments: tuple[Adjustment, ...] = ()
    references: References = field(default_factory=References)
    due_on: date | None = None
    first_on: date | None = None
    last_on: date | None = None
    note: str = ""
    terms: str = ""
    attachments: tuple[str, ...] = ()
    """Names of the files that travel along; they stay within the kept document."""

    @property
    def sign(self) -> int:
        """1 for an invoice; -1 for a credit note, which gives back what it says."""
        return -1 if self.kind == PaperKind.CREDIT_NOTE else 1
