"""The form of a bid, in parts: contact, declaration, partners, and one part per lot.

What is typed is kept as the working copy, complete or not; a part that is valid has everything that
submitting asks of it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import localize_input
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.errors import Refused
from config.shared.forms import PageForm, use_native_widgets
from procurement.actions import (
    PRICE,
    LotTerms,
    answer_field,
    line_field,
    shortcomings_of_answers,
    shortcomings_of_offer,
    shortcomings_of_prices,
    words_in,
)
from procurement.bid_content import LotOffer, Partner, Prices
from procurement.enums import PartnerRole
from procurement.espd import STATEMENTS, Answer, Section, Statement, unanswered
from procurement.models import AwardCriterion
from providers.models import Provider

ANSWER_ROWS, TEXT_ROWS = 12, 3
MOST_PARTNERS = 12
SPARE_PARTNERS = 2
"""Empty rows that wait below the partners that were filled in."""


class FilesField(forms.FileField):
    """Several files at once; the value is a list of SealedUpload, of which none was refused."""

    widget = forms.ClearableFileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_ManyFiles(), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """What each file is refused for stands together."""
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        said = [sentence for file in data for sentence in _refusal(file)]
        if said:
            raise forms.ValidationError(said)
        return list(data)


def _refusal(file: Any) -> list[str]:
    """Why a file was not kept: who reads such a file is told."""
    try:
        file.read()
    except Refused as refused:
        return refused.messages
    return []


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PartForm(PageForm):
    """A part of a bid. Fields that are made here are named optional only where they say so."""

    def add(self, name: str, field: forms.Field) -> None:
        """Add a field, with the widgets that all forms have."""
        use_native_widgets([field])
        self.fields[name] = field

    read: Mapping[str, Any] = {}
    """What could be read, whether it is enough or not."""

    def clean(self) -> dict[str, Any]:
        """Remember what was read, then judge it as a whole."""
        self.read = dict(self.cleaned_data)
        self.judge()
        return self.cleaned_data

    def judge(self) -> None:
        """Refuse what is not complete yet."""

    def said(self) -> dict[str, Any]:
        """What the part brings to the quality envelope, by the field of Quality."""
        return {}

    def typed(self) -> dict[str, str]:
        """What was typed, as the working copy keeps it: figures in one notation for all languages.

        A figure that could not be read is left out, as it might be read differently later.
        """
        self.full_clean()
        return {name: text for name in self.fields if (text := self._text(name))}

    def shown(self, typed: Mapping[str, str]) -> dict[str, str]:
        """A working copy as the fields show it: figures in the reader's notation."""
        return {
            name: localize_input(Decimal(text)) if self._is_price(name) else text
            for name, text in typed.items()
            if name in self.fields
        }

    def _text(self, name: str) -> str:
        if not isinstance(self.fields[name], forms.IntegerField):  # DecimalField is one too
            return str(self.data.get(self.add_prefix(name), ""))
        value = self.read.get(name)
        return "" if value is None else f"{value:f}" if self._is_price(name) else str(value)

    def _is_price(self, name: str) -> bool:
        return isinstance(self.fields[name], forms.DecimalField)

    def refuse(self, found: Mapping[str, Any]) -> None:
        """Put each sentence at its field, unless that could not even be read."""
        for name, sentence in found.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)


class ContactForm(PartForm):
    """With whom the region is in touch about this bid."""

    contact_name = forms.CharField(label=gettext_lazy("Contact"), max_length=120)
    contact_email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy("Letters about this bid go here."),
    )

    def said(self) -> dict[str, Any]:
        """Name and address."""
        return {name: self.read.get(name, "") for name in self.base_fields}


class DeclarationForm(PartForm):
    """The own declaration: an answer to each statement, and an explanation where one is asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for statement in STATEMENTS:
            self.add(statement.key, _yes_or_no(statement))
            self.add(statement.explanation_key, _explanation())

    @property
    def sections(self) -> Iterator[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """Per section its title, and each question with its explanation."""
        for section in Section:
            questions = [
                (self[statement.key], self[statement.explanation_key])
                for statement in STATEMENTS
                if statement.section == section
            ]
            yield str(section.label), questions

    def judge(self) -> None:
        """Nothing may be left open."""
        self.refuse(unanswered(self.read))

    def said(self) -> dict[str, Any]:
        """The answers by key."""
        return {"espd": {key: text for key, text in self.read.items() if text}}


def _yes_or_no(statement: Statement) -> forms.Field:
    return forms.ChoiceField(
        label=_("%(question)s (art. %(article)s Aw 2012)")
        % {"question": statement.question, "article": statement.article},
        choices=Answer.choices,
        widget=forms.RadioSelect,
        required=False,
    )


def _explanation() -> forms.Field:
    return forms.CharField(
        label=_("Explanation"),
        widget=forms.Textarea(attrs={"rows": TEXT_ROWS}),
        required=False,
    )


class PartnersForm(PartForm):
    """Rows of partners; empty ones wait below those that were filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filled = [number for number in range(1, MOST_PARTNERS + 1) if self._is_filled(number)]
        self.rows = min(max(filled, default=0) + SPARE_PARTNERS, MOST_PARTNERS)
        for number in range(1, self.rows + 1):
            for name, field in _partner_fields().items():
                self.add(f"{name}{number}", field)

    def _is_filled(self, number: int) -> bool:
        typed = self.data if self.is_bound else self.initial
        return any(typed.get(f"{name}{number}") for name in ("role", "name", "kvk_number", "part"))

    @property
    def row_fields(self) -> list[tuple[int, list[forms.BoundField]]]:
        """Per row its number and its fields."""
        return [
            (number, [self[f"{name}{number}"] for name in _partner_fields()])
            for number in range(1, self.rows + 1)
        ]

    def judge(self) -> None:
        """A row that was begun names a role and a name."""
        for number in range(1, self.rows + 1):
            if self._is_filled(number):
                self.refuse(self._lacking(number))

    def _lacking(self, number: int) -> dict[str, str]:
        needed = {f"role{number}": _("Choose the role."), f"name{number}": _("Name the partner.")}
        return {name: why for name, why in needed.items() if not self.read.get(name)}

    def said(self) -> dict[str, Any]:
        """The rows that were filled in."""
        partners = [
            Partner(**{name: self.read.get(f"{name}{number}", "") for name in _partner_fields()})
            for number in range(1, self.rows + 1)
            if self._is_filled(number)
        ]
        return {"partners": partners}


def _partner_fields() -> dict[str, forms.Field]:
    kvk_number: Any = Provider._meta.get_field("kvk_number")
    return {
        "role": forms.ChoiceField(
            label=_("Role"), choices=[("", "–"), *PartnerRole.choices], required=False
        ),
        "name": forms.CharField(label=_("Name"), max_length=160, required=False),
        "kvk_number": forms.CharField(
            label=_("KvK number"),
            max_length=8,
            validators=kvk_number.validators,
            required=False,
        ),
        "part": forms.CharField(
            label=_("Part of the work"),
            widget=forms.Textarea(attrs={"rows": TEXT_ROWS}),
            required=False,
        ),
    }


class LotOfferForm(PartForm):
    """What is offered for one lot: capacity, groups, places, prices and answers."""

    CAPACITY = ("offered_places", "group_minimum", "group_maximum", "locations")

    def __init__(self, *args: Any, terms: LotTerms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = terms
        self.add("enter", forms.BooleanField(label=_("We bid on this lot"), required=False))
        for name, field in _capacity_fields().items():
            self.add(name, field)
        for name, label in self._prices():
            self.add(name, _price(label))
        for question in terms.questions:
            self.add(answer_field(question.pk), _answer(question))

    def _prices(self) -> Iterator[tuple[str, str]]:
        """Name and label of each price that is asked."""
        if not self.terms.is_fixed_price:
            unit = self.terms.lot.get_price_unit_display()
            yield PRICE, _("Price %(unit)s (excl. VAT)") % {"unit": unit}
        for line in self.terms.lines:
            unit = line.get_unit_display()
            yield line_field(line.number), f"{line.description} ({unit})"

    @property
    def capacity(self) -> list[forms.BoundField]:
        """The fields on capacity."""
        return [self[name] for name in _capacity_fields()]

    @property
    def prices(self) -> list[forms.BoundField]:
        """The fields of the price table."""
        return [self[name] for name, _label in self._prices()]

    @property
    def questions(self) -> list[tuple[AwardCriterion, forms.BoundField, int]]:
        """Per quality criterion its field, and the words that stand in it."""
        fields = [(one, self[answer_field(one.pk)]) for one in self.terms.questions]
        return [(one, field, words_in(str(field.value() or ""))) for one, field in fields]

    @property
    def is_entered(self) -> bool:
        """Whether the box was ticked that enters this lot."""
        return bool(self.read.get("enter"))

    def judge(self) -> None:
        """Of a lot that is entered everything is asked; of another nothing."""
        if not self.is_entered:
            self.errors.clear()
            return
        asked = (*self.CAPACITY, *(name for name, _label in self._prices()))
        self.refuse(
            {name: _("Fill this in.") for name in asked if self.read.get(name) in (None, "")}
        )
        self.refuse(shortcomings_of_answers(self.terms, self._answers()))
        if self._has(self.CAPACITY):
            self.refuse(shortcomings_of_offer(self.terms, self.offer()))
        if table := self.price_table():
            self.refuse(shortcomings_of_prices(self.terms, table))

    def _has(self, names: Iterable[str]) -> bool:
        return all(self.read.get(name) not in (None, "") for name in names)

    def _answers(self) -> dict[int, str]:
        answers = {one.pk: self.read.get(answer_field(one.pk), "") for one in self.terms.questions}
        return {pk: text for pk, text in answers.items() if text}

    def offer(self) -> LotOffer:
        """What is offered, prices apart."""
        values: dict[str, Any] = {name: self.read.get(name) for name in _capacity_fields()}
        return LotOffer(lot=self.terms.lot.number, answers=self._answers(), **values)

    def price_table(self) -> Prices | None:
        """The prices; None while one of them is missing."""
        asked = [name for name, _label in self._prices()]
        if not self._has(asked):
            return None
        lot, read = self.terms.lot, self.read
        price = lot.ceiling_price if self.terms.is_fixed_price else read[PRICE]
        lines = {line.number: read[line_field(line.number)] for line in self.terms.lines}
        return Prices(lot.tender.reference, lot.number, price, lines)


def _capacity_fields() -> dict[str, forms.Field]:
    return {
        "offered_places": forms.IntegerField(
            label=_("Places offered"),
            min_value=0,
            required=False,
            help_text=_("How many people can be in your lessons at the same time."),
        ),
        "groups_a_year": forms.IntegerField(
            label=_("Groups a year (optional)"), min_value=0, required=False
        ),
        "group_minimum": forms.IntegerField(label=_("Smallest group"), min_value=0, required=False),
        "group_maximum": forms.IntegerField(label=_("Largest group"), min_value=0, required=False),
        "locations": forms.CharField(
            label=_("Locations"),
            widget=forms.Textarea(attrs={"rows": TEXT_ROWS}),
            required=False,
            help_text=_("Where lessons are given: an address on each line."),
        ),
    }


def _price(label: str) -> forms.Field:
    return forms.DecimalField(label=label, max_digits=12, decimal_places=4, required=False)


def _answer(question: AwardCriterion) -> forms.Field:
    """A text with room for an answer; its words are counted while it is typed."""
    attrs: dict[str, Any] = {"rows": ANSWER_ROWS, "data-words": f"words-{question.pk}"}
    attrs["aria-describedby"] = f"question-{question.pk} words-{question.pk}"
    if question.word_limit is not None:
        attrs["data-words-most"] = question.word_limit
    return forms.CharField(label=question.name, widget=forms.Textarea(attrs=attrs), required=False)


class CopyForm(PageForm):
    """A downloaded copy, from which a working copy starts."""

    copy = forms.FileField(label=gettext_lazy("Your copy (a JSON file)"))

    def clean_copy(self) -> Any:
        """What the file says; it is read here, as it may not be kept."""
        try:
            return json.loads(self.cleaned_data["copy"].read())
        except Refused as refused:
            raise forms.ValidationError(refused.messages) from refused
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This file is not the JSON copy of a bid.")) from error


class AttachmentsForm(PageForm):
    """One or more files, each sealed while it came in."""

    uploads = FilesField(label=gettext_lazy("Files"))
