"""The parts of a draft: lots with their price tables, award criteria, requirements."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Gemeente, User
from config.shared.errors import Refused
from procurement.actions.common import assign, constraints_refuse, locked, note
from procurement.actions.tenders import change_tender, locked_draft
from procurement.models import AwardCriterion, Lot, PriceLine, Requirement, Tender
from procurement.workflows import LOT

Row = Mapping[str, Any]
"""The columns of a part; an `id` means that it changes what stands, none that it is new."""
AT_FIELD = {"criterion_one_price_per_tender": "kind"}
KEPT = (
    "kind",
    "name",
    "question",
    "weight",
    "maximum_value",
    "minimum_score",
    "word_limit",
    "formula",
    "scale_best_price",
    "scale_zero_price",
)
"""Columns of a criterion that stand in the history of its tender."""


def add_lot(
    *,
    tender: Tender,
    by: User,
    at: datetime,
    gemeenten: Collection[Gemeente] = (),
    price_lines: Sequence[Row] = (),
    **fields: Any,
) -> Lot:
    """Add a lot to a draft, with the next number; `price_lines` are columns of PriceLine."""
    with constraints_refuse(Lot, PriceLine):
        row = locked_draft(tender, by)
        highest = row.lots.aggregate(highest=Max("number"))["highest"] or 0
        lot = Lot.objects.create(tender=row, number=highest + 1, **fields)
        lot.gemeenten.set(gemeenten)
        _set_price_lines(lot, price_lines)
        LOT.record_created(lot, by=by, at=at)
        note(row, "add_lot", by=by, at=at, after={"lot": lot.pk}, reason=str(lot))
    return lot


def change_lot(
    *,
    lot: Lot,
    by: User,
    at: datetime,
    gemeenten: Collection[Gemeente] | None = None,
    price_lines: Sequence[Row] | None = None,
    **changes: Any,
) -> Lot:
    """Change a lot of a draft; `price_lines` take the place of those that stand."""
    with constraints_refuse(Lot, PriceLine):
        locked_draft(lot.tender, by)
        row: Lot = locked(lot)
        before, after = assign(row, changes)
        row.save(update_fields=list(changes))
        if gemeenten is not None:
            row.gemeenten.set(gemeenten)
        if price_lines is not None:
            before["price_lines"] = _described(row)
            _set_price_lines(row, price_lines)
            after["price_lines"] = _described(row)
        note(row, "updated", by=by, at=at, before=before, after=after)
    return row


def remove_lot(*, lot: Lot, by: User, at: datetime) -> Tender:
    """Take a lot out of a draft, with the requirements of it alone; returns the tender."""
    with transaction.atomic():
        row = locked_draft(lot.tender, by)
        note(row, "remove_lot", by=by, at=at, before={"lot": lot.pk}, reason=str(lot))
        lot.delete()
    return row


def add_criterion(*, tender: Tender, by: User, at: datetime, **fields: Any) -> AwardCriterion:
    """Add an award criterion to a draft."""
    with constraints_refuse(AwardCriterion, fields=AT_FIELD):
        row = locked_draft(tender, by)
        criterion = AwardCriterion.objects.create(tender=row, **fields)
        note(row, "add_criterion", by=by, at=at, after=_plain(criterion), reason=criterion.name)
    return criterion


def change_criterion(
    *, criterion: AwardCriterion, by: User, at: datetime, **changes: Any
) -> AwardCriterion:
    """Change an award criterion of a draft; nothing is noted when nothing differs."""
    with constraints_refuse(AwardCriterion, fields=AT_FIELD):
        tender = locked_draft(criterion.tender, by)
        row: AwardCriterion = locked(criterion)
        before = _plain(row)
        assign(row, changes)
        row.save(update_fields=list(changes))
        moment: dict[str, Any] = {"by": by, "at": at, "before": before, "after": _plain(row)}
        if moment["before"] != moment["after"]:
            note(tender, "change_criterion", **moment, reason=row.name)
    return row


def remove_criterion(*, criterion: AwardCriterion, by: User, at: datetime) -> Tender:
    """Take an award criterion out of a draft; returns the tender."""
    with transaction.atomic():
        tender = locked_draft(criterion.tender, by)
        before = _plain(criterion)
        note(tender, "remove_criterion", by=by, at=at, before=before, reason=criterion.name)
        criterion.delete()
    return tender


def set_award_rules(
    *, tender: Tender, method: Row, criteria: Sequence[Row], by: User, at: datetime
) -> Tender:
    """How a draft is scored and ranked: `method` has columns of Tender, `criteria` are all there
    are, the price among them; those that stand and are not named go.
    """
    moment: dict[str, Any] = {"by": by, "at": at}
    with transaction.atomic():
        row = change_tender(tender=tender, **method, **moment)
        standing = {one.pk: one for one in row.criteria.all()}
        named = {line["id"] for line in criteria if line.get("id")}
        for pk in standing.keys() - named:
            remove_criterion(criterion=standing[pk], **moment)
        for line in criteria:
            _set_criterion(row, standing, line, moment)
    return row


def set_requirements(
    *, tender: Tender, requirements: Sequence[Row], by: User, at: datetime
) -> Tender:
    """What every bidder, or applicant, has to meet; takes the place of what stands, in order.

    Refused for a requirement about a lot of another tender.
    """
    with constraints_refuse(Requirement):
        row = locked_draft(tender, by)
        before = _texts(row)
        row.requirements.all().delete()
        Requirement.objects.bulk_create(
            _requirement(row, number, line) for number, line in enumerate(requirements, start=1)
        )
        after = _texts(row)
        if before != after:
            note(
                row,
                "change_requirements",
                by=by,
                at=at,
                before={"requirements": before},
                after={"requirements": after},
            )
    return row


def _set_price_lines(lot: Lot, lines: Sequence[Row]) -> None:
    lot.price_lines.all().delete()
    PriceLine.objects.bulk_create(
        PriceLine(lot=lot, number=number, **line) for number, line in enumerate(lines, start=1)
    )


def _described(lot: Lot) -> list[str]:
    """The lines of the price table as they stand in the lot's history."""
    return [
        f"{line.number}. {line.description}: {line.quantity} x {line.unit}"
        for line in lot.price_lines.order_by("number")
    ]


def _set_criterion(
    tender: Tender, standing: Mapping[int, AwardCriterion], line: Row, moment: dict[str, Any]
) -> None:
    fields = {name: value for name, value in line.items() if name != "id"}
    if not line.get("id"):
        add_criterion(tender=tender, **fields, **moment)
    elif line["id"] in standing:
        change_criterion(criterion=standing[line["id"]], **fields, **moment)
    else:
        raise Refused(_("A criterion was removed by a colleague in the meantime. Reload the page."))


def _requirement(tender: Tender, number: int, line: Row) -> Requirement:
    lot = line.get("lot")
    if lot is not None and lot.tender_id != tender.pk:
        raise Refused(_("Choose a lot of this tender."), field="lot")
    return Requirement(tender=tender, number=number, **line)


def _texts(tender: Tender) -> list[str]:
    """The requirements as they stand in the tender's history."""
    return [
        f"{one.number}. {one.get_kind_display()}: {one.text}"
        for one in tender.requirements.order_by("number")
    ]


def _plain(criterion: AwardCriterion) -> dict[str, Any]:
    """The criterion as it stands in the tender's history."""
    return {"criterion": criterion.pk} | {name: getattr(criterion, name) for name in KEPT}
