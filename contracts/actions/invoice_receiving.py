"""Take an invoice in: read it, find out whose it is, check it, and compare it with what is due."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import providers_of, regions_of
from accounts.enums import Permission
from accounts.models import ApiToken, Region, User
from config.shared.errors import Refused
from config.shared.identifiers import personal_numbers
from config.shared.legible import file_name
from config.shared.scanning import refuse_infected
from config.shared.uploads import too_large
from contracts.actions.invoice_matching import match_invoice
from contracts.enums import FindingLevel
from contracts.enums.payments import InvoiceLineKind, InvoiceSource
from contracts.invoices import MAXIMUM_BYTES, Adjustment, Flaw, Line, Paper, flaws_of, read_invoice
from contracts.invoices.buyers import buyer_of, flaws_of_buyer
from contracts.invoices.shapes import Party
from contracts.models import Contract, Invoice, InvoiceFinding, InvoiceLine, Statement
from contracts.notices_invoices import tell_received, tell_turned_down
from contracts.workflows import INVOICE
from providers.models import Provider

STEM = 20
"""So many signs of the digest name the file in the store."""


@dataclass(frozen=True, slots=True)
class Sender:
    """How and by whom an invoice came in; `by` None is a command."""

    by: User | None
    source: InvoiceSource
    token: ApiToken | None = None


def receive_invoice(
    *, file: File, region: Region | None = None, sender: Sender, at: datetime
) -> Invoice:
    """Keep the e-invoice in `file`, checked and compared; it comes back checked or refused.

    Without a region it is that of the contract or statement that the invoice names, else the only
    one with which the seller has contracts, or of those the one whose number the buyer has.
    Refused, with nothing kept: what cannot be read, a seller that is not known or not the sender's
    own, an invoice that is here already, and one in which something like a BSN stands.
    """
    if (file.size or 0) > MAXIMUM_BYTES:
        raise too_large(file_name(file.name or ""), MAXIMUM_BYTES)
    refuse_infected(file)
    file.seek(0)
    paper = read_invoice(file)
    _refuse_personal_numbers(paper)
    provider = _provider_of(paper, sender.by)
    with transaction.atomic():
        Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
        invoice = _drafted(paper, provider, region, sender.by)
        invoice.source, invoice.token = sender.source, sender.token
        invoice.received_at, invoice.received_by = at, sender.by
        _keep_file(invoice, file)
        _add_lines(invoice, paper)
        flaws = [
            *flaws_of(paper),
            *flaws_of_buyer(paper.customer, buyer_of(invoice.region)),
            *_likenesses(invoice),
        ]
        return _judged(invoice, flaws, sender, at)


def _refuse_personal_numbers(paper: Paper) -> None:
    """No BSN comes in with an invoice; numbers of organisations and invoices are not looked at."""
    for line in paper.lines:
        if personal_numbers(line.text):
            raise Refused(
                _(
                    "Line %(number)s holds a 9-digit number that can be a BSN. Name learners by "
                    "the reference of their placement."
                )
                % {"number": line.number}
            )
    for adjustment in paper.adjustments:
        if personal_numbers(adjustment.reason):
            raise Refused(_("The reason of an allowance or charge holds a number like a BSN."))


# --- Whose it is ----------------------------------------------------------------------------------


def _provider_of(paper: Paper, by: User | None) -> Provider:
    """The seller, by its KvK number; Refused for one that is not known or not the sender's."""
    found = Provider.objects.filter(kvk_number=paper.supplier.kvk).first()
    if found is None and not paper.supplier.kvk:
        found = _only_one(Provider.objects.filter(legal_name__iexact=paper.supplier.name))
    if found is None:
        words = {"name": paper.supplier.name, "kvk": paper.supplier.kvk or "-"}
        raise Refused(
            _("The seller is not known here: %(name)s, KvK number %(kvk)s.") % words, field="file"
        )
    if (
        by is not None
        and not by.may(Permission.INVOICE_HANDLE)
        and found.pk not in providers_of(by)
    ):
        raise Refused(_("This is an invoice of another organisation."), field="file")
    return found


def _only_one(rows: Any) -> Any:
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def _drafted(paper: Paper, provider: Provider, region: Region | None, by: User | None) -> Invoice:
    """The invoice with what it is about, not saved."""
    contract = _contract_of(paper, provider, region)
    statement = _statement_of(paper, provider, region)
    owner = region or _region_of(provider, contract or statement, paper.customer)
    if by is not None and by.may(Permission.INVOICE_HANDLE) and owner.pk not in regions_of(by):
        raise Refused(_("You do not act for this region."), field="region")
    if not Contract.objects.filter(region=owner, provider=provider).exists():
        raise Refused(_("The seller has no contract with this region."), field="region")
    sign, totals, references = paper.sign, paper.totals, paper.references
    return Invoice(
        region=owner,
        provider=provider,
        contract=contract,
        statement=statement,
        kind=paper.kind.value,
        number=paper.number,
        issued_on=paper.issued_on,
        due_on=paper.due_on,
        first_on=paper.first_on,
        last_on=paper.last_on,
        currency=paper.currency,
        supplier_name=paper.supplier.name,
        supplier_kvk=paper.supplier.kvk,
        supplier_oin=paper.supplier.oin,
        supplier_vat=paper.supplier.vat,
        buyer_name=paper.customer.name,
        buyer_kvk=paper.customer.kvk,
        buyer_oin=paper.customer.oin,
        contract_reference=references.contract,
        order_reference=references.order,
        statement_reference=references.statement,
        preceding_number=references.preceding,
        note=paper.note,
        amount_excl=sign * totals.excl,
        amount_vat=sign * totals.tax,
        amount_payable=sign * totals.payable,
    )


def _contract_of(paper: Paper, provider: Provider, region: Region | None) -> Contract | None:
    """The one contract of the provider whose reference the invoice gives."""
    named = {paper.references.contract, paper.references.order} - {""}
    rows = Contract.objects.filter(provider=provider, reference__in=named)
    found: Contract | None = _only_one(rows.filter(region=region) if region else rows)
    return found


def _statement_of(paper: Paper, provider: Provider, region: Region | None) -> Statement | None:
    named = {paper.references.statement, paper.references.buyer, paper.references.order} - {""}
    rows = Statement.objects.filter(provider=provider, number__in=named)
    found: Statement | None = _only_one(rows.filter(region=region) if region else rows)
    return found


def _region_of(provider: Provider, about: Contract | Statement | None, buyer: Party) -> Region:
    if about:
        return about.region
    regions = Region.objects.filter(contracts__provider=provider).distinct()
    numbered = Q(kvk_number=buyer.kvk) & ~Q(kvk_number="") | Q(oin=buyer.oin) & ~Q(oin="")
    found: Region | None = _only_one(regions) or _only_one(regions.filter(numbered))
    if found is None:
        raise Refused(
            _("Say for which region this invoice is, or let it name a contract."), field="region"
        )
    return found


# --- Keeping it -----------------------------------------------------------------------------------


def _keep_file(invoice: Invoice, file: File) -> None:
    """Store the document under a name of ours; Refused when it is here already."""
    file.seek(0)
    invoice.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    invoice.size = file.size or 0
    invoice.filename = file_name(file.name or "")
    _refuse_doubles(invoice)
    file.seek(0)
    invoice.file.save(f"{invoice.sha256[:STEM]}.xml", file, save=False)
    invoice.save(force_insert=True)


def _refuse_doubles(invoice: Invoice) -> None:
    standing = Invoice.objects.standing().filter(provider=invoice.provider)
    if standing.filter(sha256=invoice.sha256).exists():
        raise Refused(_("This invoice is already here."), field="file")
    if standing.filter(number__iexact=invoice.number).exists():
        raise Refused(
            _("An invoice of this seller with number %(number)s is already here.")
            % {"number": invoice.number},
            field="file",
        )


def _likenesses(invoice: Invoice) -> Iterator[Flaw]:
    """The same amount on the same day under another number is worth a look."""
    alike = Invoice.objects.standing().exclude(pk=invoice.pk)
    alike = alike.filter(
        provider=invoice.provider,
        amount_payable=invoice.amount_payable,
        issued_on=invoice.issued_on,
    )
    for other in alike.order_by("pk"):
        sentence = _("Invoice %(number)s has the same amount and date.") % {"number": other.number}
        yield Flaw("TR-05", sentence, is_error=False)


def _add_lines(invoice: Invoice, paper: Paper) -> None:
    """Lines, then allowances and charges, which together are the total."""
    rows = [_line(paper.sign, line) for line in paper.lines]
    rows += [_adjustment(paper.sign, each) for each in paper.adjustments]
    for position, row in enumerate(rows, 1):
        row.invoice, row.position = invoice, position
    InvoiceLine.objects.bulk_create(rows, batch_size=2_000)


def _line(sign: int, line: Line) -> InvoiceLine:
    return InvoiceLine(
        kind=InvoiceLineKind.LINE,
        number=line.number,
        name=line.name,
        description=" ".join(filter(None, (line.description, line.note))),
        quantity=line.quantity,
        unit_code=line.unit,
        price=line.price / line.base_quantity,
        amount=sign * line.amount,
        tax_category=line.category,
        tax_rate=line.rate,
        exemption=line.exemption,
        object_reference=line.object_id,
        first_on=line.first_on,
        last_on=line.last_on,
    )


def _adjustment(sign: int, adjustment: Adjustment) -> InvoiceLine:
    kind = InvoiceLineKind.CHARGE if adjustment.is_charge else InvoiceLineKind.ALLOWANCE
    return InvoiceLine(
        kind=kind,
        name=adjustment.reason or str(kind.label),
        quantity=1,
        price=adjustment.effect,
        amount=sign * adjustment.effect,
        tax_category=adjustment.category,
        tax_rate=adjustment.rate,
    )


def _judged(invoice: Invoice, flaws: Iterable[Flaw], sender: Sender, at: datetime) -> Invoice:
    """Write down what is wrong; refuse the invoice for an error, else compare it with costs."""
    INVOICE.record_created(invoice, by=sender.by, at=at)
    findings = [_finding(invoice, flaw) for flaw in flaws]
    InvoiceFinding.objects.bulk_create(findings)
    errors = [each.message for each in findings if each.level == FindingLevel.ERROR]
    if errors:
        sentence = ngettext(
            "%(count)s thing is wrong in the invoice.",
            "%(count)s things are wrong in the invoice.",
            len(errors),
        )
        reason = sentence % {"count": len(errors)}
        refused = INVOICE.apply(invoice, "turn_down", by=None, at=at, reason=reason)
        tell_turned_down(refused, errors, at=at)
        return refused
    checked = INVOICE.apply(invoice, "check", by=None, at=at)
    match_invoice(checked)
    tell_received(checked, at=at)
    return checked


def _finding(invoice: Invoice, flaw: Flaw) -> InvoiceFinding:
    level = FindingLevel.ERROR if flaw.is_error else FindingLevel.WARNING
    return InvoiceFinding(
        invoice=invoice,
        level=level,
        code=flaw.code,
        line_number=flaw.line,
        message=flaw.sentence,
    )
