"""Reports: the questions that can be asked, and the page of any that has none of its own."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.views import Page
from reports.questions import BY_CODE, QUESTIONS, Column, Question, Row
from reports.views.answers import AnswerPage


class QuestionIndexPage(Page, TemplateView):
    """Every question with its report."""

    permission = Permission.COST_VIEW
    title = _("Reports")
    template_name = "reports/questions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The questions in the order in which they are asked most."""
        asked = [(address_of(each), each.title, each.asks) for each in QUESTIONS]
        return super().get_context_data(questions=asked, **kwargs)


class QuestionPage(AnswerPage):
    """One question: the finding, the picture, the rows and what they mean."""

    template_name = "reports/question.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page or a file; who asks here for a report with a page of its own goes there."""
        if self.question_class.page:
            return redirect(f"{address_of(self.question_class)}?{request.GET.urlencode()}")
        return super().get(request, *args, **kwargs)

    @property
    def title(self) -> Any:  # type: ignore[override]
        """The report's own."""
        return self.question_class.title

    @cached_property
    def question_class(self) -> type[Question]:  # type: ignore[override]
        """The one of the address."""
        kind = BY_CODE.get(self.kwargs["code"])
        if kind is None:
            raise Http404
        return kind

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The sentence first, then the picture, the rows and what the figures are."""
        question = self.question
        totals = question.totals()
        return super().get_context_data(
            form=self.form,
            question=question,
            chart=question.chart() if question.rows else None,
            source=question.footnote,
            columns=[column for column, _cell in self._shown(question.columns)],
            rows=[self._cells(row) for row in question.rows],
            totals=self._totals(totals) if totals is not None and question.rows else None,
            **kwargs,
        )

    def _shown(self, row: Sequence[Any]) -> list[tuple[Column, Any]]:
        """Each cell with its column, as far as the page shows it."""
        hidden = self.question.in_files_only
        pairs = zip(self.question.columns, row, strict=True)
        return [(column, value) for column, value in pairs if column.name not in hidden]

    def _cells(self, row: Row) -> list[tuple[Column, str]]:
        return [(column, column.shown(value)) for column, value in self._shown(row)]

    def _totals(self, row: Row) -> list[tuple[Column, str]]:
        """The first column that is shown says what they are."""
        (first, _empty), *sums = self._cells(row)
        return [(first, gettext("Total")), *sums]


def address_of(question: type[Question]) -> str:
    """The page of a question."""
    if question.page:
        return reverse(question.page)
    return reverse("reports:question", args=[question.code])
