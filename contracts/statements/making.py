"""Copy the cost lines of a month into statements, and add them up: set-based, in the database."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection

COST_LINES = """
    FROM contracts_statement statement
    JOIN contracts_contract contract
        ON contract.region_id = statement.region_id
        AND contract.provider_id = statement.provider_id
    JOIN contracts_costline line
        ON line.contract_id = contract.id
        AND line.due_on >= statement.month
        AND line.due_on < statement.month + interval '1 month'
"""
INSERT = f"""
INSERT INTO contracts_statementline (
    statement_id, position, contract_id, gemeente_id, placement_id, group_id, entry_id, tariff_id,
    subject, route, kind, part, unit, quantity, price, service_month, first_on, last_on, due_on,
    amount, is_correction, is_reversal, vat_rate, vat_ground
)
SELECT statement.id,
    row_number() OVER (
        PARTITION BY statement.id
        ORDER BY line.service_month < date_trunc('month', line.due_on), contract.reference,
            gemeente.name, placement.reference, line.kind, line.id
    ),
    line.contract_id, line.gemeente_id, line.placement_id, line.group_id, line.entry_id,
    line.tariff_id, COALESCE(placement.reference, entry.description, course.reference),
    line.route, line.kind, line.part, line.unit, line.quantity, tariff.price,
    line.service_month, line.first_on, line.last_on, line.due_on, line.amount,
    line.corrects_id IS NOT NULL OR line.service_month < date_trunc('month', line.due_on),
    line.is_reversal,
    COALESCE(entry.vat_rate, own.rate, usual.rate, %(rate)s),
    CASE WHEN COALESCE(entry.vat_rate, own.rate, usual.rate, %(rate)s) > 0 THEN ''
        ELSE COALESCE(NULLIF(entry.vat_exemption, ''), NULLIF(own.ground, ''),
            NULLIF(usual.ground, ''), %(ground)s) END
{COST_LINES}
JOIN accounts_gemeente gemeente ON gemeente.id = line.gemeente_id
LEFT JOIN contracts_placement placement ON placement.id = line.placement_id
LEFT JOIN contracts_coursegroup course ON course.id = line.group_id
LEFT JOIN contracts_costentry entry ON entry.id = line.entry_id
LEFT JOIN contracts_tariff tariff ON tariff.id = line.tariff_id
LEFT JOIN contracts_vatrule own
    ON own.contract_id = contract.id AND own.tariff_id = line.tariff_id
LEFT JOIN contracts_vatrule usual
    ON usual.contract_id = contract.id AND usual.tariff_id IS NULL
WHERE statement.id = ANY(%(ids)s)
"""
ADD_UP = """
WITH rates AS (
    SELECT statement_id, vat_rate, sum(amount) AS total,
        sum(amount) FILTER (WHERE is_correction) AS corrections
    FROM contracts_statementline WHERE statement_id = ANY(%(ids)s)
    GROUP BY statement_id, vat_rate
), sums AS (
    SELECT statement_id, sum(total) AS excl, sum(round(total * vat_rate / 100, 2)) AS vat,
        sum(corrections) AS corrections
    FROM rates GROUP BY statement_id
)
UPDATE contracts_statement statement
SET amount_excl = COALESCE(sums.excl, 0), amount_vat = COALESCE(sums.vat, 0),
    amount_corrections = COALESCE(sums.corrections, 0)
FROM contracts_statement every LEFT JOIN sums ON sums.statement_id = every.id
WHERE every.id = statement.id AND statement.id = ANY(%(ids)s)
"""
FACTS = (
    "contract_id, gemeente_id, placement_id, group_id, entry_id, kind, part, service_month, "
    "due_on, quantity, amount, is_reversal"
)
DIFFERENT = f"""
WITH due AS (
    SELECT {", ".join(f"line.{name}" for name in FACTS.split(", "))} {COST_LINES}
    WHERE statement.id = %(id)s
), stated AS (
    SELECT {FACTS} FROM contracts_statementline WHERE statement_id = %(id)s
)
SELECT EXISTS (SELECT * FROM due EXCEPT ALL SELECT * FROM stated)
    OR EXISTS (SELECT * FROM stated EXCEPT ALL SELECT * FROM due)
"""  # noqa: S608 - names of columns


def fill(ids: Sequence[int]) -> None:
    """Copy what is due into statements that have no lines, and add it up; a handful of
    statements of SQL, however many lines.

    VAT follows the booked cost, else the rule of the tariff, of the contract, or the standard.
    """
    rate = Decimal(settings.STATEMENT_VAT_RATE)
    facts: dict[str, Any] = {
        "ids": list(ids),
        "rate": rate,
        "ground": settings.STATEMENT_VAT_GROUND,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, facts)
        cursor.execute(ADD_UP, facts)


def differs_from_ledger(statement_id: int) -> bool:
    """Whether the ledger says something else by now than the lines of the statement."""
    with connection.cursor() as cursor:
        cursor.execute(DIFFERENT, {"id": statement_id})
        return bool(cursor.fetchone()[0])
