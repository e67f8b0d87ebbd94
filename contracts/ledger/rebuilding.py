"""Bringing the ledger to its target, and comparing it with that."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection, transaction

from contracts.ledger import lines, scope
from contracts.ledger import summary as sums
from contracts.ledger.facts import CODES
from contracts.ledger.targets import statements_in_use

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('contracts.ledger', %s))"
_LOCK_ALL = """
SELECT pg_advisory_xact_lock(hashtextextended(home.kind, home.id))
  FROM (
    SELECT 1 AS turn, 'contracts.ledger' AS kind, unnest(%(contracts)s::bigint[]) AS id
     UNION ALL
    SELECT 2, 'contracts.ledger.region', unnest(%(regions)s::bigint[])
     ORDER BY turn, id
  ) AS home
"""
"""Contracts before regions, each in the order of their ids: two rebuilds never wait crosswise."""


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
        cursor.execute(_LOCK_ALL, facts)
        _aim(cursor, facts, then=(lines.REPLACE_LINES, sums.REPLACE_MONTHS))


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
        facts: dict[str, Any] = {**CODES, "contracts": contracts, "regions": [region_id]}
        cursor.execute(_LOCK_ALL, facts)
        cursor.execute(sums.REPLACE_MONTHS, facts)


def lock_ledger(contract_id: int) -> None:
    """Keep the ledger of a contract to this transaction until it ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [contract_id])


def _concerned(cursor: Any, asked: scope.Asked) -> dict[str, Any]:
    """Parameters of every statement, with the contracts and regions whose months change."""
    facts = asked.facts
    cursor.execute(scope.CONCERNED, facts)
    facts["contracts"], facts["regions"] = cursor.fetchone()
    return facts


def _aim(cursor: Any, facts: dict[str, Any], then: Iterable[str] = ()) -> None:
    """Work out the targets of all that is concerned, and do what follows `then`."""
    _run(cursor, (scope.TABLES, *scope.FILLING), facts)
    _run(cursor, (*statements_in_use(cursor, facts), *then), facts)


def _run(cursor: Any, statements: Iterable[str], facts: dict[str, Any]) -> None:
    """Run statements one after the other; the server is asked once for all of them."""
    cursor.execute(";\n".join(statements), facts)


def _count(cursor: Any, statement: str, facts: dict[str, Any]) -> int:
    cursor.execute(statement, facts)
    return int(cursor.fetchone()[0])
