"""Whom the forecast counts: placements that were agreed, who waits for a seat, who is expected."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import BooleanField, Count, DateField, ExpressionWrapper, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Greatest, TruncMonth

from accounts.models import Region
from config.shared.periods import Period, month_of, month_start
from contracts.enums import BINDING, HELD, IN_USE, PlacementStatus, TargetGroup, TariffUnit
from contracts.models import CapacityShare, IntakeForecast, Placement, WaitlistEntry
from contracts.models.outlooks import Area, SeatForecast
from reports.forecast.engine import Cell, Learners
from reports.forecast.starts import Offer, Spread, add_up, not_yet_covered, serve

_CHARGED = TargetGroup.STATUS_HOLDER
_NEVER_BEGINS = (
    PlacementStatus.REFUSED,
    PlacementStatus.WAITLISTED,
    PlacementStatus.CANCELLED,
)
AGREED = (PlacementStatus.REGISTERED, *HELD)
"""A learner and a contract are known; nothing is charged yet."""
_BEGINS = Coalesce("actual_first_on", "planned_first_on")
Pair = tuple[int, str]
"""The id of a gemeente and a route."""


@dataclass(frozen=True)
class People:
    """Learners of a region who will cost money and have no cost lines yet, from the month of `on`.

    With `limits_seats` who is expected begins only when a contracted seat is free, after who
    waits; else in the month for which the gemeente expects them. Ten queries.
    """

    region: Region
    on: date
    months: tuple[date, ...]
    limits_seats: bool = False
    intake: str = "expected"
    """Which figure of the intake forecasts counts: expected, or low or high where it was given."""

    @cached_property
    def starts(self) -> dict[Cell, Learners]:
        """Who begins in each month, by gemeente, route and contract."""
        spread = Spread(self.region.pk, self.offers)
        queued = [
            spread.over(gemeente_id, route, self.months, numbers)
            for (gemeente_id, route), numbers in sorted(self._waiting_and_expected().items())
        ]
        return add_up([self.agreed, *queued])

    @cached_property
    def offers(self) -> list[Offer]:
        """What contracts that bind offer to gemeenten, the oldest first; also what has ended."""
        shares = CapacityShare.objects.filter(
            line__contract__region=self.region, line__contract__status__in=BINDING
        ).order_by("line_id", "pk")
        found: dict[int, Offer] = {}
        for share in shares.select_related("line"):
            line = share.line
            seats: dict[int, int] = {}
            offer = Offer(line.contract_id, line.route, line.first_on, line.last_on, seats)
            found.setdefault(line.pk, offer).seats[share.gemeente_id] = share.number
        return list(found.values())

    @cached_property
    def agreed(self) -> dict[Cell, Learners]:
        """Registered and accepted placements, in the month in which they are to begin; who should
        have begun already begins now.
        """
        begins = Greatest(_month("planned_first_on"), Value(self.months[0], DateField()))
        rows = (
            self._placements.filter(status__in=AGREED, planned_first_on__lte=self._last)
            .filter(Q(tariff__charges_other_groups=True) | Q(target_group=_CHARGED))
            .order_by()
            .values_list("gemeente_id", "route", "contract_id", begins)
            .annotate(learners=Count("pk"))
        )
        found: dict[Cell, Learners] = {}
        for *cell, month, learners in rows:
            key = Cell(self.region.pk, *cell)
            found.setdefault(key, self._nobody())[self._place(month)] += learners
        return found

    @cached_property
    def taught_by_hour(self) -> dict[Cell, Learners]:
        """Who follows lessons at a price per hour in each month, up to the planned last day."""
        first, last = _month(_BEGINS), _month("planned_last_on")
        rows = (
            self._placements.filter(status__in=IN_USE, tariff__unit=TariffUnit.HOUR)
            .filter(Q(tariff__charges_other_groups=True) | Q(target_group=_CHARGED))
            .filter(planned_last_on__gte=self.months[0])
            .order_by()
            .values_list("gemeente_id", "route", "contract_id", first, last)
            .annotate(learners=Count("pk"))
        )
        found: dict[Cell, Learners] = {}
        for *cell, begun, ends, learners in rows:
            present = found.setdefault(Cell(self.region.pk, *cell), self._nobody())
            present += [learners if begun <= month <= ends else 0 for month in self.months]
        return found

    @cached_property
    def expected(self) -> dict[Pair, list[int]]:
        """Persons that gemeenten expect to begin, without those who have a placement."""
        rows = IntakeForecast.objects.filter(region=self.region, month__in=self.months)
        persons: dict[Pair, list[int]] = defaultdict(self._none)
        for row in rows.order_by("pk"):
            bound = getattr(row, self.intake)
            number = row.expected if bound is None else bound
            persons[row.gemeente_id, row.route][self._place(row.month)] += number
        return {
            pair: not_yet_covered(numbers, self._covered.get(pair, self._none()))
            for pair, numbers in persons.items()
        }

    # --- Who waits --------------------------------------------------------------------------------

    @property
    def waiting(self) -> dict[Pair, list[int]]:
        """Who is on the waiting list, in the month in which a seat comes free for them."""
        return self._served(with_intake=False)

    def _waiting_and_expected(self) -> dict[Pair, list[int]]:
        if self.limits_seats:
            return self._served(with_intake=True)
        found = self._served(with_intake=False)
        for pair, numbers in self.expected.items():
            waiting = found.get(pair, self._none())
            found[pair] = [one + other for one, other in zip(waiting, numbers, strict=True)]
        return found

    def _served(self, *, with_intake: bool) -> dict[Pair, list[int]]:
        """Who gets a seat in which month; of a route without any seat everybody at once."""
        seats = SeatForecast(self.region, Period(self.on, self._last))
        coming = self._coming(seats) if with_intake else {}
        begun = seats.begun(coming)
        found: dict[Pair, list[int]] = {}
        for area, queue in self._queues(seats, with_intake=with_intake).items():
            turns = [begun.get(area, {}).get(month, 0) for month in self.months]
            if not seats.has_seats(area):
                turns = [sum(coming) for coming in zip(*queue.values(), strict=True)]
            for (gemeente_id, is_counted), numbers in serve(turns, queue).items():
                if is_counted:
                    found[gemeente_id, area[0]] = numbers
        return found

    def _coming(self, seats: SeatForecast) -> dict[Area, Counter[date]]:
        found: dict[Area, Counter[date]] = defaultdict(Counter)
        for (gemeente_id, route), numbers in self.expected.items():
            coming = dict(zip(self.months, numbers, strict=True))
            found[seats.area(route, gemeente_id)].update(coming)
        return found

    def _queues(
        self, seats: SeatForecast, *, with_intake: bool
    ) -> dict[Area, dict[tuple[int, bool], list[int]]]:
        """By area: who waits and who comes by month, by gemeente and whether they cost something
        that is not known yet.
        """
        found: dict[Area, dict[tuple[int, bool], list[int]]] = defaultdict(
            lambda: defaultdict(self._none)
        )
        entries = WaitlistEntry.objects.waiting().filter(region=self.region).order_by()
        agreed = Q(placement__isnull=False) & Q(placement__status__in=AGREED)
        counted = ExpressionWrapper(Q(target_group=_CHARGED) & ~agreed, BooleanField())
        rows = entries.values_list("route", "gemeente_id", counted).annotate(Count("pk"))
        for route, gemeente_id, is_counted, number in rows:
            found[seats.area(route, gemeente_id)][gemeente_id, is_counted][0] += number
        if with_intake:
            for (gemeente_id, route), numbers in self.expected.items():
                queue = found[seats.area(route, gemeente_id)]
                added = zip(queue[gemeente_id, True], numbers, strict=True)
                queue[gemeente_id, True] = [one + other for one, other in added]
        return found

    # --- Placements -------------------------------------------------------------------------------

    @cached_property
    def _covered(self) -> Mapping[Pair, list[int]]:
        """Placements that begin in each month, agreed or begun."""
        rows = (
            self._placements.alias(begins=_BEGINS)
            .filter(begins__range=(self.months[0], self._last))
            .exclude(status__in=_NEVER_BEGINS)
            .order_by()
            .values_list("gemeente_id", "route", _month("begins"))
            .annotate(number=Count("pk"))
        )
        found: dict[Pair, list[int]] = defaultdict(self._none)
        for gemeente_id, route, month, number in rows:
            found[gemeente_id, route][self._place(month)] += number
        return found

    @property
    def _placements(self) -> "QuerySet[Placement]":
        return Placement.objects.filter(contract__region=self.region)

    @property
    def _last(self) -> date:
        return month_of(self.months[-1]).last

    def _place(self, month: date) -> int:
        return self.months.index(month_start(month))

    def _nobody(self) -> Learners:
        return np.zeros(len(self.months), dtype=np.int64)

    def _none(self) -> list[int]:
        return [0] * len(self.months)


def _month(day: Any) -> TruncMonth:
    return TruncMonth(day, output_field=DateField())
