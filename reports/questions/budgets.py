"""What the questions about the budgets of a year have in common."""

from abc import abstractmethod
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy

from reports.overruns import OverrunReport, ReportRow, Sources
from reports.overruns.bases import told_basis
from reports.questions.base import Column, Kind, Question, Row, Scope

NAMES = (
    Column("region", gettext_lazy("Region"), Kind.TEXT),
    Column("gemeente_code", gettext_lazy("Gemeente code"), Kind.TEXT),
    Column("gemeente", gettext_lazy("Gemeente"), Kind.TEXT),
    Column("route", gettext_lazy("Route"), Kind.TEXT),
    Column("contracts", gettext_lazy("Contract"), Kind.TEXT),
)
"""What a budgeted whole is called, with names_of."""


class BudgetQuestion(Question):
    """A question with rows that begin with NAMES and one more text, answered of a year."""

    labels = len(NAMES) + 1
    parameters = ("year", "route", "gemeente")

    @classmethod
    def years(cls, scope: Scope, on: date) -> set[int]:
        """Every year with a budget or a cost."""
        return _sources_of(scope).years()

    def reported(self, route: str = "") -> OverrunReport:
        """The report of the year and gemeente that are asked; of every route where empty."""
        asked = self.asked
        sources = _sources_of(self.scope).narrowed(route=route, gemeente=asked.gemeente)
        return OverrunReport(sources, year=asked.of_year, on=asked.on)

    def nothing(self) -> str:
        """That there is neither a budget nor a cost: the finding knows of both."""
        return self.finding()

    def told_facts(self) -> dict[str, Any]:
        """The year, when a cost counts, and what the figures rest on."""
        basis = told_basis(self.report.regions)
        return {**super().told_facts(), "basis": basis, "footnote": self.footnote}

    @property
    @abstractmethod
    def report(self) -> OverrunReport:
        """The figures with their objects."""

    @property
    @abstractmethod
    def footnote(self) -> str:
        """Basis, sources and day."""


def _sources_of(scope: Scope) -> Sources:
    """The budgets, costs and expectations within a scope."""
    return (
        Sources.of_region(scope.region) if scope.person is None else Sources.of_user(scope.person)
    )


def names_of(row: ReportRow) -> Row:
    """The cells under NAMES."""
    return (
        row.region.name,
        row.gemeente.code,
        row.gemeente.name,
        row.subject,
        ", ".join(contract.reference for contract in row.contracts),
    )


def told_names(row: ReportRow) -> dict[str, Any]:
    """What a budgeted whole is called, by the names and codes that programs know."""
    return {
        "region": row.region.name,
        "basis": told_basis([row.region]),
        "gemeente": row.gemeente.name,
        "gemeente_code": row.gemeente.code,
        "route": row.bucket.route,
        "cost_type": row.bucket.cost_type,
        "contracts": [contract.reference for contract in row.contracts],
    }
