"""A region of a size that one day occurs: one contract, 40 groups, 20,000 placements."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from accounts.enums import Role
from contracts.models import CapacityLine, Contract
from tests.factories.accounts import GemeenteFactory, RegionFactory, member_of
from tests.factories.contracts import ContractFactory, CourseGroupFactory
from tests.factories.providers import ProviderFactory, person_of
from tests.support.placements import row

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


def lines(rows: int) -> Iterator[dict[str, object]]:
    """Rows as different from each other as those of a real month; the same for every run."""
    chance = random.Random(SEED)
    for number in range(1, rows + 1):
        yield line(number, chance)


def line(number: int, chance: random.Random) -> dict[str, object]:
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
        planned_last_on=f"{first_on + timedelta(days=400):%d-%m-%Y}",
        actual_first_on=f"{first_on:%d-%m-%Y}" if begun else "",
        actual_last_on=f"{last_on:%d-%m-%Y}" if ended else "",
        status=status,
        status_on=f"{status_on:%d-%m-%Y}",
        status_reason="verhuizing" if status == "uitval" else "",
        offered_hours=f"{chance.randrange(100, 600)},5" if begun else "0",
        attended_hours=f"{chance.randrange(100)}" if begun else "0",
    )
