"""The page of commitments: what contracts bind us to."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.display import day
from config.shared.views import Action, Page, export_response
from reports.forms.forecasts import CommitmentForm
from reports.overruns.commitments import Commitments
from reports.tables.forecasts import CommitmentTable, guarantee_table

AHEAD = 4
"""Years after this one that may be asked."""


class CommitmentPage(Page, TemplateView):
    """By contract: its maximum, what is bound of it, and what of that falls in a year."""

    permission = Permission.COST_VIEW
    title = _("What are we bound to?")
    template_name = "reports/commitments.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or its table as a file (?_export=csv or xlsx)."""
        if "_export" in request.GET:
            return export_response(self.table(), self.title, request.GET["_export"])
        return super().get(request, *args, **kwargs)

    @cached_property
    def form(self) -> CommitmentForm:
        """What is asked."""
        this_year = timezone.localdate().year
        years = range(this_year - 2, this_year + AHEAD + 1)
        return CommitmentForm({"year": this_year} | self.request.GET.dict(), years=years)

    @cached_property
    def commitments(self) -> Commitments:
        """Of the contracts that the person may see."""
        asked = self.form.cleaned_data.get("year") if self.form.is_valid() else None
        today = timezone.localdate()
        return Commitments(self.person, asked or today.year, today)

    def table(self) -> CommitmentTable:
        """One row a contract."""
        return CommitmentTable(self.commitments.rows)

    def page_actions(self) -> list[Action]:
        """The table as a file, and where the year goes."""
        year = self.commitments.year
        return [
            Action(_("Excel (xlsx)"), f"?year={year}&_export=xlsx", "file-earmark-spreadsheet"),
            Action(_("Text (csv)"), f"?year={year}&_export=csv", "filetype-csv"),
            Action(_("Will the budget do?"), reverse("reports:overruns"), "bar-chart"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table, and what its columns are."""
        source = gettext("Source: cost lines, contracts and forecast, as on %(day)s.")
        return super().get_context_data(
            form=self.form,
            year=self.commitments.year,
            uncontracted=self.commitments.uncontracted,
            table=self.table() if self.commitments.rows else None,
            guarantees=guarantee_table(self.person, self.commitments.on),
            source=source % {"day": day(self.commitments.on)},
            **kwargs,
        )
