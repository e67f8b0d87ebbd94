"""The facts of a contract as its paper freezes them: plain values that JSON keeps as they are.

Days are ISO 8601, amounts the text of a decimal in euro excl. VAT.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from contracts.models import ClauseVersion, Contract

FACTS = (
    "reference",
    "title",
    "kind",
    "first_on",
    "last_on",
    "maximum_amount",
    "maximum_quantity",
    "start_guarantee_weeks",
    "over_target_policy",
    "refills_intake",
    "interruption_weeks",
    "social_return_percentage",
)
SETTLEMENT = (
    "event",
    "basis",
    "percentage",
    "amount",
    "threshold_percentage",
    "within_weeks",
    "note",
)
GUARANTEE = (
    "kind",
    "route",
    "first_on",
    "last_on",
    "minimum_amount",
    "minimum_heads",
    "price",
)
INDEXATION = (
    "index",
    "base_year",
    "base_month",
    "stage",
    "cap_percentage",
    "may_fall",
    "month_of_year",
)


@dataclass(frozen=True, slots=True)
class PartyDetails:
    """Who stands for a side of a contract, and where; what is not known is empty."""

    name: str
    register_number: str = ""
    """Number in the trade register (KvK)."""
    address: str = ""
    representative: str = ""
    role: str = ""


def facts_of(
    contract: Contract,
    buyer: PartyDetails,
    provider: PartyDetails,
    clauses: Iterable[ClauseVersion],
) -> dict[str, Any]:
    """All that the paper of `contract` says, copied as it stands now."""
    return {
        "buyer": asdict(buyer),
        "provider": asdict(provider),
        "contract": _of(contract, FACTS) | _named(contract),
        "tariffs": _tariffs(contract),
        "indexation": _indexation(contract),
        "lines": _lines(contract),
        "settlements": _each(contract.settlement_rules.order_by("event"), SETTLEMENT),
        "guarantees": _each(contract.guarantees.order_by("first_on", "pk"), GUARANTEE),
        "renewals": _each(
            contract.renewal_options.order_by("number"),
            ("number", "first_on", "last_on", "decide_by_on"),
        ),
        "kpis": _each(contract.kpis.order_by("indicator"), ("indicator", "direction", "target")),
        "clauses": [
            {
                "code": version.clause.code,
                "title": version.clause.title,
                "version": version.number,
                "text": version.text,
            }
            for version in clauses
        ],
    }


def _named(contract: Contract) -> dict[str, Any]:
    framework, decision = contract.framework, contract.decision
    return {
        "region": str(contract.region),
        "framework": framework.reference if framework else "",
        "lot": str(decision.lot) if decision else "",
        "gemeenten": [gemeente.name for gemeente in contract.gemeenten.order_by("name")],
        "routes": sorted(set(contract.capacity_lines.values_list("route", flat=True))),
    }


def _tariffs(contract: Contract) -> list[dict[str, Any]]:
    rows = contract.tariffs.prefetch_related("instalments", "bands")
    return [
        _of(tariff, ("route", "unit", "name", "price", "first_on", "last_on"))
        | {
            "charges_other_groups": tariff.charges_other_groups,
            "hours_basis": tariff.hours_basis,
            "charged_at": tariff.charged_at,
            "instalments": _each(
                sorted(tariff.instalments.all(), key=lambda part: part.pk),
                ("moment", "percentage", "amount"),
            ),
            "bands": _each(
                sorted(tariff.bands.all(), key=lambda band: band.from_number),
                ("from_number", "price"),
            ),
        }
        for tariff in rows.order_by("route", "unit", "name", "first_on")
    ]


def _indexation(contract: Contract) -> dict[str, Any] | None:
    rule = getattr(contract, "indexation_rule", None)
    return _of(rule, INDEXATION) if rule else None


def _lines(contract: Contract) -> list[dict[str, Any]]:
    names = ("route", "place", "counts", "number", "first_on", "last_on")
    rows = contract.capacity_lines.prefetch_related("shares__gemeente")
    return [
        _of(line, (*names, "group_minimum", "group_maximum"))
        | {
            "shares": sorted(
                [share.gemeente.name, share.number] for share in line.shares.all() if share.number
            )
        }
        for line in rows.order_by("route", "place", "first_on")
    ]


def _each(rows: Iterable[Any], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_of(row, names) for row in rows]


def _of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """The value as JSON keeps it without loss."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value
