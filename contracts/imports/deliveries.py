"""A delivery from received to applied: what the tasks and the command call."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from config.shared.display import number
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.sheets import Unusable
from contracts.actions.authorisations import use_up_seats
from contracts.actions.capacity import lock_contract
from contracts.actions.returns import answer_returns
from contracts.enums import DELIVERABLE, DeliveryStatus
from contracts.imports.agreement import read_agreement
from contracts.imports.basis import still_holds
from contracts.imports.correcting import begin_correction, finish_correction
from contracts.imports.examining import Step, unwatched
from contracts.imports.hours import book_hours
from contracts.imports.judging import judge_sheet, kept_file
from contracts.imports.mapping import ask_columns
from contracts.imports.merging import merge
from contracts.ledger import rebuild_costs
from contracts.models import Contract, Delivery
from contracts.waiting_sync import sync_waitlist
from contracts.workflows import DELIVERY

NOTICE_LOST_CLIENT = "SET LOCAL client_connection_check_interval = '1s'"
"""A worker that is killed leaves its statement running; the server then ends it within a second."""

PLAN_FOR_MANY_ROWS = "SET LOCAL jit = off; SET LOCAL work_mem = '64MB'"

ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('contracts.delivery', %s))"
"""Who checks the same delivery at the same time waits."""

PREPARE = "; ".join((NOTICE_LOST_CLIENT, PLAN_FOR_MANY_ROWS, ONE_AT_A_TIME))
"""The server is asked once."""


def check_delivery(*, delivery_id: int, at: datetime, step: Step = unwatched) -> Delivery:
    """Read the sheet, find everything that is wrong and say what each row would do.

    May run twice. A file that cannot be read as a sheet is refused with its sentence, which is
    raised too; one of which a person must first say what its columns are stays received. Nothing
    is changed in the placements.
    """
    try:
        return _check(delivery_id, at=at, step=step)
    except Unusable as refusal:
        delivery = Delivery.objects.get(pk=delivery_id)
        if ask_columns(delivery, refusal):
            return Delivery.objects.get(pk=delivery_id)
        DELIVERY.apply(delivery, "refuse", by=None, at=at, message=str(refusal))
        raise


@transaction.atomic
def _check(delivery_id: int, *, at: datetime, step: Step) -> Delivery:
    _prepare(delivery_id)
    delivery = Delivery.objects.select_related("contract").get(pk=delivery_id)
    if delivery.status not in DELIVERY.by_name["check"].sources:
        return delivery
    step(0, 0, _("Reading the sheet."))
    agreement = read_agreement(delivery.contract, on=amsterdam(at))
    counts = judge_sheet(delivery, agreement, on=amsterdam(at), step=step)
    return DELIVERY.apply(delivery, "check", by=None, at=at, message="", **counts)


@transaction.atomic
def apply_delivery(
    *, delivery_id: int, at: datetime, step: Step = unwatched, is_held: bool = False
) -> Delivery:
    """Bring a confirmed sheet into the placements, their events and their costs, all or nothing.

    May run twice, also at the same time: the second finds the delivery applied. When what the
    check rested on has changed since, the kept file is judged again; when a row has become
    refused by that, the delivery goes back to be looked at, unless only valid rows were asked for.
    Who has held the contract and its seats since the check (`is_held`) need not look for that.
    """
    _prepare(delivery_id)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    if delivery.status == DeliveryStatus.APPLIED:
        return delivery
    if delivery.status != DeliveryStatus.CONFIRMED:
        raise Refused(_("This sheet has not been confirmed."))
    if is_held:
        return _merge(delivery, {}, at=at, step=step)
    step(0, delivery.rows_total, _("Looking whether the check still holds."))
    with kept_file(delivery):
        agreement = read_agreement(_held_contract(delivery), on=amsterdam(at))
    if still_holds(delivery, agreement, on=amsterdam(at)):
        return _merge(delivery, {}, at=at, step=step)
    counts = judge_sheet(delivery, agreement, on=amsterdam(at), step=step)
    if counts["rows_refused"] and not delivery.valid_rows_only:
        message = _("Since the check, rows have become refused; nothing was applied. Look again.")
        return DELIVERY.apply(delivery, "hand_back", by=None, at=at, message=message, **counts)
    return _merge(delivery, counts, at=at, step=step)


def _prepare(delivery_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PREPARE, [delivery_id])


def _held_contract(delivery: Delivery) -> Contract:
    """The contract, which stays active, with its seats locked: until this transaction ends nobody
    gives one out.
    """
    contract = lock_contract(delivery.contract_id)
    if contract.status not in DELIVERABLE:
        raise Refused(_("The contract is not active; no placements can be delivered for it."))
    return contract


def _merge(delivery: Delivery, counts: dict[str, Any], *, at: datetime, step: Step) -> Delivery:
    """Bring in what was judged; `counts` tell of it where they are others than at the check."""
    total = delivery.rows_total
    texts = {"count": number(total - delivery.rows_refused)}
    step(0, total, _("Applying %(count)s rows.") % texts)
    begin_correction(delivery)
    placement_ids = merge(delivery, at=at)
    placement_ids += finish_correction(delivery, at=at)
    for line, seats in delivery.seats_beyond.items():
        use_up_seats(int(line), seats, amsterdam(at))
    step(total, total, _("Working out the costs."))
    book_hours(delivery, placement_ids, at=at)
    rebuild_costs(placement_ids)
    sync_waitlist(placement_ids, by=delivery.confirmed_by, at=at)
    step(total, total, "")
    counts = {**counts, "applied_at": at, "message": ""}
    applied = DELIVERY.apply(delivery, "apply", by=None, at=at, **counts)
    answer_returns(delivery=applied, at=at)
    return applied
