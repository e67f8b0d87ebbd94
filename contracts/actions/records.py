"""What several actions of this app need: validity, the tariff of a day, the event of a change."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.workflow import Entry, recorder
from contracts.models import Contract, Placement, PlacementEvent, Tariff
from providers.enums import LearningRoute


def record_made(obj: Any, *, by: User | None, at: datetime) -> None:
    """Write the first line of the history of an object that has no workflow."""
    recorder().record([Entry(obj, "created", by, at, {}, {})])


def record_update(
    obj: Any,
    before: dict[str, Any],
    *,
    by: User,
    at: datetime,
    what: str,
    after: dict[str, Any] | None = None,
) -> None:
    """Add a line to the history of `obj`: its fields of `before` as they stood and stand now.

    `what` says in words what cannot be read from the fields.
    """
    after = after or {name: getattr(obj, name) for name in before}
    recorder().record([Entry(obj, "updated", by, at, before, after, what)])


def tariff_on(contract: Contract, route: str, first_on: date) -> Tariff:
    """The main tariff under which a trajectory of `route` that begins on `first_on` falls."""
    tariff = contract.tariffs.valid_on(first_on).filter(route=route).main().first()
    if tariff is None:
        raise Refused(
            _("The contract has no tariff for the %(route)s on %(day)s.")
            % {"route": LearningRoute(route).label, "day": day(first_on)}
        )
    return tariff


def record_event(
    placement: Placement, source: str, *, by: User | None, at: datetime, reason: str = ""
) -> PlacementEvent:
    """Write down that the placement got its present status on the day of `at`; from `source`."""
    return PlacementEvent.objects.create(
        placement=placement,
        source=source,
        target=placement.status,
        on=amsterdam(at),
        reason=reason,
        recorded_at=at,
        recorded_by=by,
    )
