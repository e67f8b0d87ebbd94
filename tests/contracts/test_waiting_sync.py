"""The waiting list follows sheets of any size, and holds when many act at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

import pytest
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import get_default_timezone

from config.shared.errors import Refused
from contracts import imports
from contracts.actions import deliveries
from contracts.actions.offers import Seat, accept_offer, decline_offer, offer_seat
from contracts.actions.placements import cancel_placement, schedule_placement
from contracts.enums import OfferAnswer, PlacementStatus, WaitStatus
from contracts.models import CapacityLine, Placement, SeatOffer, WaitlistEntry
from contracts.waiting_sync import sync_waitlist
from tests.contracts.conftest import AT
from tests.factories.contracts import CourseGroupFactory
from tests.factories.waiting import WaitlistEntryFactory
from tests.support.placements import as_csv, rows, sheet

LATER = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())
REPLY_BY = date(2026, 3, 9)
WAITING = {"status": "Wachtlijst", "status_on": "2026-11-02", "actual_first_on": ""}


@pytest.fixture
def delivered(contract, provider_user) -> Callable[[list], None]:
    """Takes a sheet all the way into the placements."""

    def made(lines: list) -> None:
        file = sheet(as_csv(lines))
        delivery = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=LATER)
        imports.check_delivery(delivery_id=delivery.pk, at=LATER)
        deliveries.accept_rows(delivery=delivery, by=provider_user, at=LATER, valid_rows_only=False)
        imports.apply_delivery(delivery_id=delivery.pk, at=LATER)

    return made


def statuses() -> dict[str, int]:
    rows = WaitlistEntry.objects.order_by().values_list("status")
    return dict(rows.annotate(count=Count("pk")))


@pytest.mark.django_db
def test_a_sheet_puts_people_on_the_list_and_takes_them_off(delivered, provider_user, waterveen):
    waiting = {**WAITING, "offered_hours": "0", "attended_hours": "0"}
    delivered(rows(3, **waiting))
    assert statuses() == {WaitStatus.WAITING: 3}
    entry = WaitlistEntry.objects.earliest("pk")
    assert (entry.since_on, entry.gemeente, entry.created_by) == (
        date(2026, 11, 2),
        waterveen,
        provider_user,
    )
    delivered(rows(2, status_on="2026-11-09", actual_first_on="2026-11-09"))
    assert statuses() == {WaitStatus.WAITING: 1, WaitStatus.PLACED: 2}


def statements(act: Callable[[], None]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


def test_many_cost_no_more_statements_than_one(place, coordinator):
    def sync(ids: list[int]) -> int:
        return statements(lambda: sync_waitlist(ids, by=coordinator, at=AT))

    one = [place(status=PlacementStatus.WAITLISTED).pk]
    sync(one)
    many = [place(status=PlacementStatus.WAITLISTED).pk for _number in range(30)]
    alone = sync([place(status=PlacementStatus.WAITLISTED).pk])
    assert sync(many) == alone
    assert statuses() == {WaitStatus.WAITING: 32}
    assert sync(many) < alone


def test_what_has_nothing_to_do_with_the_list_costs_one_statement(place, coordinator):
    ids = [place(started=True).pk for _number in range(5)]
    with CaptureQueriesContext(connection) as captured:
        sync_waitlist(ids, by=coordinator, at=AT)
    assert sum("contracts_" in query["sql"] for query in captured) == 1


# --- At once --------------------------------------------------------------------------------------


def quietly(act: Callable[[], object]) -> bool:
    """Whether it was done; each thread has a connection of its own."""
    try:
        act()
    except Refused:
        return False
    finally:
        connection.close()
    return True


def at_once(*acts: Callable[[], object]) -> list[bool]:
    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return [asked.result() for asked in [pool.submit(quietly, act) for act in acts]]


def seat_on(line: CapacityLine) -> Seat:
    return Seat(line, date(2026, 4, 6), date(2027, 9, 30))


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_the_last_seat_is_offered_once(line, noord, waterveen, coordinator):
    CapacityLine.objects.update(number=1)
    entries = [WaitlistEntryFactory(region=noord, gemeente=waterveen) for _number in range(6)]

    def offer(entry: WaitlistEntry) -> Callable[[], SeatOffer]:
        facts = {"seat": seat_on(line), "reply_by_on": REPLY_BY, "by": coordinator, "at": AT}
        return lambda: offer_seat(entry=entry, **facts)

    assert sum(at_once(*(offer(entry) for entry in entries))) == 1
    assert statuses() == {WaitStatus.OFFERED: 1, WaitStatus.WAITING: 5}
    assert Placement.objects.count() == 1


@pytest.mark.db
@pytest.mark.django_db(transaction=True)
def test_one_offer_gets_one_answer(line, noord, waterveen, coordinator):
    group = CourseGroupFactory(line=line, first_on=date(2026, 4, 6), last_on=date(2027, 9, 30))
    entry = WaitlistEntryFactory(region=noord, gemeente=waterveen)
    seat = Seat(line, group.first_on, group.last_on, group)
    offer = offer_seat(entry=entry, seat=seat, reply_by_on=REPLY_BY, by=coordinator, at=AT)
    moment = {"by": coordinator, "at": AT}
    at_once(
        lambda: accept_offer(offer=offer, **moment),
        lambda: decline_offer(offer=offer, reason="Nee", **moment),
        lambda: cancel_placement(placement=offer.placement, reason="Weg", **moment),
        lambda: schedule_placement(placement=offer.placement, group=group, **moment),
    )
    offer.refresh_from_db()
    entry.refresh_from_db()
    offer.placement.refresh_from_db()
    taken = offer.placement.status == PlacementStatus.SCHEDULED
    assert (entry.status == WaitStatus.PLACED) is (entry.placement is not None)
    assert taken <= (offer.answer == OfferAnswer.ACCEPTED)
    assert line.use_on(AT.date()).used == int(taken)
