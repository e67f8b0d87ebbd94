"""Why the forecast differs from the budget: words, waterfall, parts, and what made each."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from config.shared.views import Crumb
from reports.enums.why import OverrunPart
from reports.overruns import ReportRow
from reports.questions.why import Why
from reports.views.answers import AnswerPage
from reports.views.lines import overrun_badge
from reports.why.opened import Asked, Opened
from reports.why.opened_lines import opened
from reports.why.selection import Selection
from reports.why.words import meaning


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


class WhyPage(AnswerPage):
    """Of everything that the person may see, or of one gemeente, route or budget."""

    title = _("Why does it run over?")
    template_name = "reports/why.html"
    question_class = Why

    def breadcrumbs(self) -> list[Crumb]:
        """The report that it explains."""
        return [Crumb(_("Will the budget do?"), reverse("reports:overruns"))]

    @cached_property
    def question(self) -> Why:
        """The explanation of the rows that are asked."""
        return Why(self.scope, self.asked, self.selection)

    @cached_property
    def selection(self) -> Selection:
        """The rows that are asked."""
        gemeente = self.asked.gemeente
        return Selection(
            gemeente.pk if gemeente else None,
            self.asked.route,
            self.request.GET.get("contract", ""),
            self.request.GET.get("cost_type", ""),
        )

    @property
    def part(self) -> OverrunPart | None:
        """The part that is opened; 404 for one that does not exist."""
        chosen = self.request.GET.get("part")
        if not chosen:
            return None
        if chosen not in OverrunPart.values:
            raise Http404
        return OverrunPart(chosen)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the picture, the parts and what made one of them."""
        question, part = self.question, self.part
        found = question.found
        return super().get_context_data(
            form=self.form,
            found=found,
            sentence=question.sentence,
            chart=question.chart() if found.rows else None,
            source=question.footnote,
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
            for part, amount in self.question.found.parts.items()
        ]

    def _opened(self, part: OverrunPart | None) -> Opened | None:
        if part is None:
            return None
        question = self.question
        return opened(part, Asked(question.report, question.found, self.selection, self.person))

    def _lines(self) -> list[RowLine]:
        """The budgeted wholes of the selection, where there are several."""
        report, found = self.question.report, self.question.found
        wanted = {row.key.bucket for row in found.rows}
        rows = [row for row in report.rows if row.bucket in wanted]
        return [self._line(row) for row in rows] if len(rows) > 1 else []

    def _line(self, row: ReportRow) -> RowLine:
        overrun = row.figures.overrun
        query = Selection.of(row).query(self.asked.of_year)
        url = f"{self.request.path}?{query}"
        return RowLine(row, abs(overrun), overrun_badge(overrun), url)

    def _whole(self) -> ReportRow | None:
        """The one budget that is asked."""
        wanted = {row.key.bucket for row in self.question.found.rows}
        if len(wanted) != 1 or not self.selection.contract:
            return None
        return self.question.report.by_bucket[wanted.pop()]

    def _url(self, **more: str) -> str:
        return f"{self.request.path}?{self.selection.query(self.asked.of_year)}&{urlencode(more)}"
