"""From UBL 2.1 (NLCIUS, SI-UBL, Peppol BIS) to the terms of an invoice."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from django.utils.translation import gettext as _

from config.shared.errors import Refused
from config.shared.legible import legible
from contracts.invoices.shapes import (
    Adjustment,
    Line,
    Paper,
    PaperKind,
    Party,
    References,
    TaxPart,
    Totals,
)
from contracts.invoices.xml import read_xml

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
NAMES = {"cac": f"{UBL}CommonAggregateComponents-2", "cbc": f"{UBL}CommonBasicComponents-2"}
ROOTS = {
    f"{{{UBL}Invoice-2}}Invoice": PaperKind.INVOICE,
    f"{{{UBL}CreditNote-2}}CreditNote": PaperKind.CREDIT_NOTE,
}
KVK_SCHEME, OIN_SCHEME = "0106", "0190"
"""Lists of identifiers (ICD) by which Dutch organisations are named."""
OBJECT_TYPE = "130"
"""A document reference of this type names the invoiced object (BT-18)."""
MAXIMUM_BYTES = 15 * 1024 * 1024
"""With the files that travel along."""
MOST_LINES = 10_000
LONGEST = 1_000
"""Characters that are kept of one text."""
LARGEST = Decimal(10) ** 10
"""No amount, price or quantity reaches this."""
LARGEST_SUM = Decimal(10) ** 9
"""Nor do the amounts of the lines together, whatever their signs."""
SMALLEST_BASE = Decimal("0.01")
"""A price holds for no smaller number of units."""
YEARS = range(2000, 2100)
"""In which an invoice and its periods lie."""
HUNDRED = Decimal(100)


def read_invoice(stream: IO[bytes]) -> Paper:
    """The invoice or credit note in `stream`.

    Raises Refused, in words, when it is no UBL invoice that can be read: see `read_xml`; also for
    another kind of document, a missing or unreadable mandatory term, and more than MOST_LINES
    lines. That its figures are right is for `flaws_of` to say.
    """
    root = read_xml(stream)
    kind = ROOTS.get(root.tag)
    if kind is None:
        raise _other_document(root.tag)
    return _paper(Node(root), kind)


class Node:
    """An element, asked by paths such as "cac:Item/cbc:Name", whatever the prefixes in the file."""

    def __init__(self, element: Any) -> None:
        self.element = element

    def all(self, path: str) -> "Iterator[Node]":
        """Every element at `path`."""
        return map(Node, self.element.iterfind(path, NAMES))

    def first(self, path: str) -> "Node | None":
        """The first element at `path`."""
        return next(self.all(path), None)

    def text(self, path: str) -> str:
        """The words at `path`, legible, on one line; empty where there are none."""
        found = self.element.findtext(path, "", NAMES)
        return " ".join(legible(found).split())[:LONGEST]

    def required(self, path: str, term: str) -> str:
        """The same of a mandatory term, whose name the refusal says."""
        text = self.text(path)
        if not text:
            raise Refused(_("The invoice lacks %(term)s.") % {"term": term})
        return text

    def number(self, path: str, term: str) -> Decimal | None:
        """The decimal at `path`; None where there is none. Raises Refused for no number."""
        text = self.text(path)
        return _decimal(text, term) if text else None

    def amount(self, path: str, term: str) -> Decimal:
        """The decimal of a mandatory term."""
        return _decimal(self.required(path, term), term)

    def day(self, path: str, term: str) -> date | None:
        """The day at `path`; None where there is none. Raises Refused for no day."""
        text = self.text(path)[:10]
        try:
            found = date.fromisoformat(text) if text else None
        except ValueError as error:
            raise _unreadable(term, text) from error
        if found and found.year not in YEARS:
            raise _unreadable(term, text)
        return found

    def rate(self, path: str) -> Decimal | None:
        """The per cents of VAT at `path`; None where there are none."""
        term = _("the VAT rate")
        found = self.number(path, term)
        if found is not None and not 0 <= found <= HUNDRED:
            raise _unreadable(term, str(found))
        return found


def _decimal(text: str, term: str) -> Decimal:
    """As XML writes it: no thousands marks, no comma, no exponent."""
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise _unreadable(term, text) from error
    if not value.is_finite() or abs(value) >= LARGEST or "e" in text.lower():
        raise _unreadable(term, text)
    return value


def _unreadable(term: str, text: str) -> Refused:
    return Refused(
        _("%(term)s cannot be read: “%(text)s”.") % {"term": term.capitalize(), "text": text[:40]}
    )


def _other_document(tag: str) -> Refused:
    name = tag.rpartition("}")[2]
    if name == "CrossIndustryInvoice":
        return Refused(_("This is an invoice in CII. Send it as UBL 2.1 (NLCIUS)."))
    if name in ("Invoice", "CreditNote"):
        return Refused(_("This is an invoice, but not in UBL 2.1. Send it as UBL 2.1 (NLCIUS)."))
    return Refused(
        _("This is no invoice: the document is a “%(name)s”. Send a UBL invoice or credit note.")
        % {"name": name[:60]}
    )


# --- The document ---------------------------------------------------------------------------------


def _paper(root: Node, kind: PaperKind) -> Paper:
    issued_on = root.day("cbc:IssueDate", _("the date"))
    if issued_on is None:
        raise Refused(_("The invoice lacks %(term)s.") % {"term": _("the date")})
    return Paper(
        kind=kind,
        number=root.required("cbc:ID", _("its number"))[:60],
        issued_on=issued_on,
        due_on=_due_on(root),
        currency=root.required("cbc:DocumentCurrencyCode", _("the currency"))[:3],
        supplier=_party(root, "cac:AccountingSupplierParty/cac:Party"),
        customer=_party(root, "cac:AccountingCustomerParty/cac:Party"),
        totals=_totals(root),
        lines=_lines(root, kind),
        taxes=tuple(map(_tax_part, _tax_nodes(root))),
        adjustments=tuple(_adjustments(root)),
        references=_references(root),
        first_on=root.day("cac:InvoicePeriod/cbc:StartDate", _("the first day of the period")),
        last_on=root.day("cac:InvoicePeriod/cbc:EndDate", _("the last day of the period")),
        note=root.text("cbc:Note"),
        terms=root.text("cac:PaymentTerms/cbc:Note"),
        attachments=tuple(_attachments(root)),
    )


def _due_on(root: Node) -> date | None:
    """On an invoice in the document itself, on a credit note with the means of payment."""
    term = _("the due date")
    own = root.day("cbc:DueDate", term)
    return own or root.day("cac:PaymentMeans/cbc:PaymentDueDate", term)


def _party(root: Node, path: str) -> Party:
    node = root.first(path)
    if node is None:
        raise Refused(_("The invoice lacks %(term)s.") % {"term": _("the seller or the buyer")})
    schemes = dict(_identifiers(node))
    legal = node.text("cac:PartyLegalEntity/cbc:RegistrationName")
    return Party(
        name=(legal or node.text("cac:PartyName/cbc:Name"))[:160],
        kvk=schemes.get(KVK_SCHEME, "")[:20],
        oin=schemes.get(OIN_SCHEME, "")[:20],
        vat=_vat_number(node)[:20],
        street=node.text("cac:PostalAddress/cbc:StreetName"),
        city=node.text("cac:PostalAddress/cbc:CityName"),
        postcode=node.text("cac:PostalAddress/cbc:PostalZone"),
        country=node.text("cac:PostalAddress/cac:Country/cbc:IdentificationCode"),
    )


def _identifiers(node: Node) -> Iterator[tuple[str, str]]:
    """Scheme and number of each identifier; that of the legal entity comes last and counts."""
    for path in (
        "cbc:EndpointID",
        "cac:PartyIdentification/cbc:ID",
        "cac:PartyLegalEntity/cbc:CompanyID",
    ):
        for found in node.all(path):
            yield found.element.get("schemeID", ""), "".join((found.element.text or "").split())


def _vat_number(node: Node) -> str:
    """That of the tax scheme VAT, without spaces and points."""
    for scheme in node.all("cac:PartyTaxScheme"):
        if scheme.text("cac:TaxScheme/cbc:ID").upper() == "VAT":
            number = scheme.text("cbc:CompanyID").replace(".", "")
            return "".join(number.split()).upper()
    return ""


def _totals(root: Node) -> Totals:
    node = root.first("cac:LegalMonetaryTotal")
    if node is None:
        raise Refused(_("The invoice lacks %(term)s.") % {"term": _("its totals")})
    currency = root.text("cbc:DocumentCurrencyCode")
    return Totals(
        lines=node.amount("cbc:LineExtensionAmount", _("the total of the lines")),
        excl=node.amount("cbc:TaxExclusiveAmount", _("the total without VAT")),
        incl=node.amount("cbc:TaxInclusiveAmount", _("the total with VAT")),
        payable=node.amount("cbc:PayableAmount", _("the amount to pay")),
        tax=_tax_total(root, currency),
        allowances=_or_nought(node, "cbc:AllowanceTotalAmount", _("the total of allowances")),
        charges=_or_nought(node, "cbc:ChargeTotalAmount", _("the total of charges")),
        prepaid=_or_nought(node, "cbc:PrepaidAmount", _("the amount paid before")),
        rounding=_or_nought(node, "cbc:PayableRoundingAmount", _("the rounding")),
    )


def _or_nought(node: Node, path: str, term: str) -> Decimal:
    found = node.number(path, term)
    return Decimal(0) if found is None else found


def _tax_nodes(root: Node) -> Iterator[Node]:
    for total in root.all("cac:TaxTotal"):
        yield from total.all("cac:TaxSubtotal")


def _tax_total(root: Node, currency: str) -> Decimal:
    """The total in the currency of the document; a second one may be in another."""
    for total in root.all("cac:TaxTotal"):
        amount = total.first("cbc:TaxAmount")
        if amount is not None and amount.element.get("currencyID") == currency:
            return _decimal(amount.text("."), _("the VAT"))
    return Decimal(0)


def _tax_part(node: Node) -> TaxPart:
    return TaxPart(
        category=node.required("cac:TaxCategory/cbc:ID", _("the VAT category"))[:3],
        rate=node.rate("cac:TaxCategory/cbc:Percent"),
        base=node.amount("cbc:TaxableAmount", _("the amount on which VAT is charged")),
        amount=node.amount("cbc:TaxAmount", _("the VAT")),
        reason_code=node.text("cac:TaxCategory/cbc:TaxExemptionReasonCode")[:40],
        reason=node.text("cac:TaxCategory/cbc:TaxExemptionReason"),
    )


def _references(root: Node) -> References:
    return References(
        contract=root.text("cac:ContractDocumentReference/cbc:ID")[:60],
        order=root.text("cac:OrderReference/cbc:ID")[:60],
        buyer=root.text("cbc:BuyerReference")[:60],
        statement=_object_of(root, "cac:AdditionalDocumentReference"),
        preceding=root.text("cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")[:60],
    )


def _object_of(node: Node, path: str) -> str:
    """The invoiced object that a document reference of type 130 names."""
    for reference in node.all(path):
        if reference.text("cbc:DocumentTypeCode") == OBJECT_TYPE:
            return reference.text("cbc:ID")[:60]
    return ""


def _attachments(root: Node) -> Iterator[str]:
    path = "cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
    for found in root.all(path):
        yield legible(found.element.get("filename", ""))[:200]


def _adjustments(node: Node) -> Iterator[Adjustment]:
    for found in node.all("cac:AllowanceCharge"):
        yield Adjustment(
            is_charge=found.text("cbc:ChargeIndicator").lower() in ("true", "1"),
            amount=found.amount("cbc:Amount", _("the amount of an allowance or charge")),
            reason=found.text("cbc:AllowanceChargeReason")[:200],
            category=found.text("cac:TaxCategory/cbc:ID")[:3],
            rate=found.rate("cac:TaxCategory/cbc:Percent"),
        )


# --- Lines ----------------------------------------------------------------------------------------


def _lines(root: Node, kind: PaperKind) -> tuple[Line, ...]:
    name = "CreditNote" if kind == PaperKind.CREDIT_NOTE else "Invoice"
    quantity = "Credited" if kind == PaperKind.CREDIT_NOTE else "Invoiced"
    nodes = list(root.all(f"cac:{name}Line"))
    if not nodes:
        raise Refused(_("The invoice has no lines."))
    if len(nodes) > MOST_LINES:
        raise Refused(_("The invoice has more than %(most)s lines.") % {"most": MOST_LINES})
    lines = tuple(_line(node, f"cbc:{quantity}Quantity") for node in nodes)
    if sum(abs(line.amount) for line in lines) >= LARGEST_SUM:
        raise Refused(_("The lines ask more than any invoice can."))
    return lines


def _line(node: Node, quantity_path: str) -> Line:
    unit = node.first(quantity_path)
    category = "cac:Item/cac:ClassifiedTaxCategory"
    return Line(
        number=node.text("cbc:ID")[:20],
        name=node.required("cac:Item/cbc:Name", _("the name of what a line charges"))[:300],
        quantity=node.amount(quantity_path, _("the quantity of a line")),
        unit=unit.element.get("unitCode", "")[:3] if unit is not None else "",
        price=node.amount("cac:Price/cbc:PriceAmount", _("the price of a line")),
        base_quantity=_base_quantity(node),
        amount=node.amount("cbc:LineExtensionAmount", _("the amount of a line")),
        category=node.text(f"{category}/cbc:ID")[:3],
        rate=node.rate(f"{category}/cbc:Percent"),
        exemption=node.text(f"{category}/cbc:TaxExemptionReason"),
        description=node.text("cac:Item/cbc:Description"),
        note=node.text("cbc:Note"),
        object_id=_object_of(node, "cac:DocumentReference") or _property(node),
        first_on=node.day("cac:InvoicePeriod/cbc:StartDate", _("the first day of the period")),
        last_on=node.day("cac:InvoicePeriod/cbc:EndDate", _("the last day of the period")),
        adjustments=tuple(_adjustments(node)),
    )


def _base_quantity(node: Node) -> Decimal:
    found = node.number("cac:Price/cbc:BaseQuantity", _("the number of units of a price"))
    if found is not None and found < SMALLEST_BASE:
        raise _unreadable(_("the number of units of a price"), str(found))
    return Decimal(1) if found is None else found


PROPERTIES = ("plaatsing", "traject", "kenmerk", "placement")
"""Names of an item's property that holds the reference of a placement."""


def _property(node: Node) -> str:
    for found in node.all("cac:Item/cac:AdditionalItemProperty"):
        if found.text("cbc:Name").lower() in PROPERTIES:
            return found.text("cbc:Value")[:60]
    return ""
