"""A region made up from a seed: five gemeenten, three routes, six units, and what befalls it."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils.timezone import get_default_timezone

from accounts.models import Gemeente, Region, User
from contracts.enums import (
    BEGUN,
    ENDED,
    CostKind,
    CostType,
    GroupStatus,
    HoursBasis,
    InstalmentMoment,
    PlacementStatus,
    SettlementBasis,
    SettlementEvent,
    TargetGroup,
    TariffUnit,
)
from contracts.models import (
    CapacityLine,
    CapacityShare,
    Contract,
    CostEntry,
    CostEntryShare,
    CourseGroup,
    FeeOccasion,
    MonthClosing,
    Placement,
    PlacementHours,
    SettlementRule,
    Tariff,
    TariffBand,
    TariffInstalment,
)
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory
from tests.factories.contracts import (
    ContractFactory,
    CourseGroupFactory,
    PlacementFactory,
    move,
)
from tests.support.oracle_sums import euros, month_after, split

AT = datetime(2026, 6, 1, 9, tzinfo=get_default_timezone())
FIRST_ON, INDEXED_ON, LAST_ON = date(2026, 1, 1), date(2026, 7, 1), date(2027, 12, 31)
MAIN = (
    TariffUnit.TRAJECTORY,
    TariffUnit.HOUR,
    TariffUnit.MONTH,
    TariffUnit.GROUP,
    TariffUnit.GROUP_HOUR,
)
ODD_PARTS = ((33, 33, 34), (40, 30, 30), (20, 55, 25))


class MadeRegion:
    """Two contracts, each with a unit of its own for every route."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.gemeenten: list[Gemeente] = [GemeenteFactory() for _ in range(5)]
        self.region: Region = RegionFactory(gemeenten=self.gemeenten)
        self.person: User = UserFactory()
        self.contracts = [self._contract() for _ in range(2)]
        self.entries = [self._entry() for _ in range(3)]
        for contract in self.contracts:
            for line in contract.capacity_lines.order_by("pk"):
                self._fill(line)

    # --- What was agreed --------------------------------------------------------------------------

    def _contract(self) -> Contract:
        contract = ContractFactory(
            region=self.region,
            gemeenten_given=self.gemeenten,
            first_on=FIRST_ON,
            last_on=LAST_ON,
            created_by=self.person,
        )
        for route in LearningRoute:
            line = CapacityLine.objects.create(
                contract=contract, route=route, place="Ergens", first_on=FIRST_ON,
                last_on=LAST_ON, number=20,
            )  # fmt: skip
            for gemeente in self.random.sample(self.gemeenten, self.random.randint(0, 4)):
                number = self.random.randint(0, 9)
                CapacityShare.objects.create(line=line, gemeente=gemeente, number=number)
            self._tariffs(contract, route)
        for event in SettlementEvent:
            if self.random.random() < 0.7:
                self._rule(contract, event)
        return contract

    def _price(self, most: int = 20_000) -> Decimal:
        return Decimal(self.random.randint(0, most * 10_000)) / 10_000

    def _tariffs(self, contract: Contract, route: str) -> None:
        unit = self.random.choice(MAIN)
        kinds = [(unit, "", "start"), *(("fee", f"Kosten {at}", at) for at in self._moments())]
        for each, name, charged_at in kinds:
            before = None
            for first_on, last_on in ((FIRST_ON, INDEXED_ON - timedelta(1)), (INDEXED_ON, LAST_ON)):
                before = self._tariff(
                    contract, route, each, name, charged_at, first_on, last_on, before
                )

    def _moments(self) -> list[str]:
        return self.random.sample(["start", "completion", "recorded"], self.random.randint(0, 3))

    def _tariff(self, contract, route, unit, name, charged_at, first_on, last_on, before) -> Tariff:
        tariff = Tariff.objects.create(
            contract=contract,
            route=route,
            unit=unit,
            name=name,
            follows=before,
            price=self._price(60 if "hour" in unit else 20_000),
            first_on=first_on,
            last_on=last_on,
            charges_other_groups=self.random.random() < 0.3,
            hours_basis=self.random.choice(HoursBasis.values),
            charged_at=charged_at,
        )
        if unit == TariffUnit.TRAJECTORY:
            self._parts(tariff)
        return tariff

    def _parts(self, tariff: Tariff) -> None:
        percentages = self.random.choice(ODD_PARTS)
        amounts = split(euros(tariff.price), list(percentages))
        for moment, percentage, amount in zip(InstalmentMoment, percentages, amounts, strict=True):
            TariffInstalment.objects.create(
                tariff=tariff, moment=moment, percentage=percentage, amount=amount
            )
        for number in self.random.sample(range(2, 6), self.random.randint(0, 2)):
            TariffBand.objects.create(tariff=tariff, from_number=number, price=self._price())

    def _rule(self, contract: Contract, event: str) -> None:
        basis = self.random.choice(SettlementBasis.values)
        of_absence = event == SettlementEvent.ABSENCE
        SettlementRule.objects.create(
            contract=contract,
            event=event,
            basis=basis,
            percentage=self.random.randint(0, 100) if basis == "percentage" else None,
            amount=self._price() if basis == "amount" else None,
            threshold_percentage=self.random.choice([None, 10, 25]) if of_absence else None,
            within_weeks=None if of_absence else self.random.choice([None, 4, 12]),
        )

    # --- Who is taught ----------------------------------------------------------------------------

    def _fill(self, line: CapacityLine) -> None:
        for _ in range(self.random.randint(0, 2)):
            first_on = self._day(FIRST_ON, 300)
            group = CourseGroupFactory(
                line=line,
                first_on=first_on,
                last_on=first_on + timedelta(self.random.randint(0, 250)),
                hours_per_week=self.random.choice([None, Decimal("7.5"), Decimal(12)]),
            )
            move(group, self.random.choice(GroupStatus.values))
        for _ in range(self.random.randint(0, 4)):
            self._placement(line)

    def _day(self, day: date, most: int) -> date:
        return day + timedelta(self.random.randint(0, most))

    def _placement(self, line: CapacityLine) -> None:
        row = PlacementFactory(
            capacity_line=line, tariff=self._any_tariff(line), **self._facts(line)
        )
        for month in (date(2026, 3, 1), date(2026, 8, 1), date(2027, 1, 1)):
            if self.random.random() < 0.6:
                self._hours(row, month)
        if self.random.random() < 0.5:
            self._occasion(row)

    def _any_tariff(self, line: CapacityLine) -> Tariff:
        found = Tariff.objects.filter(contract=line.contract, route=line.route)
        return self.random.choice(list(found.exclude(unit=TariffUnit.FEE).order_by("pk")))

    def _facts(self, line: CapacityLine) -> dict[str, Any]:
        """Fields that the database accepts together."""
        status = self.random.choice(PlacementStatus.values)
        first_on, offered = self._day(FIRST_ON, 400), self.random.randint(0, 300)
        began = status in BEGUN and (
            status not in ("moved", "dropped_out") or self.random.random() < 0.7
        )
        started_on = self._day(first_on, 40)
        return {
            "gemeente": self.random.choice(self.gemeenten),
            "course_group": self.random.choice([None, *line.groups.order_by("pk")]),
            "target_group": self.random.choice([TargetGroup.STATUS_HOLDER, *TargetGroup]),
            "level": "A1",
            "status": status,
            "planned_first_on": first_on,
            "planned_last_on": self._day(first_on, 500),
            "actual_first_on": started_on if began else None,
            "actual_last_on": self._day(started_on, 400) if status in ENDED else None,
            "offered_hours": offered,
            "attended_hours": self.random.choice([0, offered, self.random.randint(0, offered)]),
        }

    def _hours(self, row: Placement, month: date) -> None:
        offered = Decimal(self.random.randint(0, 8_000)) / 100
        PlacementHours.objects.create(
            placement=row,
            month=month,
            offered=offered,
            attended=offered * self.random.randint(0, 4) / 4,
            recorded_at=AT,
            recorded_by=self.person,
        )

    def _occasion(self, row: Placement) -> None:
        on = self._day(FIRST_ON, 500)
        FeeOccasion.objects.create(
            placement=row,
            name="Kosten recorded",
            on=on,
            recorded_at=AT,
            recorded_by=self.person,
        )

    def _entry(self) -> CostEntry:
        """A cost or a credit of some gemeenten, sometimes under a contract."""
        shares = [self._price(900).quantize(Decimal("0.01")) + 1 for _ in range(3)]
        kind = self.random.choice([CostKind.ENTRY, CostKind.CREDIT])
        sign = -1 if kind == CostKind.CREDIT else 1
        due_on = self._day(FIRST_ON, 500)
        entry = CostEntry.objects.create(
            region=self.region,
            contract=self.random.choice([None, *self.contracts]),
            route=self.random.choice(["", *LearningRoute.values]),
            cost_type=self.random.choice(CostType.values),
            kind=kind,
            due_on=due_on,
            first_on=due_on,
            last_on=due_on,
            description="Verzonnen kosten",
            amount=sign * sum(shares),
            recorded_at=AT,
            recorded_by=self.person,
        )
        for gemeente, amount in zip(self.gemeenten, shares, strict=False):
            CostEntryShare.objects.create(entry=entry, gemeente=gemeente, amount=sign * amount)
        return entry

    # --- What happens next ------------------------------------------------------------------------

    def change_learners(self, most: int) -> list[int]:
        """Let as many courses go otherwise; the ids of their placements."""
        rows = list(Placement.objects.order_by("pk"))
        chosen = self.random.sample(rows, min(most, len(rows)))
        for row in chosen:
            changed = self._facts(row.capacity_line) | {
                "tariff": self._any_tariff(row.capacity_line)
            }
            Placement.objects.filter(pk=row.pk).update(**changed)
        return [row.pk for row in chosen]

    def change_group(self) -> list[int]:
        """Move the days or the status of one group; its id, if there is a group."""
        groups = list(CourseGroup.objects.order_by("pk"))
        if not groups:
            return []
        group = self.random.choice(groups)
        group.last_on = self._day(group.first_on, 250)
        group.status = self.random.choice(GroupStatus.values)
        CourseGroup.objects.filter(pk=group.pk).update(last_on=group.last_on, status=group.status)
        return [group.pk]

    def withdraw_entry(self) -> list[int]:
        """Take one booked cost back; its id, while there is one."""
        standing = list(CostEntry.objects.standing().order_by("pk"))
        if not standing:
            return []
        entry = self.random.choice(standing)
        CostEntry.objects.filter(pk=entry.pk).update(withdrawn_at=AT, withdrawn_by=self.person)
        return [entry.pk]

    def close(self) -> tuple[int, date]:
        """Close some more months of a contract; the contract, and the newest of them."""
        contract = self.random.choice(self.contracts)
        newest = contract.month_closings.order_by("-month").first()
        month = month_after(newest.month) if newest else FIRST_ON
        for _ in range(self.random.randint(1, 5)):
            MonthClosing.objects.create(
                contract=contract, month=month, closed_at=AT, closed_by=self.person
            )
            last, month = month, month_after(month)
        return contract.pk, last
