"""What is asked of an export for DUO."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.forms import PageForm


class DuoExportForm(PageForm):
    """Whose learners, and over which months."""

    gemeente = forms.ModelChoiceField(Gemeente.objects.none(), label=_("Gemeente"))
    first_month = forms.DateField(label=_("First month"), help_text=_("Any day of the month."))
    last_month = forms.DateField(
        label=_("Last month"),
        help_text=_("Hours are told by month, once the provider has delivered them."),
    )

    def __init__(self, *args: Any, gemeenten: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["gemeente"]
        field.queryset = gemeenten

    def hide(self) -> None:
        """Show nothing: the same was asked for above."""
        for field in self.fields.values():
            field.widget = field.hidden_widget()
