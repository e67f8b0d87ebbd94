"""An invoice or credit note as UBL 2.1 after NLCIUS, such as `read_invoice` takes."""

from decimal import Decimal
from typing import Any

from lxml import etree

from config.shared.legible import legible
from contracts.invoices.reading import KVK_SCHEME, NAMES, OBJECT_TYPE, OIN_SCHEME, UBL
from contracts.invoices.shapes import Adjustment, Line, Paper, PaperKind, Party, TaxPart

NLCIUS = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
CAC, CBC = NAMES["cac"], NAMES["cbc"]
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
MEANS_OF_PAYMENT = "30"
"""Credit transfer (UNCL4461)."""


def to_ubl(paper: Paper) -> bytes:
    """The document in UTF-8; the same paper gives the same bytes."""
    is_credit = paper.kind == PaperKind.CREDIT_NOTE
    name = "CreditNote" if is_credit else "Invoice"
    spaces: dict[str | None, str] = {None: f"{UBL}{name}-2", "cac": CAC, "cbc": CBC}
    root = etree.Element(f"{{{UBL}{name}-2}}{name}", nsmap=spaces)
    writer = _Writer(paper.currency)
    _head(writer, root, paper)
    writer.party(root, "AccountingSupplierParty", paper.supplier)
    writer.party(root, "AccountingCustomerParty", paper.customer, reached_by=OIN_SCHEME)
    _payment(writer, root, paper)
    for adjustment in paper.adjustments:
        writer.adjustment(root, adjustment)
    _taxes(writer, root, paper)
    _totals(writer, root, paper)
    for line in paper.lines:
        _line(writer, root, line, name)
    etree.indent(root, "  ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


class _Writer:
    """Adds elements in the order of the schema; empty texts are left out."""

    def __init__(self, currency: str) -> None:
        self.currency = currency

    def part(self, parent: Any, name: str) -> Any:
        return etree.SubElement(parent, f"{{{CAC}}}{name}")

    def text(self, parent: Any, name: str, value: object, **attributes: str) -> None:
        """On one line and legible: XML has no place for controls that somebody typed."""
        words = f"{value:f}" if isinstance(value, Decimal) else str(value or "")
        said = " ".join(legible(words).split())
        if said:
            etree.SubElement(parent, f"{{{CBC}}}{name}", attributes).text = said

    def amount(self, parent: Any, name: str, value: Decimal) -> None:
        self.text(parent, name, value, currencyID=self.currency)

    def reference(self, parent: Any, name: str, number: str, type_code: str = "") -> None:
        if number:
            part = self.part(parent, name)
            self.text(part, "ID", number)
            self.text(part, "DocumentTypeCode", type_code)

    def period(self, parent: Any, first_on: object, last_on: object) -> None:
        if first_on or last_on:
            part = self.part(parent, "InvoicePeriod")
            self.text(part, "StartDate", first_on)
            self.text(part, "EndDate", last_on)

    def category(self, parent: Any, name: str, tax: Any, reason: str = "") -> None:
        if tax.category:
            part = self.part(parent, name)
            self.text(part, "ID", tax.category)
            self.text(part, "Percent", tax.rate)
            self.text(part, "TaxExemptionReasonCode", getattr(tax, "reason_code", ""))
            self.text(part, "TaxExemptionReason", reason)
            self.text(self.part(part, "TaxScheme"), "ID", "VAT")

    def adjustment(self, parent: Any, adjustment: Adjustment) -> None:
        part = self.part(parent, "AllowanceCharge")
        self.text(part, "ChargeIndicator", str(adjustment.is_charge).lower())
        self.text(part, "AllowanceChargeReason", adjustment.reason)
        self.amount(part, "Amount", adjustment.amount)
        self.category(part, "TaxCategory", adjustment)

    def party(self, root: Any, role: str, party: Party, *, reached_by: str = KVK_SCHEME) -> None:
        """Public bodies are reached by their OIN, others by their KvK number, where they have it.

        The legal entity is named by its KvK number, else by its OIN.
        """
        part = self.part(self.part(root, role), "Party")
        both = ((KVK_SCHEME, party.kvk), (OIN_SCHEME, party.oin))
        numbers = {scheme: number for scheme, number in both if number} or dict(both[:1])
        endpoint = reached_by if reached_by in numbers else next(iter(numbers))
        self.text(part, "EndpointID", numbers[endpoint], schemeID=endpoint)
        if party.oin and party.kvk:
            self.text(self.part(part, "PartyIdentification"), "ID", party.oin, schemeID=OIN_SCHEME)
        address = self.part(part, "PostalAddress")
        self.text(address, "StreetName", party.street)
        self.text(address, "CityName", party.city)
        self.text(address, "PostalZone", party.postcode)
        self.text(self.part(address, "Country"), "IdentificationCode", party.country or "NL")
        if party.vat:
            tax = self.part(part, "PartyTaxScheme")
            self.text(tax, "CompanyID", party.vat)
            self.text(self.part(tax, "TaxScheme"), "ID", "VAT")
        legal = self.part(part, "PartyLegalEntity")
        self.text(legal, "RegistrationName", party.name)
        scheme, number = next(iter(numbers.items()))
        self.text(legal, "CompanyID", number, schemeID=scheme)


def _head(writer: _Writer, root: Any, paper: Paper) -> None:
    is_credit = paper.kind == PaperKind.CREDIT_NOTE
    writer.text(root, "CustomizationID", NLCIUS)
    writer.text(root, "ProfileID", PROFILE)
    writer.text(root, "ID", paper.number)
    writer.text(root, "IssueDate", paper.issued_on)
    if not is_credit:
        writer.text(root, "DueDate", paper.due_on)
    writer.text(root, "CreditNoteTypeCode" if is_credit else "InvoiceTypeCode", paper.kind.value)
    writer.text(root, "Note", paper.note)
    writer.text(root, "DocumentCurrencyCode", paper.currency)
    references = paper.references
    writer.text(root, "BuyerReference", references.buyer)
    writer.period(root, paper.first_on, paper.last_on)
    writer.reference(root, "OrderReference", references.order)
    if references.preceding:
        billing = writer.part(root, "BillingReference")
        writer.reference(billing, "InvoiceDocumentReference", references.preceding)
    writer.reference(root, "ContractDocumentReference", references.contract)
    writer.reference(root, "AdditionalDocumentReference", references.statement, OBJECT_TYPE)


def _payment(writer: _Writer, root: Any, paper: Paper) -> None:
    means = writer.part(root, "PaymentMeans")
    writer.text(means, "PaymentMeansCode", MEANS_OF_PAYMENT)
    if paper.kind == PaperKind.CREDIT_NOTE:
        writer.text(means, "PaymentDueDate", paper.due_on)
    if paper.terms:
        writer.text(writer.part(root, "PaymentTerms"), "Note", paper.terms)


def _taxes(writer: _Writer, root: Any, paper: Paper) -> None:
    total = writer.part(root, "TaxTotal")
    writer.amount(total, "TaxAmount", paper.totals.tax)
    for tax in paper.taxes:
        _tax_part(writer, total, tax)


def _tax_part(writer: _Writer, total: Any, tax: TaxPart) -> None:
    part = writer.part(total, "TaxSubtotal")
    writer.amount(part, "TaxableAmount", tax.base)
    writer.amount(part, "TaxAmount", tax.amount)
    writer.category(part, "TaxCategory", tax, tax.reason)


def _totals(writer: _Writer, root: Any, paper: Paper) -> None:
    part, totals = writer.part(root, "LegalMonetaryTotal"), paper.totals
    writer.amount(part, "LineExtensionAmount", totals.lines)
    writer.amount(part, "TaxExclusiveAmount", totals.excl)
    writer.amount(part, "TaxInclusiveAmount", totals.incl)
    for name, value in (
        ("AllowanceTotalAmount", totals.allowances),
        ("ChargeTotalAmount", totals.charges),
        ("PrepaidAmount", totals.prepaid),
        ("PayableRoundingAmount", totals.rounding),
    ):
        if value:
            writer.amount(part, name, value)
    writer.amount(part, "PayableAmount", totals.payable)


def _line(writer: _Writer, root: Any, line: Line, name: str) -> None:
    part = writer.part(root, f"{name}Line")
    writer.text(part, "ID", line.number)
    writer.text(part, "Note", line.note)
    quantity = "CreditedQuantity" if name == "CreditNote" else "InvoicedQuantity"
    writer.text(part, quantity, line.quantity, unitCode=line.unit)
    writer.amount(part, "LineExtensionAmount", line.amount)
    writer.period(part, line.first_on, line.last_on)
    writer.reference(part, "DocumentReference", line.object_id, OBJECT_TYPE)
    for adjustment in line.adjustments:
        writer.adjustment(part, adjustment)
    item = writer.part(part, "Item")
    writer.text(item, "Description", line.description)
    writer.text(item, "Name", line.name)
    writer.category(item, "ClassifiedTaxCategory", line, line.exemption)
    price = writer.part(part, "Price")
    writer.amount(price, "PriceAmount", line.price)
    if line.base_quantity != 1:
        writer.text(price, "BaseQuantity", line.base_quantity, unitCode=line.unit)
