"""Hours by month, from the running totals of deliveries, and what they cost."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils.timezone import get_default_timezone

from contracts import ledger
from contracts.enums import HoursBasis, TariffUnit
from contracts.imports.hours import book_hours, month_of_delivery
from contracts.models import CostLine, Delivery, Placement
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    PlacementFactory,
    TariffFactory,
)
from tests.factories.returns import DataTaskFactory

AT = datetime(2026, 5, 4, 12, tzinfo=get_default_timezone())
MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


@pytest.fixture
def contract(noord, provider):
    """By the hour: 31.50 for each that was attended, 32.75 from April."""
    contract = ContractFactory(region=noord, provider=provider)
    for first_on, last_on, price in (
        (contract.first_on, date(2026, 3, 31), "31.5"),
        (APRIL, contract.last_on, "32.75"),
    ):
        TariffFactory(
            contract=contract, unit=TariffUnit.HOUR, hours_basis=HoursBasis.ATTENDED,
            price=Decimal(price), first_on=first_on, last_on=last_on,
        )  # fmt: skip
    return contract


@pytest.fixture
def placement(contract):
    line = CapacityLineFactory(contract=contract)
    return PlacementFactory(capacity_line=line, started=True)


@pytest.fixture
def delivers(contract, placement, region_controller):
    """Apply totals of hours as a delivery received on a day would."""

    def apply(offered, attended, *, received: datetime) -> Delivery:
        Placement.objects.filter(pk=placement.pk).update(
            offered_hours=offered, attended_hours=attended
        )
        delivery = Delivery.objects.create(
            provider=contract.provider, contract=contract, file="x.csv", filename="x.csv",
            sha256="0" * 64, size=1, received_at=received, received_by=region_controller,
        )  # fmt: skip
        book_hours(delivery, [placement.pk], at=received)
        ledger.rebuild_costs([placement.pk])
        return delivery

    return apply


def on(month: int, day: int = 4) -> datetime:
    return datetime(2026, month, day, 12, tzinfo=get_default_timezone())


def hours_of(placement) -> list[tuple]:
    rows = placement.hours.order_by("month")
    return [(row.month.month, row.offered, row.attended) for row in rows]


def test_the_growth_of_totals_is_booked_on_the_month_before(placement, delivers):
    delivers(40, 30, received=on(4))
    delivers(100, 75, received=on(5))
    assert hours_of(placement) == [(3, 40, 30), (4, 60, 45)]
    lines = CostLine.objects.order_by("due_on")
    assert [(line.due_on, line.quantity, line.amount) for line in lines] == [
        (date(2026, 3, 31), 30, Decimal("945.00")),
        (date(2026, 4, 30), 45, Decimal("1473.75")),
    ]
    assert ledger.check_costs(None) == (0, 0)


def test_the_return_that_it_answers_says_which_month(placement, delivers, contract):
    delivery = delivers(40, 30, received=on(5))
    DataTaskFactory(contract=contract, month=MARCH, delivery=delivery)
    assert month_of_delivery(delivery) == MARCH


def test_a_second_delivery_of_a_month_brings_its_hours_up_to_date(placement, delivers):
    delivers(40, 30, received=on(4))
    delivers(44, 44, received=on(4, 20))
    assert hours_of(placement) == [(3, 44, 44)]


def test_a_lower_total_takes_hours_off_the_latest_months(placement, delivers):
    delivers(40, 30, received=on(3))
    delivers(60, 50, received=on(4))
    delivers(50, 20, received=on(5))
    assert hours_of(placement) == [(2, 40, 20), (3, 10, 0), (4, 0, 0)]
    assert sum(line.quantity for line in CostLine.objects.all()) == 20


def test_attendance_that_came_in_late_is_paid_where_it_came_in(placement, delivers):
    delivers(40, 10, received=on(4))
    delivers(50, 50, received=on(5))
    assert hours_of(placement) == [(3, 40, 10), (4, 10, 40)]


def test_hours_of_other_tariffs_are_not_kept_by_month(noord, region_controller, delivers):
    row = PlacementFactory(started=True, offered_hours=12)
    delivery = delivers(1, 1, received=on(4))
    book_hours(delivery, [row.pk], at=AT)
    assert not row.hours.exists()
