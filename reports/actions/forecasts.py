"""What keeps forecasts: the reckoning that pages read, kept snapshots, expected indexation."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.periods import amsterdam, month_start
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.models.cost_basis import basis_of
from reports.forecast.curves import MILLIONTHS
from reports.forecast.engine import HORIZON, Key, Row, euros, nothing
from reports.forecast.outlook import ForecastOutlook
from reports.forecast.region import RegionForecast
from reports.models import (
    ExpectedCost,
    ForecastFigure,
    ForecastSnapshot,
    IndexationExpectation,
)
from reports.overruns.figures import Bucket, Figures
from reports.overruns.sources import Sources

BATCH = 2_000


@transaction.atomic
def refresh_expected(*, region: Region, at: datetime) -> int:
    """Reckon anew what learners without cost lines will cost, and replace what was reckoned.

    Two at once wait for each other. Returns how many months with a cost were found.
    """
    Region.objects.select_for_update().get(pk=region.pk)
    on = amsterdam(at)
    found, seated = RegionForecast(region, on), RegionForecast(region, on, limits_seats=True)
    nobody = _nobody(len(found.months))
    rows = [
        cost
        for key in {**found.told, **seated.told}
        for cost in _costs(
            found.months, key, found.told.get(key, nobody), seated.told.get(key, nobody)
        )
    ]
    ExpectedCost.objects.filter(region=region).delete()
    ExpectedCost.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _costs(months: tuple[date, ...], key: Key, row: Row, seated: Row) -> Iterator[ExpectedCost]:
    columns = (row.cents, row.units, row.learners, seated.cents, seated.learners)
    plain = (column.tolist() for column in columns)
    for month, amount, units, heads, on_seats, seats in zip(months, *plain, strict=True):
        if amount or units or heads or on_seats or seats:
            yield ExpectedCost(
                **key.cell._asdict(),
                kind=key.kind,
                unit=key.unit,
                month=month,
                amount=euros(amount),
                quantity=Decimal(units) / MILLIONTHS,
                heads=heads,
                seated_amount=euros(on_seats),
                seated_heads=seats,
            )


def _nobody(months: int) -> Row:
    zero = nothing(months)
    return Row(zero, zero, zero)


def keep_up(*, at: datetime) -> None:
    """Reckon every region anew, and keep the forecast of those that kept none this month.

    Each region in a transaction of its own; may run twice.
    """
    first = month_start(amsterdam(at))
    for region in Region.objects.order_by("pk"):
        kept = ForecastSnapshot.objects.filter(region=region, taken_on__gte=first)
        if kept.exists():
            refresh_expected(region=region, at=at)
        else:
            take_snapshot(region=region, by=None, at=at)


class Where(NamedTuple):
    """What one figure of a kept forecast is about."""

    gemeente_id: int
    route: str
    contract_id: int | None
    cost_type: str
    month: date


@transaction.atomic
def take_snapshot(
    *, region: Region, by: User | None, at: datetime, note: str = ""
) -> ForecastSnapshot:
    """Keep the forecast of today, reckoned anew; `by` None is the clock.

    Refused when that of today was kept already.
    """
    if by is not None:
        require(by, Permission.OVERRUN_HANDLE, region)
    on = amsterdam(at)
    snapshot = valid(
        ForecastSnapshot(
            region=region,
            taken_on=on,
            basis=basis_of(region),
            note=note,
            taken_at=at,
            taken_by=by,
        )
    )
    snapshot.save()
    refresh_expected(region=region, at=at)
    ForecastFigure.objects.bulk_create(
        (
            ForecastFigure(
                snapshot=snapshot,
                **where._asdict(),
                realised=figures.realised,
                committed=figures.committed,
                expected=figures.expected,
            )
            for where, figures in _figures(region, on).items()
        ),
        batch_size=BATCH,
    )
    record_made(snapshot, by=by, at=at)
    return snapshot


def _figures(region: Region, on: date) -> dict[Where, Figures]:
    """Every month with a cost from January on, as far as forecasts look ahead."""
    outlook = ForecastOutlook(Sources.of_region(region), on, HORIZON)
    return {_where(line.bucket, line.month): line.figures for line in outlook.lines}


def _where(bucket: Bucket, month: date) -> Where:
    return Where(bucket.gemeente_id, bucket.route, bucket.contract_id, bucket.cost_type, month)


@transaction.atomic
def expect_indexation(
    *, region: Region, year: int, percentage: Decimal, source: str, by: User, at: datetime
) -> IndexationExpectation:
    """Write down by how much prices are expected to rise in a year; replaces what stood."""
    require(by, Permission.BUDGET_MANAGE, region)
    rows = IndexationExpectation.objects.select_for_update()
    standing = rows.filter(region=region, year=year).first()
    row = standing or IndexationExpectation(region=region, year=year)
    before = {"percentage": row.percentage, "source": row.source}
    row.percentage, row.source, row.recorded_at, row.recorded_by = percentage, source, at, by
    valid(row).save()
    if standing is None:
        record_made(row, by=by, at=at)
    else:
        record_update(row, before, by=by, at=at, what="")
    return row
