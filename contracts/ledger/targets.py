"""Which statements work out targets, and whether there is anything for them to work out."""

from typing import Any, NamedTuple

from contracts.ledger import entries, fees, groups, instalments, months, settlements


class Rule(NamedTuple):
    """Statements of one way to charge, and a query that finds a row where it is in use."""

    in_use: str
    statements: tuple[str, ...]


_CHARGED = "SELECT FROM ledger_course WHERE stands AND pays AND unit = "

RULES = (
    Rule(
        "SELECT FROM ledger_course JOIN contracts_tariffband USING (tariff_id)",
        (instalments.COUNT_TRAJECTORIES,),
    ),
    Rule(f"{_CHARGED} %(trajectory)s", (instalments.INSTALMENTS,)),
    Rule(f"{_CHARGED} %(month)s", (months.MONTHS,)),
    Rule(f"{_CHARGED} %(hour)s", (months.HOURS,)),
    Rule(
        "SELECT FROM ledger_course JOIN contracts_tariff fee USING (contract_id)"
        " WHERE fee.unit = %(fee)s",
        (fees.FEES,),
    ),
    Rule(
        "SELECT FROM ledger_course JOIN contracts_settlementrule USING (contract_id) WHERE pays",
        (settlements.SETTLEMENTS,),
    ),
    Rule("SELECT FROM ledger_entry", (entries.ENTRIES,)),
    Rule(
        "SELECT FROM ledger_group",
        (groups.PRICE_MONTHS, groups.HEADS, groups.EMPTY_GROUPS),
    ),
)
"""In this order: settlements come after what is due without them."""

IN_USE = "SELECT " + ", ".join(f"EXISTS ({rule.in_use})" for rule in RULES)


def statements_in_use(cursor: Any, facts: dict[str, Any]) -> list[str]:
    """The statements that have something to work out of what is concerned, in their order."""
    cursor.execute(IN_USE, facts)
    found = zip(RULES, cursor.fetchone(), strict=True)
    return [statement for rule, is_used in found if is_used for statement in rule.statements]
