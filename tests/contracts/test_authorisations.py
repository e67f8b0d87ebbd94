"""Seats beyond the contracted number: who gives leave, and how it is used up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from config.shared.errors import Refused
from contracts import imports
from contracts.actions import deliveries
from contracts.actions.authorisations import authorise_seats, withdraw_authorisation
from contracts.actions.capacity import reserve_seat
from contracts.actions.placements import accept_placement
from contracts.enums import DeliveryStatus, OverTargetPolicy
from contracts.models import CapacityLine, Contract, Placement, SeatAuthorisation
from tests.contracts.conftest import AT, TODAY
from tests.factories.seats import IntakeLineFactory, SeatAuthorisationFactory
from tests.support.placements import as_csv, rows, sheet

pytestmark = pytest.mark.django_db
FULL = "geen plek vrij"


@pytest.fixture
def full_line(line) -> CapacityLine:
    """Without a free seat, under a contract that asks leave for more."""
    Contract.objects.update(over_target_policy=OverTargetPolicy.AUTHORISE)
    CapacityLine.objects.update(number=0)
    line.refresh_from_db()
    return line


@pytest.fixture
def leave(full_line, contract_manager) -> SeatAuthorisation:
    """Two extra seats of `full_line`."""
    return authorise_seats(
        line=full_line, number=2, reason="Gezinshereniging", by=contract_manager, at=AT
    )


def used(leave: SeatAuthorisation) -> int:
    leave.refresh_from_db()
    return leave.used


def test_no_seat_without_leave(full_line, request_of, coordinator):
    with pytest.raises(Refused, match=FULL):
        reserve_seat(line=full_line, request=request_of(), by=coordinator, at=AT)
    assert not Placement.objects.exists()


def test_each_seat_beyond_the_number_uses_one_up(leave, request_of, coordinator):
    for number in range(2):
        made = reserve_seat(
            line=leave.line, request=request_of(f"TV-{number}"), by=coordinator, at=AT
        )
        assert "Gezinshereniging" in made.events.get().reason
    assert used(leave) == 2
    with pytest.raises(Refused, match=FULL):
        reserve_seat(line=leave.line, request=request_of("TV-9"), by=coordinator, at=AT)


def test_a_free_seat_uses_nothing_up(leave, request_of, coordinator):
    CapacityLine.objects.update(number=1)
    reserve_seat(line=leave.line, request=request_of(), by=coordinator, at=AT)
    assert used(leave) == 0


def test_leave_ends_with_its_last_day(full_line, request_of, coordinator):
    SeatAuthorisationFactory(line=full_line, valid_until_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match=FULL):
        reserve_seat(line=full_line, request=request_of(), by=coordinator, at=AT)


def test_what_ends_first_is_used_up_first(full_line, request_of, coordinator):
    lasting = SeatAuthorisationFactory(line=full_line)
    ending = SeatAuthorisationFactory(line=full_line, valid_until_on=TODAY)
    reserve_seat(line=full_line, request=request_of(), by=coordinator, at=AT)
    assert (used(ending), used(lasting)) == (1, 0)


def test_each_full_line_uses_its_own_up(leave, request_of, place, coordinator):
    intake = IntakeLineFactory(contract=leave.line.contract, number=0)
    with pytest.raises(Refused, match=FULL):
        reserve_seat(line=intake, request=request_of(), by=coordinator, at=AT)
    of_intake = SeatAuthorisationFactory(line=intake)
    reserve_seat(line=intake, request=request_of(), by=coordinator, at=AT)
    waiting = place(status="waitlisted")
    accept_placement(placement=waiting, by=coordinator, at=AT)
    assert (used(leave), used(of_intake)) == (2, 1)


def test_coordinator_gives_no_leave(full_line, coordinator):
    with pytest.raises(Refused, match="rol"):
        authorise_seats(line=full_line, number=1, reason="Spoed", by=coordinator, at=AT)
    assert not SeatAuthorisation.objects.exists()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"valid_until_on": TODAY - timedelta(days=1)}, "valid_until_on"),
        ({"number": 0}, None),
        ({"reason": "Voor 111222333"}, "reason"),
    ],
)
def test_leave_that_says_too_little_is_refused(full_line, contract_manager, asked, field):
    facts = {"number": 1, "reason": "Spoed"} | asked
    with pytest.raises(Refused) as refused:
        authorise_seats(line=full_line, by=contract_manager, at=AT, **facts)
    assert refused.value.field == field


@pytest.mark.parametrize("policy", [OverTargetPolicy.BLOCK, OverTargetPolicy.WARN])
def test_contract_that_asks_no_leave_gets_none(line, contract_manager, policy):
    Contract.objects.update(over_target_policy=policy)
    with pytest.raises(Refused, match="geen extra plekken"):
        authorise_seats(line=line, number=1, reason="Spoed", by=contract_manager, at=AT)


def test_what_is_left_can_be_taken_back(leave, request_of, coordinator, contract_manager):
    reserve_seat(line=leave.line, request=request_of(), by=coordinator, at=AT)
    withdraw_authorisation(authorisation=leave, by=contract_manager, at=AT)
    with pytest.raises(Refused, match=FULL):
        reserve_seat(line=leave.line, request=request_of("TV-2"), by=coordinator, at=AT)
    with pytest.raises(Refused, match="rol"):
        withdraw_authorisation(authorisation=leave, by=coordinator, at=AT)


def test_sheet_uses_up_what_was_authorised(leave, provider_user):
    file = sheet(as_csv(rows(3)))
    delivery = deliveries.keep_sheet(
        contract=leave.line.contract, file=file, by=provider_user, at=AT
    )
    checked = imports.check_delivery(delivery_id=delivery.pk, at=AT)
    assert (checked.rows_new, checked.rows_refused) == (2, 1)
    deliveries.accept_rows(delivery=delivery, by=provider_user, at=AT, valid_rows_only=True)
    applied = imports.apply_delivery(delivery_id=delivery.pk, at=AT)
    assert applied.status == DeliveryStatus.APPLIED
    assert (used(leave), Placement.objects.count()) == (2, 2)


# --- Pages ----------------------------------------------------------------------------------------


@pytest.fixture
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.mark.usefixtures("_on_2_march_2026")
def test_leave_is_given_and_taken_back_on_pages(full_line, client_of, contract_manager):
    client = client_of(contract_manager)
    address = reverse("contracts:seatauthorisation-create", args=[full_line.pk])
    assert address in client.get(full_line.get_absolute_url()).content.decode()
    fields = {"number": "3", "valid_until_on": "2026-12-31", "reason": "Gezinshereniging"}
    made = client.post(address, fields, follow=True)
    assert "De extra plekken zijn toegestaan." in made.content.decode()
    leave = SeatAuthorisation.objects.get()
    assert (leave.number, leave.valid_until_on) == (3, date(2026, 12, 31))
    page = client.get(f"{full_line.get_absolute_url()}?tab=extra-plekken").content.decode()
    withdraw = reverse("contracts:seatauthorisation-withdraw", args=[leave.pk])
    assert withdraw in page
    client.post(withdraw)
    leave.refresh_from_db()
    assert leave.valid_until_on == TODAY - timedelta(days=1)


@pytest.mark.usefixtures("_on_2_march_2026")
def test_who_does_not_sign_contracts_gives_no_leave(
    full_line, client_of, coordinator, provider_user
):
    address = reverse("contracts:seatauthorisation-create", args=[full_line.pk])
    for user in (coordinator, provider_user):
        client = client_of(user)
        assert address not in client.get(full_line.get_absolute_url()).content.decode()
        assert client.get(address).status_code == 403
