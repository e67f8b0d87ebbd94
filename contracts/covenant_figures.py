"""The monthly figures behind the targets of a covenant, summed by the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from config.shared.periods import month_of
from contracts.covenant_indicators import Series, Target, percentage
from contracts.enums import BEGUN, IN_USE, CovenantMeasure, TargetGroup
from contracts.models.covenant_course import CovenantIndicator, PlacementHours
from contracts.models.placement_course import ProgressConversation
from contracts.models.placements import Placement

PROVIDER = "covenant_party__provider_id"
Totals = dict[tuple[int, date], tuple[Decimal | int, Decimal | int]]
"""By provider and month: the part and the whole."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One target with what the months show, per school and in all; the same months for each."""

    indicator: CovenantIndicator
    target: Target
    months: Sequence[date]
    schools: Sequence[Series]
    total: Series


def figures_of(
    indicator: CovenantIndicator,
    placements: QuerySet[Placement],
    names: Mapping[int, str],
    months: Sequence[date],
    on: date,
) -> Figures:
    """The figures of one target over `placements`, which are all under its covenant.

    `names` has the schools that are shown, by id, in the order of the rows. One query.
    """
    target = Target(indicator.direction, indicator.target)
    if indicator.measure == CovenantMeasure.GROUP_SIZE:
        schools, total = _group_sizes(placements, names, months, target)
    else:
        totals = _totals(indicator.measure, placements, months, on)
        schools, total = _ratios(totals, names, months)
    return Figures(indicator, target, months, schools, Series(_("All schools"), total))


def _totals(
    measure: str, placements: QuerySet[Placement], months: Sequence[date], on: date
) -> Totals:
    counted = _hours if measure == CovenantMeasure.ATTENDANCE else _conversations
    return {
        (row[f"placement__{PROVIDER}"], row["counted_month"]): (row["part"], row["whole"])
        for row in counted(placements, months, on)
    }


def _hours(placements: QuerySet[Placement], months: Sequence[date], on: date) -> Iterable[Any]:
    rows = PlacementHours.objects.filter(
        placement__in=placements, month__range=(months[0], months[-1])
    )
    grouped = rows.order_by().values(f"placement__{PROVIDER}", counted_month=F("month"))
    return grouped.annotate(part=Sum("attended"), whole=Sum("offered"))


def _conversations(
    placements: QuerySet[Placement], months: Sequence[date], on: date
) -> Iterable[Any]:
    """Held by the day they were due, of those that were due; one of today is not late yet."""
    rows = ProgressConversation.objects.filter(
        Q(due_on__lt=on) | Q(held_on__isnull=False),
        placement__in=placements,
        due_on__range=(months[0], month_of(months[-1]).last),
    )
    grouped = rows.order_by().values(f"placement__{PROVIDER}", counted_month=TruncMonth("due_on"))
    in_time = Count("pk", filter=Q(held_on__lte=F("due_on")))
    return grouped.annotate(part=in_time, whole=Count("pk"))


def _ratios(
    totals: Totals, names: Mapping[int, str], months: Sequence[date]
) -> tuple[list[Series], list[Fraction | None]]:
    schools = [
        Series(name, [percentage(*totals.get((pk, month), (0, 0))) for month in months])
        for pk, name in names.items()
    ]
    return schools, [_whole_month(totals, month) for month in months]


def _whole_month(totals: Totals, month: date) -> Fraction | None:
    rows = [counts for (_pk, counted), counts in totals.items() if counted == month]
    parts, wholes = [part for part, _whole in rows], [whole for _part, whole in rows]
    return percentage(sum(parts), sum(wholes))


def _group_sizes(
    placements: QuerySet[Placement],
    names: Mapping[int, str],
    months: Sequence[date],
    target: Target,
) -> tuple[list[Series], list[Fraction | None]]:
    """The group of each month that is furthest from the target: it speaks of every group."""
    groups = placements.exclude(covenant_group="").filter(status__in=BEGUN)
    heads = {f"month_{number}": _heads(month) for number, month in enumerate(months)}
    rows = list(groups.order_by().values(PROVIDER, "covenant_group").annotate(**heads))

    def worst(pk: int | None, number: int) -> Fraction | None:
        mine = (row for row in rows if pk is None or row[PROVIDER] == pk)
        return target.worst(
            Fraction(row[f"month_{number}"]) for row in mine if row[f"month_{number}"]
        )

    numbers = range(len(months))
    schools = [
        Series(name, [worst(pk, number) for number in numbers]) for pk, name in names.items()
    ]
    return schools, [worst(None, number) for number in numbers]


def _heads(month: date) -> Count:
    """Who followed lessons on some day of the month."""
    period = month_of(month)
    still_there = Q(actual_last_on__isnull=True) | Q(actual_last_on__gte=period.first)
    return Count("pk", filter=Q(actual_first_on__lte=period.last) & still_there)


def learners_by_school(placements: QuerySet[Placement]) -> dict[int, dict[str, int]]:
    """By provider: learners that stand under the covenant, of whom pay themselves, and running."""
    rows = placements.order_by().values(PROVIDER)
    counted = rows.annotate(
        learners=Count("pk"),
        self_paying=Count("pk", filter=~Q(target_group=TargetGroup.STATUS_HOLDER)),
        running=Count("pk", filter=Q(status__in=IN_USE)),
    )
    return {row.pop(PROVIDER): dict(row) for row in counted}
