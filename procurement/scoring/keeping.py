"""A standing as an award decision keeps it in JSON, and back again without losing a digit."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from procurement.scoring.offers import Score, Standing

AMOUNTS = ("price_points", "lowest_price", "fictitious_price")


def kept(standing: Standing) -> dict[str, Any]:
    """In text and whole numbers alone, as JSON knows neither Decimal nor Fraction."""
    return {
        "lot_bid": standing.key,
        "rank": standing.rank,
        "is_tied": standing.is_tied,
        "price": str(standing.price),
        **{name: _text(getattr(standing, name)) for name in AMOUNTS},
        "quality": _texts(standing.quality),
        "quality_points": str(standing.quality_total),
        "total": _text(standing.total),
        "scores": {str(key): [str(one.total), one.count] for key, one in standing.scores.items()},
        "knocked_out_on": _texts(standing.knocked_out_on),
    }


def standing_of(row: Mapping[str, Any]) -> Standing:
    """The standing that `kept` wrote down as `row`."""
    return Standing(
        key=row["lot_bid"],
        price=Decimal(row["price"]),
        scores={
            int(key): Score(Fraction(total), count) for key, (total, count) in row["scores"].items()
        },
        quality=_amounts(row["quality"]),
        price_points=_amount(row["price_points"]),
        lowest_price=_amount(row["lowest_price"]),
        fictitious_price=_amount(row["fictitious_price"]),
        rank=row["rank"],
        is_tied=row["is_tied"],
        knocked_out_on=_amounts(row["knocked_out_on"]),
    )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _texts(values: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(key): str(value) for key, value in values.items()}


def _amounts(texts: Mapping[str, str]) -> dict[int, Decimal]:
    return {int(key): Decimal(text) for key, text in texts.items()}
