"""Budgets of a year against their forecast: which of them do not hold, when, and why."""

from collections.abc import Iterable, Iterator
from datetime import date

from config.shared.periods import month_start
from reports.enums import CauseCode, CostType, SignalKind
from reports.models.signals import Thresholds
from reports.overruns import OverrunReport, ReportRow
from reports.signals.causes import weightiest
from reports.signals.days import DaySum, day_sums
from reports.signals.prediction import Crossing, crossing, passing_day
from reports.signals.rules import Threshold
from reports.signals.shapes import Finding, Subject


def budget_findings(report: OverrunReport, rules: Thresholds) -> Iterator[Finding]:
    """Every budget of the report, those that hold too; one query beside those of the report."""
    kinds = [(row, kind_of(row, rules[row.bucket.region_id])) for row in report.rows]
    crossings = {row.bucket: _crossing(row) for row, kind in kinds if kind}
    days = day_sums({found.month for found in crossings.values() if found})
    for row, kind in kinds:
        found = crossings.get(row.bucket)
        yield Finding(
            subject=_subject(row, report.year),
            kind=kind,
            limit=row.figures.budget,
            forecast=row.figures.forecast,
            passes_on=_passing_day(row, found, days) if found else None,
            cause=cause_of(row),
        )


def kind_of(row: ReportRow, threshold: Threshold) -> SignalKind | None:
    """What there is to say about a budget: gone already, going to be, or nothing."""
    figures = row.figures
    if figures.overrun > 0 and figures.realised > figures.budget:
        return SignalKind.BUDGET_PASSED
    if threshold.is_passed(figures.overrun, figures.budget):
        return SignalKind.THRESHOLD
    return None


def _crossing(row: ReportRow) -> Crossing | None:
    months = {month: figures.forecast for month, figures in row.by_month.items()}
    return crossing(row.figures.budget, months)


def _subject(row: ReportRow, year: int) -> Subject:
    bucket = row.bucket
    return Subject(
        bucket.region_id,
        year,
        bucket.gemeente_id,
        bucket.route,
        CostType.LEARNING_ROUTES,
        bucket.contract_id,
    )


def _passing_day(row: ReportRow, found: Crossing, days: Iterable[DaySum]) -> date:
    bucket = row.bucket
    contracts = {contract.pk for contract in row.contracts} | {bucket.contract_id}
    place = bucket.region_id, bucket.gemeente_id, bucket.route
    due = [
        (one.due_on, one.amount)
        for one in days
        if one.contract_id in contracts
        and (one.region_id, one.gemeente_id, one.route) == place
        and month_start(one.due_on) == found.month
    ]
    return passing_day(row.figures.budget, found, due, row.by_month[found.month].expected)


def cause_of(row: ReportRow) -> CauseCode:
    """What weighs most: nothing was budgeted, more learners than planned, or a higher price."""
    figures, planned = row.figures, row.planned_heads
    if not figures.budget:
        return CauseCode.FUNDING if figures.overrun > 0 else CauseCode.UNKNOWN
    if not planned:
        return CauseCode.UNKNOWN
    extra = max(row.heads - planned, 0) * figures.budget / planned
    return weightiest({CauseCode.VOLUME: extra, CauseCode.PRICE: figures.overrun - extra})
