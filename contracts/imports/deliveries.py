"""A delivery from received to applied: what the tasks and the command call."""

import hashlib
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from config.shared.columns import Parsed
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.sheets import Unusable
from contracts.actions.authorisations import use_up_seats
from contracts.actions.capacity import lock_lines
from contracts.actions.returns import answer_returns
from contracts.enums import DELIVERABLE, DeliveryStatus
from contracts.imports.correcting import begin_correction, finish_correction
from contracts.imports.examining import Step, examine, read_placements, unwatched
from contracts.imports.mapping import ask_columns, remembered_columns, shown_of
from contracts.imports.merging import merge
from contracts.imports.recording import counts, record
from contracts.imports.rows import Rows
from contracts.ledger import rebuild_costs
from contracts.models import Contract, Delivery
from contracts.waiting_sync import sync_waitlist
from contracts.workflows import DELIVERY

NOTICE_LOST_CLIENT = "SET LOCAL client_connection_check_interval = '1s'"
"""A worker that is killed leaves its statement running; the server then ends it within a second."""


def check_delivery(*, delivery_id: int, at: datetime, step: Step = unwatched) -> Delivery:
    """Read the sheet, find everything that is wrong and say what each row would do.

    May run twice. A file that cannot be read as a sheet is refused with its sentence, which is
    raised too; one of which a person must first say what its columns are stays received. Nothing
    is changed in the placements.
    """
    delivery = Delivery.objects.select_related("contract").get(pk=delivery_id)
    if delivery.status not in DELIVERY.by_name["check"].sources:
        return delivery
    step(0, 0, _("Reading the sheet."))
    try:
        parsed = _read(delivery)
    except Unusable as refusal:
        if ask_columns(delivery, refusal):
            return Delivery.objects.get(pk=delivery_id)
        DELIVERY.apply(delivery, "refuse", by=None, at=at, message=str(refusal))
        raise
    rows = examine(parsed, delivery.contract, on=amsterdam(at), step=step, delivery=delivery)
    with transaction.atomic():
        locked = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
        record(locked, rows, step=step)
        Delivery.objects.filter(pk=delivery_id).update(understood=shown_of(parsed))
        return DELIVERY.apply(locked, "check", by=None, at=at, message="", **counts(rows))


@transaction.atomic
def apply_delivery(*, delivery_id: int, at: datetime, step: Step = unwatched) -> Delivery:
    """Bring a confirmed sheet into the placements, their events and their costs, all or nothing.

    May run twice, also at the same time: the second finds the delivery applied. The kept file is
    judged again beside what stands now; when a row has become refused meanwhile, the delivery
    goes back to be looked at, unless only valid rows were asked for.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTICE_LOST_CLIENT)
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    if delivery.status == DeliveryStatus.APPLIED:
        return delivery
    if delivery.status != DeliveryStatus.CONFIRMED:
        raise Refused(_("This sheet has not been confirmed."))
    step(0, delivery.rows_total, _("Reading the sheet."))
    contract = _locked(delivery)
    rows = examine(_read(delivery), contract, on=amsterdam(at), step=step, delivery=delivery)
    return _hand_back_or_merge(delivery, rows, at=at, step=step)


def _hand_back_or_merge(delivery: Delivery, rows: Rows, *, at: datetime, step: Step) -> Delivery:
    found = counts(rows)
    record(delivery, rows, step=step)
    if found["rows_refused"] and not delivery.valid_rows_only:
        message = _("Since the check, rows have become refused; nothing was applied. Look again.")
        return DELIVERY.apply(delivery, "hand_back", by=None, at=at, message=message, **found)
    texts = {"count": number(found["rows_new"] + found["rows_changed"])}
    step(0, found["rows_total"], _("Applying %(count)s rows.") % texts)
    begin_correction(delivery)
    placement_ids = merge(delivery, rows, at=at)
    placement_ids += finish_correction(delivery, at=at)
    for line, seats in rows.beyond.items():
        use_up_seats(int(line), seats, amsterdam(at))
    step(found["rows_total"], found["rows_total"], _("Working out the costs."))
    rebuild_costs(placement_ids)
    sync_waitlist(placement_ids, by=delivery.confirmed_by, at=at)
    step(found["rows_total"], found["rows_total"], "")
    applied = DELIVERY.apply(delivery, "apply", by=None, at=at, applied_at=at, message="", **found)
    answer_returns(delivery=applied, at=at)
    return applied


def _read(delivery: Delivery) -> Parsed:
    """The kept file's cells. Raises Unusable, also when it is no longer the file that came."""
    try:
        with delivery.file.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != delivery.sha256:
                raise Unusable(_("The kept file is not the one that was delivered."))
            mapping = remembered_columns(delivery.provider_id)
            return read_placements(stream, delivery.filename, mapping)
    except OSError as error:
        raise Unusable(_("The kept file can no longer be read.")) from error


def _locked(delivery: Delivery) -> Contract:
    """The contract, which stays active, with its seats locked: until this transaction ends nobody
    gives one out.

    Contract first, then its lines by id, so that two deliveries never wait for each other.
    """
    contract = Contract.objects.select_for_update(of=("self",), no_key=True).get(
        pk=delivery.contract_id
    )
    if contract.status not in DELIVERABLE:
        raise Refused(_("The contract is not active; no placements can be delivered for it."))
    lock_lines(contract.capacity_lines.order_by("pk").values_list("pk", flat=True))
    return contract
