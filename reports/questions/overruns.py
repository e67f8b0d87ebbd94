"""Will the budget do?"""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from config.shared.charts import Chart
from reports.overruns import Figures, OverrunReport, ReportRow
from reports.overruns.pictures import month_chart
from reports.overruns.words import definitions, footnote, overrun_word, sentence
from reports.questions.base import Column, Kind, Row
from reports.questions.budgets import NAMES, BudgetQuestion, names_of, told_names

AMOUNTS = ("budget", "realised", "committed", "expected", "forecast", "overrun")


class Overruns(BudgetQuestion):
    """Budget, realised, committed, forecast and overrun of a year, a row for each budget."""

    code = "overruns"
    title = gettext_lazy("Overruns")
    asks = gettext_lazy("Will the budget do?")
    page = "reports:overruns"
    on_paper = ("gemeente", "route", "budget", "forecast", "overrun", "direction")
    columns = (
        *NAMES,
        Column("providers", gettext_lazy("Provider"), Kind.TEXT),
        Column("planned_heads", gettext_lazy("Planned learners")),
        Column("heads", gettext_lazy("Learners with costs")),
        Column("original_budget", gettext_lazy("Original budget"), Kind.MONEY),
        Column("budget", gettext_lazy("Budget"), Kind.MONEY),
        Column("realised", gettext_lazy("Realised"), Kind.MONEY),
        Column("committed", gettext_lazy("Committed"), Kind.MONEY),
        Column("expected", gettext_lazy("Expected"), Kind.MONEY),
        Column("forecast", gettext_lazy("Forecast"), Kind.MONEY),
        Column("overrun", gettext_lazy("Difference"), Kind.MONEY),
        Column("direction", gettext_lazy("Overrun or underspend"), Kind.TEXT),
    )

    @cached_property
    def report(self) -> OverrunReport:
        """The figures with their objects."""
        return self.reported(route=self.asked.route)

    def answer(self) -> list[Row]:
        """One row for each budgeted whole."""
        return [self._cells(row) for row in self.report.rows]

    def totals(self) -> Row:
        """Over all budgets."""
        sums = self.summed("planned_heads", "heads", "original_budget", *AMOUNTS)
        return (*sums[:-1], overrun_word(self.report.total.overrun))

    def finding(self) -> str:
        """By how much it does or does not, and mostly where."""
        return sentence(self.report)

    def definitions(self) -> list[tuple[str, str]]:
        """Of each amount."""
        return definitions(self.report)

    def chart(self) -> Chart:
        """The year so far, month after month."""
        return month_chart(self.report)

    @property
    def footnote(self) -> str:
        """Basis, sources and day."""
        return footnote(self.report)

    def told_rows(self) -> list[dict[str, Any]]:
        """With codes instead of labels, and on what the expected amount rests."""
        return [_told(row) for row in self.report.rows]

    def told_facts(self) -> dict[str, Any]:
        """With the amounts of all rows together."""
        return {**super().told_facts(), "total": _told_amounts(self.report.total)}

    def _cells(self, row: ReportRow) -> Row:
        amounts = [getattr(row.figures, name) for name in AMOUNTS]
        return (
            *names_of(row),
            ", ".join(_providers(row)),
            row.planned_heads,
            row.heads,
            row.original,
            *amounts,
            overrun_word(row.figures.overrun),
        )


def _told(row: ReportRow) -> dict[str, Any]:
    return {
        **told_names(row),
        "providers": _providers(row),
        "budget_is_shared": row.is_shared,
        "planned_heads": row.planned_heads,
        "heads": row.heads,
        "expected_rests_on": row.basis.value,
        "original_budget": f"{row.original:.2f}",
        **_told_amounts(row.figures),
    }


def _told_amounts(figures: Figures) -> dict[str, str]:
    return {name: f"{getattr(figures, name):.2f}" for name in AMOUNTS}


def _providers(row: ReportRow) -> list[str]:
    return sorted({str(contract.provider) for contract in row.contracts})
