"""The assumptions of a scenario: what it changes of what is known; no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from providers.enums import LearningRoute
from reports.enums.scenarios import Inflow

WHOLE = Decimal(100)
MOST_PERCENT = Decimal(100)
LARGEST_GROUP = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What a scenario assumes; everything that is left out is as in the forecast.

    Per cents are of a hundred. Amounts of `funding` are euro a year by id of the stream, on top of
    the budget (below zero: less).
    """

    inflow: Inflow = Inflow.EXPECTED
    routes: Mapping[str, Decimal] = field(default_factory=dict)
    """Per cents of who is still expected by route, 100 together; empty: as gemeenten expect."""
    dropout: Decimal = Decimal(0)
    """Chance a month that somebody stops, after which nothing of them falls due any more."""
    group_minimum: int | None = None
    group_maximum: int | None = None
    """Learners of a group; empty: groups as they usually are."""
    tariff: Decimal = Decimal(0)
    """By how much prices of who begins from now on differ."""
    indexation: Decimal | None = None
    """Rise each January, in place of what the region expects; empty: as expected."""
    key: int | None = None
    """Id of the version of an allocation key that divides all costs; empty: who lives there."""
    funding: Mapping[int, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """ValidationError, by field, for what cannot be."""
        found = {name: text for name, text in self._faults() if text}
        if found:
            raise ValidationError(found)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """As kept; ValidationError for what cannot be read."""
        unknown = set(values) - {each.name for each in fields(cls)}
        if unknown:
            raise ValidationError(
                _("Unknown assumptions: %(names)s.") % {"names": ", ".join(sorted(unknown))}
            )
        try:
            return cls(**{name: _READERS.get(name, _same)(values[name]) for name in values})
        except (ValueError, TypeError, AttributeError, InvalidOperation) as error:
            raise ValidationError(_("The assumptions cannot be read.")) from error

    def as_json(self) -> dict[str, Any]:
        """To keep: amounts and per cents as text."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    @property
    def has_group_sizes(self) -> bool:
        """Whether groups are opened by these sizes."""
        return self.group_maximum is not None

    @property
    def funding_amount(self) -> Decimal:
        """Euro a year of all streams together."""
        return sum(self.funding.values(), Decimal(0))

    def _faults(self) -> list[tuple[str, str]]:
        return [
            ("routes", self._fault_of_routes()),
            ("dropout", _fault_between(self.dropout, Decimal(0), MOST_PERCENT - 1)),
            ("tariff", _fault_between(self.tariff, -MOST_PERCENT, MOST_PERCENT)),
            ("indexation", _fault_between(self.indexation, Decimal(-50), Decimal(50))),
            ("group_maximum", self._fault_of_groups()),
        ]

    def _fault_of_routes(self) -> str:
        if not self.routes:
            return ""
        if set(self.routes) - set(LearningRoute.values) or min(self.routes.values()) < 0:
            return _("A share belongs to a route and is not below zero.")
        if sum(self.routes.values()) != WHOLE:
            return _("The shares of the routes are 100% together.")
        return ""

    def _fault_of_groups(self) -> str:
        least, most = self.group_minimum, self.group_maximum
        if least is None and most is None:
            return ""
        if least is None or most is None:
            return _("Give both the least and the most learners of a group, or neither.")
        if not 1 <= least <= most <= LARGEST_GROUP:
            return _("A group has from 1 to 100 learners, and the most is not below the least.")
        return ""


def _fault_between(value: Decimal | None, least: Decimal, most: Decimal) -> str:
    if value is None or least <= value <= most:
        return ""
    return _("This lies between %(least)s and %(most)s.") % {"least": least, "most": most}


def _same(value: Any) -> Any:
    return value


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(value[name]) for name in sorted(value)}
    return str(value) if isinstance(value, Decimal | Inflow) else value


_READERS: dict[str, Any] = {
    "inflow": Inflow,
    "routes": lambda values: {name: Decimal(share) for name, share in values.items()},
    "dropout": _decimal,
    "tariff": _decimal,
    "indexation": _decimal,
    "funding": lambda values: {int(name): Decimal(amount) for name, amount in values.items()},
}
