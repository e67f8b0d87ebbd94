"""What the placements of a provider say of its work, in one statement for all indicators.

A figure always comes with how many it rests on: nothing measured is not the same as nought.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce

from config.shared.money import half_up
from config.shared.periods import ONE_DAY, add_months, month_start
from contracts.enums import (
    BEGUN,
    ENDED,
    IN_USE,
    DataTaskStatus,
    GroupStatus,
    KpiIndicator,
    Outcome,
    PlacementStatus,
)
from contracts.models import DataTask, PlacementEvent, ProgressConversation
from contracts.models.placements import PlacementQuerySet

TENTH = 1
MONTHS = 12
COUNT = Count("pk")
MEAN = Avg("waited")
FOLLOWING = (
    KpiIndicator.DAYS_TO_START,
    KpiIndicator.FILL_RATE,
    KpiIndicator.ATTENDANCE,
    KpiIndicator.DIPLOMAS,
    KpiIndicator.DROPOUTS,
    KpiIndicator.REPORTS_IN_TIME,
    KpiIndicator.RETURNS_IN_TIME,
)
"""Indicators that follow from placements and returns; others of a contract are told by people."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator in one period; `value` None when `rests_on` is nought."""

    indicator: KpiIndicator
    value: Decimal | None
    rests_on: int
    """How many placements, hours, seats or conversations the figure rests on."""


Figure = tuple[int | None, Measured]


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """`part` of `whole` in per cents with one decimal; None of nothing."""
    return half_up(Decimal(part) * 100 / Decimal(whole), TENTH) if whole else None


def whole_year_before(on: date) -> tuple[date, date]:
    """The twelve whole months before the month of `on`: later days are still being delivered."""
    first_of_month = month_start(on)
    return add_months(first_of_month, -MONTHS), first_of_month - ONE_DAY


def measured(placements: PlacementQuerySet, *, first_on: date, last_on: date) -> list[Measured]:
    """The indicators that follow from `placements` within the period, last day included.

    Days to start and attendance are of who began in it, diplomas and dropouts of who ended in
    it, reports of the progress conversations due in it, seats of its groups on the last day.
    """
    return measured_by("", placements, first_on=first_on, last_on=last_on)[None]


def measured_by(
    key: str, placements: PlacementQuerySet, *, first_on: date, last_on: date
) -> "dict[int | None, list[Measured]]":
    """The same for each value of `key`, a column such as "contract_id", in as many statements.

    Without a key everything counts together, under None. A value without any figure has a list
    in which nothing rests on anything; one without placements is not there.
    """
    begun = placements.filter(status__in=BEGUN, actual_first_on__range=(first_on, last_on))
    ended = placements.filter(status__in=ENDED, actual_last_on__range=(first_on, last_on))
    found = [
        *_days_to_start(key, begun),
        *_fill_rates(key, placements, last_on),
        *_attendance(key, begun),
        *_endings(key, ended),
        *_reports(key, placements, first_on, last_on),
        *_returns(key, placements, first_on, last_on),
    ]
    figures: dict[int | None, dict[KpiIndicator, Measured]] = {None: {}} if not key else {}
    for group, one in found:
        figures.setdefault(group, {})[one.indicator] = one
    return {
        group: [ones.get(kind, Measured(kind, None, 0)) for kind in FOLLOWING]
        for group, ones in figures.items()
    }


def _grouped(key: str, rows: "QuerySet[Any]", **sums: Any) -> Iterator[tuple[int | None, Any]]:
    """Each value of `key` with the sums of its rows; None with those of all where there is none."""
    if not key:
        yield None, rows.order_by().aggregate(**sums)
        return
    for found in rows.order_by().values(key).annotate(**sums):
        yield found.pop(key), found


def _days_to_start(key: str, begun: PlacementQuerySet) -> Iterator[Figure]:
    """From the day on which it was first recorded to the first lesson."""
    events = PlacementEvent.objects.filter(placement=OuterRef("pk")).order_by()
    first = events.values("placement").annotate(first=Min("on")).values("first")
    waited = ExpressionWrapper(F("actual_first_on") - F("seen_on"), output_field=DurationField())
    rows = begun.annotate(seen_on=Subquery(first)).filter(seen_on__lte=F("actual_first_on"))
    for group, sums in _grouped(key, rows.annotate(waited=waited), mean=MEAN, count=COUNT):
        mean: timedelta | None = sums["mean"]
        value = None if mean is None else half_up(Decimal(mean.total_seconds()) / 86400, TENTH)
        yield group, Measured(KpiIndicator.DAYS_TO_START, value, sums["count"])


def _attendance(key: str, begun: PlacementQuerySet) -> Iterator[Figure]:
    hours = {
        "offered": Coalesce(Sum("offered_hours"), Decimal(0)),
        "attended": Coalesce(Sum("attended_hours"), Decimal(0)),
    }
    for group, sums in _grouped(key, begun, **hours):
        value = share(sums["attended"], sums["offered"])
        yield group, Measured(KpiIndicator.ATTENDANCE, value, int(sums["offered"]))


def _fill_rates(key: str, placements: PlacementQuerySet, on: date) -> Iterator[Figure]:
    """Heads of groups that run on the day, against their largest size."""
    columns = (key,) if key else ()
    running = placements.filter(
        course_group__status=GroupStatus.STARTED,
        course_group__first_on__lte=on,
        course_group__last_on__gte=on,
    ).order_by()
    heads = Count("pk", filter=Q(status__in=IN_USE))
    rows = running.values(*columns, "course_group__maximum", "course_group").annotate(heads=heads)
    seats: dict[int | None, list[int]] = {}
    for row in rows:
        taken = seats.setdefault(row[key] if key else None, [0, 0])
        taken[0] += row["heads"]
        taken[1] += row["course_group__maximum"]
    for group, (used, all_seats) in seats.items():
        yield group, Measured(KpiIndicator.FILL_RATE, share(used, all_seats), all_seats)


def _endings(key: str, ended: PlacementQuerySet) -> Iterator[Figure]:
    diplomas = Count("pk", filter=Q(outcome=Outcome.DIPLOMA))
    dropouts = Count("pk", filter=Q(status=PlacementStatus.DROPPED_OUT))
    for group, sums in _grouped(key, ended, count=COUNT, diplomas=diplomas, dropouts=dropouts):
        for kind, part in (
            (KpiIndicator.DIPLOMAS, sums["diplomas"]),
            (KpiIndicator.DROPOUTS, sums["dropouts"]),
        ):
            yield group, Measured(kind, share(part, sums["count"]), sums["count"])


def _reports(
    key: str, placements: PlacementQuerySet, first_on: date, last_on: date
) -> Iterator[Figure]:
    due = ProgressConversation.objects.filter(
        placement__in=placements.order_by().values("pk"), due_on__range=(first_on, last_on)
    )
    path = f"placement__{key}" if key else ""
    in_time = Count("pk", filter=Q(held_on__lte=F("due_on")))
    for group, sums in _grouped(path, due, count=COUNT, in_time=in_time):
        value = share(sums["in_time"], sums["count"])
        yield group, Measured(KpiIndicator.REPORTS_IN_TIME, value, sums["count"])


def _returns(
    key: str, placements: PlacementQuerySet, first_on: date, last_on: date
) -> Iterator[Figure]:
    """Monthly returns due in the period that were answered in time; excused ones do not count."""
    learners = placements.order_by()
    due = DataTask.objects.filter(
        Q(contract__in=learners.filter(contract__isnull=False).values("contract"))
        | Q(covenant_party__in=learners.filter(contract=None).values("covenant_party")),
        due_on__range=(first_on, last_on),
    ).exclude(status=DataTaskStatus.EXCUSED)
    in_time = Count("pk", filter=Q(answered_at__date__lte=F("in_time_until_on")))
    for group, sums in _grouped(key, due, count=COUNT, in_time=in_time):
        value = share(sums["in_time"], sums["count"])
        yield group, Measured(KpiIndicator.RETURNS_IN_TIME, value, sums["count"])


def placements_of(provider_id: int, placements: PlacementQuerySet) -> PlacementQuerySet:
    """Of `placements` those that the provider gives, under a contract or a covenant."""
    return placements.filter(
        Q(contract__provider=provider_id) | Q(covenant_party__provider=provider_id)
    )
