"""The form in which a person says what the headers of a sheet mean."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.columns import Sheet
from config.shared.forms import PageForm
from contracts.models import Delivery

UNSAID, PASS_OVER = "", "-"
"""No answer; and the answer that a column is not for us."""


class MappingForm(PageForm):
    """One choice for each header that its name does not tell, with cells from under it."""

    def __init__(self, *args: Any, delivery: Delivery, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [each for each in delivery.understood if each["column"] is None or _said(each)]
        told = {each["column"] for each in delivery.understood if each not in asked}
        choices = [
            (UNSAID, _("Not known yet")),
            (PASS_OVER, _("Pass over: not for Taalregie")),
            *((column.name, column.label) for column in sheet.columns if column.name not in told),
        ]
        self.headers = {f"column_{number}": each["header"] for number, each in enumerate(asked)}
        for name, each in zip(self.headers, asked, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=each["header"],
                choices=choices,
                required=False,
                initial=_initial(each),
                help_text=_examples(each),
            )

    def clean(self) -> dict[str, Any]:
        """No column is chosen for two headers."""
        cleaned = super().clean() or {}
        chosen: set[str] = set()
        for name, column in list(cleaned.items()):
            if column in chosen:
                self.add_error(name, _("This column is chosen for another header too."))
            chosen |= {column} - {UNSAID, PASS_OVER}
        return cleaned

    @property
    def columns(self) -> dict[str, str]:
        """By header the column that was chosen, "" for one to pass over."""
        return {
            self.headers[name]: "" if column == PASS_OVER else column
            for name, column in self.cleaned_data.items()
            if column != UNSAID
        }


def _said(understood: dict[str, Any]) -> bool:
    return bool(understood["by"] == "person")


def _initial(understood: dict[str, Any]) -> str:
    return (understood["column"] or PASS_OVER) if _said(understood) else UNSAID


def _examples(understood: dict[str, Any]) -> str:
    cells = ", ".join(f"“{cell}”" for cell in understood.get("examples", ()))
    if not cells:
        return gettext("No cell is filled.")
    return gettext("For example %(cells)s") % {"cells": cells}
