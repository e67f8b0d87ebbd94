"""Sheets handed in, checked and applied without a page, for tests."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.timezone import get_default_timezone

from accounts.models import User
from contracts import imports
from contracts.actions import deliveries
from contracts.models import Contract, Delivery
from tests.support.placements import as_csv, sheet

AT = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())

Lines = Iterable[Mapping[str, object]]


def checked(
    contract: Contract, content: Lines | bytes, *, by: User, name: str = "plaatsingen.csv", **facts
) -> Delivery:
    """Handed in and checked."""
    raw = content if isinstance(content, bytes) else as_csv(content)
    delivery = deliveries.keep_sheet(
        contract=contract, file=sheet(raw, name), by=by, at=AT, **facts
    )
    return imports.check_delivery(delivery_id=delivery.pk, at=AT)


def applied(
    contract: Contract,
    content: Lines | bytes,
    *,
    by: User,
    choices: Mapping[str, object] | None = None,
    **facts,
) -> Delivery:
    """Handed in, checked, confirmed with `choices`, warnings and all, and applied."""
    delivery = checked(contract, content, by=by, **facts)
    deliveries.accept_rows(
        delivery=delivery, by=by, at=AT, **{"warnings_reason": "Nagekeken.", **(choices or {})}
    )
    return imports.apply_delivery(delivery_id=delivery.pk, at=AT)
