"""Of a placement and a tariff, what decides about cost."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from config.shared.periods import Period
from contracts.enums import CHARGED, ENDED, TargetGroup
from contracts.enums import PlacementStatus as Status


class Course(NamedTuple):
    """Of a placement, what decides about its cost."""

    status: str
    target_group: str
    planned_first_on: date
    planned_last_on: date
    actual_first_on: date | None = None
    actual_last_on: date | None = None

    @property
    def first_on(self) -> date:
        """The day it began; before that, the day it is to begin."""
        return self.actual_first_on or self.planned_first_on

    @property
    def end_on(self) -> date:
        """The last day of the schedule by which instalments fall due; never before the first."""
        return max(self.planned_last_on, self.first_on)

    @property
    def stands(self) -> bool:
        """Whether a seat was taken, and a course that has ended had begun."""
        never_began = self.status in ENDED and self.actual_first_on is None
        return Status(self.status) in CHARGED and not never_began

    @property
    def taught(self) -> Period:
        """The days of lessons: up to the actual last day of what has ended, else as planned."""
        last_on = self.actual_last_on if self.status in ENDED else self.end_on
        assert last_on is not None  # noqa: S101 - the database asks a last day of what has ended
        return Period(self.first_on, last_on)

    def is_charged(self, *, charges_other_groups: bool) -> bool:
        """Whether the gemeente pays for it under a tariff that says so of other target groups."""
        return self.stands and (charges_other_groups or self.target_group == _STATUS_HOLDER)


_STATUS_HOLDER = TargetGroup.STATUS_HOLDER


class Version(NamedTuple):
    """One version of a tariff: euro excl. VAT a unit, from a day on."""

    first_on: date
    price: Decimal
    pk: int = 0


def version_on(day: date, versions: Sequence[Version], base: Version) -> Version:
    """The newest of `versions` begun by `day`; before the first of them `base`, under which the
    course was agreed.
    """
    begun = [version for version in versions if version.first_on <= day]
    return max(begun) if begun else base


class Due(NamedTuple):
    """One amount that a gemeente owes: on which day, for which days and how many units of which
    version of the tariff.
    """

    due_on: date
    first_on: date
    last_on: date
    quantity: Fraction
    amount: Decimal
    version: int = 0
