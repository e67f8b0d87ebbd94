"""The outcome of a scenario as one reader may see it: the region, or single gemeenten of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from accounts.models import Gemeente
from config.shared.charts import FanPoint
from reports.forecast.engine import euros
from reports.forecast.names import Names
from reports.models import Scenario
from reports.overruns.report import subject_of
from reports.scenarios.outcome import PERCENTILES

MIDDLE, QUARTER, THREE_QUARTERS = 50, 25, 75
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Figures:
    """One year of one place, or one budget: euro over all draws."""

    budget: Decimal
    mean: Decimal
    spread: Decimal
    over: int
    draws: int
    percentiles: Mapping[int, Decimal]

    @classmethod
    def of(cls, kept: Mapping[str, Any], draws: int) -> "Figures":
        """From the outcome as it is kept."""
        return cls(
            euros(kept["budget"]),
            euros(kept["mean"]),
            euros(kept["spread"]),
            kept["over"],
            draws,
            {each: euros(kept["percentiles"][str(each)]) for each in PERCENTILES},
        )

    @property
    def chance(self) -> int:
        """Per cents of the draws above the budget, half up."""
        return (2 * HUNDRED * self.over + self.draws) // (2 * self.draws)

    @property
    def middle(self) -> Decimal:
        """Half of the draws cost no more."""
        return self.percentiles[MIDDLE]

    @property
    def quarter(self) -> Decimal:
        """A quarter of the draws cost no more."""
        return self.percentiles[QUARTER]

    @property
    def three_quarters(self) -> Decimal:
        """Three quarters of the draws cost no more."""
        return self.percentiles[THREE_QUARTERS]

    @property
    def overrun(self) -> Decimal:
        """The middle outcome less the budget."""
        return self.middle - self.budget


class PlaceLine(NamedTuple):
    """One gemeente in one year."""

    gemeente: Gemeente
    figures: Figures


class BudgetFigures(NamedTuple):
    """One budget of a year."""

    gemeente: str
    subject: str
    contract: str
    figures: Figures


@dataclass(frozen=True)
class Outcome:
    """What a reader sees of a scenario that was reckoned.

    `gemeenten` are those the reader may see, `is_whole` whether they may see the region too, and
    `chosen` the one that is asked.
    """

    scenario: Scenario
    gemeenten: Sequence[Gemeente]
    is_whole: bool
    chosen: Gemeente | None = None

    @property
    def kept(self) -> dict[str, Any]:
        """As it was kept."""
        return self.scenario.figures

    @property
    def draws(self) -> int:
        """How many draws were made; one where the assumptions leave nothing to chance."""
        return int(self.kept["draws"])

    @cached_property
    def place(self) -> dict[str, Any]:
        """The figures that are asked: of the region, or of one gemeente; empty without costs."""
        if self.chosen is None and self.is_whole:
            return dict(self.kept["total"])
        gemeente = self.chosen or next(iter(self.gemeenten), None)
        return dict(self.kept["places"].get(str(gemeente.pk), {})) if gemeente else {}

    def year(self, year: int) -> Figures | None:
        """Of the place that is asked; None where it has neither costs nor a budget."""
        found = self.place.get("years", {}).get(str(year))
        return Figures.of(found, self.draws) if found else None

    def bars(self, year: int) -> list[tuple[Decimal, Decimal, int]]:
        """Histogram of the place: from, up to, and how many draws."""
        found = self.place["years"][str(year)]
        edges = [euros(edge) for edge in found["edges"]]
        return list(zip(edges, edges[1:], found["bars"], strict=False))

    def fan(self, year: int) -> list[tuple[date, FanPoint]]:
        """Costs since January, month by month, of the place; labels are for who draws it."""
        return [
            (month, FanPoint("", *map(euros, row)))
            for month, row in zip(self._months, self.place["months"], strict=True)
            if month.year == year
        ]

    def places(self, year: int) -> list[PlaceLine]:
        """Each gemeente that the reader may see, by name."""
        return [
            PlaceLine(gemeente, Figures.of(found["years"][str(year)], self.draws))
            for gemeente in self.gemeenten
            if (found := self.kept["places"].get(str(gemeente.pk)))
        ]

    def budgets(self, year: int) -> list[BudgetFigures]:
        """Budgets of the gemeenten that the reader may see; two queries."""
        asked = [self.chosen] if self.chosen else self.gemeenten
        seen = {gemeente.pk for gemeente in asked}
        rows = [
            row
            for row in self.kept["budgets"]
            if row["year"] == year and row["gemeente_id"] in seen
        ]
        names = Names.of(seen, {row["contract_id"] for row in rows if row["contract_id"]})
        return sorted((_budget(row, names, self.draws) for row in rows), key=lambda row: row[:3])

    @cached_property
    def _months(self) -> list[date]:
        return [date.fromisoformat(month) for month in self.kept["months"]]


def _budget(row: Mapping[str, Any], names: Names, draws: int) -> BudgetFigures:
    return BudgetFigures(
        names.gemeente(row["gemeente_id"]),
        subject_of(row["route"], row["cost_type"]),
        names.contract(row["contract_id"]),
        Figures.of(row, draws),
    )
