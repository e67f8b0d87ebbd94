"""A region of a size that one day occurs: one contract, 40 groups, 100,000 placements, and the
sheets that a provider hands in about them.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

from accounts.enums import Role
from contracts.models import CapacityLine, Contract
from tests.factories.accounts import GemeenteFactory, RegionFactory, member_of
from tests.factories.contracts import ContractFactory, CourseGroupFactory
from tests.factories.providers import ProviderFactory, person_of
from tests.support.placements import as_csv, as_xlsx, row

SEED = 20261122
GEMEENTEN = 8
GROUPS = 40
REFERENCE = "C-BENCH"
KVK = "90000001"
STATUSES = ("Ingepland", "Gestart", "Gestart", "Gestart", "Afgerond", "uitval")


def make(rows: int) -> Contract:
    """An active contract with seats for all, its people and its groups."""
    gemeenten = [
        GemeenteFactory(code=f"{9001 + index}", name=f"Gemeente {index}")
        for index in range(GEMEENTEN)
    ]
    region = RegionFactory(name="Noord", gemeenten=gemeenten)
    provider = ProviderFactory(kvk_number=KVK, admitted_in=[region], recognised=True)
    person_of(provider, Role.PROVIDER_ADMINISTRATOR, email="aanbieder@voorbeeld.test")
    member_of(region, Role.READER, email="lezer@voorbeeld.test")
    contract = ContractFactory(
        reference=REFERENCE,
        region=region,
        provider=provider,
        gemeenten_given=gemeenten,
        active=True,
    )
    CapacityLine.objects.filter(contract=contract).update(number=rows + 1)
    line = contract.capacity_lines.get()
    for index in range(GROUPS):
        CourseGroupFactory(line=line, reference=f"OW-{index:03}", maximum=rows // GROUPS + 600)
    return contract


DAYS = 400
"""Planned from the first day to the last."""

CHANGED_OF, BAD_OF = 10, 100
"""One row in so many is another than before, or wrong."""


def write_sheet(path: Path, rows: int) -> None:
    """The sheet that the name of `path` asks for: first, changed or bad; csv or xlsx."""
    kind = path.stem.split("-")[0]
    found = {"first": lines, "changed": changed_lines, "bad": bad_lines}[kind](rows)
    path.write_bytes(as_csv(found) if path.suffix == ".csv" else as_xlsx(found))


def changed_lines(rows: int) -> Iterator[dict[str, object]]:
    """The same rows, of which every tenth has its last day a week later."""
    return lines(rows, days_of=lambda number: DAYS if number % CHANGED_OF else DAYS + 7)


def bad_lines(rows: int) -> Iterator[dict[str, object]]:
    """The same rows, of which every hundredth has a day that does not exist."""
    for number, cells in enumerate(lines(rows), 1):
        yield cells | {"planned_first_on": "31-02-2026"} if number % BAD_OF == 0 else cells


def lines(
    rows: int, days_of: Callable[[int], int] = lambda number: DAYS
) -> Iterator[dict[str, object]]:
    """Rows as different from each other as those of a real month; the same for every run."""
    chance = random.Random(SEED)
    for number in range(1, rows + 1):
        yield line(number, chance, days_of(number))


def line(number: int, chance: random.Random, days: int) -> dict[str, object]:
    """One row with its own days, hours, gemeente and group."""
    status = chance.choice(STATUSES)
    first_on = date(2026, 2, 2) + timedelta(days=chance.randrange(200))
    last_on = first_on + timedelta(days=chance.randrange(20, 60))
    begun, ended = status != "Ingepland", status in ("Afgerond", "uitval")
    status_on = last_on if ended else first_on if begun else date(2026, 1, 20)
    return row(
        number,
        gemeente=f"{9001 + chance.randrange(GEMEENTEN)}",
        group=f"OW-{chance.randrange(GROUPS):03}",
        planned_first_on=f"{first_on:%d-%m-%Y}",
        planned_last_on=f"{first_on + timedelta(days=days):%d-%m-%Y}",
        actual_first_on=f"{first_on:%d-%m-%Y}" if begun else "",
        actual_last_on=f"{last_on:%d-%m-%Y}" if ended else "",
        status=status,
        status_on=f"{status_on:%d-%m-%Y}",
        status_reason="verhuizing" if status == "uitval" else "",
        outcome="lower_level" if status == "Afgerond" else "",
        offered_hours=f"{chance.randrange(100, 200)},5" if begun else "0",
        attended_hours=f"{chance.randrange(100)}" if begun else "0",
    )
