"""What the ledger says of a year, for the split: learners, groups, units and euro of each origin.

Summed by the database: a handful of queries, however many placements there are.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count, F, Q, QuerySet, Sum

from config.shared.periods import Period, year_of
from contracts.enums import BOOKED, CostKind, TariffUnit
from contracts.models import CostLine, CourseGroup, Tariff
from contracts.models.cost_basis import counted, counted_of_lines
from reports.overruns.figures import Bucket
from reports.overruns.sources import Sources
from reports.why.split import NIL, Facts

WEEK = 7
ORIGIN = ("region", "gemeente", "route", "contract")
"""The fields of a Bucket, up to the kind of cost."""
BY_TARIFF = ~Q(kind__in=(*BOOKED, CostKind.SETTLEMENT))
"""Amounts that are units times a price."""


class Source(NamedTuple):
    """Where a cost comes from, as the ledger has it, and its unit ("" for booked costs)."""

    origin: Bucket
    unit: str


class LedgerFacts(NamedTuple):
    """Of one year: the facts of each source, booked costs in euro, and learners of each origin."""

    rows: dict[Source, Facts]
    booked: dict[Bucket, Fraction]
    heads: dict[Bucket, int]


def ledger_facts(sources: Sources, year: int, served: Collection[int] = ()) -> LedgerFacts:
    """What counts in `year`, of everything that `sources` may read.

    A learner counts once for each unit and once for the origin, also where a trajectory and a fee
    are both paid. `served` are the ids of regions that count by days of service.
    """
    period = year_of(year)
    found = LedgerFacts(*_from_months(sources, period))
    lines = counted_of_lines(_by_tariff(sources), period, served)
    for source, heads in _heads_by_unit(lines, found).items():
        found.rows[source] = replace(found.rows[source], heads=heads)
    for source, groups in _groups(lines, period, found).items():
        found.rows[source] = replace(found.rows[source], groups=groups)
    for source, indexed in _indexed(lines, year).items():
        found.rows[source] = replace(found.rows[source], indexed=indexed)
    return found


def _from_months(
    sources: Sources, period: Period
) -> tuple[dict[Source, Facts], dict[Bucket, Fraction], dict[Bucket, int]]:
    """From the summary by month; learners as if each origin had one unit."""
    rows: dict[Source, Facts] = {}
    booked: dict[Bucket, Fraction] = {}
    heads: defaultdict[Bucket, int] = defaultdict(int)
    sums = (
        sources.months.filter(month__range=(period.first, period.last))
        .order_by()
        .values_list(*ORIGIN, "cost_type", "unit")
        .annotate(
            cost=Sum(counted(), filter=BY_TARIFF, default=0),
            units=Sum(counted("quantity"), filter=BY_TARIFF, default=0),
            settled=Sum(counted(), filter=Q(kind=CostKind.SETTLEMENT), default=0),
            typed=Sum(counted(), filter=Q(kind__in=BOOKED), default=0),
            learners=Sum(counted("heads")),
        )
    )
    for *place, unit, cost, units, settled, typed, learners in sums:
        origin = Bucket(*place)
        heads[origin] += learners
        if not unit:
            booked[origin] = Fraction(typed)
            continue
        rows[Source(origin, unit)] = Facts(
            heads=learners,
            units=Fraction(units),
            cost=Fraction(cost),
            settlements=Fraction(settled),
        )
    return rows, booked, dict(heads)


def _heads_by_unit(lines: "QuerySet[CostLine]", found: LedgerFacts) -> dict[Source, int]:
    """The learners of each unit, where an origin has several: the summary counts a learner once,
    at its first line of the year.
    """
    units: defaultdict[Bucket, list[Source]] = defaultdict(list)
    for source in found.rows:
        units[source.origin].append(source)
    several = {origin for origin, rows in units.items() if len(rows) > 1}
    if not several:
        return {}
    counted = (
        lines.filter(contract__in={origin.contract_id for origin in several})
        .values_list(*ORIGIN, "unit")
        .annotate(learners=Count("placement", distinct=True, filter=Q(corrects__isnull=True)))
    )
    heads = {Source(Bucket(*place), unit): number for *place, unit, number in counted}
    return {source: heads.get(source, 0) for origin in several for source in units[origin]}


def _groups(
    lines: "QuerySet[CostLine]", period: Period, found: LedgerFacts
) -> dict[Source, Fraction]:
    """The part of each group's units in the year that an origin pays, summed over its groups."""
    shared = [source for source in found.rows if TariffUnit(source.unit).is_of_group]
    if not shared:
        return {}
    shares = (
        lines.filter(
            kind=CostKind.GROUP_SHARE,
            contract__in={source.origin.contract_id for source in shared},
        )
        .values_list(*ORIGIN, "unit", "group")
        .annotate(Sum("quantity"))
    )
    rows = [
        (Source(Bucket(*place), unit), group, Fraction(units))
        for *place, unit, group, units in shares
    ]
    whole = _units_of_groups({group for _source, group, _units in rows}, period)
    parts: defaultdict[Source, Fraction] = defaultdict(Fraction)
    for source, group, units in rows:
        whole_units = whole[group, source.unit]
        parts[source] += units / whole_units if whole_units else NIL
    return dict(parts)


def _units_of_groups(groups: Collection[int], period: Period) -> dict[tuple[int, str], Fraction]:
    """The units of whole groups in the year, by group and unit, whoever sits in them."""
    found: dict[tuple[int, str], Fraction] = {}
    rows = CourseGroup.objects.filter(pk__in=groups)
    for pk, first_on, last_on, hours in rows.values_list(
        "pk", "first_on", "last_on", "hours_per_week"
    ):
        course = Period(first_on, last_on)
        part = course.clip(period)
        days = part.days if part else 0
        found[pk, TariffUnit.GROUP] = Fraction(days, course.days)
        found[pk, TariffUnit.GROUP_HOUR] = Fraction(hours or 0) * days / WEEK
    return found


def _indexed(lines: "QuerySet[CostLine]", year: int) -> dict[Source, Fraction]:
    """What indexations of `year` added to the cost of each source, in euro."""
    risen = {version.tariff.pk: version.part for version in indexed_versions(year)}
    if not risen:
        return {}
    sums = (
        lines.filter(BY_TARIFF, tariff__in=risen)
        .values_list(*ORIGIN, "unit", "tariff")
        .annotate(Sum("counts"))
    )
    found: defaultdict[Source, Fraction] = defaultdict(Fraction)
    for *place, unit, tariff, amount in sums:
        found[Source(Bucket(*place), unit)] += risen[tariff] * Fraction(amount)
    return dict(found)


class IndexedVersion(NamedTuple):
    """A tariff that an indexation of the year made, the tariff that stood before the first of
    them, and which part of the price they added together.
    """

    tariff: Tariff
    base: Tariff

    @property
    def part(self) -> Fraction:
        """(price - price before) / price."""
        return 1 - Fraction(self.base.price) / Fraction(self.tariff.price)


def indexed_versions(year: int) -> list[IndexedVersion]:
    """Every version of a tariff that began in `year` by indexation, along the chain of versions."""
    versions = Tariff.objects.filter(
        follows__isnull=False,
        price__gt=0,
        first_on__year=year,
        contract__indexations__applies_on=F("first_on"),
    ).select_related("follows", "contract")
    by_id = {tariff.pk: tariff for tariff in versions}
    return [IndexedVersion(tariff, _base(tariff, by_id)) for tariff in by_id.values()]


def _base(tariff: Tariff, indexed: Mapping[int, Tariff]) -> Tariff:
    while tariff.pk in indexed and tariff.follows is not None:
        tariff = tariff.follows
        tariff = indexed.get(tariff.pk, tariff)
    return tariff


def _by_tariff(sources: Sources) -> "QuerySet[CostLine]":
    """Of placements and groups: booked costs have no tariff."""
    return sources.lines.filter(tariff__isnull=False).order_by()
