"""The totals of a statement: by contract and gemeente, of corrections, and of VAT."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, Sum

from config.shared.money import cents
from contracts.models import Statement


class PartTotal(NamedTuple):
    """What one gemeente owes under one contract."""

    contract: str
    gemeente: str
    lines: int
    amount: Decimal
    corrections: Decimal


class VatTotal(NamedTuple):
    """What falls under one rate, and the VAT on it; of what is exempt the ground."""

    rate: Decimal
    ground: str
    base: Decimal
    tax: Decimal


def parts_of(statement: Statement) -> list[PartTotal]:
    """By contract and gemeente; `amount` is with the corrections."""
    lines = statement.lines.order_by("contract__reference", "gemeente__name")
    rows = lines.values_list("contract__reference", "gemeente__name", "is_correction")
    found: dict[tuple[str, str], PartTotal] = {}
    for contract, gemeente, is_correction, count, amount in rows.annotate(
        count=Count("pk"), total=Sum("amount")
    ):
        before = found.get((contract, gemeente)) or PartTotal(
            contract, gemeente, 0, Decimal(0), Decimal(0)
        )
        corrections = before.corrections + (amount if is_correction else 0)
        found[contract, gemeente] = PartTotal(
            contract, gemeente, before.lines + count, before.amount + amount, corrections
        )
    return list(found.values())


def vat_of(statement: Statement) -> list[VatTotal]:
    """By rate and ground; VAT is worked out over the sum of each rate."""
    rows = statement.lines.order_by("vat_rate", "vat_ground").values_list("vat_rate", "vat_ground")
    return [
        VatTotal(rate, ground, base, cents(base * rate / 100))
        for rate, ground, base in rows.annotate(base=Sum("amount"))
    ]
