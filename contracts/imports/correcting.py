"""A correction: judged beside what stood before the delivery in whose place it comes.

The functions and the guard of statuses in the database share one definition of what stood before:
`contracts_corrected_statuses`.
"""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from config.shared.errors import refuse_if
from config.shared.periods import amsterdam
from contracts.enums import PlacementStatus
from contracts.imports.rows import Rows
from contracts.models import Delivery, Placement, PlacementEvent
from contracts.workflows import DELIVERY
from contracts.workflows.deliveries import corrected_stands

AT_ONCE = 2_000
GONE = (PlacementStatus.CANCELLED, PlacementStatus.REFUSED)
BASIS = ("status", "status_on")

STOOD_BEFORE = """
    SELECT placement.reference, corrected.status, corrected.status_on::text
    FROM contracts_corrected_statuses(%s) corrected
    JOIN contracts_placement placement ON placement.id = corrected.placement_id
    WHERE placement.reference = ANY(%s)
"""

NAME_CORRECTION = "SELECT set_config('taalregie.correction', %s, true)"


def stood_before(delivery: Delivery | None, references: Sequence[str]) -> pd.DataFrame:
    """Status and its day, by reference, before what `delivery` corrects; None for what that made.

    Empty for a delivery that corrects nothing. A placement that somebody moved otherwise since is
    not in it: that is judged as it stands.
    """
    found: list[tuple[str, str, str | None]] = []
    if delivery and delivery.corrects_id:
        with connection.cursor() as cursor:
            cursor.execute(STOOD_BEFORE, [delivery.pk, list(references)])
            found = cursor.fetchall()
    rows = {reference: (status or None, day) for reference, status, day in found}
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(BASIS), dtype=object)


def judge_beside_former(rows: Rows, delivery: Delivery | None) -> None:
    """Let the rows of a correction follow on what stood before the delivery that it corrects."""
    if delivery is None or delivery.corrects_id is None:
        return
    former = stood_before(delivery, rows.frame["reference"].dropna().unique().tolist())
    corrected = rows.frame["reference"].isin(former.index)
    if not corrected.any():
        return
    basis = former.reindex(rows.frame.loc[corrected, "reference"]).astype(object)
    rows.corrected = corrected
    rows.basis = rows.basis.copy()
    rows.basis.loc[corrected] = basis.where(basis.notna(), None).to_numpy()


def left_out(delivery: Delivery) -> "QuerySet[Placement]":
    """Placements that the corrected delivery made and that no row of this correction names."""
    named = delivery.rows.order_by().values("reference")
    made = RawSQL(
        "SELECT placement_id FROM contracts_corrected_statuses(%s) WHERE status = ''", [delivery.pk]
    )
    standing = Placement.objects.filter(pk__in=made).exclude(status__in=GONE)
    return standing.exclude(reference__in=named).order_by("reference", "pk")


def begin_correction(delivery: Delivery) -> None:
    """Let this transaction bring statuses back to what fits before the corrected delivery.

    Raises Refused when that does not stand any more. To be called before rows are merged.
    """
    if delivery.corrects_id is None:
        return
    corrected = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery.corrects_id)
    refuse_if([corrected_stands(corrected)])
    with connection.cursor() as cursor:
        cursor.execute(NAME_CORRECTION, [str(delivery.pk)])


def finish_correction(delivery: Delivery, *, at: datetime) -> list[int]:
    """Put the correction in the place of what it corrects; return the placements it cancelled."""
    if delivery.corrects is None:
        return []
    cancelled = _cancel_left_out(delivery, at=at) if delivery.cancels_left_out else []
    with connection.cursor() as cursor:
        cursor.execute(NAME_CORRECTION, [""])
    DELIVERY.apply(delivery.corrects, "supersede", by=None, at=at)
    return cancelled


def _cancel_left_out(delivery: Delivery, *, at: datetime) -> list[int]:
    """In two statements, however many: an event for each, and the placements themselves."""
    reason = _("Left out of the correction.")
    found = list(left_out(delivery).select_for_update(of=("self",)).values_list("pk", "status"))
    to = {"target": PlacementStatus.CANCELLED, "on": amsterdam(at), "reason": reason}
    who = {"recorded_at": at, "recorded_by_id": delivery.confirmed_by_id, "delivery": delivery}
    PlacementEvent.objects.bulk_create(
        [PlacementEvent(placement_id=pk, source=status, **to, **who) for pk, status in found],
        batch_size=AT_ONCE,
    )
    ids = [pk for pk, _status in found]
    Placement.objects.filter(pk__in=ids).update(
        status=to["target"],
        status_on=to["on"],
        status_reason=reason,
        reserved_until_on=None,
        delivery=delivery,
    )
    return ids
