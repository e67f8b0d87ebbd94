"""The waiting list: its arithmetic, its order, and how entries and offers move."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from contracts.actions.offers import (
    Seat,
    accept_offer,
    decline_offer,
    expire_offers,
    offer_seat,
    seats_for,
)
from contracts.actions.placements import (
    accept_placement,
    cancel_placement,
    put_on_waiting_list,
    schedule_placement,
)
from contracts.actions.waiting import add_entry, change_entry, set_rule, withdraw_entry
from contracts.enums import OfferAnswer, PlacementStatus, WaitingOrder, WaitStatus
from contracts.models import Placement, SeatOffer, WaitlistEntry
from contracts.models.waiting import order_of
from contracts.waiting import days_waited, fair_parts, is_over, pip_due, term_end
from tests.contracts.conftest import AT, TODAY
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    CourseGroupFactory,
    move,
)
from tests.factories.waiting import WaitlistEntryFactory

REPLY_BY = date(2026, 3, 9)
APRIL = date(2026, 4, 6)
END = date(2027, 9, 30)


@pytest.fixture
def waits(noord, waterveen):
    """Puts somebody of Waterveen on the list of Noord; fields may be given."""

    def made(**fields) -> WaitlistEntry:
        return WaitlistEntryFactory(**{"region": noord, "gemeente": waterveen} | fields)

    return made


@pytest.fixture
def group(line):
    return CourseGroupFactory(line=line, first_on=APRIL, last_on=END)


@pytest.fixture
def offered(waits, line, group, coordinator) -> SeatOffer:
    """A seat in `group`, for an entry that stands by itself."""
    return offer_seat(
        entry=waits(), seat=seat_in(group), reply_by_on=REPLY_BY, by=coordinator, at=AT
    )


def seat_in(group) -> Seat:
    return Seat(group.line, group.first_on, group.last_on, group)


def seat_on(line) -> Seat:
    return Seat(line, APRIL, END)


def waiting_placement(place, coordinator, **fields) -> Placement:
    """One that a coordinator put on the waiting list today."""
    row = place(status=PlacementStatus.ACCEPTED, reserved_until_on=REPLY_BY, **fields)
    return put_on_waiting_list(placement=row, by=coordinator, at=AT, reason="Nog geen les")


def audited(entry: WaitlistEntry) -> list[str]:
    events = AuditEvent.objects.filter(
        content_type__model="waitlistentry", object_id=entry.pk
    ).order_by("pk")
    return list(events.values_list("action", flat=True))


# --- Arithmetic -----------------------------------------------------------------------------------


def test_days_and_guarantees_count_from_the_first_day():
    first = date(2026, 1, 5)
    assert days_waited(first, first) == 0
    assert days_waited(first, date(2026, 1, 12)) == 7
    assert days_waited(first, date(2025, 12, 1)) == 0
    assert not is_over(first, 2, date(2026, 1, 19))
    assert is_over(first, 2, date(2026, 1, 20))


def test_the_term_is_three_years_and_the_pip_is_due_in_ten_weeks():
    assert term_end(date(2024, 2, 29)) == date(2027, 2, 28)
    assert pip_due(date(2026, 1, 5)) == date(2026, 3, 16)


counts = st.dictionaries(st.integers(1, 30), st.integers(0, 500), max_size=30)


@given(counts, counts)
def test_fair_parts_add_up_to_what_was_given(got, shares):
    parts = fair_parts(got, shares)
    if not any(shares.values()):
        assert parts == []
        return
    assert sum(part.given for part in parts) == sum(got.values())
    assert sum(part.fair for part in parts) == sum(got.values())
    assert sum(part.difference for part in parts) == 0


def test_who_has_no_share_gets_nothing_by_it():
    [part] = [part for part in fair_parts({1: 3, 2: 1}, {1: Decimal(100)}) if part.gemeente == 2]
    assert (part.given, part.fair, part.difference) == (1, 0, 1)


# --- Order ----------------------------------------------------------------------------------------


@pytest.fixture
def three(waits) -> dict[str, WaitlistEntry]:
    """The longest waiting; one with priority; one whose term ends first."""
    return {
        "longest": waits(since_on=date(2025, 9, 1)),
        "priority": waits(since_on=date(2026, 2, 1), priority=True, priority_reason="Vertraagd"),
        "term": waits(since_on=date(2026, 1, 1), term_ends_on=date(2027, 12, 1)),
    }


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (WaitingOrder.DATE, ["longest", "term", "priority"]),
        (WaitingOrder.LATEST_START, ["term", "longest", "priority"]),
        (WaitingOrder.PRIORITY_DATE, ["priority", "longest", "term"]),
        (WaitingOrder.PRIORITY_LATEST_START, ["priority", "term", "longest"]),
    ],
)
def test_each_rule_has_its_order(three, order, names):
    found = WaitlistEntry.objects.in_order(order)
    assert list(found) == [three[name] for name in names]


def test_the_latest_start_leaves_the_usual_length(waits, settings):
    settings.USUAL_TRAJECTORY_WEEKS = {"B": 60, "O": 78, "Z": 104}
    waits(term_ends_on=date(2029, 1, 1))
    [entry] = WaitlistEntry.objects.in_order(WaitingOrder.DATE)
    assert entry.latest_start_on == date(2029, 1, 1) - timedelta(weeks=78)


def test_a_guarantee_comes_from_a_contract_that_fits(waits, contract, meerdorp):
    contract.start_guarantee_weeks = 8
    contract.save()
    late = waits(since_on=TODAY - timedelta(weeks=8, days=1))
    waits(since_on=TODAY - timedelta(weeks=8))
    waits(since_on=date(2025, 1, 6), route="B", level="B1")
    found = WaitlistEntry.objects.with_guarantee(TODAY)
    assert sorted(entry.guaranteed_weeks or 0 for entry in found) == [0, 8, 8]
    assert list(found.over_guarantee(TODAY)) == [late]
    assert WaitlistEntry.objects.count_over_guarantee(TODAY) == 1


def test_a_region_chooses_its_rule(noord, coordinator):
    assert order_of(noord) == WaitingOrder.DATE
    for order in (WaitingOrder.LATEST_START, WaitingOrder.PRIORITY_DATE):
        set_rule(region=noord, order=order, by=coordinator, at=AT)
    assert order_of(noord) == WaitingOrder.PRIORITY_DATE


@pytest.mark.parametrize("who", ["zuid_coordinator", "contract_manager", "controller", "reader"])
def test_only_its_coordinator_plans_for_a_region(noord, waits, line, who, request):
    by = request.getfixturevalue(who)
    entry = waits()
    acts = [
        lambda: set_rule(region=noord, order=WaitingOrder.DATE, by=by, at=AT),
        lambda: change_entry(entry=entry, place="Elders", by=by, at=AT),
        lambda: withdraw_entry(waitlist_entry=entry, reason="Weg", by=by, at=AT),
        lambda: offer_seat(entry=entry, seat=seat_on(line), reply_by_on=REPLY_BY, by=by, at=AT),
    ]
    for act in acts:
        with pytest.raises(Refused, match="rol"):
            act()
    assert not Placement.objects.exists()


# --- Entries --------------------------------------------------------------------------------------


def entry_of(noord, waterveen, **fields) -> WaitlistEntry:
    facts = {
        "region": noord,
        "gemeente": waterveen,
        "reference": "WL-1",
        "route": "O",
        "target_group": "status_holder",
        "level": "B1",
        "since_on": TODAY,
    }
    return WaitlistEntry(**facts | fields)


def test_the_term_follows_from_the_pip(noord, waterveen, coordinator):
    entry = entry_of(noord, waterveen, pip_on=date(2026, 2, 10))
    made = add_entry(entry=entry, by=coordinator, at=AT)
    assert made.term_ends_on == date(2029, 2, 10)
    assert audited(made) == ["created"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"since_on": TODAY + timedelta(days=1)}, "since_on"),
        ({"reference": "123456782"}, "reference"),
        ({"level": "A2"}, None),
        ({"priority": True}, None),
        ({"priority_reason": "Zomaar"}, None),
    ],
    ids=["future", "bsn", "level", "unreasoned", "reason-alone"],
)
def test_what_cannot_be_is_refused(noord, waterveen, coordinator, facts, field):
    with pytest.raises(Refused) as refused:
        add_entry(entry=entry_of(noord, waterveen, **facts), by=coordinator, at=AT)
    assert refused.value.field == field
    assert not WaitlistEntry.objects.exists()


def test_a_gemeente_of_another_region_is_refused(noord, zuid, coordinator):
    elsewhere = zuid.gemeenten_on(TODAY).get()
    with pytest.raises(Refused, match="hoort niet bij"):
        add_entry(entry=entry_of(noord, elsewhere), by=coordinator, at=AT)


def test_one_reference_waits_once_in_a_gemeente(noord, waterveen, meerdorp, coordinator):
    add_entry(entry=entry_of(noord, waterveen), by=coordinator, at=AT)
    add_entry(entry=entry_of(noord, meerdorp), by=coordinator, at=AT)
    with pytest.raises(Refused, match="al op de wachtlijst"):
        add_entry(entry=entry_of(noord, waterveen), by=coordinator, at=AT)


def test_withdrawing_asks_a_reason_and_frees_the_reference(waits, coordinator):
    entry = waits()
    with pytest.raises(Refused):
        withdraw_entry(waitlist_entry=entry, reason=" ", by=coordinator, at=AT)
    done = withdraw_entry(waitlist_entry=entry, reason="Verhuisd", by=coordinator, at=AT)
    assert (done.status, done.status_reason) == (WaitStatus.WITHDRAWN, "Verhuisd")
    with pytest.raises(Refused, match="niet meer op de lijst"):
        change_entry(entry=done, place="Meerdorp", by=coordinator, at=AT)
    waits(reference=entry.reference)


def test_the_database_knows_the_moves(waits):
    entry = waits()
    with pytest.raises(IntegrityError, match="knows no move"), transaction.atomic():
        move(move_to_withdrawn(entry), WaitStatus.OFFERED)


def move_to_withdrawn(entry: WaitlistEntry) -> WaitlistEntry:
    move(entry, WaitStatus.WITHDRAWN)
    return entry


def test_the_database_wants_a_placement_for_who_is_placed(waits):
    with pytest.raises(DatabaseError, match="placed_names_placement"), transaction.atomic():
        move(waits(), WaitStatus.PLACED)


# --- What placements do to the list ---------------------------------------------------------------


def test_who_is_waitlisted_gets_one_entry(place, coordinator, noord):
    placement = waiting_placement(place, coordinator, pip_on=date(2025, 12, 1))
    entry = placement.waitlist_entry
    assert (entry.region, entry.status) == (noord, WaitStatus.WAITING)
    assert (entry.since_on, entry.term_ends_on) == (TODAY, date(2028, 12, 1))
    assert audited(entry) == ["created"]
    assert WaitlistEntry.objects.count() == 1


def test_who_is_accepted_leaves_the_list(place, coordinator):
    placement = waiting_placement(place, coordinator)
    accept_placement(placement=placement, by=coordinator, at=AT)
    assert WaitlistEntry.objects.get().status == WaitStatus.PLACED


def test_who_is_cancelled_leaves_the_list(place, coordinator):
    placement = waiting_placement(place, coordinator)
    cancel_placement(placement=placement, by=coordinator, at=AT, reason="Verhuisd")
    assert WaitlistEntry.objects.get().status == WaitStatus.WITHDRAWN


def test_who_waits_again_waits_from_that_day(place, coordinator):
    placement = waiting_placement(place, coordinator)
    accept_placement(placement=placement, by=coordinator, at=AT)
    later = AT + timedelta(days=5)
    put_on_waiting_list(placement=placement, by=coordinator, at=later, reason="Toch niet")
    entry = WaitlistEntry.objects.get()
    assert (entry.status, entry.since_on) == (WaitStatus.WAITING, later.date())


def test_an_entry_of_a_waiting_placement_is_not_withdrawn(place, coordinator):
    entry = waiting_placement(place, coordinator).waitlist_entry
    with pytest.raises(Refused, match=entry.reference):
        withdraw_entry(waitlist_entry=entry, reason="Weg", by=coordinator, at=AT)


# --- Offers ---------------------------------------------------------------------------------------


def test_an_offered_seat_is_kept_until_the_answer(offered, line):
    offered.entry.refresh_from_db()
    assert offered.entry.status == WaitStatus.OFFERED
    assert offered.entry.placement is None
    placement = offered.placement
    assert (placement.status, placement.reserved_until_on) == ("accepted", REPLY_BY)
    assert line.use_on(REPLY_BY).held == 1
    assert line.use_on(REPLY_BY + timedelta(days=1)).held == 0
    assert audited(offered.entry)[-1] == "offer"


def test_an_accepted_offer_is_scheduled(offered, group, coordinator):
    done = accept_offer(offer=offered, by=coordinator, at=AT)
    assert (done.answer, done.answered_by) == (OfferAnswer.ACCEPTED, coordinator)
    entry = WaitlistEntry.objects.get()
    assert (entry.status, entry.placement) == (WaitStatus.PLACED, offered.placement)
    offered.placement.refresh_from_db()
    assert (offered.placement.status, offered.placement.course_group) == ("scheduled", group)


def test_without_a_group_the_seat_is_kept_until_the_first_day(waits, line, coordinator):
    offer = offer_seat(
        entry=waits(), seat=seat_on(line), reply_by_on=REPLY_BY, by=coordinator, at=AT
    )
    accept_offer(offer=offer, by=coordinator, at=AT)
    offer.placement.refresh_from_db()
    assert (offer.placement.status, offer.placement.reserved_until_on) == ("accepted", APRIL)
    assert WaitlistEntry.objects.get().status == WaitStatus.PLACED


def test_a_declined_offer_frees_the_seat_and_keeps_the_days(offered, line, coordinator):
    decline_offer(offer=offered, reason="Te ver weg", by=coordinator, at=AT)
    entry = WaitlistEntry.objects.get()
    assert (entry.status, entry.since_on) == (WaitStatus.WAITING, date(2026, 1, 5))
    offered.placement.refresh_from_db()
    assert offered.placement.status == "cancelled"
    assert line.use_on(TODAY).held == 0
    assert entry.open_offer is None


def test_an_offer_is_answered_once(offered, coordinator):
    decline_offer(offer=offered, reason="Te ver weg", by=coordinator, at=AT)
    with pytest.raises(Refused, match="al geantwoord"):
        accept_offer(offer=offered, by=coordinator, at=AT)
    assert WaitlistEntry.objects.get().status == WaitStatus.WAITING


def test_nobody_is_offered_two_seats_at_once(offered, line, coordinator):
    with pytest.raises(Refused):
        offer_seat(
            entry=offered.entry, seat=seat_on(line), reply_by_on=REPLY_BY, by=coordinator, at=AT
        )
    assert Placement.objects.count() == 1


def test_an_offer_nobody_answered_goes_back(offered, line, coordinator):
    assert expire_offers(at=AT + timedelta(days=7)) == []
    [gone] = expire_offers(at=AT + timedelta(days=8))
    assert (gone.answer, gone.answered_by) == (OfferAnswer.EXPIRED, None)
    assert WaitlistEntry.objects.get().status == WaitStatus.WAITING
    told = Notification.objects.get(kind="contracts.seat_offer_expired")
    assert (told.user, gone.entry.reference in told.subject) == (coordinator, True)
    assert expire_offers(at=AT + timedelta(days=9)) == []


def test_a_full_line_offers_nothing(waits, line, place, coordinator):
    for _seat in range(line.number):
        place(started=True)
    with pytest.raises(Refused, match="vrij"):
        offer_seat(entry=waits(), seat=seat_on(line), reply_by_on=REPLY_BY, by=coordinator, at=AT)
    assert WaitlistEntry.objects.get().status == WaitStatus.WAITING


def test_an_offer_needs_a_day_to_come_and_a_seat_that_fits(waits, line, coordinator):
    entry = waits(route="B")
    with pytest.raises(Refused, match="voorbij"):
        offer_seat(
            entry=entry,
            seat=seat_on(line),
            reply_by_on=TODAY - timedelta(days=1),
            by=coordinator,
            at=AT,
        )
    with pytest.raises(Refused, match="nderwijsroute") as refused:
        offer_seat(entry=entry, seat=seat_on(line), reply_by_on=REPLY_BY, by=coordinator, at=AT)
    assert refused.value.field == "seat"


def test_on_its_own_line_the_waiting_placement_is_accepted(place, line, group, coordinator):
    placement = waiting_placement(place, coordinator)
    entry = placement.waitlist_entry
    offer = offer_seat(
        entry=entry, seat=seat_in(group), reply_by_on=REPLY_BY, by=coordinator, at=AT
    )
    assert offer.placement == placement
    assert WaitlistEntry.objects.get().status == WaitStatus.OFFERED
    decline_offer(offer=offer, reason="Ziek", by=coordinator, at=AT)
    placement.refresh_from_db()
    assert placement.status == "waitlisted"
    assert WaitlistEntry.objects.get().status == WaitStatus.WAITING


def test_elsewhere_the_waiting_placement_is_cancelled_on_acceptance(
    place, noord, waterveen, coordinator
):
    waiting = waiting_placement(place, coordinator)
    other = ContractFactory(region=noord, gemeenten_given=[waterveen], active=True)
    offer = offer_seat(
        entry=waiting.waitlist_entry,
        seat=seat_on(other.capacity_lines.get()),
        reply_by_on=REPLY_BY,
        by=coordinator,
        at=AT,
    )
    waiting.refresh_from_db()
    assert waiting.status == "waitlisted"
    accept_offer(offer=offer, by=coordinator, at=AT)
    waiting.refresh_from_db()
    entry = WaitlistEntry.objects.get()
    assert (waiting.status, entry.placement) == ("cancelled", offer.placement)
    assert entry.status == WaitStatus.PLACED


def test_a_seat_taken_otherwise_answers_the_offer(offered, group, coordinator):
    schedule_placement(placement=offered.placement, group=group, by=coordinator, at=AT)
    offered.refresh_from_db()
    assert offered.answer == OfferAnswer.ACCEPTED
    entry = WaitlistEntry.objects.get()
    assert (entry.status, entry.placement) == (WaitStatus.PLACED, offered.placement)


def test_a_seat_given_up_otherwise_answers_the_offer(offered, coordinator):
    cancel_placement(placement=offered.placement, by=coordinator, at=AT, reason="Vergissing")
    offered.refresh_from_db()
    assert offered.answer == OfferAnswer.DECLINED
    assert WaitlistEntry.objects.get().status == WaitStatus.WAITING


# --- Seats that fit -------------------------------------------------------------------------------


def test_groups_that_fit_come_soonest_first_and_lines_after(waits, line, noord, waterveen):
    later = CourseGroupFactory(line=line, first_on=date(2026, 9, 1))
    sooner = CourseGroupFactory(line=line, first_on=date(2026, 5, 1))
    CourseGroupFactory(line=line, level="B2")
    CourseGroupFactory(line=line, first_on=date(2026, 6, 1), maximum=8, minimum=1, mode="evening")
    entry = waits(mode="day")
    assert [seat.group for seat in seats_for(entry, TODAY)] == [sooner, later, None]


def test_where_the_gemeente_takes_no_part_nothing_fits(waits, line, noord, meerdorp, zuid):
    other = ContractFactory(region=noord, gemeenten_given=[meerdorp], active=True)
    CourseGroupFactory(line=other.capacity_lines.get())
    draft = CapacityLineFactory(contract=ContractFactory(region=noord))
    CourseGroupFactory(line=draft)
    assert [seat.line for seat in seats_for(waits(), TODAY)] == [line]
    assert seats_for(waits(route="Z", level="A1"), TODAY) == []


def test_full_groups_and_lines_are_left_out(waits, line, place):
    full = CourseGroupFactory(line=line, minimum=1, maximum=1)
    place(started=True, course_group=full)
    assert [seat.group for seat in seats_for(waits(), TODAY)] == [None]
    for _seat in range(19):
        place(started=True)
    assert seats_for(waits(), TODAY) == []
