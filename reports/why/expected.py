"""What learners who are still to come add to the rows of a year, as the overrun report has it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Q, Sum

from config.shared.periods import month_start, year_of
from contracts.enums import TariffUnit
from reports.budget_plans import Plan
from reports.overruns import OverrunReport
from reports.overruns.figures import Basis, Bucket, bucket_of
from reports.why.facts import ORIGIN, IndexedVersion, Source, indexed_versions
from reports.why.split import ONE, Facts


class PlanLine(NamedTuple):
    """A budget line on a day: its bucket, its unit and the plan behind it."""

    bucket: Bucket
    unit: str
    plan: Plan

    @property
    def is_of_group(self) -> bool:
        """Whether it is planned by a price that the heads of a group share."""
        return TariffUnit(self.unit).is_of_group

    def facts(self, heads: int) -> Facts:
        """So many of its learners, without settlements; exact."""
        size = Fraction(self.plan.planned_heads_per_group or 1)
        units = heads * Fraction(self.plan.planned_units_per_head) / size
        return Facts(
            heads=heads,
            groups=heads / size if self.is_of_group else Fraction(0),
            units=units,
            cost=units * Fraction(self.plan.planned_unit_price),
        )


class Coming(NamedTuple):
    """Facts by what pays for them and unit, and learners by what pays for them."""

    rows: dict[Source, Facts]
    heads: dict[Bucket, int]


def coming_facts(
    report: OverrunReport, lines: Iterable[PlanLine], fill: Mapping[Source, Fraction]
) -> Coming:
    """Who has no cost yet: by the forecast, and where none was given, by the plan.

    `fill` says over how many learners the price of a group is shared, by row; what nobody knows
    counts as one learner.
    """
    found = Coming(defaultdict(Facts), defaultdict(int))
    heads: defaultdict[tuple[Bucket, Bucket], int] = defaultdict(int)
    by_bucket: defaultdict[Bucket, list[PlanLine]] = defaultdict(list)
    for line in lines:
        by_bucket[line.bucket].append(line)
    planned = {row.bucket.place for row in report.rows if row.basis is Basis.PLAN}
    if report.year >= report.on.year:
        for row in report.rows:
            if row.basis is Basis.PLAN:
                _add_missing(found, by_bucket[row.bucket], row.heads)
    for source, facts in _forecast_rows(report).items():
        if source.origin.place not in planned:
            bucket = bucket_of(source.origin, by_bucket)
            _add_forecast(found, Source(bucket, source.unit), facts, fill)
            heads[source.origin, bucket] = max(heads[source.origin, bucket], facts.heads)
    for (_origin, bucket), number in heads.items():
        found.heads[bucket] += number
    return found


def _add_missing(found: Coming, lines: list[PlanLine], heads: int) -> None:
    """Let `heads` fill the lines of one bucket in turn; who is missing is still to come, at the
    planned price to the cent.
    """
    for line in lines:
        missing = max(line.plan.planned_heads - heads, 0)
        heads = max(heads - line.plan.planned_heads, 0)
        cost = Fraction(line.plan.planned_cost_of(missing))
        found.rows[Source(line.bucket, line.unit)] += replace(line.facts(missing), cost=cost)
        found.heads[line.bucket] += missing


def _add_forecast(
    found: Coming, source: Source, facts: Facts, fill: Mapping[Source, Fraction]
) -> None:
    if TariffUnit(source.unit).is_of_group:
        facts = replace(facts, groups=facts.heads / fill.get(source, ONE))
    found.rows[source] += facts


def _forecast_rows(report: OverrunReport) -> dict[Source, Facts]:
    """What was last reckoned for the rest of the year, from the month of the report on.

    Of a later year, who begins before it is taken to be taught in it too. Who costs nothing in the
    year does not count, as with placements.
    """
    period = year_of(report.year)
    in_year = Q(month__gte=period.first)
    sums = (
        report.sources.expected.filter(month__range=(month_start(report.on), period.last))
        .order_by()
        .values_list(*ORIGIN, "unit")
        .annotate(
            cost=Sum("amount", filter=in_year, default=0),
            units=Sum("quantity", filter=in_year, default=0),
            begin=Sum("heads"),
        )
        .filter(cost__gt=0)
    )
    risen = _risen(indexed_versions(report.year))
    found = {}
    for *place, unit, cost, units, heads in sums:
        source = Source(Bucket(*place), unit)
        part = risen.get((source.origin.contract_id, source.origin.route, unit), Fraction(0))
        facts = Facts(heads=heads, units=Fraction(units), cost=Fraction(cost))
        found[source] = replace(facts, indexed=facts.cost * part)
    return found


def _risen(versions: Iterable[IndexedVersion]) -> dict[tuple[int | None, str, str], Fraction]:
    """Of the last version of each price: who comes now pays that one."""
    latest = sorted(versions, key=lambda version: version.tariff.first_on)
    return {
        (version.tariff.contract_id, version.tariff.route, version.tariff.unit): version.part
        for version in latest
    }
