"""Why does the forecast differ from the budget?"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy

from config.shared.charts import Chart
from config.shared.money import half_up
from contracts.enums import TariffUnit
from reports.enums.why import OverrunPart
from reports.overruns import OverrunReport
from reports.questions.base import Asked, Column, Kind, Row, Scope
from reports.questions.budgets import NAMES, BudgetQuestion, names_of, told_names
from reports.why.explanation import Explanation, explain
from reports.why.explanation import Row as ExplainedRow
from reports.why.pictures import waterfall_chart
from reports.why.selection import Selection
from reports.why.split import Facts
from reports.why.words import footnote, meaning, sentence

EXACT = ("groups", "units", "cost", "indexed", "settlements")
FIGURES = ("planned_heads", "heads", "budget", "forecast", "overrun", *OverrunPart.values)


class Why(BudgetQuestion):
    """The difference in parts, a row for each budget and unit of its price.

    `selection` takes single budgets out of the explanation; without one, route and gemeente do.
    """

    code = "why"
    title = gettext_lazy("Why")
    asks = gettext_lazy("Why does the forecast differ?")
    page = "reports:why"
    on_paper = ("gemeente", "route", "unit", "budget", "forecast", "overrun")
    columns = (
        *NAMES,
        Column("unit", gettext_lazy("Unit"), Kind.TEXT),
        Column("planned_heads", gettext_lazy("Planned learners")),
        Column("heads", gettext_lazy("Learners")),
        Column("budget", gettext_lazy("Budget"), Kind.MONEY),
        Column("forecast", gettext_lazy("Forecast"), Kind.MONEY),
        Column("overrun", gettext_lazy("Difference"), Kind.MONEY),
        *(Column(part.value, part.label, Kind.MONEY) for part in OverrunPart),
    )

    def __init__(self, scope: Scope, asked: Asked, selection: Selection | None = None) -> None:
        super().__init__(scope, asked)
        gemeente = asked.gemeente.pk if asked.gemeente else None
        self.selection = selection or Selection(gemeente, asked.route)

    @cached_property
    def report(self) -> OverrunReport:
        """What is explained: of every route, because learners are counted over all of them."""
        return self.reported()

    @cached_property
    def found(self) -> Explanation:
        """The explanation of the rows that are asked."""
        return explain(self.report).where(self.selection.holds)

    def answer(self) -> list[Row]:
        """One row for each budgeted whole and unit."""
        return [self._cells(row) for row in self.found.rows]

    def totals(self) -> Row:
        """Over all rows."""
        return self.summed(*FIGURES)

    def finding(self) -> str:
        """How much it differs, and mostly because of what."""
        return sentence(self.found)

    def definitions(self) -> list[tuple[str, str]]:
        """Of each part."""
        return [(str(part.label), meaning(part)) for part in OverrunPart]

    def chart(self) -> Chart:
        """From budget to forecast."""
        return waterfall_chart(self.found)

    @property
    def footnote(self) -> str:
        """The method, the sources and the day."""
        return footnote(self.found, self.report.regions)

    def told_rows(self) -> list[dict[str, Any]]:
        """With codes instead of labels, both sides of the split, and the parts apart."""
        return [self._told(row) for row in self.found.rows]

    def told_facts(self) -> dict[str, Any]:
        """With the parts by code, and all rows together."""
        found = self.found
        return {
            **super().told_facts(),
            "definitions": {part.value: meaning(part) for part in OverrunPart},
            "total": _told_amounts(found.budget, found.forecast, found.parts),
        }

    def _cells(self, row: ExplainedRow) -> Row:
        return (
            *names_of(self.report.by_bucket[row.key.bucket]),
            str(TariffUnit(row.key.unit).label) if row.key.unit else "",
            row.plan.heads,
            row.forecast.heads,
            row.budget,
            row.forecast_amount,
            row.overrun,
            *row.parts.values(),
        )

    def _told(self, row: ExplainedRow) -> dict[str, Any]:
        sides = {"planned": _told_side(row.plan), "forecast": _told_side(row.forecast)}
        return {
            **told_names(self.report.by_bucket[row.key.bucket]),
            "unit": row.key.unit,
            "learners_of_gemeente": dict(zip(sides, row.heads_in_all, strict=True)),
            "sides": sides,
            **_told_amounts(row.budget, row.forecast_amount, row.parts),
        }


def _told_side(facts: Facts) -> dict[str, Any]:
    found = {name: str(half_up(getattr(facts, name), 6).normalize()) for name in EXACT}
    return {"learners": facts.heads, **found}


def _told_amounts(
    budget: Decimal, forecast: Decimal, parts: Mapping[OverrunPart, Decimal]
) -> dict[str, Any]:
    return {
        "budget": f"{budget:.2f}",
        "forecast": f"{forecast:.2f}",
        "overrun": f"{forecast - budget:.2f}",
        "parts": {part.value: f"{amount:.2f}" for part, amount in parts.items()},
    }
