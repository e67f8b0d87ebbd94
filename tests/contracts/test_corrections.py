"""A correction comes in the place of the sheet it corrects: statuses, placements and money."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from config.shared.errors import Refused
from contracts import imports
from contracts.actions import deliveries
from contracts.enums import DeliveryStatus
from contracts.imports.correcting import left_out
from contracts.ledger import check_costs
from contracts.models import CostLine, Delivery, Placement, PlacementEvent
from tests.factories.contracts import ContractFactory
from tests.support.deliveries import AT, applied, checked
from tests.support.placements import as_csv, row, sheet

pytestmark = pytest.mark.django_db

SCHEDULED = {
    "status": "Ingepland",
    "status_on": "2026-01-20",
    "actual_first_on": "",
    "offered_hours": "",
    "attended_hours": "",
}
CANCELLED = {
    "status": "Geannuleerd",
    "status_on": "2026-02-01",
    "status_reason": "bij nader inzien niet begonnen",
}
COMPLETED = {"status": "Afgerond", "status_on": "2026-10-30", "actual_last_on": "2026-10-30"}


@pytest.fixture
def by(provider_user):
    return provider_user


@pytest.fixture
def scheduled(contract, by):
    """Three who were scheduled."""
    return applied(contract, [row(number, **SCHEDULED) for number in (1, 2, 3)], by=by)


@pytest.fixture
def mistaken(contract, scheduled, by):
    """All three started, says a sheet, and a fourth too: of the first that is a mistake."""
    return applied(contract, [row(number) for number in (1, 2, 3, 4)], by=by)


def status_of(reference):
    return Placement.objects.get(reference=reference).status


def costs(contract):
    """Euros by placement, kind and month, whatever lines they are made of."""
    found: dict[tuple, Decimal] = {}
    for line in CostLine.objects.filter(placement__contract=contract).order_by("pk"):
        key = (line.placement.reference, line.kind, line.service_month)
        found[key] = found.get(key, Decimal(0)) + line.amount
    return {key: amount for key, amount in found.items() if amount}


def test_a_mistaken_start_goes_back_and_its_costs_with_it(contract, mistaken, by, noord, waterveen):
    started = CostLine.objects.filter(placement__reference="TV-00001").count()
    correction = applied(contract, [row(1, **SCHEDULED), row(2)], by=by, corrects=mistaken)

    assert correction.status == DeliveryStatus.APPLIED
    mistaken.refresh_from_db()
    assert (mistaken.status, mistaken.applied_at) == (DeliveryStatus.SUPERSEDED, AT)
    placement = Placement.objects.get(reference="TV-00001")
    assert (placement.status, placement.status_on) == ("scheduled", date(2026, 1, 20))
    assert placement.actual_first_on is None
    event = placement.events.order_by("-pk")[0]
    assert (event.source, event.target, event.delivery) == ("started", "scheduled", correction)
    assert [status_of(f"TV-0000{number}") for number in (2, 3, 4)] == ["started"] * 3
    assert started
    assert check_costs(None) == (0, 0)


def test_the_costs_are_those_of_a_world_with_the_correction_alone(
    contract, mistaken, by, provider, noord, waterveen, meerdorp
):
    later = {"planned_first_on": "2026-03-02", "actual_first_on": "2026-03-02"}
    lines = [
        row(1, **SCHEDULED),
        row(2, status_on="2026-03-02", **later),
        row(3, **SCHEDULED | CANCELLED),
        row(4, **later, status_on="2026-03-02"),
    ]
    applied(contract, lines, by=by, corrects=mistaken)

    other = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen, meerdorp], active=True
    )
    applied(other, [row(number, **SCHEDULED) for number in (1, 2, 3)], by=by)
    applied(other, lines, by=by)

    assert costs(contract) == costs(other)
    assert costs(contract)


def test_without_a_correction_no_status_goes_back(contract, mistaken, by):
    again = checked(contract, [row(1, **SCHEDULED)], by=by)
    assert again.rows_refused == 1
    with pytest.raises(IntegrityError, match="knows no move"), transaction.atomic():
        Placement.objects.filter(reference="TV-00001").update(status="scheduled")


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        (SCHEDULED, 0),
        (SCHEDULED | {"status": "Geannuleerd", "status_on": "2026-02-01", "status_reason": "x"}, 0),
        (SCHEDULED | {"status_on": "2026-01-19"}, 1),
        (SCHEDULED | {"status": "Geregistreerd"}, 1),
        (COMPLETED, 1),
    ],
    ids=["as it stood", "what could follow", "before it stood", "further back", "a step too far"],
)
def test_statuses_are_judged_beside_what_stood_before(contract, mistaken, by, cells, refused):
    correction = checked(contract, [row(1, **cells)], by=by, corrects=mistaken)
    assert correction.rows_refused == refused, list(correction.findings.values("message"))


def test_the_database_lets_back_only_what_the_named_correction_corrects(contract, mistaken, by):
    correction = checked(contract, [row(1, **SCHEDULED)], by=by, corrects=mistaken)
    deliveries.accept_rows(delivery=correction, by=by, at=AT)
    placements = Placement.objects.filter(reference="TV-00002")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('taalregie.correction', %s, true)", [str(correction.pk)])
    with pytest.raises(IntegrityError, match="knows no move"), transaction.atomic():
        placements.update(status="registered")
    assert placements.update(status="scheduled") == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('taalregie.correction', '', true)")
    others = Placement.objects.filter(reference="TV-00003")
    with pytest.raises(IntegrityError, match="knows no move"), transaction.atomic():
        others.update(status="scheduled")


def test_who_moved_since_is_judged_as_it_stands(contract, mistaken, by):
    applied(
        contract,
        [row(3, status="Onderbroken", status_on="2026-06-01", interruption_reason="werk")],
        by=by,
    )
    correction = checked(
        contract, [row(1, **SCHEDULED), row(3, **SCHEDULED)], by=by, corrects=mistaken
    )
    assert [each.kind for each in correction.rows.order_by("row_number")] == ["changed", "refused"]


def test_what_the_corrected_sheet_made_is_cancelled_by_choice_only(contract, mistaken, by):
    lines = [row(1, **SCHEDULED), row(2)]
    correction = checked(contract, lines, by=by, corrects=mistaken)
    assert [one.reference for one in left_out(correction)] == ["TV-00004"]

    deliveries.accept_rows(delivery=correction, by=by, at=AT, cancels_left_out=True)
    imports.apply_delivery(delivery_id=correction.pk, at=AT)

    gone = Placement.objects.get(reference="TV-00004")
    assert (gone.status, gone.status_on, gone.delivery) == ("cancelled", AT.date(), correction)
    assert gone.events.order_by("-pk")[0].reason == gone.status_reason != ""
    assert status_of("TV-00003") == "started"
    assert not [key for key in costs(contract) if key[0] == "TV-00004"]
    assert not left_out(correction).exists()
    assert check_costs(None) == (0, 0)


def test_a_correction_can_be_corrected_and_goes_back_before_the_first(contract, mistaken, by):
    first = applied(contract, [row(1, **SCHEDULED)], by=by, corrects=mistaken)
    second = applied(
        contract,
        [row(1, actual_first_on="2026-03-02", status_on="2026-03-02")],
        by=by,
        corrects=first,
    )
    first.refresh_from_db()
    assert (first.status, second.status) == (DeliveryStatus.SUPERSEDED, DeliveryStatus.APPLIED)
    assert status_of("TV-00001") == "started"
    third = checked(contract, [row(1, **SCHEDULED)], by=by, corrects=second)
    assert third.rows_refused == 0


def test_of_two_corrections_of_one_sheet_the_second_is_handed_back(contract, mistaken, by):
    first, second = (
        checked(contract, [row(1, **SCHEDULED)], by=by, corrects=mistaken) for _each in range(2)
    )
    for one in (first, second):
        deliveries.accept_rows(delivery=one, by=by, at=AT)
    imports.apply_delivery(delivery_id=first.pk, at=AT)
    events = PlacementEvent.objects.count()
    with pytest.raises(Refused, match="al gecorrigeerd"):
        imports.apply_delivery(delivery_id=second.pk, at=AT)
    assert PlacementEvent.objects.count() == events
    second.refresh_from_db()
    assert second.status == DeliveryStatus.CONFIRMED


def test_only_what_was_applied_can_be_corrected(contract, by):
    delivery = checked(contract, [row(1)], by=by)
    with pytest.raises(Refused, match="niet verwerkt"):
        deliveries.receive_correction(delivery=delivery, file=sheet(as_csv([row(1)])), by=by, at=AT)
    assert Delivery.objects.count() == 1


def test_a_correction_by_page(
    client_of, by, contract, mistaken, django_capture_on_commit_callbacks
):
    client = client_of(by)
    url = reverse("contracts:delivery-correct", args=[mistaken.pk])
    assert url in client.get(mistaken.get_absolute_url()).text
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url, {"file": sheet(as_csv([row(1, **SCHEDULED)]))})
    correction = Delivery.objects.get(corrects=mistaken)
    page = client.get(correction.get_absolute_url()).text
    assert str(mistaken) in page
    listed = client.get(reverse("contracts:delivery-left-out", args=[correction.pk]))
    assert [record.reference for record in listed.context["table"].data] == ["TV-00004"]

    confirm = reverse("contracts:delivery-transition", args=[correction.pk, "confirm"])
    assert list(client.get(confirm).context["form"].fields) == ["cancels_left_out"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(confirm, {"cancels_left_out": "on"})
    correction.refresh_from_db()
    assert correction.status == DeliveryStatus.APPLIED, correction.message
    assert status_of("TV-00004") == "cancelled"
    assert "DL-2026" in client.get(reverse("contracts:delivery-receipt", args=[mistaken.pk])).text
    assert client.get(url).context["missing"]
