"""Of which rows an explanation is asked, and the cost lines under them."""

from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from config.shared.periods import year_of
from contracts.models import CostLine
from contracts.models.cost_basis import counted_of_lines
from reports.overruns import OverrunReport, ReportRow
from reports.why.explanation import Row

SHARED = "null"
"""Asks for the budget of all contracts that are not budgeted apart."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked; empty means any. `contract` is an id, or SHARED."""

    gemeente_id: int | None = None
    route: str = ""
    contract: str = ""
    cost_type: str = ""

    def holds(self, row: Row) -> bool:
        """Whether a row of the explanation is asked."""
        return self._asks(row.key.bucket)

    def lines(self, report: OverrunReport) -> "QuerySet[CostLine]":
        """The cost lines behind the rows, with what `counts` in the year of each."""
        asked = {"gemeente": self.gemeente_id, "route": self.route}
        found = report.sources.lines.filter(
            **{name: value for name, value in asked.items() if value}
        ).order_by()
        lines = counted_of_lines(found, year_of(report.year), report.served)
        if self.contract:
            lines = lines.filter(Q(contract__in=self._contracts(report)) | self._no_contract())
        return lines

    def lines_url(self, report: OverrunReport, **more: Any) -> str:
        """The list of those lines."""
        year = year_of(report.year)
        contracts = self._contracts(report) if self.contract else []
        asked = {
            "gemeente": self.gemeente_id,
            "route": self.route,
            "contract": sorted(contracts),
            "due_on_after": year.first.isoformat(),
            "due_on_before": year.last.isoformat(),
        }
        given = {name: value for name, value in (asked | more).items() if value}
        return f"{reverse('contracts:costline-list')}?{urlencode(given, doseq=True)}"

    @classmethod
    def of(cls, row: ReportRow) -> Self:
        """That of one budgeted whole."""
        return cls.of_bucket(row.bucket)

    @classmethod
    def of_bucket(cls, bucket: Any) -> Self:
        """That of a bucket, or of a budget line, which has the same fields."""
        contract = SHARED if bucket.contract_id is None else str(bucket.contract_id)
        return cls(bucket.gemeente_id, bucket.route, contract, bucket.cost_type)

    def query(self, year: int) -> str:
        """As the query of an address."""
        asked = {
            "year": year,
            "gemeente": self.gemeente_id,
            "route": self.route,
            "contract": self.contract,
            "cost_type": self.cost_type,
        }
        return urlencode({name: value for name, value in asked.items() if value})

    def _asks(self, bucket: Any) -> bool:
        contract = SHARED if bucket.contract_id is None else str(bucket.contract_id)
        pairs = (
            (self.gemeente_id, bucket.gemeente_id),
            (self.route, bucket.route),
            (self.contract, contract),
            (self.cost_type, bucket.cost_type),
        )
        return all(not asked or asked == own for asked, own in pairs)

    def _contracts(self, report: OverrunReport) -> set[int]:
        rows = (row for row in report.rows if self._asks(row.bucket))
        return {contract.pk for row in rows for contract in row.contracts}

    def _no_contract(self) -> Q:
        """Booked costs under no contract belong to the budget of all contracts."""
        return Q(contract__isnull=True) if self.contract == SHARED else Q(pk__in=())
