"""What a scenario begins from: the actuals and the forecast of a region, with its assumptions."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from django.db.models import Count, Sum

from accounts.models import AllocationKeyVersion, Region
from config.shared.money import cents
from config.shared.periods import Period, month_of
from contracts.enums import CostKind, RealisedBasis
from contracts.indexation import indexed
from contracts.models import CostLine, CostMonth
from contracts.models.cost_basis import basis_of, counted
from reports.enums.scenarios import Inflow
from reports.forecast.curves import FULL, HUNDRED, Price, Rise
from reports.forecast.engine import (
    Cell,
    Cents,
    Learners,
    hours_to_come,
    matrices_of,
    months_from,
    nothing,
)
from reports.forecast.people import Pair, People
from reports.forecast.prices import PriceBook
from reports.forecast.starts import Spread
from reports.overruns.expected import Expectation
from reports.overruns.figures import NIL, Basis, Bucket
from reports.overruns.sources import Sources
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.simulation import Arrivals, Budget, Course, Rates, Running, Setup

STOPPABLE = (CostKind.INSTALMENT, CostKind.MONTH, CostKind.HOURS)
"""Committed costs that do not fall due any more when a learner stops."""
_FIGURES = {Inflow.LOW: "low", Inflow.HIGH: "high"}
_MILLION = 1_000_000


@dataclass(frozen=True)
class Situation:
    """A region as known on `on`, for the years `first_year` to `last_year`.

    Some twenty-five queries, however many placements there are.
    """

    region: Region
    on: date
    first_year: int
    last_year: int
    assumptions: Assumptions

    @cached_property
    def setup(self) -> Setup:
        """All that the draws need."""
        sizes = (self.assumptions.group_minimum or 1, self.assumptions.group_maximum or 1)
        return Setup(
            region_id=self.region.pk,
            ahead=self._ahead,
            months=self._months,
            booked=self._known[0],
            running=add_running(self._known[1], self._hours),
            agreed={
                (cell.gemeente_id, _course(cell)): self._cut(learners)
                for cell, learners in self._people.agreed.items()
            },
            arrivals=self._arrivals,
            rates=self._rates,
            budgets=self._budgets,
            dropout=float(self.assumptions.dropout / HUNDRED),
            group_sizes=sizes if self.assumptions.has_group_sizes else None,
            key=self._key,
        )

    @cached_property
    def _months(self) -> tuple[date, ...]:
        whole = Period(date(self.first_year, 1, 1), date(self.last_year, 12, 31))
        return tuple(whole.months())

    @property
    def _years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @cached_property
    def _ahead(self) -> tuple[date, ...]:
        """As far as the forecast looks, and no further than the outcome."""
        return tuple(month for month in months_from(self.on) if month <= self._months[-1])

    def _cut(self, numbers: Any) -> Learners:
        return np.array(numbers[: len(self._ahead)], dtype=np.int64)

    # --- What is known ----------------------------------------------------------------------------

    @cached_property
    def _known(self) -> tuple[dict[Bucket, Cents], dict[Bucket, Running]]:
        """What is due whoever stops, and what is committed for learners in later months."""
        booked: defaultdict[Bucket, Cents] = defaultdict(lambda: nothing(len(self._months)))
        running: defaultdict[Bucket, Cents] = defaultdict(lambda: nothing(len(self._ahead)))
        for bucket, kind, month, amount in self._sums():
            if month > self._ahead[0] and kind in STOPPABLE:
                running[bucket][self._ahead.index(month)] += _cents(amount)
            elif month in self._months:
                booked[bucket][self._months.index(month)] += _cents(amount)
        for bucket, month, amount in self._planned():
            booked[bucket][self._months.index(month)] += _cents(amount)
        heads = self._heads() if running else {}
        return dict(booked), {
            bucket: Running(cents, heads.get(bucket[1:4], 0)) for bucket, cents in running.items()
        }

    def _sums(self) -> Iterator[tuple[Bucket, str, date, Decimal]]:
        first = min(self._months[0], self._ahead[0])
        rows = CostMonth.objects.filter(
            region=self.region, month__range=(first, self._months[-1])
        ).order_by()
        names = ("region", "gemeente", "route", "contract", "cost_type", "kind", "month")
        for *origin, kind, month, amount in rows.values_list(*names).annotate(cost=Sum(counted())):
            yield Bucket(*origin), kind, month, amount

    def _planned(self) -> Iterator[tuple[Bucket, date, Decimal]]:
        """Learners who were planned and whom nobody knows, where no intake forecast was given: as
        the forecast has them, at the tariffs of the scenario. Nobody gave a low or a high for them.
        """
        factor = self._tariff_factor
        for part in Expectation(Sources.of_region(self.region), self.on, self._years).to_come:
            if part.basis is Basis.PLAN:
                yield part.bucket, part.month, cents(Fraction(part.amount) * factor)

    def _heads(self) -> dict[tuple[Any, ...], int]:
        """Learners for whom something counts after this month, by where they are."""
        is_served = basis_of(self.region) is RealisedBasis.SERVICE
        later = {"last_on__gt" if is_served else "due_on__gt": month_of(self._ahead[0]).last}
        lines = CostLine.objects.filter(
            region=self.region, placement__isnull=False, kind__in=STOPPABLE, **later
        )
        names = ("gemeente", "route", "contract")
        rows = lines.order_by().values_list(*names).annotate(Count("placement", distinct=True))
        return {tuple(where): learners for *where, learners in rows}

    @cached_property
    def _hours(self) -> dict[Bucket, Running]:
        """Lessons to come of who is placed at a price per hour."""
        found = {}
        for cell, present in self._people.taught_by_hour.items():
            price = self._book.of_hours(cell.contract_id or 0, cell.route)
            if price is not None:
                there = self._cut(present)
                cents, _units = hours_to_come(there, self._assumed(price), self._ahead)
                found[Bucket(*cell)] = Running(cents, int(there.max()))
        return found

    @cached_property
    def _budgets(self) -> dict[Budget, int]:
        """Cents by budget, with every change decided so far."""
        found: defaultdict[Budget, int] = defaultdict(int)
        sources = Sources.of_region(self.region)
        for year, plan in sources.plans_of(self._years, self.on):
            found[Budget(year, plan.bucket)] += _cents(plan.amount)
        return dict(found)

    @cached_property
    def _key(self) -> dict[int, int]:
        """Millionths of a per cent by gemeente; empty without a key."""
        if self.assumptions.key is None:
            return {}
        version = AllocationKeyVersion.objects.get(pk=self.assumptions.key, key__region=self.region)
        return {who: int(share * _MILLION) for who, share in version.percentages().items()}

    # --- Who comes --------------------------------------------------------------------------------

    @cached_property
    def _people(self) -> People:
        intake = _FIGURES.get(self.assumptions.inflow, "expected")
        return People(self.region, self.on, months_from(self.on), intake=intake)

    @cached_property
    def _book(self) -> PriceBook:
        return PriceBook(self.region, self.on)

    @cached_property
    def _arrivals(self) -> list[Arrivals]:
        people, spread = self._people, Spread(self.region.pk, self._people.offers)
        waiting, expected = people.waiting, people.expected
        if self.assumptions.routes:
            expected = rerouted(expected, self.assumptions.routes)
        return [
            self._arrive(pair, self._line(waiting, pair), self._line(expected, pair), spread)
            for pair in sorted({*waiting, *expected})
        ]

    def _line(self, numbers: Mapping[Pair, Sequence[int]], pair: Pair) -> Learners:
        return self._cut(numbers.get(pair, [0] * len(self._ahead)))

    def _arrive(
        self, pair: Pair, waiting: Learners, expected: Learners, spread: Spread
    ) -> Arrivals:
        by_chance = self.assumptions.inflow == Inflow.POISSON
        spare = _spare(expected) if by_chance else np.zeros_like(expected)
        turns = []
        for month, usual, more in zip(self._ahead, waiting + expected, spare, strict=True):
            turns.append(spread.turns(*pair, month, int(usual + more)))
            spread.over(*pair, [month], [int(usual)])
        rate = expected if by_chance else np.zeros_like(expected)
        certain = waiting if by_chance else waiting + expected
        return Arrivals(*pair, certain, rate.astype(np.float64), turns)

    # --- What they cost ---------------------------------------------------------------------------

    @cached_property
    def _rates(self) -> dict[tuple[int, Course], Rates]:
        """Equal prices have the same rates, so that learners can share a group."""
        offers = self._people.offers
        prices = self._book.prices(sorted(self._cells(), key=str), offers)
        known: dict[tuple[Price, ...], Rates] = {}
        for chosen in prices.values():
            if chosen not in known:
                known[chosen] = self._rates_of(chosen)
        return {(cell.gemeente_id, _course(cell)): known[prices[cell]] for cell in prices}

    def _cells(self) -> set[Cell]:
        coming = {
            Cell(self.region.pk, each.gemeente_id, each.route, contract)
            for each in self._arrivals
            for contract in each.contracts
        }
        return coming | set(self._people.agreed)

    def _rates_of(self, prices: Iterable[Price]) -> Rates:
        assumed = [self._assumed(price) for price in prices]
        grouped = [price for price in assumed if price.kind == CostKind.GROUP_SHARE]
        apart = [price for price in assumed if price.kind != CostKind.GROUP_SHARE]
        whole = [replace(price, heads=FULL) for price in grouped]
        return Rates(*(self._matrix(each) for each in (apart, grouped, whole)))

    def _matrix(self, prices: Sequence[Price]) -> Cents:
        months = len(self._ahead)
        found = matrices_of(prices, self._ahead).values()
        return sum((each.cents for each in found), np.zeros((months, months), dtype=np.int64))

    @property
    def _tariff_factor(self) -> Fraction:
        return FULL + Fraction(self.assumptions.tariff) / HUNDRED

    def _assumed(self, price: Price) -> Price:
        """With the tariffs and the indexation of the scenario."""
        if self.assumptions.tariff:
            factor = self._tariff_factor
            versions = tuple(
                replace(version, price=indexed(version.price, factor)) for version in price.versions
            )
            price = replace(price, versions=versions)
        if self.assumptions.indexation is not None:
            years = range(self.on.year + 1, self.last_year + 1)
            rise = self.assumptions.indexation
            price = replace(price, rises=tuple(Rise(date(year, 1, 1), rise) for year in years))
        return price


def rerouted(
    expected: Mapping[Pair, Sequence[int]], shares: Mapping[str, Decimal]
) -> dict[Pair, list[int]]:
    """Who is expected of each gemeente, over routes in these proportions: whole learners, each to
    the route that is furthest behind (highest averages), so that shares stay right over months.
    """
    totals: dict[int, list[int]] = {}
    for (gemeente_id, _route), numbers in sorted(expected.items()):
        known = totals.get(gemeente_id, [0] * len(numbers))
        totals[gemeente_id] = [one + other for one, other in zip(known, numbers, strict=True)]
    routes = {route: Fraction(share) for route, share in sorted(shares.items()) if share}
    found: dict[Pair, list[int]] = {}
    for gemeente_id, numbers in totals.items():
        given = dict.fromkeys(routes, 0)
        for month, number in enumerate(numbers):
            for _learner in range(number):
                route = max(routes, key=lambda name: routes[name] / (2 * given[name] + 1))
                given[route] += 1
                found.setdefault((gemeente_id, route), [0] * len(numbers))[month] += 1
    return found


def add_running(
    one: Mapping[Bucket, Running], other: Mapping[Bucket, Running]
) -> dict[Bucket, Running]:
    """Both together."""
    found = dict(one)
    for bucket, running in other.items():
        known = found.get(bucket)
        if known is None:
            found[bucket] = running
        else:
            learners = known.learners + running.learners
            found[bucket] = Running(known.cents + running.cents, learners)
    return found


def digest(setup: Setup) -> str:
    """SHA-256 of everything that the draws begin from: equal when nothing has changed."""
    known = {each.name: _plain(getattr(setup, each.name)) for each in fields(setup)}
    return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return sorted((str(name), _plain(each)) for name, each in value.items())
    if isinstance(value, Arrivals):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Rates | Running):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _spare(expected: Learners) -> Learners:
    """How many more than expected chance may bring (more than once in a million million draws)."""
    spare = np.ceil(12 * np.sqrt(expected)) + 24 * (expected > 0)
    return spare.astype(np.int64)


def _course(cell: Cell) -> Course:
    return Course(cell.route, cell.contract_id)


def _cents(amount: Decimal) -> int:
    return int((amount or NIL).scaleb(2))
