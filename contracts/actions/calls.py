"""Calls with many rows, or with a sheet: kept, and worked off in the background."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import jobs
from accounts.models import ApiToken
from contracts.actions.deliveries import ask_check, keep_sheet
from contracts.models import Contract, Delivery


@dataclass(frozen=True, slots=True)
class Terms:
    """How a caller wants its rows taken.

    `new_only` refuses rows about placements that stand already. Without `confirm` the rows are
    checked and wait for a confirmation.
    """

    confirm: bool = True
    valid_rows_only: bool = False
    warnings_reason: str = ""
    new_only: bool = False

    @property
    def choices(self) -> dict[str, Any]:
        """What `accept_rows` asks."""
        return {"valid_rows_only": self.valid_rows_only, "warnings_reason": self.warnings_reason}


@transaction.atomic
def receive_call(
    *, contract: Contract, file: File, token: ApiToken, at: datetime, terms: Terms
) -> Delivery:
    """Keep what was sent and have it checked and, with `terms.confirm`, applied in the background.

    The terms are kept with the delivery until then.
    """
    by = token.user
    delivery = keep_sheet(contract=contract, file=file, by=by, at=at, token=token)
    if not terms.confirm:
        return ask_check(delivery=delivery, by=by, at=at)
    delivery.valid_rows_only = terms.valid_rows_only
    delivery.warnings_reason = terms.warnings_reason
    delivery.job = jobs.ask(
        task="contracts.take_delivery",
        label=_("Taking in %(file)s") % {"file": delivery.filename},
        by=by,
        at=at,
        delivery_id=delivery.pk,
        language=get_language(),
    )
    delivery.save(update_fields=["valid_rows_only", "warnings_reason", "job"])
    return delivery
