"""What an act does to groups, in seats and euro: shown before it is confirmed, kept as shown.

No database: the caller says how everything stands before and after.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder

from config.shared.money import cents
from contracts.group_prices import GroupPrice, stake
from contracts.pricing import Course, Part, charges

NOTHING_OWED: Mapping[int, Decimal] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """A group as it stands: its heads, size, days, and its euros for the whole course."""

    heads: int
    minimum: int
    maximum: int
    first_on: date
    last_on: date
    head_price: Decimal = Decimal(0)
    """Tariff for each head."""
    group_price: Decimal = Decimal(0)
    """Tariff for the group, however full."""
    cost: Decimal | None = None
    """What the group costs its provider; None when nobody said."""

    @property
    def lacking(self) -> int:
        """Heads below the minimum."""
        return max(self.minimum - self.heads, 0)

    @property
    def free(self) -> int:
        """Seats up to the maximum; below zero when over."""
        return self.maximum - self.heads

    @property
    def stake(self) -> Decimal:
        """Tariff that the empty seats below the minimum do not bring in."""
        return stake(heads=self.heads, minimum=self.minimum, price=self.price)

    @property
    def price(self) -> GroupPrice:
        return GroupPrice(self.head_price, self.group_price)

    @property
    def income(self) -> Decimal:
        """What the group brings in at this fill."""
        return self.price.income(self.heads)

    @property
    def cost_per_head(self) -> Decimal | None:
        """What the provider spends on each learner; None without a cost or a learner."""
        if self.cost is None or not self.heads:
            return None
        return cents(Fraction(self.cost) / self.heads)

    @classmethod
    def read(cls, record: Mapping[str, Any] | None) -> Self | None:
        """The standing that `record` (of JSON) was made of; None stays None."""
        if record is None:
            return None
        days = {name: date.fromisoformat(record[name]) for name in ("first_on", "last_on")}
        euros = {name: Decimal(record[name]) for name in ("head_price", "group_price")}
        cost = None if record["cost"] is None else Decimal(record["cost"])
        return cls(**dict(record) | days | euros | {"cost": cost})


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One group before and after; None before it is made, and after it is over."""

    group: str
    before: Standing | None
    after: Standing | None


@dataclass(frozen=True, slots=True)
class SeatChange:
    """Free seats of one capacity line."""

    line: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class YearChange:
    """What falls due for the learners concerned in one calendar year, in euro."""

    year: int
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class Effect:
    """All that an act changes; `act` is a value of GroupAct, `learners` are references."""

    act: str
    learners: tuple[str, ...] = ()
    groups: tuple[GroupChange, ...] = ()
    seats: tuple[SeatChange, ...] = ()
    years: tuple[YearChange, ...] = ()

    @property
    def stake_before(self) -> Decimal:
        """Euros at stake in all groups concerned."""
        return _sum(change.before.stake for change in self.groups if change.before)

    @property
    def stake_after(self) -> Decimal:
        """The same once the act is done."""
        return _sum(change.after.stake for change in self.groups if change.after)

    @property
    def owed(self) -> Decimal:
        """How much more falls due; below zero when less does."""
        return _sum(year.after - year.before for year in self.years)

    @property
    def digest(self) -> str:
        """Tells whether an effect is still the one that was shown.

        Free seats of a line are left out: others take them all day, and the act checks them.
        """
        told = {**self.as_record(), "seats": []}
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def as_record(self) -> dict[str, Any]:
        """As JSON keeps it: euros and days as text."""
        return dict(json.loads(json.dumps(asdict(self), cls=DjangoJSONEncoder)))

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> Self:
        """The effect that `as_record` was called on."""
        return cls(
            act=record["act"],
            learners=tuple(record["learners"]),
            groups=tuple(
                GroupChange(row["group"], Standing.read(row["before"]), Standing.read(row["after"]))
                for row in record["groups"]
            ),
            seats=tuple(SeatChange(**row) for row in record["seats"]),
            years=tuple(
                YearChange(row["year"], Decimal(row["before"]), Decimal(row["after"]))
                for row in record["years"]
            ),
        )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def owed_by_year(
    course: Course, parts: Iterable[Part], *, charges_other_groups: bool
) -> Mapping[int, Decimal]:
    """Euros that fall due for one learner in each calendar year, by `pricing.charges`."""
    found: dict[int, Decimal] = {}
    for charge in charges(course, parts, charges_other_groups=charges_other_groups):
        found[charge.due_on.year] = found.get(charge.due_on.year, Decimal(0)) + charge.amount
    return found


def year_changes(
    before: Iterable[Mapping[int, Decimal]], after: Iterable[Mapping[int, Decimal]]
) -> tuple[YearChange, ...]:
    """Sums of euros by year, before and after, for every year that either knows."""
    old, new = _totals(before), _totals(after)
    nothing = Decimal(0)
    return tuple(
        YearChange(year, old.get(year, nothing), new.get(year, nothing))
        for year in sorted({*old, *new})
    )


def _totals(amounts: Iterable[Mapping[int, Decimal]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for each in amounts:
        for year, amount in each.items():
            found[year] = found.get(year, Decimal(0)) + amount
    return found
