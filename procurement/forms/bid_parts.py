"""All parts of a bid together: what each still lacks, what the whole says, and how it reads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from config.shared.display import money, number
from config.shared.money import cents
from procurement.actions import (
    Content,
    LotTerms,
    Shortcoming,
    sentences_on_lots,
    terms_of,
)
from procurement.bid_content import Prices, Quality, compared_price
from procurement.bid_drafts import CONTACT, DECLARATION, PARTNERS, Working, lot_part
from procurement.forms.bids import (
    ContactForm,
    DeclarationForm,
    LotOfferForm,
    PartForm,
    PartnersForm,
)
from procurement.models import Tender

ATTACHMENTS = "attachments"


@dataclass(frozen=True, slots=True)
class Section:
    """A part as it reads: label and value of everything that was filled in."""

    title: str
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A line of the price table with what it comes to in a year, in euro excl. VAT."""

    label: str
    price: Decimal
    quantity: int
    amount: Decimal


class BidParts:
    """The form of a bid on `tender`, filled with a working copy."""

    def __init__(self, tender: Tender, working: Working) -> None:
        self.tender, self.working = tender, working
        self.terms = terms_of(tender)

    @cached_property
    def lots(self) -> dict[str, LotTerms]:
        """What each lot asks, by the name of its part."""
        return {lot_part(terms.lot.number): terms for terms in self.terms}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of each part that is a form, in their order."""
        return {
            CONTACT: _("Contact"),
            DECLARATION: _("Own declaration (UEA)"),
            PARTNERS: _("Consortium and subcontractors"),
            **{name: _("Lot %(lot)s") % {"lot": terms.lot} for name, terms in self.lots.items()},
        }

    @cached_property
    def filled(self) -> dict[str, PartForm]:
        """Each part with its working copy, judged."""
        return {name: self.bound(name) for name in self.titles}

    def bound(self, name: str) -> PartForm:
        """A part, filled with its working copy and judged."""
        return self.form(name, self._shown(name))

    def open(self, name: str) -> PartForm:
        """A part, filled with its working copy and not judged yet."""
        return self.form(name, initial=self._shown(name))

    def form(self, name: str, data: Mapping[str, Any] | None = None, **kwargs: Any) -> PartForm:
        """A part with what was typed in it; KeyError for a part that does not exist."""
        if name in self.lots:
            return LotOfferForm(data, terms=self.lots[name], **kwargs)
        forms_by_part: dict[str, type[PartForm]] = {
            CONTACT: ContactForm,
            DECLARATION: DeclarationForm,
            PARTNERS: PartnersForm,
        }
        return forms_by_part[name](data, **kwargs)

    def _shown(self, name: str) -> dict[str, str]:
        typed = self.working.fields(name)
        return self.form(name, initial=typed).shown(typed)

    # --- What is missing ----------------------------------------------------------------------

    @cached_property
    def shortcomings(self) -> list[Shortcoming]:
        """Everything that keeps the bid from being submitted, in the order of the form."""
        of_parts = [one for name in self.titles for one in self.lacking(name)]
        of_lots = sentences_on_lots(self.tender, self.entered)
        first = next(iter(self.lots), CONTACT)
        return [*of_parts, *(Shortcoming(first, "enter", sentence) for sentence in of_lots)]

    def lacking(self, name: str) -> list[Shortcoming]:
        """What one part still lacks."""
        form = self.filled[name]
        return [
            Shortcoming(name, field, _named(form, field, str(sentence)))
            for field, sentences in form.errors.items()
            for sentence in sentences
        ]

    @cached_property
    def entered(self) -> list[int]:
        """The numbers of the lots that are bid on."""
        return [form.terms.lot.number for form in self.offers]

    @property
    def offers(self) -> list[LotOfferForm]:
        """The parts of the lots that are bid on."""
        return [
            form
            for form in self.filled.values()
            if isinstance(form, LotOfferForm) and form.is_entered
        ]

    # --- The whole ----------------------------------------------------------------------------

    def content(self) -> Content:
        """The whole bid; call it when there are no shortcomings."""
        said = {key: one for form in self.filled.values() for key, one in form.said().items()}
        quality = Quality(
            tender=self.tender.reference,
            lots=[form.offer() for form in self.offers],
            attachments=self.working.attachments,
            **said,
        )
        tables = [form.price_table() for form in self.offers]
        return Content(quality, [table for table in tables if table])

    def sections(self) -> list[Section]:
        """The whole bid as it reads: on the page before submitting, and on paper."""
        found = [Section(self.titles[name], list(_rows(self.filled[name]))) for name in self.titles]
        files = [
            (file.name, _("%(size)s bytes") % {"size": number(file.size)})
            for file in self.working.attachments
        ]
        return [*found, Section(_("Attachments"), files)]


def price_rows(terms: LotTerms, table: Prices) -> list[PriceRow]:
    """What each line of the price table comes to in a year."""
    lot = terms.lot
    rows = [(lot.get_price_unit_display(), table.price, lot.expected)]
    rows += [(line.description, table.lines[line.number], line.quantity) for line in terms.lines]
    return [
        PriceRow(label, price, quantity, cents(price * quantity)) for label, price, quantity in rows
    ]


def price_per_unit(terms: LotTerms, table: Prices) -> Decimal:
    """The price of the whole table per unit of the lot: what is compared."""
    lines = [(table.lines[line.number], line.quantity) for line in terms.lines]
    return compared_price(table.price, terms.lot.expected, lines)


def _named(form: PartForm, field: str, sentence: str) -> str:
    return f"{form.fields[field].label}: {sentence}" if field in form.fields else sentence


def _rows(form: PartForm) -> Iterator[tuple[str, str]]:
    if isinstance(form, LotOfferForm) and not form.is_entered:
        yield _("We bid on this lot"), _("No")
        return
    for name, field in form.fields.items():
        value = form.read.get(name)
        if value not in (None, "", False):
            yield str(field.label), _value(field, value)
    if isinstance(form, LotOfferForm) and (table := form.price_table()):
        amounts = price_rows(form.terms, table)
        yield _("Together a year (excl. VAT)"), money(sum(row.amount for row in amounts))
        yield _("Price that is compared"), money(price_per_unit(form.terms, table), places=4)


def _value(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        labels: dict[str, Any] = dict(field.widget.choices)
        return str(labels[value])
    if isinstance(value, bool):
        return _("Yes")
    if isinstance(value, Decimal):
        return money(value, places=4)
    return number(value) if isinstance(value, int) else str(value)
