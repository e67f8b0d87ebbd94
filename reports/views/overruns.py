"""The controller's first screen: will the budget do?"""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.charts import Chart
from config.shared.views import Action
from reports.overruns import OverrunReport
from reports.overruns.pictures import gemeente_chart
from reports.questions.overruns import Overruns
from reports.views.answers import AnswerPage
from reports.views.lines import OverrunLines
from reports.views.signal_desk import waiting_in_words


class OverrunPage(AnswerPage):
    """Budget, realised, committed, forecast and overrun, and where each figure comes from."""

    title = _("Will the budget do?")
    template_name = "reports/overruns.html"
    question_class = Overruns
    question: Overruns

    @property
    def report(self) -> OverrunReport:
        """The figures."""
        return self.question.report

    @property
    def shows_gemeenten(self) -> bool:
        """Whether the chart was asked by gemeente; there have to be several."""
        return self.request.GET.get("chart") == "gemeente" and len(self.report.by_gemeente) > 1

    @cached_property
    def chart(self) -> Chart:
        """By month, or by gemeente when asked."""
        return gemeente_chart(self.report) if self.shows_gemeenten else self.question.chart()

    def page_actions(self) -> list[Action]:
        """The files, and what lies under the figures."""
        return [
            *super().page_actions(),
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
        question, report = self.question, self.report
        asked = {"route": self.asked.route, "gemeente": self.form["gemeente"].value()}
        lines = OverrunLines(report, asked if self.form.is_valid() else {})
        return super().get_context_data(
            form=self.form,
            report=report,
            sentence=question.sentence,
            chart=None if report.is_empty else self.chart,
            source=question.footnote,
            groups=list(lines.by_gemeente()),
            total=lines.total(),
            definitions=question.definitions(),
            shows_gemeenten=self.shows_gemeenten,
            other_chart=self.address(chart="month" if self.shows_gemeenten else "gemeente"),
            may_budget=self.may(Permission.BUDGET_MANAGE),
            waiting=waiting_in_words(self.person),
            **kwargs,
        )
