"""Intake forecasts: typed in a grid, or replaced month by month from a sheet."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import gemeenten_of, regions_of, require
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.display import number
from config.shared.errors import Refused, refuse_if
from contracts.actions.records import record_update
from contracts.models import IntakeForecast

Cell = tuple[int, date]
"""The id of a gemeente and the first day of a month."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Persons who are expected to begin; `low` and `high` bound them where they were given."""

    expected: int
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One forecast of a sheet."""

    gemeente: Gemeente
    month: date
    route: str
    persons: Expected


def _require(region: Region, gemeenten: Iterable[Gemeente], by: User) -> None:
    """For the whole region, or else only for the single gemeenten that `by` acts for."""
    require(by, Permission.ALLOCATION_MANAGE, region)
    if region.pk in regions_of(by):
        return
    own = gemeenten_of(by)
    refuse_if(
        _("You keep no forecasts of %(gemeente)s.") % {"gemeente": gemeente}
        for gemeente in gemeenten
        if gemeente.pk not in own
    )


@transaction.atomic
def set_forecasts(
    *,
    region: Region,
    route: str,
    cells: Mapping[Cell, Expected | None],
    by: User,
    at: datetime,
) -> int:
    """Write what is expected of a route in these cells; None empties a cell.

    Returns how many cells changed; what stayed the same keeps its own day and person.
    """
    gemeenten = Gemeente.objects.in_bulk({gemeente for gemeente, _month in cells})
    _require(region, gemeenten.values(), by)
    standing = _standing(region, route, cells)
    changed = {cell: given for cell, given in cells.items() if _differs(standing.get(cell), given)}
    gone = [standing[cell].pk for cell, given in changed.items() if given is None]
    IntakeForecast.objects.filter(pk__in=gone).delete()
    lines = [
        Line(gemeenten[gemeente], month, route, given)
        for (gemeente, month), given in changed.items()
        if given is not None
    ]
    _write(region, lines, source="", by=by, at=at)
    if changed:
        _record(region, len(changed), by=by, at=at)
    return len(changed)


def _standing(region: Region, route: str, cells: Iterable[Cell]) -> dict[Cell, IntakeForecast]:
    months = {month for _gemeente, month in cells}
    rows = IntakeForecast.objects.filter(region=region, route=route, month__in=months)
    return {(row.gemeente_id, row.month): row for row in rows.order_by("pk")}


def _differs(standing: IntakeForecast | None, given: Expected | None) -> bool:
    if standing is None or given is None:
        return (standing is None) != (given is None)
    return Expected(standing.expected, standing.low, standing.high) != given


@transaction.atomic
def replace_months(
    *,
    region: Region,
    lines: Collection[Line],
    source: str,
    by: User,
    at: datetime,
) -> int:
    """Let `lines` replace all that was expected of their gemeenten in their months.

    A route that a gemeente does not name in such a month is no longer expected there. Returns how
    many lines stand now.
    """
    if not lines:
        raise Refused(_("There is nothing in the sheet to take over."))
    _require(region, {line.gemeente for line in lines}, by)
    IntakeForecast.objects.filter(
        region=region,
        month__in={line.month for line in lines},
        gemeente__in={line.gemeente for line in lines},
    ).delete()
    _write(region, lines, source=source, by=by, at=at)
    _record(region, len(lines), by=by, at=at)
    return len(lines)


def _write(region: Region, lines: Iterable[Line], *, source: str, by: User, at: datetime) -> None:
    IntakeForecast.objects.bulk_create(
        (
            IntakeForecast(
                region=region,
                gemeente=line.gemeente,
                month=line.month,
                route=line.route,
                expected=line.persons.expected,
                low=line.persons.low,
                high=line.persons.high,
                source=source,
                recorded_at=at,
                recorded_by=by,
            )
            for line in lines
        ),
        update_conflicts=True,
        unique_fields=["region", "gemeente", "month", "route"],
        update_fields=["expected", "low", "high", "source", "recorded_at", "recorded_by"],
    )


def _record(region: Region, count: int, *, by: User, at: datetime) -> None:
    what = _("Intake forecasts written: %(count)s") % {"count": number(count)}
    record_update(region, {}, by=by, at=at, what=what)
