"""A sheet and people at a form want the same last seats: each is given once, and nobody hangs."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from config.shared.errors import Refused
from contracts import imports
from contracts.actions import deliveries
from contracts.actions.authorisations import authorise_seats
from contracts.actions.capacity import reserve_seat
from contracts.enums import DeliveryStatus, OverTargetPolicy
from contracts.models import CapacityLine, Contract, Delivery, Placement, SeatAuthorisation
from contracts.tally import check_tallies
from tests.contracts.conftest import AT, TODAY
from tests.factories.seats import IntakeLineFactory
from tests.support.calls import Caller, json_row
from tests.support.placements import as_csv, rows, sheet
from tests.support.proof import FULL

pytestmark = [pytest.mark.db, pytest.mark.proof, pytest.mark.django_db(transaction=True)]
SEATS, IN_SHEET, AT_FORM, BY_CALL = (10, 8, 32, 16) if FULL else (4, 3, 6, 4)
BEGINS = {
    "status_on": f"{TODAY}",
    "actual_first_on": f"{TODAY}",
    "offered_hours": "",
    "attended_hours": "",
}


@pytest.fixture
def confirmed(contract, provider_user) -> Callable[[], Delivery]:
    """A sheet of IN_SHEET learners that begin today, of which only what fits is applied."""

    def made() -> Delivery:
        lines = rows(IN_SHEET, **BEGINS)
        file = sheet(as_csv(lines))
        delivery = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=AT)
        imports.check_delivery(delivery_id=delivery.pk, at=AT)
        return deliveries.accept_rows(
            delivery=delivery, by=provider_user, at=AT, valid_rows_only=True
        )

    return made


def at_once(*work: Callable[[], object]) -> list[object]:
    """The results of all `work`, begun at the same moment, each on a connection of its own."""
    begin = threading.Barrier(len(work))

    def run(task: Callable[[], object]) -> object:
        try:
            begin.wait(timeout=60)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(work)) as pool:
        return [each.result() for each in [pool.submit(run, task) for task in work]]


@pytest.fixture
def ask(request_of, coordinator) -> Callable[[CapacityLine, str], Callable[[], str]]:
    """Somebody at the form: why the seat was not given, else empty."""

    def asking(line: CapacityLine, reference: str) -> Callable[[], str]:
        def act() -> str:
            try:
                reserve_seat(line=line, request=request_of(reference), by=coordinator, at=AT)
            except Refused as refused:
                return refused.messages[0]
            return ""

        return act

    return asking


def people(ask, lines: list[CapacityLine]) -> Iterator[Callable[[], str]]:
    for number in range(AT_FORM):
        yield ask(lines[number % len(lines)], f"FORM-{number}")


def test_a_sheet_and_people_get_each_seat_once(line, confirmed, ask):
    CapacityLine.objects.filter(pk=line.pk).update(number=SEATS)
    delivery = confirmed()

    def apply() -> str:
        return imports.apply_delivery(delivery_id=delivery.pk, at=AT).status

    status, *answers = at_once(apply, *people(ask, [line]))
    assert status in (DeliveryStatus.APPLIED, DeliveryStatus.CHECKED)
    assert all("geen plek vrij" in answer for answer in answers if answer)
    by_sheet = Placement.objects.filter(status="started").count()
    assert (by_sheet + answers.count(""), line.use_on(TODAY).free) == (SEATS, 0)
    assert Placement.objects.count() == SEATS
    assert check_tallies() == (0, 0)


def test_two_lines_at_once_give_out_no_more_than_the_smaller(line, confirmed, ask):
    intake = IntakeLineFactory(contract=line.contract, number=SEATS)
    delivery = confirmed()

    def apply() -> str:
        return imports.apply_delivery(delivery_id=delivery.pk, at=AT).status

    _status, *answers = at_once(apply, *people(ask, [line, intake]))
    assert Placement.objects.count() == SEATS
    assert all("geen plek vrij" in answer for answer in answers if answer)
    assert (intake.use_on(TODAY).free, line.use_on(TODAY).free) == (0, line.number - SEATS)
    assert check_tallies() == (0, 0)


def test_an_authorised_seat_is_used_up_once(line, confirmed, ask, contract_manager):
    CapacityLine.objects.filter(pk=line.pk).update(number=0)
    Contract.objects.update(over_target_policy=OverTargetPolicy.AUTHORISE)
    facts = {"line": line, "reason": "Gezinshereniging", "by": contract_manager, "at": AT}
    authorise_seats(number=SEATS, **facts)
    delivery = confirmed()

    def apply() -> str:
        return imports.apply_delivery(delivery_id=delivery.pk, at=AT).status

    at_once(apply, *people(ask, [line]))
    assert Placement.objects.count() == SEATS
    assert SeatAuthorisation.objects.get().used == SEATS


def test_a_sheet_a_form_and_calls_get_each_seat_once(
    line, confirmed, ask, provider_user, time_machine
):
    time_machine.move_to(AT)
    CapacityLine.objects.filter(pk=line.pk).update(number=SEATS)
    delivery, caller = confirmed(), Caller(provider_user)

    def apply() -> str:
        return imports.apply_delivery(delivery_id=delivery.pk, at=AT).status

    def call(number: int) -> Callable[[], object]:
        body = {"contract": line.contract_id, **json_row(100 + number, **BEGINS)}
        return lambda: caller.post("/placements", body).status_code

    calls = [call(number) for number in range(BY_CALL)]
    _status, *answers = at_once(apply, *calls, *people(ask, [line]))
    assert set(answers[:BY_CALL]) <= {201, 422}
    assert all("geen plek vrij" in answer for answer in answers[BY_CALL:] if answer)
    by_sheet = Placement.objects.filter(delivery=delivery).count()
    given = by_sheet + answers.count(201) + answers.count("")
    assert given == Placement.objects.count() == SEATS
    assert line.use_on(TODAY).free == 0
    assert check_tallies() == (0, 0)
