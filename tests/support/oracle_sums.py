"""Days, months and whole cents as the oracles reckon with them: plain Python, nothing of ours."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

ONE = timedelta(days=1)
Line = dict[str, Any]


def days_of(first: date, last: date) -> list[date]:
    return [first + ONE * offset for offset in range((last - first).days + 1)]


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_after(day: date) -> date:
    return month_of(month_of(day) + 31 * ONE)


def euros(amount: Fraction | Decimal) -> Decimal:
    """To the cent, half away from nought."""
    exact = Fraction(amount) * 100
    whole = abs(exact).numerator // abs(exact).denominator
    whole += 1 if abs(exact) - whole >= Fraction(1, 2) else 0
    return Decimal(whole if exact >= 0 else -whole) / 100


def six_places(number: Fraction) -> Decimal:
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(
        Decimal("0.000001"), ROUND_HALF_UP
    )


def split(amount: Decimal, weights: list[int | Decimal]) -> list[Decimal]:
    """One cent after another to who lacks most; of equals to the first."""
    total = sum(Fraction(weight) for weight in weights)
    fair = [Fraction(amount) * 100 * Fraction(weight) / total for weight in weights]
    given = [part.numerator // part.denominator for part in fair]
    while sum(given) < int(amount * 100):
        lacks = [part - cents for part, cents in zip(fair, given, strict=True)]
        given[lacks.index(max(lacks))] += 1
    return [Decimal(cents) / 100 for cents in given]


def by_month(days: Iterable[date]) -> dict[date, list[date]]:
    found: dict[date, list[date]] = defaultdict(list)
    for day in days:
        found[month_of(day)].append(day)
    return found
