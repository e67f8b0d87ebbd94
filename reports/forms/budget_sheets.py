"""Forms of the sheet of budgets: a file to check, and what was checked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm
from contracts.forms.deliveries import ACCEPTED


class BudgetSheetForm(PageForm):
    """A sheet to check."""

    file = forms.FileField(
        label=_("Sheet with budget lines"),
        help_text=_("xlsx, ods or csv; one row a budget line."),
        widget=forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"}),
    )


class CheckedBudgetSheetForm(BudgetSheetForm):
    """The rows that were checked and shown, to be taken over."""

    checked = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = False
