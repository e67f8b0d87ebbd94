"""Overruns explained from the ledger and the budgets."""

from decimal import Decimal

from reports.overruns import OverrunReport, Sources
from reports.why import explain
from tests.reports.conftest import ON


def report(user=None, *, year=2026, on=ON):
    sources = Sources.of_user(user) if user else Sources.of_region(None)
    return OverrunReport(sources, year=year, on=on)


def told(explanation):
    """The parts that are not nought."""
    return {part: amount for part, amount in explanation.parts.items() if amount}


def test_the_parts_add_up_to_the_overrun(budget, placements):
    found, total = explain(report()), report().total
    assert (found.budget, found.forecast) == (total.budget, total.forecast)
    assert sum(found.parts.values()) == total.overrun == Decimal(11_000)
