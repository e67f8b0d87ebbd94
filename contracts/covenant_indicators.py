"""Whether the figures of a covenant's placements meet what the parties aim at; no database.

A target is judged on the exact figure, not on the rounded one that is shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from config.shared.money import half_up
from config.shared.periods import add_months, month_start
from contracts.enums import TargetDirection, TargetVerdict

MONTHS = 12
PLACES = 1


@dataclass(frozen=True, slots=True)
class Target:
    """At least or at most so many learners, or per cent."""

    direction: str
    number: Decimal

    def verdict(self, value: Fraction | None) -> TargetVerdict:
        """Whether a figure meets it; UNKNOWN without a figure."""
        if value is None:
            return TargetVerdict.UNKNOWN
        number = Fraction(self.number)
        if self.direction == TargetDirection.AT_LEAST:
            return TargetVerdict.MET if value >= number else TargetVerdict.MISSED
        return TargetVerdict.MET if value <= number else TargetVerdict.MISSED

    def worst(self, values: Iterable[Fraction]) -> Fraction | None:
        """The value that is furthest from the target; None of no values."""
        found = list(values)
        if not found:
            return None
        return min(found) if self.direction == TargetDirection.AT_LEAST else max(found)


@dataclass(frozen=True, slots=True)
class Series:
    """The figure of each month of one school, or of all together; None where nothing happened."""

    name: str
    values: Sequence[Fraction | None]

    def missed(self, target: Target) -> int:
        """In how many months the target was missed."""
        verdicts = [target.verdict(value) for value in self.values]
        return verdicts.count(TargetVerdict.MISSED)

    @property
    def known(self) -> int:
        """Of how many months there are figures."""
        return sum(value is not None for value in self.values)

    @property
    def latest(self) -> Fraction | None:
        """The figure of the last month that has one."""
        known = [value for value in self.values if value is not None]
        return known[-1] if known else None


def percentage(part: Decimal | int, whole: Decimal | int) -> Fraction | None:
    """100 times `part` over `whole`, exact; None of nothing."""
    return Fraction(part) * 100 / Fraction(whole) if whole else None


def rounded(value: Fraction | None) -> Decimal | None:
    """The figure as it is shown: one decimal, half up, none where it is whole."""
    if value is None:
        return None
    shown = half_up(value, PLACES)
    return shown.quantize(Decimal(1)) if shown == shown.to_integral_value() else shown


def last_months(on: date, number: int = MONTHS) -> list[date]:
    """The first days of the `number` months up to and including that of `on`."""
    this = month_start(on)
    return [add_months(this, -back) for back in range(number - 1, -1, -1)]
