"""A region as large as one may get: 300 contracts, 3,000 groups, 200,000 placements, by COPY.

The share of each status, and what one contract holds, are the same at every size: a tenth of a
region is a region with a tenth of the contracts.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, models

from accounts.enums import Role
from accounts.models import Gemeente, Region, User
from config.shared.workflow import Workflow
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
    contracts: list[Contract] = field(default_factory=list)

    def grow(self, contracts: int) -> None:
        """Bring the region to `contracts` contracts; each with its groups and placements."""
        numbers = range(len(self.contracts), contracts)
        made = [self._contract(number) for number in numbers]
        load(made)
        self._share(made)
        lead(made, CONTRACT, [ContractStatus.ACTIVE] * len(made))
        lines = [line for contract in made for line in lines_of(contract)]
        load(lines)
        load([share for line in lines for share in self._shares(line)])
        tariffs = [tariff_of(contract) for contract in made]
        load(tariffs)
        load([part for tariff in tariffs for part in instalments_of(tariff)])
        self._fill(lines, tariffs)
        self.contracts += made
        analyse()

    def _contract(self, number: int) -> Contract:
        return Contract(
            reference=f"C-{number:04}",
            region=self.region,
            provider=self.providers[number % PROVIDERS],
            title="Leerroutes",
            first_on=FIRST_ON,
            last_on=LAST_ON,
            interruption_weeks=8,
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
        for number in range(PLACEMENTS):
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


def large_region() -> LargeRegion:
    """A region without contracts yet, its people and its providers."""
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
    )


def lines_of(contract: Contract) -> list[CapacityLine]:
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
            number=PLACEMENTS,
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


# --- Rows into tables -----------------------------------------------------------------------------


def load(rows: Iterable[models.Model]) -> None:
    """Write `rows`, all of one model, by COPY; the database triggers run, save() does not."""
    every = iter(rows)
    first = next(every, None)
    if first is None:
        return
    meta = first._meta
    columns = [column for column in meta.concrete_fields if not column.has_db_default()]
    names = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    with connection.cursor() as cursor:
        _load_as(cursor, meta.db_table, names, columns, first, every)


def _load_as(
    cursor: Any, table: str, names: str, columns: Sequence[Any], first: Any, rest: Iterator[Any]
) -> None:
    """In loads of AT_ONCE rows, each numbered from the sequence of its table first."""
    batch = [first, *itertools.islice(rest, AT_ONCE - 1)]
    while batch:
        _number(cursor, table, batch)
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in batch:
                copy.write_row([_value(column, row) for column in columns])
        batch = list(itertools.islice(rest, AT_ONCE))


AT_ONCE = 50_000


def _number(cursor: Any, table: str, batch: Sequence[Any]) -> None:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [table, len(batch)],
    )
    for row, (pk,) in zip(batch, cursor.fetchall(), strict=True):
        row.pk = pk


def _value(column: Any, row: Any) -> Any:
    return column.get_db_prep_save(getattr(row, column.attname), connection)


def lead(rows: Sequence[Any], workflow: Workflow, states: Sequence[str]) -> None:
    """Move rows in their first state each to its own of `states`, by moves that are allowed."""
    for state in sorted(set(states)):
        ids = [row.pk for row, wanted in zip(rows, states, strict=True) if wanted == state]
        for step in way_to(workflow, state):
            type(rows[0])._base_manager.filter(pk__in=ids).update(status=step)


def way_to(workflow: Workflow, state: str) -> list[str]:
    """The states between the first one of `workflow` and `state`, by the shortest way."""
    ways = {start: [] for start in workflow.initial}
    while state not in ways:
        for before, after in sorted(workflow.pairs()):
            if before in ways and after not in ways:
                ways[after] = [*ways[before], after]
    return ways[state]


def analyse() -> None:
    """What a database does by itself after a while: statistics that fit the rows."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
