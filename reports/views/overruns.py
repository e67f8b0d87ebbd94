"""The controller's first screen: will the budget do?"""

from datetime import date
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.charts import Chart
from config.shared.views import Action, Page
from config.shared.views.files import written
from reports.exports import WRITERS
from reports.forms.overruns import ReportForm
from reports.overruns import OverrunReport, Sources
from reports.overruns.pictures import gemeente_chart, month_chart
from reports.overruns.words import definitions, footnote, sentence
from reports.views.lines import OverrunLines
from reports.views.signal_desk import waiting_in_words

FILES = ("csv", "xlsx")


class OverrunPage(Page, TemplateView):
    """Budget, realised, committed, forecast and overrun, and where each figure comes from."""

    permission = Permission.COST_VIEW
    title = _("Will the budget do?")
    template_name = "reports/overruns.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or the report as a file (?_export=csv or xlsx)."""
        kind = request.GET.get("_export")
        if kind:
            return file_response(self.report, self.file_name, kind)
        return super().get(request, *args, **kwargs)

    @property
    def file_name(self) -> str:
        """Without its ending."""
        return f"taalregie-{self.report.year}-{self.report.on:%Y%m%d}"

    @cached_property
    def today(self) -> date:
        """The day of the report."""
        return timezone.localdate()

    @cached_property
    def sources(self) -> Sources:
        """What the person may see."""
        return Sources.of_user(self.person)

    @cached_property
    def form(self) -> ReportForm:
        """What is asked; this year, every route and every gemeente where nothing valid was."""
        years = {*self.sources.years(), self.today.year}
        asked = {"year": self.today.year} | self.request.GET.dict()
        return ReportForm(asked, years=years, person=self.person)

    @cached_property
    def asked(self) -> dict[str, Any]:
        """Year, route and gemeente."""
        found = self.form.cleaned_data if self.form.is_valid() else {}
        return {
            "year": found.get("year") or self.today.year,
            "route": found.get("route") or "",
            "gemeente": found.get("gemeente"),
        }

    @cached_property
    def report(self) -> OverrunReport:
        """The figures."""
        sources = self.sources.narrowed(route=self.asked["route"], gemeente=self.asked["gemeente"])
        return OverrunReport(sources, year=self.asked["year"], on=self.today)

    @property
    def shows_gemeenten(self) -> bool:
        """Whether the chart was asked by gemeente; there have to be several."""
        return self.request.GET.get("chart") == "gemeente" and len(self.report.by_gemeente) > 1

    @cached_property
    def chart(self) -> Chart:
        """By month, or by gemeente when asked."""
        return (gemeente_chart if self.shows_gemeenten else month_chart)(self.report)

    def page_actions(self) -> list[Action]:
        """The files, and what lies under the figures."""
        return [
            Action(_("Excel (xlsx)"), self._address(_export="xlsx"), "file-earmark-spreadsheet"),
            Action(_("Text (csv)"), self._address(_export="csv"), "filetype-csv"),
            Action(_("Budget lines"), reverse("reports:budgetline-list"), "list-ul"),
            Action(_("Cost lines"), reverse("contracts:costline-list"), "receipt"),
            Action(
                _("Write a report text"),
                reverse("reports:planningtext-create"),
                "file-earmark-text",
                primary=True,
                permission=Permission.OVERRUN_HANDLE,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then figures, then the picture and the rows."""
        report = self.report
        asked = {"route": self.asked["route"], "gemeente": self.form["gemeente"].value()}
        lines = OverrunLines(report, asked if self.form.is_valid() else {})
        return super().get_context_data(
            form=self.form,
            report=report,
            sentence=sentence(report),
            chart=None if report.is_empty else self.chart,
            source=footnote(report),
            groups=list(lines.by_gemeente()),
            total=lines.total(),
            definitions=definitions(report),
            shows_gemeenten=self.shows_gemeenten,
            other_chart=self._address(chart="month" if self.shows_gemeenten else "gemeente"),
            may_budget=self.may(Permission.BUDGET_MANAGE),
            waiting=waiting_in_words(self.person),
            **kwargs,
        )

    def _address(self, **changes: str) -> str:
        query = self.request.GET.copy()
        query.pop("_export", None)
        for name, value in changes.items():
            query[name] = value
        return f"{self.request.path}?{query.urlencode()}"


def file_response(report: OverrunReport, name: str, kind: str) -> FileResponse:
    """The report as a download of `kind` "csv" or "xlsx"; Http404 for another kind."""
    if kind not in FILES:
        raise Http404
    return written(lambda stream: WRITERS[kind](stream, report), f"{name}.{kind}")
