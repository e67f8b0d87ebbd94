"""The ledger once more from its history: each closing with what was known at that moment.

Closed months stand, so that nothing but their history can say whether they are right. For each
contract, placements, prices, groups, hours, fees and bookings are brought back to the moment of
each closing, in order, and the ledger is built anew beside the real one: tables of the connection
stand before those of the same name. Rules, shares of seats, bands and instalments come back
too: an amendment that changes them does not change what stood when months closed.
"""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from contracts.ledger.facts import LINE, ORIGIN
from contracts.ledger.rebuilding import rebuild_contract

LEDGER = ("contracts_costline", "contracts_costmonth", "contracts_monthclosing")
"""What is built anew."""

_KEPT = "coalesce(row.kept_at, '-infinity') <= %(at)s"
_OF_TARIFF = " AND row.tariff_id IN (SELECT id FROM contracts_tariff)"
_OF_LINE = """
        AND row.line_id IN (
            SELECT id FROM contracts_capacityline WHERE contract_id = %(contract)s)"""

KNOWN = {
    "contracts_placement": """
        row.contract_id = %(contract)s AND coalesce((
            SELECT min(recorded_at) FROM contracts_placementevent event
             WHERE event.placement_id = row.id), '-infinity') <= %(at)s""",
    "contracts_tariff": """
        row.contract_id = %(contract)s AND coalesce((
            SELECT min(pgh_created_at) FROM contracts_tariffversion version
             WHERE version.id = row.follows_id AND version.last_on >= row.first_on
            ), '-infinity') <= %(at)s""",
    "contracts_tariffinstalment": _KEPT + _OF_TARIFF,
    "contracts_tariffband": _KEPT + _OF_TARIFF,
    "contracts_settlementrule": _KEPT + " AND row.contract_id = %(contract)s",
    "contracts_capacityshare": _KEPT + _OF_LINE,
    "contracts_coursegroup": """
        row.line_id IN (
            SELECT id FROM contracts_capacityline WHERE contract_id = %(contract)s)""",
    "contracts_placementhours": """
        row.recorded_at <= %(at)s
        AND row.placement_id IN (SELECT id FROM contracts_placement)""",
    "contracts_feeoccasion": """
        row.recorded_at <= %(at)s
        AND row.placement_id IN (SELECT id FROM contracts_placement)""",
}
"""Tables with versions, in the order in which they are brought back, and which of their rows the
ledger of the contract knew: a version of a tariff exists since the one before it was cut short."""

_SHADOW = "CREATE TEMP TABLE {table} (LIKE public.{table} {including}) ON COMMIT DROP"
_COLUMNS = """
SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum)
  FROM pg_attribute
 WHERE attrelid = ('public.' || %s)::regclass AND attnum > 0 AND NOT attisdropped"""
_BRING_BACK = """
INSERT INTO pg_temp.{table} ({columns})
SELECT {columns}
  FROM (
    SELECT DISTINCT ON (id) *
      FROM (
        SELECT {columns}, pgh_created_at AS held_until, pgh_id FROM public.{table}version
         WHERE pgh_created_at > %(at)s
         UNION ALL
        SELECT {columns}, 'infinity', NULL FROM public.{table}
      ) AS versions
     ORDER BY id, held_until, pgh_id
  ) AS row
 WHERE {known}"""
_ENTRIES = """
INSERT INTO pg_temp.contracts_costentry
SELECT (jsonb_populate_record(
           entry,
           CASE WHEN entry.withdrawn_at > %(at)s
                THEN '{"withdrawn_at": null, "withdrawn_by_id": null}'::jsonb
                ELSE '{}'::jsonb END
           || CASE WHEN entry.ended_at > %(at)s
                   THEN '{"ended_on": null, "ended_at": null, "ended_by_id": null}'::jsonb
                   ELSE '{}'::jsonb END)).*
  FROM public.contracts_costentry entry
 WHERE entry.contract_id = %(contract)s AND entry.recorded_at <= %(at)s"""
_CLOSINGS = """
SELECT DISTINCT kept_at FROM public.contracts_monthclosing
 WHERE contract_id = %(contract)s ORDER BY kept_at"""
_CLOSE = """
INSERT INTO pg_temp.contracts_monthclosing
SELECT * FROM public.contracts_monthclosing
 WHERE contract_id = %(contract)s AND kept_at = %(at)s"""
_SAID = f"{ORIGIN}, {LINE}, is_reversal"
_COUNT = f"""
SELECT count(*) FROM (
    (SELECT {_SAID} FROM public.contracts_costline WHERE contract_id = %(contract)s
     EXCEPT ALL
     SELECT {_SAID} FROM pg_temp.contracts_costline WHERE contract_id = %(contract)s)
     UNION ALL
    (SELECT {_SAID} FROM pg_temp.contracts_costline WHERE contract_id = %(contract)s
     EXCEPT ALL
     SELECT {_SAID} FROM public.contracts_costline WHERE contract_id = %(contract)s)
) AS different"""  # noqa: S608 - names of our own columns
_CLOSED_CONTRACTS = """
SELECT DISTINCT contract_id FROM contracts_monthclosing
 WHERE %(all)s OR contract_id = ANY(%(contracts)s)
 ORDER BY contract_id"""


def replay_costs(contract_ids: list[int] | None) -> int:
    """How many lines of these contracts (None: of all) their history gives otherwise.

    Looks at contracts with closed months: of others the check of targets says all. Changes
    nothing; takes one rebuild of a contract for each moment at which its months closed.
    """
    facts: dict[str, Any] = {"all": contract_ids is None, "contracts": contract_ids or []}
    with connection.cursor() as cursor:
        cursor.execute(_CLOSED_CONTRACTS, facts)
        contracts = [contract for (contract,) in cursor.fetchall()]
    return sum(_replay(contract) for contract in contracts)


@transaction.atomic
def _replay(contract: int) -> int:
    before = transaction.savepoint()
    try:
        with connection.cursor() as cursor:
            columns = _stand_before(cursor)
            cursor.execute(_CLOSINGS, {"contract": contract})
            for (kept_at,) in cursor.fetchall():
                _as_of(cursor, columns, contract, kept_at)
                cursor.execute(_CLOSE, {"contract": contract, "at": kept_at})
            _as_of(cursor, columns, contract, "infinity")
            cursor.execute(_COUNT, {"contract": contract})
            return int(cursor.fetchone()[0])
    finally:
        transaction.savepoint_rollback(before)


def _stand_before(cursor: Any) -> dict[str, str]:
    """Make the tables of the connection; the columns of those that have versions."""
    for table in LEDGER:
        including = "INCLUDING DEFAULTS INCLUDING IDENTITY"
        cursor.execute(_SHADOW.format(table=table, including=including))
    columns = {}
    for table in (*KNOWN, "contracts_costentry"):
        cursor.execute(_SHADOW.format(table=table, including=""))
        cursor.execute(_COLUMNS, [table])
        columns[table] = cursor.fetchone()[0]
    return columns


def _as_of(cursor: Any, columns: dict[str, str], contract: int, at: datetime | str) -> None:
    """Build the ledger of a contract by what was known `at` ("infinity": by what is known now)."""
    facts = {"contract": contract, "at": at}
    for table, known in KNOWN.items():
        cursor.execute(f"TRUNCATE pg_temp.{table}")
        statement = _BRING_BACK.format(table=table, columns=columns[table], known=known)
        cursor.execute(statement, facts)
    cursor.execute("TRUNCATE pg_temp.contracts_costentry")
    cursor.execute(_ENTRIES, facts)
    rebuild_contract(contract)
