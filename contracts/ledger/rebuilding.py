"""Bringing the ledger to its target, and comparing it with that."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection, transaction

from contracts.ledger import entries, fees, groups, instalments, lines, months, scope, settlements
from contracts.ledger import summary as sums
from contracts.ledger.facts import CODES

_GROUP_TARGETS = (groups.PRICE_MONTHS, groups.HEADS, groups.EMPTY_GROUPS)
_TARGETS = (
    instalments.COUNT_TRAJECTORIES,
    instalments.INSTALMENTS,
    months.MONTHS,
    months.HOURS,
    fees.FEES,
    settlements.SETTLEMENTS,
    entries.ENTRIES,
)
"""Settlements come after what is due without them."""

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('contracts.ledger', %s))"
_LOCK_REGION = "SELECT pg_advisory_xact_lock(hashtextextended('contracts.ledger.region', %s))"
_REGIONS = """
SELECT DISTINCT region_id FROM contracts_costentry
 WHERE contract_id IS NULL AND (%(all)s OR id = ANY(%(entries)s))
 ORDER BY region_id
"""


class Differences(NamedTuple):
    """How many rows of the ledger are not what placements, groups and bookings say."""

    lines: int
    months: int


@transaction.atomic
def rebuild_costs(
    placement_ids: Iterable[int] | None,
    *,
    group_ids: Iterable[int] = (),
    entry_ids: Iterable[int] = (),
) -> None:
    """Bring the lines of these placements, groups and bookings to their target (None: of all).

    With them come all that shared a group with them before or after, and all that are counted in
    the same price bands. Runs in the caller's transaction and sees its rows; writes only rows
    that differ. It waits for other rebuilds of the same contracts, in the order of their ids: who
    rebuilds twice in one transaction begins with the lower contract.
    """
    asked = scope.Asked.of(placement_ids, group_ids, entry_ids)
    with connection.cursor() as cursor:
        facts = _concerned(cursor, asked)
        for contract in facts["contracts"]:
            lock_ledger(contract)
        for region in facts["regions"]:
            cursor.execute(_LOCK_REGION, [region])
        _aim(cursor, facts)
        cursor.execute(lines.REPLACE_LINES, facts)
        cursor.execute(sums.REPLACE_MONTHS, facts)


def rebuild_contract(contract_id: int) -> None:
    """Bring everything of one contract to its target: after another price or another rule."""
    with connection.cursor() as cursor:
        cursor.execute(scope.OF_CONTRACT, {"contract": contract_id})
        placements, groups_, entries_ = cursor.fetchone()
    rebuild_costs(placements, group_ids=groups_, entry_ids=entries_)


@transaction.atomic
def check_costs(placement_ids: Iterable[int] | None) -> Differences:
    """Compare the ledger with its target, without changing or locking anything."""
    with connection.cursor() as cursor:
        facts = _concerned(cursor, scope.Asked.of(placement_ids))
        _aim(cursor, facts)
        return Differences(
            _count(cursor, lines.COUNT_LINES, facts), _count(cursor, sums.COUNT_MONTHS, facts)
        )


@transaction.atomic
def count_unbalanced(placement_ids: Iterable[int] | None) -> int:
    """For how many origins, kinds, service months and gemeenten the lines of all months together
    are not the target.
    """
    with connection.cursor() as cursor:
        facts = _concerned(cursor, scope.Asked.of(placement_ids))
        _aim(cursor, facts)
        return _count(cursor, lines.COUNT_UNBALANCED, facts)


@transaction.atomic
def sum_region(region_id: int) -> None:
    """Sum the months of a region anew: after it changed the basis of its costs.

    Waits for rebuilds of its contracts, in the order of their ids.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM contracts_contract WHERE region_id = %s ORDER BY id", [region_id]
        )
        contracts = [contract for (contract,) in cursor.fetchall()]
        for contract in contracts:
            lock_ledger(contract)
        cursor.execute(_LOCK_REGION, [region_id])
        facts = {**CODES, "contracts": contracts, "regions": [region_id]}
        cursor.execute(sums.REPLACE_MONTHS, facts)


def lock_ledger(contract_id: int) -> None:
    """Keep the ledger of a contract to this transaction until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [contract_id])


def _concerned(cursor: Any, asked: scope.Asked) -> dict[str, Any]:
    """Parameters of every statement, with the contracts and regions whose months change."""
    facts = asked.facts
    cursor.execute(scope.CONTRACTS, facts)
    facts["contracts"] = [contract for (contract,) in cursor.fetchall() if contract is not None]
    cursor.execute(_REGIONS, facts)
    facts["regions"] = [region for (region,) in cursor.fetchall()]
    return facts


def _aim(cursor: Any, facts: dict[str, Any]) -> None:
    """Work out the targets of all that is concerned."""
    cursor.execute(scope.TABLES)
    for statement in scope.FILLING:
        cursor.execute(statement, facts)
    cursor.execute("SELECT EXISTS (SELECT FROM ledger_group)")
    [has_groups] = cursor.fetchone()
    for statement in (*_TARGETS, *(_GROUP_TARGETS if has_groups else ())):
        cursor.execute(statement, facts)


def _count(cursor: Any, statement: str, facts: dict[str, Any]) -> int:
    cursor.execute(statement, facts)
    return int(cursor.fetchone()[0])
