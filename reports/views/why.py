"""Why the forecast differs from the budget: words, waterfall, parts, and what made each."""

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.views import Action, Crumb, Page
from config.shared.views.files import written
from reports.enums.why import OverrunPart
from reports.exports_why import WRITERS
from reports.forms.overruns import ReportForm
from reports.overruns import OverrunReport, ReportRow, Sources
from reports.views.lines import overrun_badge
from reports.why.explanation import explain
from reports.why.opened import Asked, Opened
from reports.why.opened_lines import opened
from reports.why.pictures import waterfall_chart
from reports.why.selection import Selection
from reports.why.words import footnote, meaning, sentence


class Difference(NamedTuple):
    """An amount without its sign, and the word that says which way."""

    amount: Any
    word: Any


class PartLine(NamedTuple):
    """A part of the table; `url` opens what made it, `is_open` says that it is."""

    label: Any
    meaning: str
    amount: Any
    word: Any
    url: str
    is_open: bool


class RowLine(NamedTuple):
    """One budgeted whole of the selection, with its own explanation."""

    row: ReportRow
    amount: Any
    word: Any
    url: str


class WhyPage(Page, TemplateView):
    """Of everything that the person may see, or of one gemeente, route or budget."""

    permission = Permission.COST_VIEW
    title = _("Why does it run over?")
    template_name = "reports/why.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or its rows as a file (?_export=csv, xlsx or json)."""
        kind = request.GET.get("_export")
        if kind:
            return self._file(kind)
        return super().get(request, *args, **kwargs)

    def breadcrumbs(self) -> list[Crumb]:
        """The report that it explains."""
        return [Crumb(_("Will the budget do?"), reverse("reports:overruns"))]

    @cached_property
    def today(self) -> date:
        """The day of the report."""
        return timezone.localdate()

    @cached_property
    def form(self) -> ReportForm:
        """What is asked; this year, every route and every gemeente where nothing valid was."""
        years = {*Sources.of_user(self.person).years(), self.today.year}
        asked = {"year": self.today.year} | self.request.GET.dict()
        return ReportForm(asked, years=years, person=self.person)

    @cached_property
    def selection(self) -> Selection:
        """The rows that are asked."""
        found = self.form.cleaned_data if self.form.is_valid() else {}
        gemeente = found.get("gemeente")
        return Selection(
            gemeente.pk if gemeente else None,
            found.get("route") or "",
            self.request.GET.get("contract", ""),
            self.request.GET.get("cost_type", ""),
        )

    @cached_property
    def asked(self) -> Asked:
        """The explanation: over all routes of a gemeente, of which then the rows are taken."""
        found = self.form.cleaned_data if self.form.is_valid() else {}
        sources = Sources.of_user(self.person).narrowed(gemeente=found.get("gemeente"))
        report = OverrunReport(sources, year=found.get("year") or self.today.year, on=self.today)
        rows = explain(report).where(self.selection.holds)
        return Asked(report, rows, self.selection, self.person)

    @property
    def part(self) -> OverrunPart | None:
        """The part that is opened; 404 for one that does not exist."""
        chosen = self.request.GET.get("part")
        if not chosen:
            return None
        if chosen not in OverrunPart.values:
            raise Http404
        return OverrunPart(chosen)

    def page_actions(self) -> list[Action]:
        """The rows as files."""
        icons = {"xlsx": "file-earmark-spreadsheet", "csv": "filetype-csv", "json": "filetype-json"}
        labels = {"xlsx": _("Excel (xlsx)"), "csv": _("Text (csv)"), "json": _("Data (JSON)")}
        return [Action(labels[kind], self._url(_export=kind), icons[kind]) for kind in icons]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the picture, the parts and what made one of them."""
        found, part = self.asked.found, self.part
        return super().get_context_data(
            form=self.form,
            found=found,
            sentence=sentence(found),
            chart=waterfall_chart(found) if found.rows else None,
            source=footnote(found),
            parts=self._parts(part),
            together=Difference(abs(found.overrun), overrun_badge(found.overrun)),
            part=part,
            opened=self._opened(part),
            lines=self._lines(),
            whole=self._whole(),
            **kwargs,
        )

    def _parts(self, chosen: OverrunPart | None) -> list[PartLine]:
        return [
            PartLine(
                part.label,
                meaning(part),
                abs(amount),
                overrun_badge(amount),
                f"{self._url(part=part.value)}#opened" if amount else "",
                part is chosen,
            )
            for part, amount in self.asked.found.parts.items()
        ]

    def _opened(self, part: OverrunPart | None) -> Opened | None:
        return opened(part, self.asked) if part else None

    def _lines(self) -> list[RowLine]:
        """The budgeted wholes of the selection, where there are several."""
        report, found = self.asked.report, self.asked.found
        wanted = {row.key.bucket for row in found.rows}
        rows = [row for row in report.rows if row.bucket in wanted]
        return [self._line(row) for row in rows] if len(rows) > 1 else []

    def _line(self, row: ReportRow) -> RowLine:
        overrun = row.figures.overrun
        query = Selection.of(row).query(self.asked.report.year)
        url = f"{self.request.path}?{query}"
        return RowLine(row, abs(overrun), overrun_badge(overrun), url)

    def _whole(self) -> ReportRow | None:
        """The one budget that is asked."""
        wanted = {row.key.bucket for row in self.asked.found.rows}
        if len(wanted) != 1 or not self.selection.contract:
            return None
        return self.asked.named()[wanted.pop()]

    def _url(self, **more: str) -> str:
        year = self.asked.report.year
        return f"{self.request.path}?{self.selection.query(year)}&{urlencode(more)}"

    def _file(self, kind: str) -> FileResponse:
        if kind not in WRITERS:
            raise Http404
        name = f"taalregie-why-{self.asked.report.year}-{self.today:%Y%m%d}.{kind}"
        return written(lambda stream: WRITERS[kind](stream, self.asked), name)
