"""E-invoices made by code: ordinary ones in many dialects, and ones that are wrong or hostile.

Written without the product's own writer, so that reading is tried against other hands.
"""

import base64
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from xml.sax.saxutils import escape

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
SPACES = (f"{UBL}CommonAggregateComponents-2", f"{UBL}CommonBasicComponents-2")
PDF = b"%PDF-1.4\n%%EOF\n"
GROUND = "Vrijgesteld onderwijs"


@dataclass(frozen=True)
class Row:
    """A line of an invoice in the making."""

    amount: str = "6000.00"
    quantity: str = "1"
    price: str = ""
    unit: str = "C62"
    name: str = "Traject onderwijsroute"
    category: str = "E"
    rate: str = "0"
    extra: str = ""
    """Elements behind the amount, with the prefixes of the document still to be filled in."""
    base: str = ""
    item: str = ""
    description: str = ""


@dataclass(frozen=True)
class Draft:
    """An invoice in the making; `swaps` are made in the finished text."""

    kind: str = "Invoice"
    number: str = "F-2026-001"
    issued_on: str = "2026-11-02"
    due_on: str = "2026-12-02"
    rows: tuple[Row, ...] = (Row(),)
    supplier: tuple[tuple[str, str], ...] = (("0106", "12345678"),)
    customer: tuple[tuple[str, str], ...] = (("0190", "00000001123456789000"),)
    vat: str = ""
    head: str = ""
    between: str = ""
    """Elements between the parties and the totals: means and terms of payment, allowances."""
    adjustments: tuple[tuple[bool, str, str, str], ...] = ()
    """Allowances and charges of the document: is a charge, amount, category, rate."""
    prefixes: tuple[str, str, str] = ("", "cac", "cbc")
    """Of the document, of its groups and of its terms."""
    swaps: tuple[tuple[str, str], ...] = ()
    declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n'
    prepaid: str = ""
    currency: str = "EUR"
    grounds: dict[str, str] = field(default_factory=lambda: {"E": GROUND})

    def text(self) -> str:
        """The document."""
        text = self.declaration + _wrapped(self)
        for old, new in self.swaps:
            assert old in text, old
            text = text.replace(old, new)
        return text

    def xml(self) -> bytes:
        """The document as it is sent."""
        return self.text().encode()

    def but(self, **changes) -> "Draft":
        """The same with other facts."""
        return replace(self, **changes)


def _wrapped(draft: Draft) -> str:
    root, group, term = draft.prefixes
    name = f"{root}:{draft.kind}" if root else draft.kind
    own = f"xmlns:{root}" if root else "xmlns"
    spaces = f'{own}="{UBL}{draft.kind}-2" xmlns:{group}="{SPACES[0]}" xmlns:{term}="{SPACES[1]}"'
    body = _body(draft).replace("<a:", f"<{group}:").replace("</a:", f"</{group}:")
    body = body.replace("<b:", f"<{term}:").replace("</b:", f"</{term}:")
    return f"<{name} {spaces}>\n{body}\n</{name}>\n"


def _body(draft: Draft) -> str:
    code = "CreditNoteTypeCode" if draft.kind == "CreditNote" else "InvoiceTypeCode"
    is_credit = draft.kind == "CreditNote"
    due_on = "" if is_credit or not draft.due_on else term("DueDate", draft.due_on)
    parts = [
        term("CustomizationID", "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"),
        term("ID", draft.number),
        term("IssueDate", draft.issued_on),
        due_on,
        term(code, "381" if is_credit else "380"),
        term("DocumentCurrencyCode", draft.currency),
        draft.head,
        party("AccountingSupplierParty", "Taalschool De Brug", draft.supplier, draft.vat),
        party("AccountingCustomerParty", "Regio Noord", draft.customer),
        draft.between,
        *(adjustment(*each, currency=draft.currency) for each in draft.adjustments),
        _tax_total(draft),
        _totals(draft),
        *(_line(draft, row, number) for row, number in zip(draft.rows, count(1))),
    ]
    return "\n".join(filter(None, parts))


def term(name: str, value: object, **attributes: str) -> str:
    """One term; `a:` and `b:` stand for the prefixes of groups and terms."""
    said = "".join(f' {key}="{text}"' for key, text in attributes.items())
    return f"<b:{name}{said}>{escape(str(value))}</b:{name}>"


def group(name: str, *parts: str) -> str:
    """A group of terms."""
    return f"<a:{name}>{''.join(parts)}</a:{name}>"


def amount(name: str, value: object, currency: str = "EUR") -> str:
    return term(name, value, currencyID=currency)


def period(first_on: str, last_on: str) -> str:
    return group("InvoicePeriod", term("StartDate", first_on), term("EndDate", last_on))


def reference(name: str, number: str, code: str = "") -> str:
    kind = term("DocumentTypeCode", code) if code else ""
    return group(name, term("ID", number), kind)


def attachment(name: str, content: bytes = PDF) -> str:
    """A file that travels along."""
    coded = base64.b64encode(content).decode()
    binary = term("EmbeddedDocumentBinaryObject", coded, mimeCode="application/pdf", filename=name)
    return group("AdditionalDocumentReference", term("ID", name), group("Attachment", binary))


def about(placement: str) -> str:
    """The placement that a line charges, as its invoiced object."""
    return reference("DocumentReference", placement, "130")


def property_of(name: str, value: str) -> str:
    return group("AdditionalItemProperty", term("Name", name), term("Value", value))


def adjustment(
    is_charge: bool, value: str, category: str = "", rate: str = "", *, currency: str = "EUR"
) -> str:
    tax = _category("TaxCategory", category, rate) if category else ""
    return group(
        "AllowanceCharge",
        term("ChargeIndicator", str(is_charge).lower()),
        term("AllowanceChargeReason", "Toeslag" if is_charge else "Korting"),
        amount("Amount", value, currency),
        tax,
    )


def party(role: str, name: str, numbers: tuple[tuple[str, str], ...], vat: str = "") -> str:
    ids = [term("EndpointID", number, schemeID=scheme) for scheme, number in numbers[:1]]
    ids += [
        group("PartyIdentification", term("ID", number, schemeID=scheme))
        for scheme, number in numbers[1:]
    ]
    scheme = group("TaxScheme", term("ID", "VAT"))
    tax = group("PartyTaxScheme", term("CompanyID", vat), scheme) if vat else ""
    company = [term("CompanyID", number, schemeID=scheme) for scheme, number in numbers[:1]]
    legal = group("PartyLegalEntity", term("RegistrationName", name), *company)
    return group(role, group("Party", *ids, tax, legal))


def _category(name: str, category: str, rate: str, ground: str = "") -> str:
    percent = term("Percent", rate) if rate else ""
    reason = term("TaxExemptionReason", ground) if ground else ""
    scheme = group("TaxScheme", term("ID", "VAT"))
    return group(name, term("ID", category), percent, reason, scheme)


def _bases(draft: Draft) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for row in draft.rows:
        key = row.category, row.rate
        found[key] = found.get(key, Decimal(0)) + Decimal(row.amount)
    for is_charge, value, category, rate in draft.adjustments:
        effect = Decimal(value) if is_charge else -Decimal(value)
        found[category, rate] = found.get((category, rate), Decimal(0)) + effect
    return found


def _tax(base: Decimal, rate: str) -> Decimal:
    return (base * Decimal(rate or 0) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _tax_total(draft: Draft) -> str:
    parts, total = [], Decimal(0)
    for (category, rate), base in _bases(draft).items():
        tax = _tax(base, rate)
        total += tax
        ground = draft.grounds.get(category, "")
        parts.append(
            group(
                "TaxSubtotal",
                amount("TaxableAmount", base, draft.currency),
                amount("TaxAmount", tax, draft.currency),
                _category("TaxCategory", category, rate, ground),
            )
        )
    return group("TaxTotal", amount("TaxAmount", total, draft.currency), *parts)


def _totals(draft: Draft) -> str:
    lines = sum((Decimal(row.amount) for row in draft.rows), Decimal(0))
    less, more = (
        sum((Decimal(each[1]) for each in draft.adjustments if each[0] == which), Decimal(0))
        for which in (False, True)
    )
    tax = sum((_tax(base, rate) for (_, rate), base in _bases(draft).items()), Decimal(0))
    excl = lines - less + more
    values = {
        "LineExtensionAmount": lines,
        "TaxExclusiveAmount": excl,
        "TaxInclusiveAmount": excl + tax,
        "AllowanceTotalAmount": less or "",
        "ChargeTotalAmount": more or "",
        "PrepaidAmount": draft.prepaid,
        "PayableAmount": excl + tax - Decimal(draft.prepaid or 0),
    }
    parts = [amount(name, value, draft.currency) for name, value in values.items() if value != ""]
    return group("LegalMonetaryTotal", *parts)


def _line(draft: Draft, row: Row, number: int) -> str:
    is_credit = draft.kind == "CreditNote"
    quantity = "CreditedQuantity" if is_credit else "InvoicedQuantity"
    base = term("BaseQuantity", row.base, unitCode=row.unit) if row.base else ""
    description = term("Description", row.description) if row.description else ""
    item = group(
        "Item",
        description,
        term("Name", row.name),
        _category("ClassifiedTaxCategory", row.category, row.rate),
        row.item,
    )
    return group(
        f"{draft.kind}Line",
        term("ID", number),
        term(quantity, row.quantity, unitCode=row.unit),
        amount("LineExtensionAmount", row.amount, draft.currency),
        row.extra,
        item,
        group("Price", amount("PriceAmount", row.price or row.amount, draft.currency), base),
    )


# --- Thirty-six that are right --------------------------------------------------------------------

PLAIN = Draft()
HOURS = Row(amount="1250.00", quantity="25", price="50", unit="HUR", name="Lesuren oktober")
TAXED = Row(amount="1000.00", name="Werkplekbegeleiding", category="S", rate="21")
LOW = Row(amount="100.00", name="Lesboeken", category="S", rate="9")

VALID: dict[str, Draft] = {
    "plain": PLAIN,
    "credit-note": PLAIN.but(kind="CreditNote", number="C-1"),
    "credit-note-with-due-day": PLAIN.but(
        kind="CreditNote", between=group("PaymentMeans", term("PaymentDueDate", "2026-12-01"))
    ),
    "credit-of-an-invoice": PLAIN.but(
        kind="CreditNote",
        head=group("BillingReference", reference("InvoiceDocumentReference", "F-2026-000")),
    ),
    "many-lines": PLAIN.but(rows=tuple(Row(name=f"Traject {number}") for number in range(40))),
    "hours": PLAIN.but(rows=(HOURS,)),
    "price-for-ten": PLAIN.but(
        rows=(Row(amount="125.00", quantity="25", price="50.00", base="10", unit="HUR"),)
    ),
    "price-in-four-decimals": PLAIN.but(
        rows=(Row(amount="41.15", quantity="3", price="13.7167", unit="HUR"),)
    ),
    "quantity-in-parts": PLAIN.but(rows=(Row(amount="6000.00", quantity="0.4", price="15000"),)),
    "allowance": PLAIN.but(adjustments=((False, "100.00", "E", "0"),)),
    "charge": PLAIN.but(adjustments=((True, "25.50", "E", "0"),)),
    "allowance-and-charge": PLAIN.but(
        adjustments=((False, "100.00", "E", "0"), (True, "25.50", "E", "0"))
    ),
    "allowance-on-a-line": PLAIN.but(
        rows=(Row(amount="5900.00", price="6000.00", extra=adjustment(False, "100.00")),)
    ),
    "charge-on-a-line": PLAIN.but(
        rows=(Row(amount="6010.00", price="6000.00", extra=adjustment(True, "10.00")),)
    ),
    "taxed": PLAIN.but(rows=(TAXED,), vat="NL123456789B13"),
    "exempt-and-taxed": PLAIN.but(rows=(Row(), TAXED)),
    "three-rates": PLAIN.but(rows=(Row(), TAXED, LOW)),
    "tax-rounded-up": PLAIN.but(rows=(replace(TAXED, amount="0.50", price="0.50"),)),
    "exempt-with-code": PLAIN.but(
        swaps=(
            (
                f"<cbc:TaxExemptionReason>{GROUND}</cbc:TaxExemptionReason>",
                "<cbc:TaxExemptionReasonCode>VATEX-EU-132-1I</cbc:TaxExemptionReasonCode>",
            ),
        )
    ),
    "zero-rated": PLAIN.but(rows=(Row(category="Z"),)),
    "reverse-charge": PLAIN.but(rows=(Row(category="AE"),), grounds={"AE": "Btw verlegd"}),
    "outside-vat": PLAIN.but(rows=(Row(category="O", rate=""),), grounds={"O": "Geen btw"}),
    "period": PLAIN.but(head=period("2026-10-01", "2026-10-31")),
    "period-of-a-line": PLAIN.but(rows=(Row(extra=period("2026-10-01", "2026-10-31")),)),
    "references": PLAIN.but(
        head=term("BuyerReference", "Inkoop")
        + reference("OrderReference", "O-1")
        + reference("ContractDocumentReference", "C-2026-001")
        + reference("AdditionalDocumentReference", "202610-12345678", "130")
    ),
    "placement-as-object": PLAIN.but(rows=(Row(extra=about("TV-2026-0001")),)),
    "placement-as-property": PLAIN.but(rows=(Row(item=property_of("Plaatsing", "TV-2026-0001")),)),
    "placement-in-words": PLAIN.but(rows=(Row(description="Start van TV-2026-0001"),)),
    "attachment": PLAIN.but(head=attachment("urenstaat.pdf")),
    "large-attachment": PLAIN.but(head=attachment("bijlage.pdf", PDF * 100_000)),
    "other-prefixes": PLAIN.but(prefixes=("inv", "ns2", "ns3")),
    "default-prefix-for-none": PLAIN.but(prefixes=("ubl", "x", "y"), kind="CreditNote"),
    "several-numbers": PLAIN.but(
        supplier=(("0106", "12345678"), ("0190", "00000001123456789000")), vat="NL 1234.56.789.B13"
    ),
    "comments-and-instructions": PLAIN.but(
        declaration='<?xml version="1.0"?>\n<!-- gemaakt door Boek&Co -->\n<?stijl kaal?>\n'
    ),
    "byte-order-mark": PLAIN.but(declaration='\ufeff<?xml version="1.0" encoding="utf-8"?>\n'),
    "paid-in-advance": PLAIN.but(prepaid="1000.00"),
}
"""By what is particular about each."""

# --- And those that are not -----------------------------------------------------------------------

LAUGHS = "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' if level else '<!ENTITY l0 "ha">'
    for level in range(10)
)
EXTERNAL = '<!DOCTYPE Invoice [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "text": b"Beste regio, hierbij onze factuur.",
    "zip": b"PK\x03\x04" + b"\x00" * 40,
    "pdf": PDF,
    "html": b"<!DOCTYPE html><html><body>Factuur</body></html>",
    "html-without-type": b"<html><body>Factuur</body></html>",
    "billion-laughs": PLAIN.text()
    .replace("?>\n", f"?>\n<!DOCTYPE Invoice [{LAUGHS}]>\n", 1)
    .replace("F-2026-001", "&l9;")
    .encode(),
    "external-entity": PLAIN.text()
    .replace("?>\n", f"?>\n{EXTERNAL}", 1)
    .replace("F-2026-001", "&x;")
    .encode(),
    "type-after-comment": PLAIN.text()
    .replace("?>\n", '?>\n<!-- a -->\n<!DOCTYPE Invoice SYSTEM "http://boekhouder.example/x">', 1)
    .encode(),
    "entity-without-type": PLAIN.text().replace("F-2026-001", "&geheim;").encode(),
    "cut-off": PLAIN.xml()[:-200],
    "two-documents": PLAIN.xml() + PLAIN.xml().partition(b"\n")[2],
    "utf-16": PLAIN.text().replace("UTF-8", "UTF-16").encode("utf-16"),
    "latin-1": PLAIN.text().replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "not-utf-8": PLAIN.text().replace("Brug", "Brüg").encode("latin-1"),
    "endless-comment": b"<?xml version='1.0'?><!-- " + b"a" * 200_000,
    "deep": PLAIN.text()
    .replace("<cbc:ID>F-2026-001", "<cbc:Note>" * 60 + "</cbc:Note>" * 60 + "<cbc:ID>F-2026-001")
    .encode(),
    "other-xml": b"<?xml version='1.0'?><Bestelling><Nummer>1</Nummer></Bestelling>",
    "cii": b"<rsm:CrossIndustryInvoice xmlns:rsm='urn:un:unece:uncefact:data:standard:"
    b"CrossIndustryInvoice:100'/>",
    "ubl-without-namespace": b"<Invoice><ID>1</ID></Invoice>",
    "no-lines": PLAIN.but(rows=()).xml(),
    "no-number": PLAIN.but(number="").xml(),
    "no-date": PLAIN.but(issued_on="").xml(),
    "impossible-date": PLAIN.but(issued_on="2026-02-30").xml(),
    "amount-in-words": PLAIN.but(
        swaps=((">6000.00</cbc:PayableAmount", ">zes</cbc:PayableAmount"),)
    ).xml(),
    "comma-in-amount": PLAIN.but(
        swaps=((">6000.00</cbc:PayableAmount", ">6000,00</cbc:PayableAmount"),)
    ).xml(),
    "exponent": PLAIN.but(
        swaps=((">6000.00</cbc:PayableAmount", ">6E3</cbc:PayableAmount"),)
    ).xml(),
    "endless-amount": PLAIN.but(
        swaps=((">6000.00</cbc:PayableAmount", f">{'9' * 400}</cbc:PayableAmount"),)
    ).xml(),
    "no-number-at-all": PLAIN.but(
        swaps=((">6000.00</cbc:PayableAmount", ">NaN</cbc:PayableAmount"),)
    ).xml(),
}
"""What is refused before there is an invoice, by what it is."""
