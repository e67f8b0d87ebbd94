"""Rows that another system sends: kept as they came, checked and applied without a person between.

Few rows go in one transaction, so that the answer says what became of them; many go as a job.
"""

from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import ApiToken, User
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.sheets import Unusable
from contracts.actions.calls import Terms
from contracts.actions.capacity import lock_contract
from contracts.actions.deliveries import accept_rows, keep_sheet
from contracts.enums import DeliveryStatus
from contracts.imports.deliveries import apply_delivery, check_delivery
from contracts.imports.examining import Step, unwatched
from contracts.models import Contract, Delivery
from contracts.workflows import DELIVERY

ROWS_AT_ONCE = 100
"""As many are checked and applied while the caller waits."""


@transaction.atomic
def take_rows(
    *, contract: Contract, file: File, token: ApiToken, at: datetime, terms: Terms
) -> Delivery:
    """Keep, check, confirm and apply the rows in `file` in this one transaction.

    In the name of the person of the `token`. The delivery comes back applied; checked without
    `terms.confirm`; received when a person must first say what its columns are; or rejected, with
    the sentence that says why as its message: then no placement was changed, and it stays as proof.
    Raises Refused when nothing may be delivered for the contract at all.
    """
    by, held = token.user, lock_contract(contract.pk)
    delivery = keep_sheet(contract=held, file=file, by=by, at=at, token=token)
    try:
        checked = check_delivery(delivery_id=delivery.pk, at=at)
    except Unusable:
        return Delivery.objects.get(pk=delivery.pk)
    if checked.status != DeliveryStatus.CHECKED or not terms.confirm:
        return checked
    return _settle(checked, by=by, at=at, terms=terms, is_held=True)


def take_delivery(*, delivery_id: int, at: datetime, step: Step = unwatched) -> Delivery:
    """Check, confirm and apply a delivery whose terms were kept with it; may run twice.

    In the name of who sent it. Comes back as from `take_rows`.
    """
    delivery = check_delivery(delivery_id=delivery_id, at=at, step=step)
    if delivery.status != DeliveryStatus.CHECKED:
        return delivery
    terms = Terms(
        valid_rows_only=delivery.valid_rows_only, warnings_reason=delivery.warnings_reason
    )
    return _settle(delivery, by=delivery.received_by, at=at, terms=terms, step=step)


def _settle(delivery: Delivery, *, by: User | None, at: datetime, **how: Any) -> Delivery:
    """Confirm and apply a checked delivery; reject it, with the sentence, where that is refused."""
    try:
        return apply_rows(delivery, by=by, at=at, **how)
    except Refused as refused:
        return DELIVERY.apply(delivery, "reject", by=by, at=at, message=str(refused))


@transaction.atomic
def apply_rows(
    delivery: Delivery,
    *,
    by: User | None,
    at: datetime,
    terms: Terms,
    step: Step = unwatched,
    is_held: bool = False,
) -> Delivery:
    """Confirm a checked delivery and apply it; Refused, and still checked, where that cannot be."""
    _check_outcome(delivery, terms)
    accept_rows(delivery=delivery, by=by, at=at, **terms.choices)
    applied = apply_delivery(delivery_id=delivery.pk, at=at, step=step, is_held=is_held)
    if applied.status != DeliveryStatus.APPLIED:
        raise Refused(applied.message)
    return applied


def _check_outcome(delivery: Delivery, terms: Terms) -> None:
    refused = delivery.rows_refused
    if refused and not terms.valid_rows_only:
        sentence = ngettext(
            "%(count)s row is refused, so nothing was applied.",
            "%(count)s rows are refused, so nothing was applied.",
            refused,
        )
        raise Refused(sentence % {"count": number(refused)})
    if terms.new_only and not delivery.rows_new:
        raise Refused(_("This reference already exists in the contract."))
