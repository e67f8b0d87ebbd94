"""What the funding pages read: grants, costs by month and payments, summed by the database."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q, Sum

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, Region, User
from contracts.models import CostMonth
from reports.enums.funding import FundingStage, FundingTarget, PaymentDirection, StreamKind
from reports.funding.covering import NIL
from reports.funding.rules import RuleBook
from reports.funding.spuk import Housed, Simulation
from reports.funding.statement import (
    Granted,
    Paid,
    Settlement,
    Stream,
    standing,
    statement_of,
)
from reports.models import (
    FundingPayment,
    FundingRule,
    FundingStream,
    HousedCount,
    StreamShare,
)

Place = tuple[int, int]
"""A year and the id of a gemeente."""


@dataclass(frozen=True)
class FundingSources:
    """What `user`, or a command where None, may see of a region's money, as known on `on`."""

    user: User | None
    region: Region
    on: date

    @cached_property
    def sees_all(self) -> bool:
        """Whether every gemeente of the region, or only the person's own."""
        return self.user is None or self.region.pk in regions_of(self.user)

    @cached_property
    def gemeenten(self) -> dict[int, Gemeente]:
        """Those that are ever of the region and that the person sees, by name."""
        found = Gemeente.objects.filter(regions__region=self.region).distinct()
        if self.user is not None and not self.sees_all:
            found = found.filter(pk__in=gemeenten_of(self.user))
        return {gemeente.pk: gemeente for gemeente in found.order_by("name")}

    @cached_property
    def streams(self) -> dict[int, Stream]:
        """The streams of the region, by name."""
        rows = FundingStream.objects.filter(region=self.region).order_by("name")
        return {
            row.pk: Stream(
                row.pk,
                row.name,
                row.payer,
                FundingTarget(row.target),
                frozenset(row.cost_types),
                StreamKind(row.kind),
            )
            for row in rows
        }

    def grants(self, years: Collection[int]) -> dict[int, list[Granted]]:
        """By year the parts of the gemeenten in every version that was known by the day."""
        shares = StreamShare.objects.filter(
            stream_year__stream__region=self.region,
            stream_year__year__in=years,
            stream_year__known_on__lte=self.on,
        )
        rows = shares.order_by("stream_year__stream__name", "gemeente__name", "pk").values_list(
            "stream_year__year",
            "stream_year__stream",
            "gemeente",
            "stream_year__number",
            "stream_year__known_on",
            "stream_year__stage",
            "amount",
        )
        found: dict[int, list[Granted]] = {year: [] for year in years}
        for year, stream, gemeente, number, known_on, stage, amount in rows:
            told = Granted(stream, gemeente, number, known_on, FundingStage(stage), amount)
            found[year].append(told)
        return found

    def costs(self, years: Collection[int]) -> dict[Place, dict[str, Decimal]]:
        """Euro that falls due, by year and gemeente, and by kind of cost."""
        months = CostMonth.objects.filter(
            region=self.region, gemeente__in=self.gemeenten, month__year__in=years
        )
        key = ("month__year", "gemeente", "cost_type")
        found: dict[Place, dict[str, Decimal]] = defaultdict(dict)
        for year, gemeente, kind, amount in (
            months.order_by().values_list(*key).annotate(Sum("amount"))
        ):
            found[year, gemeente][kind] = amount
        return found

    def payments(self, years: Collection[int]) -> dict[Place, Paid]:
        """What went to and fro up to the day, by year and gemeente."""
        made = FundingPayment.objects.filter(
            region=self.region, year__in=years, paid_on__lte=self.on
        )
        to_region = Sum("amount", filter=Q(direction=PaymentDirection.TO_REGION), default=NIL)
        from_region = Sum("amount", filter=Q(direction=PaymentDirection.FROM_REGION), default=NIL)
        sums = made.order_by().values("year", "gemeente").annotate(to=to_region, back=from_region)
        return {(row["year"], row["gemeente"]): Paid(row["to"], row["back"]) for row in sums}

    def settlement(self, year: int) -> Settlement:
        """The statement of every gemeente that the person sees."""
        return self.settlements([year])[year]

    def settlements(self, years: Collection[int]) -> dict[int, Settlement]:
        """The same by year, with five queries for all years together."""
        costs, payments = self.costs(years), self.payments(years)
        return {
            year: self._settlement(year, grants, costs, payments)
            for year, grants in self.grants(years).items()
        }

    def _settlement(
        self,
        year: int,
        grants: Iterable[Granted],
        costs: Mapping[Place, Mapping[str, Decimal]],
        payments: Mapping[Place, Paid],
    ) -> Settlement:
        parts: dict[int, list[tuple[Stream, Granted, Granted]]] = defaultdict(list)
        for (stream, gemeente), (first, now) in standing(grants).items():
            parts[gemeente].append((self.streams[stream], first, now))
        statements = [
            statement_of(
                gemeente,
                year,
                parts[gemeente.pk],
                costs.get((year, gemeente.pk), {}),
                payments.get((year, gemeente.pk), Paid()),
            )
            for gemeente in self.gemeenten.values()
        ]
        return Settlement(year, self.streams, statements)

    @cached_property
    def book(self) -> RuleBook:
        """The rules of the region."""
        return RuleBook.of(FundingRule.objects.filter(region=self.region).order_by("pk"))

    @cached_property
    def housed(self) -> tuple[Housed, ...]:
        """Everyone who was counted or expected in the region."""
        rows = HousedCount.objects.filter(region=self.region)
        return tuple(
            Housed(
                row.gemeente_id, row.year, row.target_group, row.expected, row.housed, row.in_azc
            )
            for row in rows.order_by("gemeente__name", "year", "target_group")
        )

    def education(self) -> dict[int, int]:
        """People on the education route by year of housing."""
        rows = HousedCount.objects.filter(region=self.region, gemeente__in=self.gemeenten)
        sums = rows.order_by().values_list("year").annotate(Sum("education"))
        return {year: people for year, people in sums if people}

    def education_costs(self) -> dict[int, Decimal]:
        """What the education route costs by calendar year, as the lines say now."""
        months = CostMonth.objects.filter(
            region=self.region, gemeente__in=self.gemeenten, route="O"
        )
        sums = months.order_by().values_list("month__year").annotate(Sum("amount"))
        return dict(sums)

    def simulation(self, year: int, as_percentage: Decimal = Decimal(100)) -> Simulation:
        """The SPUK of `year`; `as_percentage` of who is expected where nobody counted yet."""
        seen, granted = frozenset(self.gemeenten), self._granted(year)
        return Simulation(year, self.book, self.housed, granted, seen, as_percentage)

    def _granted(self, year: int) -> dict[int, Decimal]:
        """What the newest decision before the definitive one gives each gemeente of the SPUK."""
        spuk = FundingStream.objects.filter(region=self.region, kind=StreamKind.SPUK_WI2021)
        ids = set(spuk.values_list("pk", flat=True))
        told = [
            row
            for row in self.grants([year])[year]
            if row.stream in ids and row.stage != FundingStage.DEFINITIVE
        ]
        found: dict[int, Decimal] = defaultdict(lambda: NIL)
        for (_stream, gemeente), (_first, now) in standing(told).items():
            found[gemeente] += now.amount
        return dict(found)

    @cached_property
    def years(self) -> list[int]:
        """Every year with a grant, a count or a cost, the newest first; never empty."""
        granted = StreamShare.objects.filter(stream_year__stream__region=self.region)
        costed = CostMonth.objects.filter(region=self.region)
        years = {
            self.on.year,
            *granted.order_by().values_list("stream_year__year", flat=True).distinct(),
            *costed.order_by().values_list("month__year", flat=True).distinct(),
            *(row.year for row in self.housed),
        }
        return sorted(years, reverse=True)
