"""The small shapes of OCDS: values, periods, moments, and leaving out what is empty."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from config.shared.periods import AMSTERDAM

CURRENCY = "EUR"


def filled(**fields: Any) -> dict[str, Any]:
    """The fields that say something: OCDS leaves out what is not known."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def number(amount: Decimal) -> int | float:
    """A JSON number: whole where it is whole. Four decimals fit a float exactly enough to print."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def value(amount: Decimal | None) -> dict[str, Any] | None:
    """An amount in euro; None when there is none."""
    return None if amount is None else {"amount": number(amount), "currency": CURRENCY}


def moment(at: datetime | None) -> str | None:
    """An instant with its offset, in Dutch time, to the second."""
    return at.astimezone(AMSTERDAM).replace(microsecond=0).isoformat() if at else None


def first_moment(day: date | None) -> str | None:
    """When a day begins."""
    return moment(datetime.combine(day, time.min, AMSTERDAM)) if day else None


def last_moment(day: date | None) -> str | None:
    """When a day that is included ends, to the second."""
    return moment(datetime.combine(day, time(23, 59, 59), AMSTERDAM)) if day else None


def period(start: str | None, end: str | None) -> dict[str, Any] | None:
    """From and until; None when neither is known."""
    return filled(startDate=start, endDate=end) or None
