"""How prices follow an index: exact factors, caps and rounding, without a database.

A price moves by the factor between two published figures, both of the same base year. It is
rounded once, to the four decimals of a unit price; the next indexation starts from that price.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from config.shared.money import cents, half_up, share_out
from config.shared.periods import add_months, add_years

UNIT_PRICE_PLACES = 4
PERCENTAGE_PLACES = 4
MONTHS_BETWEEN_FIGURES = 12
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """What a contract allows of one indexation.

    `cap_percentage` is the most that prices rise at once, None for no cap; without `may_fall`
    they stay as they are when the index falls.
    """

    cap_percentage: Decimal | None = None
    may_fall: bool = False


def factor(base: Decimal, current: Decimal, limits: Limits) -> Fraction:
    """By how much prices are multiplied when the index went from `base` to `current`, exactly.

    ValueError for a figure of nought or less.
    """
    if base <= 0 or current <= 0:
        raise ValueError("An index figure lies above nought.")
    moved = Fraction(current) / Fraction(base)
    if limits.cap_percentage is not None:
        moved = min(moved, 1 + Fraction(limits.cap_percentage) / HUNDRED)
    return moved if limits.may_fall else max(moved, Fraction(1))


def percentage(by: Fraction) -> Decimal:
    """The factor as a rise in per cents, with four decimals: 1.0325 is 3.2500."""
    return half_up((by - 1) * HUNDRED, PERCENTAGE_PLACES)


def indexed(price: Decimal, by: Fraction) -> Decimal:
    """The new unit price, rounded half up to four decimals."""
    return half_up(Fraction(price) * by, UNIT_PRICE_PLACES)


def parts_of(price: Decimal, percentages: Sequence[Decimal]) -> list[Decimal]:
    """Instalments of a price in whole cents; they add up to the price rounded to cents."""
    return share_out(cents(price), percentages) if percentages else []


def next_month(former: date) -> date:
    """The month whose figure comes after that of the month `former`: a year on."""
    return add_months(former, MONTHS_BETWEEN_FIGURES)


def applies_on(figure_month: date, month_of_year: int) -> date:
    """The first day of `month_of_year` that comes after the month of the figure."""
    first = date(figure_month.year, month_of_year, 1)
    return first if first > figure_month else add_years(first, 1)
