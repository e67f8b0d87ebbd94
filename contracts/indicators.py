"""What the placements of a provider say of its work, in one statement for all indicators.

A figure always comes with how many it rests on: nothing measured is not the same as nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q, Sum
from django.db.models.functions import Coalesce

from config.shared.money import half_up
from contracts.enums import (
    BEGUN,
    ENDED,
    IN_USE,
    GroupStatus,
    KpiIndicator,
    Outcome,
    PlacementStatus,
)
from contracts.models import CourseGroup, ProgressConversation
from contracts.models.placements import PlacementQuerySet

TENTH = 1


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator in one period; `value` None when `rests_on` is nought."""

    indicator: KpiIndicator
    value: Decimal | None
    rests_on: int
    """How many placements, hours, seats or conversations the figure rests on."""


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """`part` of `whole` in per cents with one decimal; None of nothing."""
    return half_up(Decimal(part) * 100 / Decimal(whole), TENTH) if whole else None


def measured(placements: PlacementQuerySet, *, first_on: date, last_on: date) -> list[Measured]:
    """The indicators that follow from `placements` within the period, last day included.

    Days to start and attendance are of who began in it, diplomas and dropouts of who ended in
    it, reports of the progress conversations due in it, seats of its groups on the last day.
    """
    begun = placements.filter(status__in=BEGUN, actual_first_on__range=(first_on, last_on))
    ended = placements.filter(status__in=ENDED, actual_last_on__range=(first_on, last_on))
    return [
        _days_to_start(begun),
        _fill_rate(placements, last_on),
        _attendance(begun),
        *_endings(ended),
        _reports(placements, first_on, last_on),
    ]


def _days_to_start(begun: PlacementQuerySet) -> Measured:
    """From the day on which it was first recorded to the first lesson."""
    waited = ExpressionWrapper(F("actual_first_on") - F("seen_on"), output_field=DurationField())
    rows = begun.annotate(seen_on=Min("events__on")).filter(seen_on__lte=F("actual_first_on"))
    found = rows.annotate(waited=waited).aggregate(mean=Avg("waited"), count=Count("pk"))
    mean: timedelta | None = found["mean"]
    value = None if mean is None else half_up(Decimal(mean.total_seconds()) / 86400, TENTH)
    return Measured(KpiIndicator.DAYS_TO_START, value, found["count"])


def _attendance(begun: PlacementQuerySet) -> Measured:
    hours = begun.aggregate(
        offered=Coalesce(Sum("offered_hours"), Decimal(0)),
        attended=Coalesce(Sum("attended_hours"), Decimal(0)),
    )
    value = share(hours["attended"], hours["offered"])
    return Measured(KpiIndicator.ATTENDANCE, value, int(hours["offered"]))


def _fill_rate(placements: PlacementQuerySet, on: date) -> Measured:
    """Heads of groups that run on the day, against their largest size."""
    ids = placements.exclude(course_group=None).order_by().values("course_group")
    groups = CourseGroup.objects.filter(
        pk__in=ids, status=GroupStatus.STARTED, first_on__lte=on, last_on__gte=on
    )
    seats = groups.aggregate(total=Coalesce(Sum("maximum"), 0))["total"]
    heads = placements.filter(course_group__in=groups, status__in=IN_USE).count()
    return Measured(KpiIndicator.FILL_RATE, share(heads, seats), seats)


def _endings(ended: PlacementQuerySet) -> Sequence[Measured]:
    counted = ended.aggregate(
        count=Count("pk"),
        diplomas=Count("pk", filter=Q(outcome=Outcome.DIPLOMA)),
        dropouts=Count("pk", filter=Q(status=PlacementStatus.DROPPED_OUT)),
    )
    count = counted["count"]
    return (
        Measured(KpiIndicator.DIPLOMAS, share(counted["diplomas"], count), count),
        Measured(KpiIndicator.DROPOUTS, share(counted["dropouts"], count), count),
    )


def _reports(placements: PlacementQuerySet, first_on: date, last_on: date) -> Measured:
    due = ProgressConversation.objects.filter(
        placement__in=placements.order_by().values("pk"), due_on__range=(first_on, last_on)
    )
    counted = due.aggregate(
        count=Count("pk"), in_time=Count("pk", filter=Q(held_on__lte=F("due_on")))
    )
    value = share(counted["in_time"], counted["count"])
    return Measured(KpiIndicator.REPORTS_IN_TIME, value, counted["count"])


def placements_of(provider_id: int, placements: PlacementQuerySet) -> PlacementQuerySet:
    """Of `placements` those that the provider gives, under a contract or a covenant."""
    return placements.filter(
        Q(contract__provider=provider_id) | Q(covenant_party__provider=provider_id)
    )
