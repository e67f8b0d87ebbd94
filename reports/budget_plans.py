"""The plan behind a budget: learners, units, price, group size and settlements; exact."""

from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any

from config.shared.money import cents


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`amount` in euro, and the learners it rests on.

    `planned_units_per_head` counts units of the tariff in the year for each learner; where a
    group size is given, for each group.
    """

    amount: Decimal
    planned_heads: int = 0
    planned_units_per_head: Decimal = Decimal(1)
    planned_unit_price: Decimal = Decimal(0)
    planned_heads_per_group: Decimal | None = None
    planned_settlements: Decimal = Decimal(0)

    @classmethod
    def of(cls, row: Any, amount: Decimal) -> "Plan":
        """Of a row that has the planned columns."""
        return cls(amount=amount, **{name: getattr(row, name) for name in PLANNED})

    @property
    def planned_amount(self) -> Decimal:
        """What the planned learners and settlements would cost in the year, in whole cents."""
        return cents(self.planned_heads * self._per_head) + self.planned_settlements

    def planned_cost_of(self, heads: int) -> Decimal:
        """What so many of the planned learners would cost in the year, in whole cents."""
        return cents(heads * self._per_head)

    @property
    def _per_head(self) -> Fraction:
        size = Fraction(self.planned_heads_per_group or 1)
        return Fraction(self.planned_units_per_head) * Fraction(self.planned_unit_price) / size


PLANNED = tuple(field.name for field in fields(Plan) if field.name != "amount")
"""The columns of a plan beside its amount."""
