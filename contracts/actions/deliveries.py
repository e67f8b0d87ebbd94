"""What providers do with sheets: hand in, have checked, confirm, take back, discard."""

import hashlib
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.models import ApiToken, User
from config.shared.display import number
from config.shared.errors import Refused, refuse_if
from config.shared.identifiers import validate_no_personal_number
from config.shared.periods import amsterdam
from contracts.enums import DELIVERABLE, DeliverySource
from contracts.judged import forget_judged
from contracts.models import Contract, Delivery
from contracts.workflows import DELIVERY
from contracts.workflows.deliveries import corrected_stands
from providers.models import DataAgreement

LONGEST_NAME = 200
LONGEST_SUFFIX = 8


@transaction.atomic
def receive_delivery(*, contract: Contract, file: File, by: User, at: datetime) -> Delivery:
    """Keep a sheet for `contract` as it came and have it checked in the background."""
    delivery = keep_sheet(contract=contract, file=file, by=by, at=at)
    return ask_check(delivery=delivery, by=by, at=at)


@transaction.atomic
def receive_correction(*, delivery: Delivery, file: File, by: User, at: datetime) -> Delivery:
    """Keep a sheet that is to take the place of `delivery`, and have it checked.

    Refused when that was not applied, or was corrected already.
    """
    correction = keep_sheet(contract=delivery.contract, file=file, by=by, at=at, corrects=delivery)
    return ask_check(delivery=correction, by=by, at=at)


@transaction.atomic
def keep_sheet(
    *,
    contract: Contract,
    file: File,
    by: User | None,
    at: datetime,
    token: ApiToken | None = None,
    corrects: Delivery | None = None,
) -> Delivery:
    """Store the file with its SHA-256, under a name of ours; the person's own name is kept apart.

    `by` None is a command; what came with a `token` is a call. Refused when it is empty or too
    large, or the contract is not active, or when no data-processing agreement is in force, or what
    it corrects does not stand.
    """
    if corrects:
        refuse_if([corrected_stands(corrects)])
    _check_acceptable(contract, file)
    _check_agreement(contract, at)
    name = _plain_name(file.name or "")
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    delivery = Delivery(
        provider_id=contract.provider_id,
        contract=contract,
        source=DeliverySource.API if token else DeliverySource.SHEET,
        token=token,
        corrects=corrects,
        filename=name,
        sha256=digest,
        size=file.size,
        received_at=at,
        received_by=by,
    )
    suffix = PurePath(name).suffix.lower()
    usable = suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= LONGEST_SUFFIX
    delivery.file.save(f"{digest[:20]}{suffix if usable else ''}", file, save=False)
    delivery.save()
    DELIVERY.record_created(delivery, by=by, at=at)
    return delivery


def _plain_name(path: str) -> str:
    """The name without folders, of characters that can be stored and printed."""
    name = PurePath(path.replace("\x00", "")).name.encode("utf-8", "replace").decode()
    return name[:LONGEST_NAME] or _("sheet")


def _check_acceptable(contract: Contract, file: File) -> None:
    if contract.status not in DELIVERABLE:
        raise Refused(
            _("The contract is not active; no placements can be delivered for it."),
            field="contract",
        )
    if not file.size:
        raise Refused(_("The file is empty."), field="file")
    if file.size > settings.UPLOAD_MAXIMUM_BYTES:
        megabytes = settings.UPLOAD_MAXIMUM_BYTES // 1024**2
        raise Refused(
            _("The file is larger than %(megabytes)s MB. Split it into several files.")
            % {"megabytes": megabytes},
            field="file",
        )


def _check_agreement(contract: Contract, at: datetime) -> None:
    """No personal data without a data-processing agreement (art. 28 GDPR)."""
    rows = DataAgreement.objects.in_force(contract.provider_id, contract.region_id, amsterdam(at))
    if not rows.exists():
        raise Refused(
            _(
                "No data-processing agreement with %(region)s is in force, so no data can be "
                "handed in. Sign it on the page of your organisation."
            )
            % {"region": contract.region},
            field="contract",
        )


@transaction.atomic
def ask_check(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Have the sheet checked (again) in the background, in the language of who asks."""
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    if row.status not in DELIVERY.by_name["check"].sources:
        raise Refused(_("This sheet can no longer be checked."))
    _refuse_while_busy(row)
    label = _("Checking %(file)s") % {"file": row.filename}
    return _ask(row, "contracts.check_delivery", label, by=by, at=at)


@transaction.atomic
def confirm_delivery(*, delivery: Delivery, by: User, at: datetime, **choices: Any) -> Delivery:
    """Have the checked rows applied in the background, with the `choices` of `accept_rows`."""
    _refuse_while_busy(Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk))
    row = accept_rows(delivery=delivery, by=by, at=at, **choices)
    label = _("Applying %(file)s") % {"file": row.filename}
    return _ask(row, "contracts.apply_delivery", label, by=by, at=at)


@transaction.atomic
def accept_rows(
    *,
    delivery: Delivery,
    by: User | None,
    at: datetime,
    valid_rows_only: bool = False,
    cancels_left_out: bool = False,
    warnings_reason: str = "",
) -> Delivery:
    """Confirm what the check found, without starting the work, which may be what asks it.

    Only by choice are refused rows left out, and placements cancelled that a correction does not
    name. Rows with a warning are confirmed with the reason why they are right. `by` None is a
    command.
    """
    row = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    reason = " ".join(warnings_reason.split())
    _check_accepted(row, valid_rows_only, reason)
    choices: dict[str, Any] = {
        "valid_rows_only": valid_rows_only,
        "cancels_left_out": cancels_left_out,
        "warnings_reason": reason if row.rows_warned else "",
    }
    return DELIVERY.apply(row, "confirm", by=by, at=at, message="", **choices)


def _check_accepted(row: Delivery, valid_rows_only: bool, reason: str) -> None:
    """Refused rows are left out by choice, warnings have a reason without personal numbers."""
    if row.rows_refused and not valid_rows_only:
        raise Refused(
            _(
                "%(count)s rows are refused. Mend them and upload the sheet again, "
                "or choose to apply the valid rows only."
            )
            % {"count": row.rows_refused},
            field="valid_rows_only",
        )
    if row.rows_warned and not reason:
        sentence = ngettext(
            "%(count)s row has a warning. Mend it, or say why it is right.",
            "%(count)s rows have a warning. Mend them, or say why they are right.",
            row.rows_warned,
        )
        raise Refused(sentence % {"count": number(row.rows_warned)}, field="warnings_reason")
    try:
        validate_no_personal_number(reason)
    except ValidationError as refusal:
        raise Refused(" ".join(refusal.messages), field="warnings_reason") from None


def reject_delivery(*, delivery: Delivery, by: User, at: datetime) -> Delivery:
    """Discard a sheet of which nothing was applied; the file stays as proof."""
    row = DELIVERY.apply(delivery, "reject", by=by, at=at)
    forget_judged(row.pk)
    cancel_work(delivery=row)
    return row


def cancel_work(*, delivery: Delivery) -> None:
    """Ask the work on the sheet to stop at its next step; nothing is half done then."""
    if delivery.job and not delivery.job.finished:
        jobs.cancel(delivery.job)


def hand_back(*, delivery_id: int, at: datetime, message: str) -> None:
    """After applying failed or was cancelled: back to checked, with the sentence."""
    delivery = Delivery.objects.get(pk=delivery_id)
    if delivery.status in DELIVERY.by_name["hand_back"].sources:
        DELIVERY.apply(delivery, "hand_back", by=None, at=at, message=message)


def _refuse_while_busy(row: Delivery) -> None:
    if row.job and not row.job.finished:
        raise Refused(_("The sheet is still being worked on. Wait until that is done."))


def _ask(row: Delivery, task: str, label: str, *, by: User, at: datetime) -> Delivery:
    row.job = jobs.ask(
        task=task, label=label, by=by, at=at, delivery_id=row.pk, language=get_language()
    )
    row.save(update_fields=["job"])
    return row
