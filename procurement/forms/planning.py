"""Forms of the procurement calendar."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from config.shared.forms import PageForm, PageModelForm
from procurement.enums import FundingSource
from procurement.forms.rows import Rows, rows_of
from procurement.models import PlannedTender

FIRST_YEAR, LAST_YEAR = 2022, 2100


class PlannedTenderForm(PageModelForm):
    """A line of the calendar. `owners` are the colleagues who prepare tenders."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("The year of which the work is, and in which it stands in the calendar."),
    )

    class Meta:
        model = PlannedTender
        fields = ("title", "year", "owner", "procedure", "publication_on", "start_on", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "procedure": _("As expected; the tender itself is advised on by its value."),
            "start_on": _("When lessons begin: the day by which the contract has to run."),
        }

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class BudgetForm(PageForm):
    """Money from one source."""

    source = forms.ChoiceField(label=_("Funding source"), choices=FundingSource.choices)
    amount = forms.DecimalField(
        label=_("Amount"),
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Euro excl. VAT, over the whole period."),
    )


class BudgetRows(rows_of(BudgetForm)):  # type: ignore[misc]
    """Each source once."""

    def clean(self) -> None:
        """A second amount from the same source belongs with the first."""
        sources = [line["source"] for line in Rows.lines(self)] if not any(self.errors) else []
        if len(sources) != len(set(sources)):
            raise ValidationError(_("Name each funding source once, with its whole amount."))
