"""Forms of amendments: the ground, the copy of the contract part by part, and conflicts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Gemeente
from config.shared.forms import PageForm, PageModelForm
from contracts.amending.conflicts import conflict_label, versions
from contracts.amending.diff import Names
from contracts.amending.fields import BAND, TARIFFS, Field, Kind, Section, read, stored
from contracts.amending.grounds import Statement
from contracts.amending.merge import Conflict, Side
from contracts.amending.paths import Key, Value
from contracts.models import Amendment

SPARE_BANDS = 2
FIRST_BAND = 2
LONG = 200


class AmendmentForm(PageModelForm):
    """What an amendment is called and from when it works."""

    class Meta:
        model = Amendment
        fields = ("title", "effective_on")
        help_texts = {
            "title": gettext_lazy("In a few words: “Twenty places more in 2027”."),
            "effective_on": gettext_lazy("New prices begin on this day or later."),
        }


class GroundForm(PageModelForm):
    """The ground, what is declared about the change, and why it is made."""

    statements = forms.MultipleChoiceField(
        label=gettext_lazy("What holds for this change?"),
        choices=Statement,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Amendment
        fields = ("reason_code", "statements", "clause", "change_amount", "explanation")
        help_texts = {
            "clause": gettext_lazy("For ground c: which clause foresees the change."),
            "change_amount": gettext_lazy(
                "Empty: the difference between the maximum values. Below nought when the contract "
                "becomes cheaper."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].required = True
        self.fields["explanation"].required = True
        self.initial["statements"] = list(self.instance.statements)


class NoticeForm(PageForm):
    """The modification notice as it was published."""

    notice_number = forms.CharField(label=gettext_lazy("Number of the notice"), max_length=40)
    notice_on = forms.DateField(label=gettext_lazy("Published on"))


# --- One part of the copy -------------------------------------------------------------------------


def _decimal(digits: int, places: int, **limits: Any) -> forms.Field:
    return forms.DecimalField(max_digits=digits, decimal_places=places, min_value=0, **limits)


_FIELDS: Mapping[Kind, Callable[[Field], forms.Field]] = {
    Kind.DAY: lambda field: forms.DateField(),
    Kind.EURO: lambda field: _decimal(12, 2),
    Kind.PRICE: lambda field: _decimal(12, 4),
    Kind.PERCENTAGE: lambda field: _decimal(5, 2, max_value=100),
    Kind.FIGURE: lambda field: _decimal(7, 2),
    Kind.COUNT: lambda field: forms.IntegerField(min_value=0, max_value=32_767),
    Kind.YEAR: lambda field: forms.IntegerField(min_value=1990, max_value=2100),
    Kind.YES_NO: lambda field: forms.BooleanField(),
    Kind.TEXT: lambda field: forms.CharField(max_length=LONG),
}


def form_field(field: Field, choices: Any = ()) -> forms.Field:
    """The form field for one fact; `choices` are those of a NAME."""
    if field.kind in _FIELDS:
        made = _FIELDS[field.kind](field)
    else:
        codes = field.choices.choices if field.choices else choices
        empty = [] if field.is_required else [("", field.unfilled)]
        made = forms.ChoiceField(choices=[*empty, *codes])
    made.label = capfirst(str(field.label))
    made.required = field.is_required and field.kind != Kind.YES_NO
    return made


class _MadeForm(PageForm):
    """A form whose fields follow from the object it is about."""

    def __init__(self, *args: Any, made: Mapping[str, forms.Field], **kwargs: Any) -> None:
        vars(self)["base_fields"] = {**self.base_fields, **made}
        super().__init__(*args, **kwargs)


class PartForm(_MadeForm):
    """One part of the contract; its keys are asked for a new part only."""

    def __init__(
        self,
        *args: Any,
        section: Section,
        standing: Mapping[str, Value] | None,
        providers: Any = (),
        **kwargs: Any,
    ) -> None:
        self.section = section
        self.is_new = standing is None
        bands = _bands(standing or {}) if section is TARIFFS else []
        self.asked = [*(section.keys if self.is_new else ()), *section.fields, *bands]
        made = {field.name: form_field(field, providers) for field in self.asked}
        for field in self.asked:
            made[field.name].initial = read(field.kind, (standing or {}).get(field.name))
        if section is TARIFFS:
            made |= _new_bands()
        super().__init__(*args, made=made, **kwargs)

    def clean(self) -> dict[str, Any]:
        """A new band has a number and a price."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, SPARE_BANDS + 1):
            pair = cleaned.get(f"from_{number}"), cleaned.get(f"price_{number}")
            if (pair[0] is None) != (pair[1] is None):
                self.add_error(f"price_{number}", _("Give the number and the price of a band."))
        return cleaned

    def key(self) -> Key:
        """What tells a new part apart."""
        return tuple(
            str(stored(field.kind, self.cleaned_data[field.name]) or "")
            for field in self.section.keys
        )

    def facts(self) -> dict[str, Value | None]:
        """The facts as the copy keeps them."""
        keys = {field.name for field in self.section.keys} if self.is_new else set()
        found = {
            field.name: stored(field.kind, self.cleaned_data[field.name])
            for field in self.asked
            if field.name not in keys
        }
        return found | dict(self._typed_bands())

    def _typed_bands(self) -> Iterator[tuple[str, Value | None]]:
        for number in range(1, SPARE_BANDS + 1):
            begins = self.cleaned_data.get(f"from_{number}")
            if begins is not None:
                price = self.cleaned_data[f"price_{number}"]
                yield f"{BAND}{begins}", stored(Kind.PRICE, price)


def _bands(standing: Mapping[str, Value]) -> list[Field]:
    names = [name for name in standing if name.startswith(BAND)]
    return [
        TARIFFS.field(name) for name in sorted(names, key=lambda name: int(name.removeprefix(BAND)))
    ]


def _new_bands() -> dict[str, forms.Field]:
    """Room for more bands, each a number and a price."""
    made: dict[str, forms.Field] = {}
    for number in range(1, SPARE_BANDS + 1):
        made[f"from_{number}"] = forms.IntegerField(
            label=_("New band from number"), min_value=FIRST_BAND, required=False
        )
        made[f"price_{number}"] = form_field(
            Field(f"price_{number}", _("price in that band"), Kind.PRICE)
        )
    return made


class NewPriceForm(PartForm):
    """The price that follows a standing one, with the day from which it holds."""

    first_on = forms.DateField(label=gettext_lazy("New price from"))

    def __init__(self, *args: Any, effective_on: date, **kwargs: Any) -> None:
        super().__init__(*args, section=TARIFFS, **kwargs)
        self.fields["first_on"].initial = effective_on


class GemeentenForm(_MadeForm):
    """Which gemeenten of the region take part."""

    def __init__(self, *args: Any, gemeenten: Iterable[Gemeente], **kwargs: Any) -> None:
        choices = [(each.code, each.name) for each in gemeenten]
        box = forms.MultipleChoiceField(
            label=_("Participating gemeenten"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
        )
        super().__init__(*args, made={"gemeenten": box}, **kwargs)


class DivisionForm(_MadeForm):
    """How the seats of one line are divided over the gemeenten that take part."""

    def __init__(
        self,
        *args: Any,
        gemeenten: Iterable[Gemeente],
        standing: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        made = {
            each.code: forms.IntegerField(
                label=each.name, min_value=0, initial=standing.get(each.code, 0)
            )
            for each in gemeenten
        }
        self.codes = list(made)
        super().__init__(*args, made=made, **kwargs)

    def numbers(self) -> dict[str, int]:
        """Seats by the code of the gemeente."""
        return {code: self.cleaned_data[code] for code in self.codes}


class ConflictForm(_MadeForm):
    """A choice for each place that both the contract and the amendment changed."""

    def __init__(
        self, *args: Any, conflicts: Iterable[Conflict], names: Names, **kwargs: Any
    ) -> None:
        found = {f"choice_{place}": each for place, each in enumerate(conflicts)}
        self.paths = {name: each.path for name, each in found.items()}
        made = {
            name: forms.ChoiceField(
                label=conflict_label(each, names),
                choices=conflict_choices(each, names),
                widget=forms.RadioSelect,
            )
            for name, each in found.items()
        }
        super().__init__(*args, made=made, **kwargs)

    def choices(self) -> dict[str, Side]:
        """By path whose version stands."""
        return {path: Side(self.cleaned_data[name]) for name, path in self.paths.items()}


def conflict_choices(conflict: Conflict, names: Names) -> list[tuple[str, str]]:
    """Both versions in words."""
    mine, theirs = versions(conflict, names)
    return [
        (Side.MINE.value, _("This amendment: %(value)s") % {"value": mine}),
        (Side.THEIRS.value, _("The contract as it is now: %(value)s") % {"value": theirs}),
    ]
