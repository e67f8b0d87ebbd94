"""A region as large as one may get: 300 contracts, 3,000 groups, 200,000 placements, by COPY.

The share of each status, and what one contract holds, are the same at every size: a tenth of a
region is a region with a tenth of the contracts.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from accounts.enums import Role
from accounts.models import Gemeente, Region, User
from contracts.enums import CapacityCounts, ContractStatus, GroupStatus, Level, PlacementStatus
from contracts.models import (
    CapacityLine,
    CapacityShare,
    Contract,
    CourseGroup,
    Placement,
    Tariff,
    TariffInstalment,
)
from contracts.workflows import CONTRACT, GROUP
from providers.enums import LearningRoute
from providers.models import Provider
from tests.factories.accounts import GemeenteFactory, RegionFactory, member_of
from tests.factories.contracts import DRAFTED_AT, INSTALMENTS, SIGNED_AT
from tests.factories.providers import ProviderFactory, person_of
from tests.support.copying import analyse, lead, load
from tests.support.region_lists import (
    alerts_of,
    amendment_of,
    covenants_of,
    parties_of,
    waiting_among,
)

ON = date(2026, 11, 23)
"""The day on which the region is looked at."""
GEMEENTEN, PROVIDERS = 8, 30
GROUPS = 10
"""A contract."""
PLACEMENTS = 667
"""A contract, so that 300 of them hold 200,000."""
FIRST_ON, LAST_ON = date(2026, 1, 1), date(2027, 12, 31)
ROUTES = tuple(LearningRoute)
LEVELS = {
    LearningRoute.EDUCATION: Level.B1,
    LearningRoute.B1: Level.B1,
    LearningRoute.SELF_RELIANCE: Level.A1,
}
SHARES = (
    (PlacementStatus.COMPLETED, 40),
    (PlacementStatus.STARTED, 28),
    (PlacementStatus.DROPPED_OUT, 10),
    (PlacementStatus.SCHEDULED, 6),
    (PlacementStatus.WAITLISTED, 6),
    (PlacementStatus.ACCEPTED, 4),
    (PlacementStatus.INTERRUPTED, 3),
    (PlacementStatus.REGISTERED, 3),
)
"""Placements of each status in a hundred."""
STATUSES = tuple(status for status, share in SHARES for _turn in range(share))
BEGUN = (
    PlacementStatus.COMPLETED,
    PlacementStatus.STARTED,
    PlacementStatus.DROPPED_OUT,
    PlacementStatus.INTERRUPTED,
)
ENDED = (PlacementStatus.COMPLETED, PlacementStatus.DROPPED_OUT)
GROUP_STATES = (GroupStatus.ENDED, GroupStatus.STARTED, GroupStatus.STARTED, GroupStatus.PLANNED)
"""In turn over the groups of a contract."""
STEP = 37
"""Prime to a hundred: neighbouring placements differ in status."""


@dataclass
class LargeRegion:
    """A region with its people; `grow` adds contracts to it."""

    region: Region
    reader: User
    coordinator: User
    provider_user: User
    gemeenten: list[Gemeente]
    providers: list[Provider]
    placements: int = PLACEMENTS
    """A contract."""
    contracts: list[Contract] = field(default_factory=list)

    def grow(self, contracts: int) -> None:
        """Bring the region to `contracts` contracts; each with its groups and placements."""
        numbers = range(len(self.contracts), contracts)
        made = [self._contract(number) for number in numbers]
        load(made)
        self._share(made)
        lead(made, CONTRACT, [ContractStatus.ACTIVE] * len(made))
        lines = [line for contract in made for line in lines_of(contract, self.placements)]
        load(lines)
        load([share for line in lines for share in self._shares(line)])
        tariffs = [tariff_of(contract) for contract in made]
        load(tariffs)
        load([part for tariff in tariffs for part in instalments_of(tariff)])
        self._fill(lines, tariffs)
        self._list(made)
        self.contracts += made
        analyse()

    def _list(self, contracts: Sequence[Contract]) -> None:
        """What stands on lists of its own beside them."""
        load(waiting_among(contracts))
        load(alert for contract in contracts for alert in alerts_of(contract))
        load(amendment_of(contract) for contract in contracts)
        covenants = covenants_of(contracts)
        load(covenants)
        for covenant in covenants:
            load(parties_of(covenant, self.gemeenten, self.providers))

    def _contract(self, number: int) -> Contract:
        return Contract(
            reference=f"C-{number:04}",
            region=self.region,
            provider=self.providers[number % PROVIDERS],
            title="Leerroutes",
            first_on=FIRST_ON,
            last_on=LAST_ON,
            interruption_weeks=8,
            start_guarantee_weeks=26 if number % 4 == 0 else None,
            created_at=DRAFTED_AT,
            created_by=self.coordinator,
            signed_at=SIGNED_AT,
            signed_by=self.coordinator,
        )

    def _share(self, contracts: Sequence[Contract]) -> None:
        through = Contract.gemeenten.through
        load(
            [
                through(contract=contract, gemeente=gemeente)
                for contract in contracts
                for gemeente in self._gemeenten_of(contract)
            ]
        )

    def _gemeenten_of(self, contract: Contract) -> list[Gemeente]:
        """Half of the gemeenten, others for the next contract."""
        begin = int(contract.reference[2:]) % GEMEENTEN
        return [self.gemeenten[(begin + step) % GEMEENTEN] for step in range(GEMEENTEN // 2)]

    def _shares(self, line: CapacityLine) -> list[CapacityShare]:
        gemeenten = self._gemeenten_of(line.contract)
        return [
            CapacityShare(line=line, gemeente=gemeente, number=line.number // len(gemeenten))
            for gemeente in gemeenten
        ]

    def _fill(self, every: Sequence[CapacityLine], tariffs: Sequence[Tariff]) -> None:
        lines = [line for line in every if line.counts == CapacityCounts.PLACES]
        intakes = {line.contract_id: line for line in every if line not in lines}
        groups = [group for line in lines for group in groups_of(line)]
        load(groups)
        states = itertools.cycle(GROUP_STATES)
        lead(groups, GROUP, [state for state, _group in zip(states, groups, strict=False)])
        prices = {tariff.contract_id: tariff for tariff in tariffs}
        of_line: dict[int, list[CourseGroup]] = {line.pk: [] for line in lines}
        for group in groups:
            of_line[group.line_id].append(group)
        load(
            placement
            for line in lines
            for placement in self._placements(
                line,
                intakes.get(line.contract_id),
                of_line[line.pk],
                prices[line.contract_id],
            )
        )

    def _placements(
        self,
        line: CapacityLine,
        intake: CapacityLine | None,
        groups: Sequence[CourseGroup],
        tariff: Tariff,
    ) -> Iterator[Placement]:
        gemeenten = self._gemeenten_of(line.contract)
        for number in range(self.placements):
            status = STATUSES[number * STEP % len(STATUSES)]
            group = groups[number % len(groups)] if status in SEATED else None
            gemeente = gemeenten[number % len(gemeenten)]
            placement = placement_of(line, tariff, gemeente, group, status, number)
            placement.intake_line = intake
            yield placement


SEATED = (
    PlacementStatus.SCHEDULED,
    PlacementStatus.STARTED,
    PlacementStatus.INTERRUPTED,
    PlacementStatus.COMPLETED,
)
"""Statuses with a group."""


def large_region(placements: int = PLACEMENTS) -> LargeRegion:
    """A region without contracts yet, its people and its providers; `placements` a contract."""
    gemeenten = [
        GemeenteFactory(code=f"{9001 + number}", name=f"Gemeente {number}")
        for number in range(GEMEENTEN)
    ]
    region = RegionFactory(name="Grote regio", gemeenten=gemeenten)
    providers = [
        ProviderFactory(kvk_number=f"{91000000 + number}", admitted_in=[region], recognised=True)
        for number in range(PROVIDERS)
    ]
    return LargeRegion(
        region=region,
        reader=member_of(region, Role.READER, email="lezer@voorbeeld.test"),
        coordinator=member_of(region, Role.COORDINATOR, email="coordinator@voorbeeld.test"),
        provider_user=person_of(
            providers[0], Role.PROVIDER_ADMINISTRATOR, email="aanbieder@voorbeeld.test"
        ),
        gemeenten=gemeenten,
        providers=providers,
        placements=placements,
    )


def lines_of(contract: Contract, places: int = PLACEMENTS) -> list[CapacityLine]:
    """Places for every contract; every third one also counts who begins."""
    number = int(contract.reference[2:])
    kinds = list(CapacityCounts) if number % 3 == 0 else [CapacityCounts.PLACES]
    return [
        CapacityLine(
            contract=contract,
            route=ROUTES[number % len(ROUTES)],
            place=f"Plaats {number % 40}",
            first_on=FIRST_ON,
            last_on=LAST_ON,
            counts=counts,
            number=places,
        )
        for counts in kinds
    ]


def groups_of(line: CapacityLine) -> list[CourseGroup]:
    """The groups of a line, begun and to begin, some under their minimum."""
    return [
        CourseGroup(
            line=line,
            reference=f"G-{number:02}",
            first_on=FIRST_ON + timedelta(days=40 * number),
            last_on=FIRST_ON + timedelta(days=40 * number + 300),
            minimum=20 + number * 4,
            maximum=60,
            level=LEVELS[line.route],
        )
        for number in range(GROUPS)
    ]


def tariff_of(contract: Contract) -> Tariff:
    """15,000 euro a trajectory."""
    return Tariff(
        contract=contract,
        route=ROUTES[int(contract.reference[2:]) % len(ROUTES)],
        price=15_000,
        first_on=FIRST_ON,
        last_on=LAST_ON,
    )


def instalments_of(tariff: Tariff) -> list[TariffInstalment]:
    """40, 30 and 30%."""
    return [
        TariffInstalment(
            tariff=tariff,
            moment=moment,
            percentage=percentage,
            amount=tariff.price * percentage / 100,
        )
        for moment, percentage in INSTALMENTS
    ]


def placement_of(
    line: CapacityLine,
    tariff: Tariff,
    gemeente: Gemeente,
    group: CourseGroup | None,
    status: str,
    number: int,
) -> Placement:
    """One of the placements of a line, with the days that go with its status."""
    first_on = FIRST_ON + timedelta(days=number % 300)
    status_on = first_on + timedelta(days=20)
    return Placement(
        contract=line.contract,
        capacity_line=line,
        course_group=group,
        tariff=tariff,
        gemeente=gemeente,
        reference=f"TV-{number:05}",
        route=line.route,
        target_group="status_holder",
        level=LEVELS[line.route],
        planned_first_on=first_on,
        planned_last_on=first_on + timedelta(days=365),
        actual_first_on=first_on if status in BEGUN else None,
        actual_last_on=status_on if status in ENDED else None,
        reserved_until_on=(
            ON + timedelta(days=number % 20 - 5) if status == PlacementStatus.ACCEPTED else None
        ),
        status=status,
        status_on=status_on,
    )
