"""Rows of one form: criteria, requirements, lines of a price table. An empty row is left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_ROWS = 100


class Rows(forms.BaseFormSet):
    """The rows that stand, and one more to fill in; each can be removed."""

    prefix = "rows"

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """The box that removes a row says so; a choice begins where a browser begins it.

        A browser sends the first choice of a row that nobody touched: such a row is still empty.
        """
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove")
        for field in form.fields.values():
            if type(field) is forms.ChoiceField and field.initial is None:
                choices: Any = field.choices
                field.initial = next(iter(choices))[0]

    def lines(self) -> list[dict[str, Any]]:
        """What was filled in, row by row, without what was removed or left empty."""
        return [line for _row, line in self.numbered_lines()]

    def numbered_lines(self) -> list[tuple[int, dict[str, Any]]]:
        """As `lines`, each with the place of its row on the page, from 0; none of a wrong form."""
        if not (self.is_bound and self.is_valid()):
            return []
        return [
            (place, {name: value for name, value in row.cleaned_data.items() if name != "DELETE"})
            for place, row in enumerate(self.forms)
            if self._is_filled(place, row) and row not in self.deleted_forms
        ]

    def _is_filled(self, place: int, row: forms.Form) -> bool:
        """One that stood already counts unchanged too; a spare one when something was typed."""
        return place < self.initial_form_count() or row.has_changed()


def rows_of(form: type[forms.Form], *, spare: int = 1) -> type[Rows]:
    """A set of `form` with `spare` empty rows."""
    made: Any = forms.formset_factory(
        form, formset=Rows, extra=spare, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS
    )
    return made


def with_one_more(data: Mapping[str, Any], prefix: str = Rows.prefix) -> Any:
    """What was typed, for a page with one more empty row."""
    copied = data.copy()  # type: ignore[attr-defined]
    name = f"{prefix}-TOTAL_FORMS"
    total = copied.get(name, "0")
    copied[name] = str(min(int(total) + 1, MOST_ROWS)) if str(total).isdigit() else total
    return copied


def standing(rows: Iterable[Any], names: Iterable[str]) -> list[dict[str, Any]]:
    """What a set of rows begins with: these columns of each object."""
    return [{name: getattr(row, name) for name in names} for row in rows]
