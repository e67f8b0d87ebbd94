"""What a learner costs under each contract: tariffs, usual groups and expected indexation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db.models import Count, F, Q, Sum

from accounts.models import Region
from contracts.enums import OPEN_GROUPS, FeeMoment, InstalmentMoment, RealisedBasis, TariffUnit
from contracts.models import CourseGroup, IndexationRule, Tariff, TariffInstalment
from contracts.models.cost_basis import basis_of
from reports.forecast.curves import FULL, HUNDRED, WEEK, Price, Rise, Version
from reports.forecast.engine import Cell
from reports.forecast.starts import Offer
from reports.models import BudgetLine, IndexationExpectation

Course = tuple[int, str]
"""The id of a contract and a route."""


class Usual(NamedTuple):
    """What groups of a contract and route are like: learners, hours a week, weeks."""

    heads: Fraction = FULL
    hours_per_week: Fraction = Fraction(0)
    weeks: int | None = None


NO_GROUPS = Usual()


@dataclass(frozen=True)
class PriceBook:
    """Prices of the contracts of a region with what is expected after `on`; six queries."""

    region: Region
    on: date

    def prices(
        self, cells: Iterable[Cell], offers: Sequence[Offer]
    ) -> dict[Cell, tuple[Price, ...]]:
        """For each cell that has a price the tariffs that one learner costs at once."""
        ends = {offer.contract_id: offer.last_on for offer in offers}
        found = {cell: self._of_cell(cell, offers, ends) for cell in cells}
        return {cell: prices for cell, prices in found.items() if prices}

    def of_contract(self, contract_id: int, route: str) -> tuple[Price, ...]:
        """The main tariff and the fees; nothing where there is no main tariff."""
        chains = self._chains.get((contract_id, route), {})
        units = [TariffUnit(unit) for unit, name in chains if not name]
        if not units:
            return ()
        main = min(units, key=list(TariffUnit).index)
        fees = [tariffs for (_unit, name), tariffs in sorted(chains.items()) if name]
        return (
            self._price(chains[main, ""]),
            *(self._price(each) for each in fees if each[0].charged_at != FeeMoment.RECORDED),
        )

    def of_hours(self, contract_id: int, route: str) -> Price | None:
        """The price per hour, also beside another main tariff."""
        tariffs = self._chains.get((contract_id, route), {}).get((TariffUnit.HOUR, ""))
        return self._price(tariffs) if tariffs else None

    def _of_cell(
        self, cell: Cell, offers: Sequence[Offer], ends: dict[int, date]
    ) -> tuple[Price, ...]:
        """Without a contract: as the one that ends last, of the gemeente or else of the region;
        where there never was one, as the gemeente budgeted.
        """
        if cell.contract_id is not None:
            return self.of_contract(cell.contract_id, cell.route)
        of_route = [offer for offer in offers if offer.route == cell.route]
        own = [offer for offer in of_route if offer.seats.get(cell.gemeente_id)]
        for offer in sorted(own or of_route, key=lambda each: ends[each.contract_id], reverse=True):
            if prices := self.of_contract(offer.contract_id, cell.route):
                return prices
        planned = self._planned.get((cell.gemeente_id, cell.route))
        return (planned,) if planned else ()

    # --- Tariffs ----------------------------------------------------------------------------------

    @cached_property
    def _chains(self) -> dict[Course, dict[tuple[str, str], list[Tariff]]]:
        """Versions of each tariff by unit and name of the fee, the oldest first."""
        found: dict[Course, dict[tuple[str, str], list[Tariff]]] = defaultdict(dict)
        tariffs = Tariff.objects.filter(contract__region=self.region)
        for tariff in tariffs.order_by("first_on", "pk"):
            chains = found[tariff.contract_id, tariff.route]
            chains.setdefault((tariff.unit, tariff.name), []).append(tariff)
        return found

    @cached_property
    def _instalments(self) -> dict[int, tuple[tuple[str, Decimal], ...]]:
        found: dict[int, tuple[tuple[str, Decimal], ...]] = defaultdict(tuple)
        rows = TariffInstalment.objects.filter(tariff__contract__region=self.region)
        for part in rows.order_by("tariff_id", "pk"):
            found[part.tariff_id] += ((part.moment, part.percentage),)
        return found

    def _price(self, tariffs: Sequence[Tariff]) -> Price:
        first = tariffs[0]
        usual = self._usual.get((first.contract_id, first.route), NO_GROUPS)
        weeks = settings.USUAL_TRAJECTORY_WEEKS[first.route]
        of_group = first.unit == TariffUnit.GROUP and usual.weeks
        return Price(
            unit=first.unit,
            versions=tuple(
                Version(tariff.first_on, tariff.price, self._instalments[tariff.pk])
                for tariff in tariffs
            ),
            weeks=usual.weeks if of_group and usual.weeks else weeks,
            hours_per_week=usual.hours_per_week,
            heads=usual.heads,
            charged_at=first.charged_at,
            rises=self._rises.get(first.contract_id, ()),
            by_service=self.by_service,
        )

    @cached_property
    def by_service(self) -> bool:
        """Whether the region counts costs on days of service."""
        return basis_of(self.region) is RealisedBasis.SERVICE

    # --- What is usual and what is expected -------------------------------------------------------

    @cached_property
    def _usual(self) -> dict[Course, Usual]:
        """Of groups that run or are planned and have learners."""
        groups = CourseGroup.objects.with_heads().filter(
            Q(tally__seated__gt=0) | Q(tally__accepted__gt=0),
            line__contract__region=self.region,
            status__in=OPEN_GROUPS,
        )
        rows = groups.order_by().values_list("line__contract_id", "line__route")
        summed = rows.annotate(
            Sum("heads"),
            groups=Count("pk"),
            hours=Sum("hours_per_week"),
            known=Count("hours_per_week"),
            length=Sum(F("last_on") - F("first_on")),
        )
        return {(contract, route): _usual(*sums) for contract, route, *sums in summed}

    @cached_property
    def _rises(self) -> dict[int, tuple[Rise, ...]]:
        """By contract that follows an index: what the region expects after `on`."""
        expected = IndexationExpectation.objects.filter(region=self.region).order_by("year")
        rules = IndexationRule.objects.filter(contract__region=self.region).order_by("pk")
        years = list(expected)
        return {rule.contract_id: _rises_of(rule, years, self.on) for rule in rules}

    @cached_property
    def _planned(self) -> dict[tuple[int, str], Price]:
        """What gemeenten budgeted for a learner, by gemeente and route; the newest budget."""
        lines = BudgetLine.objects.filter(
            region=self.region,
            contract__isnull=True,
            planned_unit=TariffUnit.TRAJECTORY,
            planned_unit_price__gt=0,
        ).exclude(route="")
        return {
            (line.gemeente_id, line.route): replace(
                _planned_price(line), by_service=self.by_service
            )
            for line in lines.order_by("year", "pk")
        }


def _usual(heads: int, groups: int, hours: Decimal | None, known: int, length: timedelta) -> Usual:
    days = length.days + groups  # the last day of each counts too
    return Usual(
        heads=Fraction(heads, groups),
        hours_per_week=Fraction(hours) / known if hours and known else Fraction(0),
        weeks=max(round(Fraction(days, groups * WEEK)), 1),
    )


def _rises_of(
    rule: IndexationRule, expected: Sequence[IndexationExpectation], on: date
) -> tuple[Rise, ...]:
    """On the day of the rule in each year, within the cap, and no fall where prices may not."""
    rises = [
        Rise(date(each.year, rule.month_of_year, 1), _limited(each.percentage, rule))
        for each in expected
    ]
    return tuple(rise for rise in rises if rise.on > on)


def _limited(percentage: Decimal, rule: IndexationRule) -> Decimal:
    if rule.cap_percentage is not None:
        percentage = min(percentage, rule.cap_percentage)
    return percentage if rule.may_fall else max(percentage, Decimal(0))


def _planned_price(line: BudgetLine) -> Price:
    """The part that falls in the year at the start, the rest at completion."""
    part = min(line.planned_units_per_head, Decimal(1)) * HUNDRED
    moments = ((InstalmentMoment.START, part), (InstalmentMoment.COMPLETION, HUNDRED - part))
    return Price(
        unit=TariffUnit.TRAJECTORY,
        versions=(
            Version(
                date(line.year, 1, 1),
                line.planned_unit_price,
                tuple((moment.value, each) for moment, each in moments if each),
            ),
        ),
        weeks=settings.USUAL_TRAJECTORY_WEEKS[line.route],
    )
