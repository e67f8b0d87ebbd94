"""Applying a sheet: once, wholly, and beside what stands at that moment."""

import threading
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.db import connection, connections
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent, Job
from config.shared.errors import Refused
from contracts import imports, tasks
from contracts.actions import deliveries
from contracts.enums import ContractStatus, DeliveryStatus
from contracts.models import CapacityLine, CostLine, Delivery, Placement, PlacementEvent
from tests.factories.contracts import ContractFactory, move
from tests.support.placements import as_csv, row, rows, sheet

AT = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())


@pytest.fixture
def checked(contract, provider_user):
    """Hands in lines and has them checked."""

    def made(lines, *, target=contract):
        file = sheet(as_csv(lines))
        delivery = deliveries.keep_sheet(contract=target, file=file, by=provider_user, at=AT)
        return imports.check_delivery(delivery_id=delivery.pk, at=AT)

    return made


@pytest.fixture
def confirmed(checked, provider_user):
    def made(lines, *, valid_rows_only=False, **options):
        delivery = checked(lines, **options)
        return deliveries.accept_rows(
            delivery=delivery, by=provider_user, at=AT, valid_rows_only=valid_rows_only
        )

    return made


def left_behind():
    return Placement.objects.count(), PlacementEvent.objects.count(), CostLine.objects.count()


@pytest.mark.django_db
def test_an_applied_sheet_is_not_applied_again(confirmed):
    delivery = confirmed(rows(2))
    imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    before = left_behind()
    again = imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert again.status == DeliveryStatus.APPLIED
    assert left_behind() == before


@pytest.mark.django_db
def test_a_sheet_that_was_not_confirmed_is_not_applied(checked):
    delivery = checked(rows(2))
    with pytest.raises(Refused, match="niet bevestigd"):
        imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert left_behind() == (0, 0, 0)


@pytest.mark.django_db
def test_refused_rows_cannot_be_confirmed_by_accident(checked, provider_user):
    delivery = checked([row(1), row(2, gemeente="0999")])
    with pytest.raises(Refused, match="1 regels zijn geweigerd"):
        deliveries.accept_rows(delivery=delivery, by=provider_user, at=AT, valid_rows_only=False)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.CHECKED


@pytest.mark.django_db
def test_a_row_that_became_refused_sends_the_sheet_back(confirmed):
    delivery = confirmed(rows(3))
    CapacityLine.objects.update(number=2)

    back = imports.apply_delivery(delivery_id=delivery.pk, at=AT)

    assert (back.status, back.rows_refused, back.rows_new) == (DeliveryStatus.CHECKED, 1, 2)
    assert "er is niets verwerkt" in back.message
    assert left_behind() == (0, 0, 0)
    assert back.findings.get().row_number == 4


@pytest.mark.django_db
def test_with_valid_rows_only_the_others_are_applied(confirmed):
    delivery = confirmed(rows(3), valid_rows_only=True)
    CapacityLine.objects.update(number=2)
    applied = imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert (applied.status, applied.rows_refused) == (DeliveryStatus.APPLIED, 1)
    assert Placement.objects.count() == 2


@pytest.mark.django_db
def test_what_the_preview_said_is_written_anew_when_it_no_longer_holds(confirmed):
    first, second = confirmed(rows(2)), confirmed(rows(2))
    imports.apply_delivery(delivery_id=first.pk, at=AT)
    assert [each.kind for each in second.rows.order_by("row_number")] == ["new", "new"]

    applied = imports.apply_delivery(delivery_id=second.pk, at=AT)

    assert applied.rows_unchanged == 2
    assert [each.kind for each in second.rows.order_by("row_number")] == ["unchanged"] * 2
    assert PlacementEvent.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_was_exchanged_is_not_applied(confirmed):
    delivery = confirmed(rows(2))
    storage, name = delivery.file.storage, delivery.file.name
    storage.delete(name)
    storage.save(name, sheet(as_csv(rows(2, offered_hours="500"))))
    with pytest.raises(Refused, match="niet het bestand dat is aangeleverd"):
        imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert left_behind() == (0, 0, 0)


@pytest.mark.django_db
def test_nothing_is_delivered_to_a_contract_that_has_ended(contract, confirmed, provider_user):
    delivery = confirmed(rows(2))
    move(contract, ContractStatus.ENDED)
    with pytest.raises(Refused, match="niet actief"):
        imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    with pytest.raises(Refused, match="niet actief"):
        deliveries.keep_sheet(
            contract=contract, file=sheet(as_csv(rows(1))), by=provider_user, at=AT
        )
    assert left_behind() == (0, 0, 0)


@pytest.mark.django_db
def test_each_step_stands_in_the_audit_trail(confirmed, provider_user):
    delivery = confirmed(rows(2))
    imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    events = AuditEvent.objects.filter(
        object_id=delivery.pk, content_type__model="delivery"
    ).order_by("pk")
    assert [(event.action, event.by) for event in events] == [
        ("created", provider_user),
        ("check", None),
        ("confirm", provider_user),
        ("apply", None),
    ]


@pytest.mark.django_db
def test_work_that_is_cancelled_changes_nothing_and_can_be_confirmed_again(
    confirmed, provider_user, monkeypatch
):
    delivery = confirmed(rows(2))
    job = Job.objects.create(
        task="contracts.apply_delivery",
        label="Verwerken",
        created_at=AT,
        heartbeat_at=AT,
        cancel_requested=True,
    )
    tasks.apply_delivery(job_id=job.pk, delivery_id=delivery.pk, language="nl")
    delivery.refresh_from_db()
    job.refresh_from_db()
    assert (delivery.status, job.state) == (DeliveryStatus.CHECKED, "cancelled")
    assert "niets gewijzigd" in delivery.message
    assert left_behind() == (0, 0, 0)


@pytest.mark.django_db
def test_a_fault_halfway_leaves_nothing_behind(confirmed, monkeypatch):
    delivery = confirmed(rows(2))

    def fails(placement_ids):
        raise RuntimeError("costs")

    monkeypatch.setattr(imports.deliveries, "rebuild_costs", fails)
    with pytest.raises(RuntimeError):
        imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    delivery.refresh_from_db()
    assert delivery.status == DeliveryStatus.CONFIRMED
    assert left_behind() == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_sheets_at_once_never_fill_more_seats_than_there_are(confirmed):
    CapacityLine.objects.update(number=5)
    sheets = [
        confirmed([row(number) for number in numbers], valid_rows_only=True)
        for numbers in (range(1, 5), range(11, 15))
    ]
    apply_at_once(sheets)
    assert Placement.objects.count() == 5
    assert sorted(each.rows_refused for each in Delivery.objects.order_by("pk")) == [0, 3]


@pytest.mark.django_db(transaction=True)
def test_the_same_delivery_at_once_is_applied_once(confirmed):
    delivery = confirmed(rows(4))
    apply_at_once([delivery, delivery])
    assert (Placement.objects.count(), PlacementEvent.objects.count()) == (4, 4)


@pytest.mark.django_db(transaction=True)
def test_sheets_for_different_contracts_do_not_wait_for_each_other(
    confirmed, noord, waterveen, provider
):
    other = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen], active=True
    )
    apply_at_once([confirmed(rows(4)), confirmed(rows(4), target=other)])
    assert Placement.objects.count() == 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE contracts_capacityline SET number = 0", id="seats"),
        pytest.param("UPDATE contracts_contract SET status = 'ended'", id="contract"),
    ],
)
def test_what_another_is_changing_is_waited_for_and_then_counts(confirmed, change):
    delivery = confirmed(rows(2))
    faults = []
    with other_connection() as other, other.cursor() as cursor:
        cursor.execute(change)
        thread = threading.Thread(target=apply_in_thread, args=[delivery, faults])
        thread.start()
        thread.join(1)
        assert thread.is_alive()
        other.commit()
    thread.join(30)
    assert left_behind() == (0, 0, 0)


@contextmanager
def other_connection():
    """A transaction beside the test's own; what it did not commit is undone."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        yield other
    finally:
        other.rollback()
        other.close()


def apply_in_thread(delivery, faults):
    try:
        imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    except BaseException as fault:
        faults.append(fault)
    finally:
        connection.close()


def apply_at_once(found):
    """Apply each in a thread and connection of its own; fail on any error or a deadlock."""
    start, faults = threading.Barrier(len(found)), []

    def run(delivery):
        start.wait(10)
        apply_in_thread(delivery, faults)

    threads = [threading.Thread(target=run, args=[delivery]) for delivery in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []
