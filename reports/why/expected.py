"""What learners who are still to come add to the rows of a year, as the overrun report has it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from contracts.enums import TariffUnit
from reports.overruns import OverrunReport
from reports.overruns.expected import Missing, coming_heads
from reports.overruns.figures import Bucket, Plan, bucket_of
from reports.why.facts import IndexedVersion, Source, indexed_versions
from reports.why.split import ONE, Facts


class Coming(NamedTuple):
    """Facts by what pays for them and unit, and learners by what pays for them."""

    rows: dict[Source, Facts]
    heads: dict[Bucket, int]


def coming_facts(report: OverrunReport, fill: Mapping[Source, Fraction]) -> Coming:
    """Who has no cost yet: who is known to come, and whom the plan has beside them.

    `fill` says over how many learners the price of a group is shared, by row; what nobody knows
    counts as one learner.
    """
    found = Coming(defaultdict(Facts), defaultdict(int))
    budgeted = {plan.bucket for plan in report.plans}
    for source, facts in _reckoned_rows(report).items():
        paid_by = Source(bucket_of(source.origin, budgeted), source.unit)
        _add_reckoned(found, paid_by, facts, fill)
    for origin, heads in coming_heads(report.expectation.reckoned, report.year).items():
        found.heads[bucket_of(origin, budgeted)] += heads
    for missing in report.missing:
        _add_missing(found, missing)
    return found


def facts_of(plan: Plan, heads: int) -> Facts:
    """So many of the learners of a plan, without settlements; exact."""
    size = Fraction(plan.heads_per_group or 1)
    units = heads * Fraction(plan.units_per_head) / size
    return Facts(
        heads=heads,
        groups=heads / size if TariffUnit(plan.unit).is_of_group else Fraction(0),
        units=units,
        cost=units * Fraction(plan.unit_price),
    )


def _add_missing(found: Coming, missing: Missing) -> None:
    """Planned learners whom nobody knows, at the planned price to the cent."""
    plan, heads = missing
    cost = Fraction(plan.cost_of(heads))
    found.rows[Source(plan.bucket, plan.unit)] += replace(facts_of(plan, heads), cost=cost)
    found.heads[plan.bucket] += heads


def _add_reckoned(
    found: Coming, source: Source, facts: Facts, fill: Mapping[Source, Fraction]
) -> None:
    if TariffUnit(source.unit).is_of_group:
        facts = replace(facts, groups=facts.heads / fill.get(source, ONE))
    found.rows[source] += facts


def _reckoned_rows(report: OverrunReport) -> dict[Source, Facts]:
    """What was last reckoned for the rest of the year, from the month of the report on.

    Of a later year, who begins before it is taken to be taught in it too. Who costs nothing in the
    year does not count, as with placements.
    """
    found: defaultdict[Source, Facts] = defaultdict(Facts)
    for row in report.expectation.reckoned:
        falls_due = row.month.year == report.year
        found[Source(row.origin, row.unit)] += Facts(
            heads=row.heads,
            units=Fraction(row.units) if falls_due else Fraction(0),
            cost=Fraction(row.amount) if falls_due else Fraction(0),
        )
    risen = _risen(indexed_versions(report.year))
    return {
        source: replace(facts, indexed=facts.cost * risen.get(_priced(source), Fraction(0)))
        for source, facts in found.items()
        if facts.cost > 0
    }


def _priced(source: Source) -> tuple[int | None, str, str]:
    return source.origin.contract_id, source.origin.route, source.unit


def _risen(versions: Iterable[IndexedVersion]) -> dict[tuple[int | None, str, str], Fraction]:
    """Of the last version of each price: who comes now pays that one."""
    latest = sorted(versions, key=lambda version: version.tariff.first_on)
    return {
        (version.tariff.contract_id, version.tariff.route, version.tariff.unit): version.part
        for version in latest
    }
