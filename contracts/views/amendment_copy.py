"""Pages on which the copy of a contract is changed, part by part."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from accounts.models import Gemeente
from config.shared.errors import Refused
from config.shared.forms import PageForm
from config.shared.views import ConfirmPage, FormPage
from contracts.actions.amendments import (
    choose_gemeenten,
    continue_tariff,
    divide_seats,
    put_row,
    take_row_out,
)
from contracts.amending.diff import Names, row_label
from contracts.amending.fields import (
    BY_NAME,
    FACTS,
    GEMEENTEN,
    INDEXATION,
    LINES,
    SECTIONS,
    SHARES,
    TARIFFS,
    Section,
)
from contracts.amending.paths import Row, Terms, Value, in_section, parse_row, row_text, rows_of
from contracts.forms.amendments import DivisionForm, GemeentenForm, NewPriceForm, PartForm
from contracts.models import Amendment
from providers.models import Provider

COPY = _("Copy of the contract")
SINGLE = (FACTS.name, INDEXATION.name)
"""Sections with one part at most."""
BESIDE = (SHARES.name, GEMEENTEN.name)
"""Sections that have a page of their own."""


def tab_url(amendment: Amendment, title: Any) -> str:
    """The page of the amendment, open at the tab of that title."""
    return f"{amendment.get_absolute_url()}?tab={slugify(str(title))}#parts"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One part of the copy: its facts in words, and the pages that change it."""

    label: str
    facts: list[tuple[str, str]]
    is_changed: bool
    links: list[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """Parts of one kind, with the page that adds one; empty where none can be added."""

    title: Any
    rows: list[ShownRow]
    add_url: str


def shown_copy(amendment: Amendment) -> list[ShownSection]:
    """The whole copy, in the order in which a contract is read."""
    found = []
    for section in SECTIONS:
        if section.name not in BESIDE:
            rows = in_section(amendment.proposed, section.name)
            shown = [_shown_row(amendment, section, (section.name, key)) for key in sorted(rows)]
            found.append(ShownSection(section.title, shown, _add_url(amendment, section, rows)))
    return [found[0], _shown_gemeenten(amendment), *found[1:]]


def _add_url(amendment: Amendment, section: Section, rows: Any) -> str:
    if section.name in SINGLE and rows:
        return ""
    return reverse("contracts:amendment-part-create", args=[amendment.pk, section.name])


def _shown_gemeenten(amendment: Amendment) -> ShownSection:
    """Who takes part, as one row."""
    codes = [key[0] for key in in_section(amendment.proposed, GEMEENTEN.name)]
    before = [key[0] for key in in_section(amendment.base, GEMEENTEN.name)]
    words = ", ".join(sorted(amendment.names.get(f"gemeente:{code}", code) for code in codes))
    url = reverse("contracts:amendment-gemeenten", args=[amendment.pk])
    row = ShownRow(
        str(_("Participating gemeenten")),
        [(str(_("Participating gemeenten")), words)],
        sorted(codes) != sorted(before),
        [(_("Change"), url)],
    )
    return ShownSection(GEMEENTEN.title, [row], "")


def _shown_row(amendment: Amendment, section: Section, row: Row) -> ShownRow:
    fields = rows_of(amendment.proposed)[row]
    facts = _fact_words(section, fields, amendment.names)
    if section is LINES:
        facts += _division_words(amendment, row)
    return ShownRow(
        row_label(row, amendment.names),
        facts,
        _with_division(amendment.base, row) != _with_division(amendment.proposed, row),
        _links(amendment, row),
    )


def _fact_words(section: Section, fields: dict[str, Value], names: Names) -> list[tuple[str, str]]:
    """Facts that are filled, in the order of the section; numbered ones last."""
    listed = [field.name for field in section.fields]
    ordered = [name for name in listed if name in fields]
    ordered += sorted(fields.keys() - set(listed), key=lambda name: int(name.rpartition("_")[2]))
    found = [(section.field(name), fields[name]) for name in ordered]
    return [(str(field.label), field.text(value, names)) for field, value in found]


def _division_words(amendment: Amendment, row: Row) -> list[tuple[str, str]]:
    shares = in_section(amendment.proposed, SHARES.name)
    return [
        (amendment.names.get(f"gemeente:{key[-1]}", key[-1]), str(fields["number"]))
        for key, fields in sorted(shares.items())
        if key[:-1] == row[1]
    ]


def _with_division(terms: Terms, row: Row) -> dict[Row, dict[str, Value]]:
    """The row, and the shares of it when it is a line."""
    return {
        each: fields
        for each, fields in rows_of(terms).items()
        if each == row or (each[0] == SHARES.name and (LINES.name, each[1][:-1]) == row)
    }


def _links(amendment: Amendment, row: Row) -> list[tuple[Any, str]]:
    pages = [(_("Change"), "part-update")]
    if row[0] == TARIFFS.name:
        pages.insert(0, (_("New price from a day"), "price"))
    if row[0] == LINES.name:
        pages.append((_("Divide"), "division"))
    if row[0] != FACTS.name:
        pages.append((_("Take out"), "part-remove"))
    return [
        (label, reverse(f"contracts:amendment-{name}", args=[amendment.pk, row_text(row)]))
        for label, name in pages
    ]


class CopyPage(FormPage):
    """A page that changes the copy of a draft."""

    model = Amendment
    permission = Permission.CONTRACT_DRAFT
    form_class: Any = PartForm
    success_message = _("The copy of %(object)s is changed.")
    of_section: Section | None = None
    """The only kind of part that the page is for."""

    def scoped_queryset(self) -> Any:
        """With the contract."""
        return super().scoped_queryset().select_related("contract")

    @property
    def terms(self) -> Terms:
        """The copy as it stands."""
        terms: Terms = self.object.proposed
        return terms

    @cached_property
    def row(self) -> Row:
        """The part of the address; 404 when the copy has no such part for this page."""
        row = parse_row(self.kwargs["row"])
        is_of_kind = self.of_section is None or row[0] == self.of_section.name
        if not is_of_kind or row not in rows_of(self.terms):
            raise Http404
        return row

    @property
    def moment(self) -> dict[str, Any]:
        """Who acts on what, and when."""
        return {"amendment": self.object, "by": self.person, "at": timezone.now()}

    def providers(self) -> list[tuple[int, str]]:
        """Who can be the contractor."""
        return [(each.pk, str(each)) for each in Provider.objects.visible_to(self.person)]

    def get_success_url(self, result: Any = None) -> str:
        """Back to the copy."""
        return tab_url(result, COPY)


class PartUpdatePage(CopyPage):
    def get_title(self) -> str:
        """The part by name."""
        return row_label(self.row, self.object.names)

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the part says."""
        told = {
            "section": BY_NAME[self.row[0]],
            "standing": rows_of(self.terms)[self.row],
            "providers": self.providers() if self.row[0] == FACTS.name else (),
        }
        return super().get_form_kwargs() | told

    def perform(self, form: Any) -> Amendment:
        """Let the copy say it."""
        return put_row(row=self.row, fields=form.facts(), **self.moment)


class PartCreatePage(CopyPage):
    @cached_property
    def section(self) -> Section:
        """The section of the address; 404 for one in which nothing is added by hand."""
        section = BY_NAME.get(self.kwargs["section"])
        if section is None or section.name in (*BESIDE, FACTS.name):
            raise Http404
        return section

    def get_title(self) -> str:
        """What is added."""
        return str(_("Add: %(part)s")) % {"part": str(self.section.row).lower()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Empty."""
        return super().get_form_kwargs() | {"section": self.section, "standing": None}

    def get_initial(self) -> dict[str, Any]:
        """From the day of the amendment until the end of the contract."""
        until = self.terms["facts.last_on"]
        return {"first_on": self.object.effective_on.isoformat(), "last_on": until}

    def perform(self, form: Any) -> Amendment:
        """Add it; what stands under the same key is not overwritten."""
        row = (self.section.name, form.key())
        if row in rows_of(self.terms):
            raise Refused(_("The contract has such a part already: change that one."))
        return put_row(row=row, fields=form.facts(), **self.moment)


class PartRemovePage(ConfirmPage, CopyPage):
    form_class = PageForm
    submit_label = _("Take out")

    def get_title(self) -> str:
        """What goes."""
        return str(_("Take out: %(part)s")) % {"part": row_label(self.row, self.object.names)}

    def consequences(self) -> list[Any]:
        """Nothing yet, to the contract itself."""
        return [_("The contract changes once the amendment has been signed by both sides.")]

    def perform(self, form: Any) -> Amendment:
        """Leave it out."""
        return take_row_out(row=self.row, **self.moment)


class NewPricePage(CopyPage):
    """The price that follows a standing one from a day on."""

    form_class = NewPriceForm
    of_section = TARIFFS
    title = _("New price from a day")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Begins with what the standing price says."""
        told = {
            "standing": rows_of(self.terms)[self.row],
            "effective_on": self.object.effective_on,
        }
        return super().get_form_kwargs() | told

    def perform(self, form: Any) -> Amendment:
        """Let it follow."""
        first_on = form.cleaned_data["first_on"]
        return continue_tariff(
            key=self.row[1], first_on=first_on, fields=form.facts(), **self.moment
        )


class GemeentenPage(CopyPage):
    form_class = GemeentenForm
    title = _("Participating gemeenten")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The gemeenten that the person may see, in the region of the contract."""
        return super().get_form_kwargs() | {"gemeenten": Gemeente.objects.visible_to(self.person)}

    def get_initial(self) -> dict[str, Any]:
        """Those that take part."""
        return {"gemeenten": [key[0] for key in in_section(self.terms, GEMEENTEN.name)]}

    def perform(self, form: Any) -> Amendment:
        """Choose."""
        return choose_gemeenten(codes=form.cleaned_data["gemeenten"], **self.moment)


class DivisionPage(CopyPage):
    form_class = DivisionForm
    of_section = LINES
    title = _("Divide the seats over the gemeenten")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Those that take part, with what they have."""
        codes = [key[0] for key in in_section(self.terms, GEMEENTEN.name)]
        told = {
            "gemeenten": Gemeente.objects.filter(code__in=codes).order_by("name"),
            "standing": {
                key[-1]: int(fields["number"])
                for key, fields in in_section(self.terms, SHARES.name).items()
                if key[:-1] == self.row[1]
            },
        }
        return super().get_form_kwargs() | told

    def perform(self, form: Any) -> Amendment:
        """Divide."""
        return divide_seats(key=self.row[1], numbers=form.numbers(), **self.moment)
