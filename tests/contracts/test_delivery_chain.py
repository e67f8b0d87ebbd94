"""A sheet from received to applied."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.utils.timezone import get_default_timezone

from contracts import imports
from contracts.actions import deliveries
from contracts.enums import DeliveryStatus, PlacementStatus
from contracts.models import CostLine, Placement, PlacementEvent
from tests.support.placements import as_csv, as_xlsx, row, rows, sheet

AT = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliver(contract, provider_user):
    """Hand in lines, have them checked and applied; the delivery as it stands then."""

    def delivered(lines, *, valid_rows_only=False, content=None, name="plaatsingen.csv"):
        file = sheet(content or as_csv(lines), name)
        delivery = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=AT)
        imports.check_delivery(delivery_id=delivery.pk, at=AT)
        deliveries.accept_rows(
            delivery=delivery, by=provider_user, at=AT, valid_rows_only=valid_rows_only
        )
        return imports.apply_delivery(delivery_id=delivery.pk, at=AT)

    return delivered


def test_twenty_rows_become_placements_with_events_and_costs(contract, deliver, provider_user):
    delivery = deliver(rows(20))

    assert delivery.status == DeliveryStatus.APPLIED
    assert (delivery.rows_total, delivery.rows_new, delivery.rows_refused) == (20, 20, 0)
    placements = Placement.objects.filter(contract=contract, delivery=delivery)
    assert placements.count() == 20
    first = placements.get(reference="TV-00001")
    assert first.status == PlacementStatus.STARTED
    assert first.attended_hours == Decimal("96.50")
    event = PlacementEvent.objects.get(placement=first)
    assert (event.source, event.target, event.recorded_by) == ("", "started", provider_user)
    assert CostLine.objects.filter(contract=contract).count() == 60


def test_the_same_sheet_twice_changes_nothing(contract, deliver):
    deliver(rows(5))
    before = list(Placement.objects.order_by("pk").values())

    again = deliver(rows(5), content=as_xlsx(rows(5)), name="zelfde.xlsx")

    assert (again.rows_unchanged, again.rows_new, again.rows_changed) == (5, 0, 0)
    assert list(Placement.objects.order_by("pk").values()) == before
    assert PlacementEvent.objects.count() == 5
    assert not any(placement.versions.exists() for placement in Placement.objects.order_by("pk"))


def test_a_changed_row_leaves_a_version_and_an_event(contract, deliver):
    deliver(rows(3))

    changed = deliver(
        [
            row(
                2,
                status="uitval",
                status_on="2026-10-05",
                status_reason="werk gevonden",
                actual_last_on="2026-10-02",
            )
        ]
    )

    assert (changed.rows_changed, changed.rows_unchanged) == (1, 0)
    placement = Placement.objects.get(reference="TV-00002")
    assert placement.status == PlacementStatus.DROPPED_OUT
    assert placement.versions.get().status == PlacementStatus.STARTED
    assert [event.target for event in placement.events.order_by("pk")] == ["started", "dropped_out"]


def test_thousands_of_rows_take_few_statements_and_tell_how_far_they_are(
    contract, provider_user, django_assert_max_num_queries
):
    contract.capacity_lines.update(number=3_000)
    told = []
    file = sheet(as_csv(rows(2_500)))
    delivery = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=AT)

    with django_assert_max_num_queries(74):
        imports.check_delivery(delivery_id=delivery.pk, at=AT, step=lambda *step: told.append(step))
        deliveries.accept_rows(delivery=delivery, by=provider_user, at=AT, valid_rows_only=False)
        applied = imports.apply_delivery(delivery_id=delivery.pk, at=AT)

    assert applied.rows_new == 2_500
    assert (2_500, 2_500, "2.500 van 2.500 regels gecontroleerd") in told
    assert CostLine.objects.filter(contract=contract).count() == 7_500
