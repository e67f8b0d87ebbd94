"""The cost ledger: lines and months derived from placements, set-based in the database.

The rule is `pricing.charges`, said here in SQL. One statement finds the lines that differ from
their target and mends them; a second sums the months of the contracts concerned.
"""
# ruff: noqa: S608 - statements are composed of constants of this module; every value is a parameter

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection, transaction

from contracts.enums import (
    CHARGED,
    ENDED,
    ENDED_EARLY,
    CostKind,
    InstalmentMoment,
    PlacementStatus,
    TargetGroup,
    TariffUnit,
)

_LINE = (
    "region_id, tariff_id, contract_id, gemeente_id, route, kind, part, unit, quantity, "
    "service_month, first_on, last_on, due_on, amount"
)
_KEY = "placement_id, kind, part, service_month"
_MONTH = "region_id, contract_id, gemeente_id, route, kind, cost_type, unit, month"
_SUMS = "amount, quantity, lines, heads"


class Differences(NamedTuple):
    """How many rows of the ledger are not what the placements say."""

    lines: int
    months: int


def rebuild_costs(placement_ids: Iterable[int] | None) -> None:
    """Bring the lines of these placements (None: of all) to their target, and the months with them.

    Runs in the caller's transaction and sees its placements; writes only rows that differ. It
    waits for other rebuilds of the same contracts, in the order of their ids: who rebuilds twice
    in one transaction begins with the lower contract.
    """
    scope = _scope(placement_ids)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK_CONTRACTS, scope)
        scope["contracts"] = [contract for contract, _locked in cursor.fetchall()]
        cursor.execute(_REPLACE_LINES, scope)
        cursor.execute(_REPLACE_MONTHS, scope)


def check_costs(placement_ids: Iterable[int] | None) -> Differences:
    """Compare the ledger with its target, without changing or locking anything."""
    scope = _scope(placement_ids)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT contract_id FROM ({_CONTRACTS}) AS concerned", scope)
        scope["contracts"] = [contract for (contract,) in cursor.fetchall()]
        cursor.execute(_COUNT_DIFFERENCES, scope)
        return Differences(*cursor.fetchone())


def _scope(placement_ids: Iterable[int] | None) -> dict[str, Any]:
    """The parameters of every statement below; `ids` is None for all placements."""
    return {
        "ids": None if placement_ids is None else sorted(set(placement_ids)),
        "charged": [str(status) for status in CHARGED],
        "ended": [str(status) for status in ENDED],
        "ended_early": [str(status) for status in ENDED_EARLY],
        "completed": PlacementStatus.COMPLETED.value,
        "status_holder": TargetGroup.STATUS_HOLDER.value,
        "trajectory": TariffUnit.TRAJECTORY.value,
        "instalment": CostKind.INSTALMENT.value,
        "start": InstalmentMoment.START.value,
        "halfway": InstalmentMoment.HALFWAY.value,
        "completion": InstalmentMoment.COMPLETION.value,
    }


def _of(alias: str, columns: str) -> str:
    return ", ".join(f"{alias}.{column}" for column in columns.split(", "))


def _within(column: str) -> str:
    return f"(%(ids)s::bigint[] IS NULL OR {column} = ANY(%(ids)s))"


_CONTRACTS = """
SELECT id AS contract_id FROM contracts_contract WHERE %(ids)s::bigint[] IS NULL
 UNION
SELECT contract_id FROM contracts_placement WHERE id = ANY(%(ids)s)
 UNION
SELECT contract_id FROM contracts_costline WHERE placement_id = ANY(%(ids)s)
 ORDER BY contract_id"""

_LOCK_CONTRACTS = f"""
SELECT contract_id, pg_advisory_xact_lock(hashtextextended('contracts.ledger', contract_id))
  FROM ({_CONTRACTS}) AS concerned"""

_TARGET = f"""
schedule AS (
    SELECT placement.id AS placement_id,
           placement.tariff_id, placement.contract_id, contract.region_id,
           placement.gemeente_id, placement.route, tariff.unit,
           instalment.moment AS part, instalment.percentage / 100 AS quantity,
           placement.status, placement.actual_last_on, begun.first_on, planned.end_on,
           instalment.moment, instalment.amount,
           CASE instalment.moment
               WHEN %(start)s THEN begun.first_on
               WHEN %(halfway)s THEN begun.first_on + (planned.end_on - begun.first_on) / 2
               ELSE planned.end_on
           END AS scheduled_on
      FROM contracts_placement placement
      JOIN contracts_contract contract ON contract.id = placement.contract_id
      JOIN contracts_tariff tariff ON tariff.id = placement.tariff_id
      JOIN contracts_tariffinstalment instalment ON instalment.tariff_id = tariff.id
     CROSS JOIN LATERAL (
           SELECT coalesce(placement.actual_first_on, placement.planned_first_on) AS first_on
           ) AS begun
     CROSS JOIN LATERAL (
           SELECT greatest(placement.planned_last_on, begun.first_on) AS end_on
           ) AS planned
     WHERE {_within("placement.id")}
       AND tariff.unit = %(trajectory)s
       AND placement.status = ANY(%(charged)s)
       AND (placement.actual_first_on IS NOT NULL OR placement.status <> ALL(%(ended)s))
       AND (tariff.charges_other_groups OR placement.target_group = %(status_holder)s)
),
owed AS (
    SELECT *,
           CASE
               WHEN status <> %(completed)s THEN scheduled_on
               WHEN moment = %(completion)s THEN actual_last_on
               ELSE least(scheduled_on, actual_last_on)
           END AS due_on,
           CASE WHEN status = ANY(%(ended)s) THEN actual_last_on ELSE end_on END AS last_on
      FROM schedule
     WHERE status <> ALL(%(ended_early)s) OR scheduled_on <= actual_last_on
),
target AS (
    SELECT *, %(instalment)s AS kind, date_trunc('month', due_on)::date AS service_month
      FROM owed
),
standing AS (
    SELECT * FROM contracts_costline WHERE {_within("placement_id")}
),
different AS (
    SELECT standing.id AS standing_id, target.placement_id, {_of("target", _LINE)}
      FROM standing
      FULL JOIN target ON ({_of("target", _KEY)}) = ({_of("standing", _KEY)})
     WHERE ({_of("standing", _LINE)}) IS DISTINCT FROM ({_of("target", _LINE)})
)"""

_SUMMED = f"""
line AS (
    SELECT *, service_month AS month, 'learning_routes' AS cost_type,
           row_number() OVER (
               PARTITION BY placement_id, date_trunc('year', due_on) ORDER BY due_on, kind, id
           ) = 1 AS is_first_of_year
      FROM contracts_costline
     WHERE contract_id = ANY(%(contracts)s)
),
summed AS (
    SELECT {_MONTH}, sum(amount) AS amount, sum(quantity) AS quantity, count(*) AS lines,
           count(*) FILTER (WHERE is_first_of_year) AS heads
      FROM line
     GROUP BY {_MONTH}
)"""

_REPLACE_LINES = f"""
WITH {_TARGET},
removed AS (
    DELETE FROM contracts_costline
     WHERE id IN (SELECT standing_id FROM different WHERE placement_id IS NULL)
)
INSERT INTO contracts_costline (placement_id, {_LINE})
SELECT placement_id, {_LINE}
  FROM different
 WHERE placement_id IS NOT NULL
 ORDER BY placement_id, due_on, part
ON CONFLICT ({_KEY}, is_reversal, corrects_id) WHERE placement_id IS NOT NULL DO UPDATE
   SET ({_LINE}) = ROW({_of("excluded", _LINE)})"""

_REPLACE_MONTHS = f"""
WITH {_SUMMED},
emptied AS (
    DELETE FROM contracts_costmonth
     WHERE contract_id = ANY(%(contracts)s)
       AND ({_MONTH}) NOT IN (SELECT {_MONTH} FROM summed)
)
INSERT INTO contracts_costmonth AS standing ({_MONTH}, {_SUMS})
SELECT {_MONTH}, {_SUMS} FROM summed ORDER BY {_MONTH}
ON CONFLICT ({_MONTH}) DO UPDATE
   SET ({_SUMS}) = ROW({_of("excluded", _SUMS)})
 WHERE ({_of("standing", _SUMS)}) IS DISTINCT FROM ({_of("excluded", _SUMS)})"""

_COUNT_DIFFERENCES = f"""
WITH {_TARGET}, {_SUMMED},
standing_month AS (
    SELECT * FROM contracts_costmonth WHERE contract_id = ANY(%(contracts)s)
)
SELECT (SELECT count(*) FROM different),
       (SELECT count(*)
          FROM standing_month FULL JOIN summed USING ({_MONTH})
         WHERE ({_of("standing_month", _SUMS)}) IS DISTINCT FROM ({_of("summed", _SUMS)}))"""
