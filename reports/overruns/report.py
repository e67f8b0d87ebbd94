"""The overrun report: will the budget do? One class for page, command and export."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from accounts.models import Gemeente, Region
from config.shared.periods import year_of
from contracts.enums import CostType
from contracts.models import Contract
from providers.enums import LearningRoute
from reports.overruns.bases import by_service, with_basis
from reports.overruns.expected import Expectation, Missing
from reports.overruns.figures import (
    Basis,
    Bucket,
    Figures,
    MonthSum,
    Plan,
    Row,
    settle,
    total,
)
from reports.overruns.sources import Sources


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One budgeted whole with its names: gemeente, route and the contracts that it pays for."""

    bucket: Bucket
    region: Region
    gemeente: Gemeente
    contracts: Sequence[Contract]
    figures: Figures
    planned_heads: int
    heads: int
    by_month: dict[date, Figures]
    original: Decimal
    """The budget before any change."""
    basis: Basis

    @property
    def route(self) -> LearningRoute | None:
        """The learning route, with its label; None for a kind of cost over all routes."""
        return LearningRoute(self.bucket.route) if self.bucket.route else None

    @property
    def subject(self) -> str:
        """What is paid: the route, or the kind of cost where that is not lessons."""
        return subject_of(self.bucket.route, self.bucket.cost_type)

    @property
    def is_shared(self) -> bool:
        """Whether the budget is for every contract that is not budgeted apart."""
        return self.bucket.contract_id is None


class OverrunReport:
    """Budget, realised, committed, expected, forecast and overrun of `year`, as known on `on`.

    Per gemeente, route and contract; a budget line without a contract takes all contracts of its
    gemeente and route that have no line of their own. A cost counts by the basis of its region.
    Totals add up from the rows. Makes the same few queries however many placements there are.
    """

    def __init__(self, sources: Sources, *, year: int, on: date) -> None:
        self.sources = sources
        self.year = year
        self.on = on

    @cached_property
    def expectation(self) -> Expectation:
        """Who is still to come, and whom a gemeente planned beside them."""
        return Expectation(self.sources, self.on, [self.year])

    @property
    def plans(self) -> list[Plan]:
        """The budget lines of the year as on the day, the oldest first."""
        return self.expectation.plans[self.year]

    @cached_property
    def missing(self) -> list[Missing]:
        """Planned learners whom nobody knows, where no intake forecast was given."""
        return self.expectation.missing(self.year, self._sums)

    @cached_property
    def _sums(self) -> list[MonthSum]:
        return list(self.sources.sums(self.year, self.on))

    @cached_property
    def rows(self) -> list[ReportRow]:
        """By region, gemeente, route and contract."""
        found = settle(self.plans, self._sums, self.expectation.of_year(self.year, self._sums))
        named = _Names(found)
        return sorted((named.row(row) for row in found), key=_order)

    @property
    def regions(self) -> list[Region]:
        """Whose rows these are, each with the basis of its costs."""
        return list({row.region.pk: row.region for row in self.rows}.values())

    @property
    def served(self) -> list[int]:
        """Ids of the regions that count a cost on its days of service."""
        return [region.pk for region in by_service(self.regions)]

    @cached_property
    def total(self) -> Figures:
        """Of all rows."""
        return total(row.figures for row in self.rows)

    @cached_property
    def by_gemeente(self) -> list[tuple[Gemeente, list[ReportRow], Figures]]:
        """The rows of each gemeente with their total, in order of name."""
        ordered = sorted(self.rows, key=lambda row: (str(row.gemeente), row.gemeente.pk))
        return [
            (gemeente, found, total(row.figures for row in found))
            for gemeente, group in groupby(ordered, key=lambda row: row.gemeente)
            if (found := list(group))
        ]

    @cached_property
    def by_bucket(self) -> dict[Bucket, ReportRow]:
        """Each row by what is budgeted together."""
        return {row.bucket: row for row in self.rows}

    @cached_property
    def by_month(self) -> list[tuple[date, Figures]]:
        """What counts in each month of the year; a month has no budget of its own."""
        return [
            (month, total(row.by_month.get(month, Figures()) for row in self.rows))
            for month in year_of(self.year).months()
        ]

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a budget nor a cost."""
        return not self.rows

    @property
    def planned_rows(self) -> int:
        """In how many rows what is expected rests on the plan: no forecast was given there."""
        return sum(row.basis is Basis.PLAN for row in self.rows)

    @property
    def has_budget(self) -> bool:
        """Whether anything was budgeted."""
        return any(row.figures.budget or row.planned_heads for row in self.rows)


def subject_of(route: str, cost_type: str) -> str:
    """The route, and the kind of cost where that is not lessons."""
    names = [str(LearningRoute(route).label)] if route else []
    if cost_type != CostType.LEARNING_ROUTES or not route:
        names.append(str(CostType(cost_type).label))
    return ", ".join(names)


class _Names:
    """The objects behind the ids of rows, three queries for all of them."""

    def __init__(self, rows: Iterable[Row]) -> None:
        rows = list(rows)
        self.regions = with_basis(row.bucket.region_id for row in rows)
        self.gemeenten = _by_id(Gemeente.objects.all(), {row.bucket.gemeente_id for row in rows})
        contracts = Contract.objects.select_related("provider")
        self.contracts = _by_id(contracts, {pk for row in rows for pk in row.contract_ids})

    def row(self, row: Row) -> ReportRow:
        contracts = [self.contracts[pk] for pk in row.contract_ids]
        return ReportRow(
            bucket=row.bucket,
            region=self.regions[row.bucket.region_id],
            gemeente=self.gemeenten[row.bucket.gemeente_id],
            contracts=sorted(contracts, key=lambda contract: contract.reference),
            figures=row.figures,
            planned_heads=row.planned_heads,
            heads=row.heads,
            by_month=row.by_month,
            original=row.original,
            basis=row.basis,
        )


def _by_id(queryset: "QuerySet[Any]", ids: set[int]) -> dict[int, Any]:
    return queryset.in_bulk(ids)


def _order(row: ReportRow) -> tuple[str, str, str, bool, list[str], Bucket]:
    references = [contract.reference for contract in row.contracts]
    return (
        row.region.name,
        row.gemeente.name,
        row.subject,
        row.is_shared,
        references,
        row.bucket._replace(contract_id=row.bucket.contract_id or 0),
    )
