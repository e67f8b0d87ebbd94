"""What the outlook on seats rests on: contracts, placements, waiting list and forecasts."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import Count, Q

from accounts.models import Region
from accounts.models.places import RegionGemeente
from config.shared.periods import Period
from contracts.enums import BINDING, CapacityCounts
from contracts.forecasting import Outlook, Seats, Supply, outlook
from contracts.models.capacity import CapacityShare
from contracts.models.forecasts import IntakeForecast
from contracts.models.placements import Placement
from contracts.models.seating import of_placements, seats_taken
from contracts.models.seats import SeatTally
from contracts.models.waiting import WaitlistEntry
from providers.enums import LearningRoute

Area = tuple[str, str]
"""A route and a subregion; the subregion is empty where gemeenten have none."""


@dataclass(frozen=True)
class AreaOutlook:
    """How one route stands in one subregion: by what is expected, at least and at most."""

    route: LearningRoute
    subregion: str
    waiting: int
    persons: int
    """Expected in the whole period."""
    expected: Outlook
    low: Outlook
    high: Outlook

    @property
    def runs_out_on(self) -> date | None:
        return self.expected.runs_out_on


@dataclass(frozen=True)
class SeatForecast:
    """The coming months of a region, from `period.first` on; seven queries.

    With `gemeenten` (ids) only of these: their shares, people and forecasts.
    """

    region: Region
    period: Period
    gemeenten: Collection[int] | None = None

    @cached_property
    def areas(self) -> list[AreaOutlook]:
        """Every route and subregion in which something was contracted or is expected.

        The first to run out comes first.
        """
        known = {*self._places, *self._starts, *self._waiting, *self._expected}
        found = [self._outlook(area) for area in sorted(known)]
        return sorted(found, key=lambda each: each.runs_out_on or date.max)

    def begun(self, coming: Mapping[Area, Mapping[date, int]]) -> dict[Area, dict[date, int]]:
        """How many of who waits, and of who is `coming` by month, find a seat in each month."""
        areas = {*self._places, *self._starts, *self._waiting, *coming}
        return {area: self._begun(area, coming.get(area, {})) for area in sorted(areas)}

    def _begun(self, area: Area, coming: Mapping[date, int]) -> dict[date, int]:
        queue = self._waiting.get(area, 0)
        course = self._course(area, queue, coming)
        found = {}
        for end in course.months:
            found[end.month] = queue + end.came - end.waiting
            queue = end.waiting
        return found

    def has_seats(self, area: Area) -> bool:
        """Whether anything was contracted for the area in the period."""
        return area in self._places or area in self._starts

    def area(self, route: str, gemeente_id: int) -> Area:
        """Where seats for somebody of a gemeente are looked for."""
        return route, self._subregions.get(gemeente_id, "")

    def _course(self, area: Area, waiting: int, coming: Mapping[date, int]) -> Outlook:
        supply = Supply(
            places=self._places.get(area, []),
            starts=self._starts.get(area, []),
            leaving=self._leaving.get(area, {}),
        )
        return outlook(
            supply,
            waiting=waiting,
            expected=coming,
            period=self.period,
            usual_weeks=settings.USUAL_TRAJECTORY_WEEKS[area[0]],
        )

    def _outlook(self, area: Area) -> AreaOutlook:
        figures = self._expected.get(area, {})
        waiting = self._waiting.get(area, 0)
        courses = [
            self._course(area, waiting, {month: row[name] for month, row in figures.items()})
            for name in ("expected", "low", "high")
        ]
        persons = sum(row["expected"] for row in figures.values())
        return AreaOutlook(LearningRoute(area[0]), area[1], waiting, persons, *courses)

    # --- What was contracted ----------------------------------------------------------------------

    @cached_property
    def _places(self) -> Mapping[Area, list[Seats]]:
        return self._contracted(CapacityCounts.PLACES, {})

    @cached_property
    def _starts(self) -> Mapping[Area, list[Seats]]:
        """Trajectories that can still begin: the shares less who began or is about to."""
        tallies = SeatTally.objects.filter(
            line__contract__region=self.region, line__counts=CapacityCounts.INTAKE
        )
        figures = tallies.figures(self.period.first, "line_id", "gemeente_id")
        used = {(row["line_id"], row["gemeente_id"]): row["used"] + row["held"] for row in figures}
        return self._contracted(CapacityCounts.INTAKE, used)

    def _contracted(
        self, counts: CapacityCounts, used: Mapping[tuple[int, int], int]
    ) -> Mapping[Area, list[Seats]]:
        shares = CapacityShare.objects.filter(
            self._whose,
            line__contract__region=self.region,
            line__contract__status__in=BINDING,
            line__counts=counts,
            line__first_on__lte=self.period.last,
            line__last_on__gte=self.period.first,
        ).select_related("line")
        found: dict[Area, list[Seats]] = defaultdict(list)
        for share in shares.order_by("pk"):
            line = share.line
            left = max(share.number - used.get((line.pk, share.gemeente_id), 0), 0)
            area = self.area(line.route, share.gemeente_id)
            found[area].append(Seats(line.first_on, line.last_on, left))
        return found

    # --- Who is there, waits and comes ------------------------------------------------------------

    @cached_property
    def _leaving(self) -> Mapping[Area, Counter[date]]:
        """Who has a place now or has one kept, by planned last day."""
        held = Placement.objects.filter(
            self._whose,
            seats_taken(of_placements(), self.period.first),
            contract__region=self.region,
            contract__status__in=BINDING,
            capacity_line__counts=CapacityCounts.PLACES,
        )
        keys = ("route", "gemeente_id", "planned_last_on")
        rows = held.order_by().values(*keys).annotate(persons=Count("pk"))
        found: dict[Area, Counter[date]] = defaultdict(Counter)
        for row in rows:
            area = self.area(row["route"], row["gemeente_id"])
            found[area][row["planned_last_on"]] += row["persons"]
        return found

    @cached_property
    def _waiting(self) -> Mapping[Area, int]:
        entries = WaitlistEntry.objects.waiting().filter(self._whose, region=self.region)
        rows = entries.order_by().values("route", "gemeente_id").annotate(persons=Count("pk"))
        found: Counter[Area] = Counter()
        for row in rows:
            found[self.area(row["route"], row["gemeente_id"])] += row["persons"]
        return found

    @cached_property
    def _expected(self) -> Mapping[Area, dict[date, Counter[str]]]:
        """By area and month; who gave no lowest or highest number counts as expected."""
        forecasts = IntakeForecast.objects.filter(self._whose, region=self.region)
        found: dict[Area, dict[date, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        for row in forecasts.within(self.period).order_by("pk"):
            figures = found[self.area(row.route, row.gemeente_id)][row.month]
            figures["expected"] += row.expected
            figures["low"] += row.expected if row.low is None else row.low
            figures["high"] += row.expected if row.high is None else row.high
        return found

    @property
    def _whose(self) -> Q:
        return Q() if self.gemeenten is None else Q(gemeente__in=self.gemeenten)

    @cached_property
    def _subregions(self) -> Mapping[int, str]:
        """Of each gemeente that is in the region today."""
        ties = RegionGemeente.objects.filter(region=self.region, first_on__lte=self.period.first)
        standing = ties.filter(Q(last_on__isnull=True) | Q(last_on__gte=self.period.first))
        return dict(standing.values_list("gemeente_id", "subregion"))
