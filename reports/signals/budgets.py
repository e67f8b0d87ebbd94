"""Budgets of a year against their forecast: which of them do not hold, when, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from config.shared.periods import month_start
from reports.enums import SignalKind
from reports.models.signals import Thresholds
from reports.overruns import OverrunReport, ReportRow
from reports.overruns.figures import Bucket, bucket_of
from reports.signals.days import DaySum, day_sums
from reports.signals.parts import cause_of
from reports.signals.prediction import Crossing, crossing, passing_day
from reports.signals.rules import Threshold
from reports.signals.shapes import Finding, Subject
from reports.why import parts_by_bucket


def budget_findings(report: OverrunReport, rules: Thresholds) -> Iterator[Finding]:
    """Every budget of the report, those that hold too; one query beside those of the report."""
    kinds = [(row, kind_of(row, rules[row.bucket.region_id])) for row in report.rows]
    crossings = {row.bucket: _crossing(row) for row, kind in kinds if kind}
    days = _by_bucket(day_sums({found.month for found in crossings.values() if found}), report)
    parts = parts_by_bucket(report)
    for row, kind in kinds:
        found = crossings.get(row.bucket)
        yield Finding(
            subject=_subject(row, report.year),
            kind=kind,
            limit=row.figures.budget,
            forecast=row.figures.forecast,
            passes_on=_passing_day(row, found, days[row.bucket]) if found else None,
            cause=cause_of(parts[row.bucket]),
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
        bucket.cost_type,
        bucket.contract_id,
    )


def _passing_day(row: ReportRow, found: Crossing, due: Iterable[DaySum]) -> date:
    by_day = [(one.on, one.amount) for one in due if month_start(one.on) == found.month]
    return passing_day(row.figures.budget, found, by_day, row.by_month[found.month].expected)


def _by_bucket(days: Iterable[DaySum], report: OverrunReport) -> defaultdict[Bucket, list[DaySum]]:
    """The days under the budget that pays for them, as in the report."""
    buckets = {row.bucket for row in report.rows}
    found: defaultdict[Bucket, list[DaySum]] = defaultdict(list)
    for one in days:
        found[bucket_of(one.origin, buckets)].append(one)
    return found
