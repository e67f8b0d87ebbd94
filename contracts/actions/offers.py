"""Offers of seats to who waits: the seat is kept until the last day to answer.

Locks are taken in one order everywhere: capacity lines, placements, entries. A seat that is offered
is a reservation like any other, so that of two coordinators one gets the last one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.enums import Permission
from accounts.models import User
from accounts.notices import notify, people_with
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import add_calendar_days, amsterdam
from config.shared.validity import valid
from contracts.actions.capacity import SeatRequest, lines_of, lock_lines, pair_of, reserve_seat
from contracts.actions.placements import (
    accept_placement,
    assign_to_group,
    cancel_placement,
    put_on_waiting_list,
    schedule_placement,
)
from contracts.actions.records import record_update
from contracts.actions.waiting import require_planner
from contracts.enums import BINDING, OfferAnswer, WaitStatus
from contracts.models import CapacityLine, CourseGroup, Placement, SeatOffer, WaitlistEntry
from contracts.workflows.waiting import WAITLIST_ENTRY
from providers.enums import DeliveryMode

EXPIRED = "contracts.seat_offer_expired"
"""The kind of notification that tells coordinators of an offer without an answer."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that can be offered: in a group, or on a line without one, and from which day."""

    line: CapacityLine
    first_on: date
    last_on: date
    group: CourseGroup | None = None


def seats_for(entry: WaitlistEntry, on: date) -> list[Seat]:
    """Groups, then lines, of the region with a free seat on `on` that fit; soonest start first,
    and groups that run already after those.

    Route, level and the wished mode fit, and the gemeente takes part in the contract.
    """
    lines = {line.pk: line for line in _lines_with_room(entry, on)}
    groups: Any = CourseGroup.objects.filter(line__in=lines, level=entry.level).open().with_heads()
    if entry.mode:
        groups = groups.filter(mode=entry.mode)
    groups = groups.filter(free_seats__gt=0, last_on__gte=on).order_by("first_on", "pk")
    ordered = sorted(groups, key=lambda group: group.first_on < on)
    return [
        *(Seat(lines[group.line_id], group.first_on, group.last_on, group) for group in ordered),
        *(Seat(line, max(line.first_on, on), line.last_on) for line in lines.values()),
    ]


def _lines_with_room(entry: WaitlistEntry, on: date) -> Iterable[CapacityLine]:
    """Lines of the entry's route with a free seat on `on`, in which its gemeente takes part."""
    lines: Any = CapacityLine.objects.filter(
        contract__region=entry.region_id,
        contract__gemeenten=entry.gemeente_id,
        contract__status__in=BINDING,
        route=entry.route,
        last_on__gte=on,
    )
    with_room = lines.with_use(on=on).filter(free__gt=0)
    found: Iterable[CapacityLine] = with_room.select_related("contract__provider").order_by(
        "first_on", "pk"
    )
    return found


def reply_by(at: datetime) -> date:
    """The last day to answer an offer that is made now without another day given."""
    return add_calendar_days(amsterdam(at), settings.OFFER_REPLY_DAYS)


@transaction.atomic
def offer_seat(
    *, entry: WaitlistEntry, seat: Seat, reply_by_on: date, by: User, at: datetime
) -> SeatOffer:
    """Keep a seat for who waits until the last day to answer (included).

    On the line where the learner's own placement waits that placement is accepted; elsewhere a
    new one is made, and the waiting one stays until the answer.
    """
    require_planner(by, entry.region)
    if reply_by_on < amsterdam(at):
        raise Refused(_("This day has passed."), field="reply_by_on")
    row = _locked(entry, seat)
    _check_fits(row, seat)
    WAITLIST_ENTRY.apply(row, "offer", by=by, at=at)
    placement = _keep_seat(row, seat, reply_by_on, by=by, at=at)
    if seat.group:
        placement = assign_to_group(placement=placement, group=seat.group, by=by, at=at)
    offer = SeatOffer(
        entry=row, placement=placement, reply_by_on=reply_by_on, offered_at=at, offered_by=by
    )
    valid(offer).save(force_insert=True)
    return offer


@transaction.atomic
def accept_offer(*, offer: SeatOffer, by: User, at: datetime) -> SeatOffer:
    """The learner comes: with a group scheduled at once, else the seat is kept until the first day.

    A placement that waited elsewhere is cancelled.
    """
    require_planner(by, offer.entry.region)
    row = _answered(offer, OfferAnswer.ACCEPTED, reason="", by=by, at=at)
    waited = row.entry.placement
    WAITLIST_ENTRY.apply(row.entry, "place", by=by, at=at, placement=row.placement)
    if waited and waited != row.placement:
        reason = _("Placed under contract %(contract)s.") % {"contract": row.placement.contract}
        cancel_placement(placement=waited, by=by, at=at, reason=reason)
    if row.placement.course_group:
        group = row.placement.course_group
        schedule_placement(placement=row.placement, group=group, by=by, at=at)
    else:
        _keep_until_start(row.placement, by=by, at=at)
    return row


def decline_offer(*, offer: SeatOffer, reason: str, by: User, at: datetime) -> SeatOffer:
    """The learner does not come: the seat is free, and waiting goes on since the day it began."""
    require_planner(by, offer.entry.region)
    return _give_back(offer, OfferAnswer.DECLINED, reason=reason, by=by, at=at)


def expire_offers(*, at: datetime) -> list[SeatOffer]:
    """Give back the seats of offers that nobody answered in time; each in its own transaction."""
    return list(_expired(at))


def _expired(at: datetime) -> Iterator[SeatOffer]:
    for offer in SeatOffer.objects.overdue(amsterdam(at)).order_by("pk"):
        reason = _("No answer until and including %(day)s.") % {"day": day(offer.reply_by_on)}
        try:
            yield _expire(offer, reason, at)
        except Refused:
            continue  # Answered in the meantime.


@transaction.atomic
def _expire(offer: SeatOffer, reason: str, at: datetime) -> SeatOffer:
    row = _give_back(offer, OfferAnswer.EXPIRED, reason=reason, by=None, at=at)
    entry, region = row.entry, row.entry.region
    notify(
        kind=EXPIRED,
        to=people_with(Permission.CAPACITY_MANAGE, region=region.pk),
        subject=lambda: _("No answer to an offered seat: %(entry)s") % {"entry": entry},
        sentence=lambda: _("The seat is free again, and %(entry)s still waits.") % {"entry": entry},
        url=entry.get_absolute_url(),
        at=at,
        about=entry,
        organisation=f"region:{region.pk}",
        is_training=region.is_training,
    )
    return row


def _locked(entry: WaitlistEntry, seat: Seat) -> WaitlistEntry:
    """The entry, with the lines and the placement that an offer touches locked before it."""
    lines = [line.pk for line in pair_of(seat.line, seat.first_on) if line]
    if entry.placement:
        lines += lines_of(entry.placement)
    lock_lines(lines)
    return _lock_entry(entry)


def _lock_entry(entry: WaitlistEntry) -> WaitlistEntry:
    """The entry and its placement, which must still be the one that was seen."""
    if entry.placement_id:
        Placement.objects.select_for_update(of=("self",)).get(pk=entry.placement_id)
    row = WaitlistEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if row.placement_id != entry.placement_id:
        raise Refused(_("Meanwhile something changed. Reload the page."))
    return row


def _check_fits(entry: WaitlistEntry, seat: Seat) -> None:
    if seat.line.contract.region_id != entry.region_id:
        raise Refused(_("This seat belongs to another region."), field="seat")
    if seat.line.route != entry.route:
        raise Refused(
            _("This seat is for the %(route)s.") % {"route": seat.line.get_route_display()},
            field="seat",
        )


def _keep_seat(
    entry: WaitlistEntry, seat: Seat, until: date, *, by: User, at: datetime
) -> Placement:
    own = entry.placement
    if own and seat.line.pk in lines_of(own):
        return accept_placement(placement=own, by=by, at=at, reserved_until_on=until)
    request = SeatRequest(
        reference=entry.reference,
        gemeente=entry.gemeente,
        target_group=entry.target_group,
        level=entry.level,
        planned_first_on=seat.first_on,
        planned_last_on=seat.last_on,
        reserved_until_on=until,
        mode=seat.group.mode if seat.group else entry.mode or DeliveryMode.DAY,
        pip_on=entry.pip_on,
    )
    return reserve_seat(line=seat.line, request=request, by=by, at=at)


def _answered(
    offer: SeatOffer, answer: OfferAnswer, *, reason: str, by: User | None, at: datetime
) -> SeatOffer:
    """The offer with its answer; Refused when it has one already."""
    lines = lines_of(offer.placement)
    waited = offer.entry.placement
    lock_lines([*lines, *(lines_of(waited) if waited else [])])
    both = {offer.placement_id, *([waited.pk] if waited else [])}
    list(Placement.objects.filter(pk__in=both).order_by("pk").select_for_update(of=("self",)))
    _lock_entry(offer.entry)
    row = SeatOffer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if row.answer:
        raise Refused(
            _("This offer has been answered: %(answer)s.") % {"answer": row.get_answer_display()}
        )
    row.answer, row.reason, row.answered_at, row.answered_by = answer, reason[:200], at, by
    valid(row).save(update_fields=["answer", "reason", "answered_at", "answered_by"])
    return row


@transaction.atomic
def _give_back(
    offer: SeatOffer, answer: OfferAnswer, *, reason: str, by: User | None, at: datetime
) -> SeatOffer:
    row = _answered(offer, answer, reason=reason, by=by, at=at)
    if row.entry.status == WaitStatus.OFFERED:
        WAITLIST_ENTRY.apply(row.entry, "decline", by=by, at=at, reason=reason)
    end = put_on_waiting_list if row.placement == row.entry.placement else cancel_placement
    end(placement=row.placement, by=by, at=at, reason=reason)
    return row


def _keep_until_start(placement: Placement, *, by: User, at: datetime) -> None:
    """The seat is kept until the day on which the trajectory is to begin."""
    before = {"reserved_until_on": placement.reserved_until_on}
    until = max(placement.planned_first_on, amsterdam(at))
    placement.reserved_until_on = until
    placement.save(update_fields=["reserved_until_on"])
    record_update(placement, before, by=by, at=at, what="")
