"""The rows of the overrun table: amounts, each with the page that shows what it is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.badges import badge_text
from config.shared.periods import ONE_DAY, year_of
from contracts.models import Contract
from reports.overruns import Figures, OverrunReport, ReportRow
from reports.overruns.figures import Basis
from reports.overruns.words import overrun_word
from reports.why.selection import Selection

NAMED = 5
"""Contracts that a row names."""


class Cell(NamedTuple):
    """An amount under its heading; no address where there is nothing to see."""

    label: Any
    amount: Decimal
    url: str


class Line(NamedTuple):
    """A row of the table, or the total of several."""

    row: ReportRow | None
    budget: Cell
    realised: Cell
    committed: Cell
    expected: Cell
    forecast: Cell
    difference: Decimal
    """Without its sign: `overrun` says which way."""
    overrun: Any
    why: str
    """Where the difference is explained."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """From budget to forecast."""
        return self[1:6]

    @property
    def contracts(self) -> Sequence[Contract]:
        """The first few that the budget pays for."""
        return self.row.contracts[:NAMED] if self.row else ()

    @property
    def other_contracts(self) -> int:
        """How many more there are."""
        return max(len(self.row.contracts) - NAMED, 0) if self.row else 0

    @property
    def contracts_url(self) -> str:
        """Contracts of the gemeente and route."""
        bucket = self.row.bucket if self.row else None
        where = {"gemeente": bucket.gemeente_id, "route": bucket.route} if bucket else {}
        return _address("contracts:contract-list", where)

    @property
    def is_planned(self) -> bool:
        """Whether planned learners whom nobody knows yet are in it."""
        return self.row is not None and self.row.basis is Basis.PLAN


class GemeenteLines(NamedTuple):
    """The rows of one gemeente, and what they are together."""

    gemeente: Gemeente
    lines: list[Line]
    together: Line


@dataclass(frozen=True, slots=True)
class OverrunLines:
    """The table of a report; `asked` are the filters it was narrowed by."""

    report: OverrunReport
    asked: dict[str, Any] = field(default_factory=dict)

    def total(self) -> Line:
        """Of everything."""
        return self._line(None, self.report.total, {})

    def by_gemeente(self) -> Iterator[GemeenteLines]:
        """The rows, in order of gemeente."""
        for gemeente, rows, figures in self.report.by_gemeente:
            together = self._line(None, figures, {"gemeente": gemeente.pk})
            yield GemeenteLines(gemeente, [self._row_line(row) for row in rows], together)

    def _row_line(self, row: ReportRow) -> Line:
        where = {"gemeente": row.gemeente.pk, "route": row.bucket.route}
        contracts = [contract.pk for contract in row.contracts]
        return self._line(row, row.figures, {**where, "contract": contracts})

    def _line(self, row: ReportRow | None, figures: Figures, where: dict[str, Any]) -> Line:
        where = self.asked | where
        budgets = self._budgets_url(row, where)
        return Line(
            row,
            _cell(_("Budget"), figures.budget, budgets),
            _cell(_("Realised"), figures.realised, self._costs_url(where, due=True)),
            _cell(_("Committed"), figures.committed, self._costs_url(where, due=False)),
            _cell(_("Expected"), figures.expected, budgets),
            _cell(_("Forecast"), figures.forecast, ""),
            abs(figures.overrun),
            overrun_badge(figures.overrun),
            self._why_url(row, where),
        )

    @property
    def _days(self) -> str:
        """The filter of cost lines that fits the basis; regions that differ go by due day."""
        by_service = len(self.report.served) == len(self.report.regions) > 0
        return "served_on" if by_service else "due_on"

    def _costs_url(self, where: dict[str, Any], *, due: bool) -> str:
        """The cost lines of the year that count by the day of the report, or those after it."""
        year, on = year_of(self.report.year), self.report.on
        first, last = (year.first, on) if due else (on + ONE_DAY, year.last)
        period = {
            f"{self._days}_after": max(first, year.first).isoformat(),
            f"{self._days}_before": min(last, year.last).isoformat(),
        }
        return _address("contracts:costline-list", where | period)

    def _why_url(self, row: ReportRow | None, where: dict[str, Any]) -> str:
        """The explanation of one budget, of a gemeente or of everything."""
        if row:
            return f"{reverse('reports:why')}?{Selection.of(row).query(self.report.year)}"
        return _address("reports:why", where | {"year": self.report.year})

    def _budgets_url(self, row: ReportRow | None, where: dict[str, Any]) -> str:
        """The budget line of a row, or all of a total."""
        contract = {"contract": row.bucket.contract_id or "null"} if row else {}
        return _address("reports:budgetline-list", where | {"year": self.report.year} | contract)


def overrun_badge(amount: Decimal) -> Any:
    """The word; an overrun stands out."""
    return badge_text(overrun_word(amount), "wrong") if amount > 0 else overrun_word(amount)


def _cell(label: Any, amount: Decimal, url: str) -> Cell:
    return Cell(label, amount, url if amount else "")


def _address(name: str, values: dict[str, Any]) -> str:
    given = {key: value for key, value in values.items() if value not in ("", None, [])}
    return f"{reverse(name)}?{urlencode(given, doseq=True)}"
