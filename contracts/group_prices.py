"""What a group costs, and what it brings in by the unit of its tariff: exact, no database."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from config.shared.money import cents
from config.shared.periods import Period
from contracts.enums import TariffUnit

WEEK = 7


@dataclass(frozen=True, slots=True)
class GroupPrice:
    """Euros of tariff for a whole course: for each learner, and for the group however full."""

    per_head: Decimal = Decimal(0)
    per_group: Decimal = Decimal(0)

    def income(self, heads: int) -> Decimal:
        """What the group brings in with so many learners."""
        return cents(self.per_head * heads + self.per_group)


NO_PRICE = GroupPrice()


def group_price(
    *, unit: str, price: Decimal, period: Period, hours_per_week: Decimal | None
) -> GroupPrice | None:
    """The price of a course over `period` by a tariff of `price` a `unit`.

    A month counts for each calendar month with lessons, a week for each seven days. None where
    the tariff goes by the hour and the hours are not known, and for a fee, which is no price of
    lessons.
    """
    units = _units(unit, period, hours_per_week)
    if units is None:
        return None
    amount = cents(Fraction(price) * units)
    if TariffUnit(unit).is_of_group:
        return GroupPrice(per_group=amount)
    return GroupPrice(per_head=amount)


def _units(unit: str, period: Period, hours_per_week: Decimal | None) -> Fraction | None:
    """How many units of the tariff a course takes."""
    if unit in (TariffUnit.TRAJECTORY, TariffUnit.GROUP):
        return Fraction(1)
    if unit == TariffUnit.MONTH:
        return Fraction(len(period.months()))
    if unit in (TariffUnit.HOUR, TariffUnit.GROUP_HOUR) and hours_per_week is not None:
        return Fraction(hours_per_week) * Fraction(period.days, WEEK)
    return None


@dataclass(frozen=True, slots=True)
class Fill:
    """What a group costs and brings in with this many heads, in euro."""

    heads: int
    income: Decimal
    cost_per_head: Decimal
    """What the provider spends on each learner."""
    paid_per_head: Decimal
    """What the gemeenten pay for each learner."""
    result: Decimal
    """Income less the cost of the group: below zero is what the empty seats cost."""


def fills(*, group_cost: Decimal, price: GroupPrice, maximum: int) -> list[Fill]:
    """The group at every number of heads from one to its maximum."""
    return [fill_of(heads, group_cost=group_cost, price=price) for heads in range(1, maximum + 1)]


def fill_of(heads: int, *, group_cost: Decimal, price: GroupPrice) -> Fill:
    """The group with `heads` (one or more)."""
    income = price.income(heads)
    return Fill(
        heads,
        income,
        cost_per_head=cents(Fraction(group_cost) / heads),
        paid_per_head=cents(Fraction(income) / heads),
        result=income - cents(group_cost),
    )


def break_even_heads(*, group_cost: Decimal, price: GroupPrice) -> int | None:
    """Fewest heads whose tariffs pay for the group; None when no number does.

    Nought where the price of the group itself pays for it, however few come.
    """
    short = Fraction(group_cost) - Fraction(price.per_group)
    if short <= 0:
        return 0
    return -(-short // Fraction(price.per_head)) if price.per_head else None


def stake(*, heads: int, minimum: int, price: GroupPrice) -> Decimal:
    """Euros of tariff that the empty seats below the minimum do not bring in."""
    return cents(price.per_head * max(minimum - heads, 0))
