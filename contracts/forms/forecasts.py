"""Forms of intake forecasts: what is asked of the outlook, the grid, and the sheet."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Gemeente, Region
from config.shared.forms import PageForm, use_native_widgets
from config.shared.periods import add_months, month_start
from contracts.actions.forecasts import Cell, Expected
from contracts.forms.deliveries import ACCEPTED
from providers.enums import LearningRoute

MONTHS = ((12, "12"), (18, "18"), (24, "24"))
IN_GRID = 6
"""Months side by side, so that a cell keeps room for three numbers."""
MOST = 5_000
_CELL = re.compile(r"(\d{1,4})(?:\s*\(\s*(\d{1,4})\s*[-–]\s*(\d{1,4})\s*\))?")


class OutlookForm(forms.Form):
    """Of which region, and how far ahead."""

    region = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Region"), required=False, empty_label=None
    )
    months = forms.TypedChoiceField(
        label=gettext_lazy("Months ahead"), choices=MONTHS, coerce=int, required=False
    )

    def __init__(self, *args: Any, regions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["region"]
        field.queryset = regions


class GridRangeForm(forms.Form):
    """Which route and which months the grid shows."""

    route = forms.ChoiceField(label=gettext_lazy("Route"), choices=LearningRoute, required=False)
    first = forms.DateField(
        label=gettext_lazy("First month"),
        required=False,
        help_text=gettext_lazy("Any day of the month."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use_native_widgets(self.fields.values())


def grid_months(first: date) -> list[date]:
    """The months of the grid, from that of `first` on."""
    return [add_months(month_start(first), offset) for offset in range(IN_GRID)]


class CellField(forms.CharField):
    """Persons expected: “12”, or “12 (8-16)” with the lowest and the highest number."""

    def to_python(self, value: Any) -> Any:
        """Expected, or None for an empty cell."""
        text = (super().to_python(value) or "").strip()
        if not text:
            return None
        found = _CELL.fullmatch(text)
        if found is None:
            raise forms.ValidationError(
                _("“%(text)s” is no number: write 12, or 12 (8-16).") % {"text": text}
            )
        expected, low, high = (None if part is None else int(part) for part in found.groups())
        return self._bounded(Expected(expected or 0, low, high))

    @staticmethod
    def _bounded(persons: Expected) -> Expected:
        low = persons.expected if persons.low is None else persons.low
        high = persons.expected if persons.high is None else persons.high
        if not low <= persons.expected <= high <= MOST:
            raise forms.ValidationError(
                _("The expected number lies between the lowest and the highest.")
            )
        return persons


def cell_text(persons: Expected) -> str:
    """As a cell is typed."""
    if persons.low is None and persons.high is None:
        return str(persons.expected)
    low = persons.expected if persons.low is None else persons.low
    high = persons.expected if persons.high is None else persons.high
    return f"{persons.expected} ({low}-{high})"


class GridForm(PageForm):
    """A cell for every gemeente and month."""

    def __init__(
        self,
        *args: Any,
        gemeenten: Iterable[Gemeente],
        months: list[date],
        standing: Mapping[Cell, Expected],
        **kwargs: Any,
    ) -> None:
        self.cells: dict[str, Cell] = {}
        self.grid = [(gemeente, self._names(gemeente, months)) for gemeente in gemeenten]
        vars(self)["base_fields"] = self._fields(standing)
        super().__init__(*args, **kwargs)
        for name in self.cells:
            self.fields[name].label = self._labels[name]

    def _names(self, gemeente: Gemeente, months: list[date]) -> list[str]:
        names = []
        for month in months:
            name = f"cell_{gemeente.pk}_{month:%Y%m}"
            self.cells[name] = (gemeente.pk, month)
            names.append(name)
        return names

    def _fields(self, standing: Mapping[Cell, Expected]) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for gemeente, names in self.grid:
            for name in names:
                persons = standing.get(self.cells[name])
                label = f"{gemeente}, {self.cells[name][1]:%m-%Y}"
                found[name] = CellField(
                    label=label,
                    required=False,
                    initial=cell_text(persons) if persons else "",
                    widget=forms.TextInput(attrs={"class": "form-control", "aria-label": label}),
                )
        self._labels = {name: field.label for name, field in found.items()}
        return found

    @property
    def rows(self) -> list[tuple[Gemeente, list[tuple[str, forms.BoundField]]]]:
        """The grid as a page shows it: each cell with its month."""
        return [
            (gemeente, [(f"{self.cells[name][1]:%m-%Y}", self[name]) for name in names])
            for gemeente, names in self.grid
        ]

    def given(self) -> dict[Cell, Expected | None]:
        """Every cell as typed."""
        return {cell: self.cleaned_data[name] for name, cell in self.cells.items()}


class ForecastSheetForm(PageForm):
    """A sheet to check."""

    file = forms.FileField(
        label=gettext_lazy("Sheet with intake forecasts"),
        help_text=gettext_lazy("xlsx, ods or csv; one row a gemeente, month and route."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )


class CheckedSheetForm(ForecastSheetForm):
    """The rows that were checked and shown, to be taken over."""

    checked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
