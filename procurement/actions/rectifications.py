"""Changes of a published tender, told to all at the same moment; they never shorten the term."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import deadline
from config.shared.errors import Refused
from procurement.actions.audience import RECTIFICATION, concerned_providers, tell_providers
from procurement.actions.common import constraints_refuse, locked, note, require_status
from procurement.actions.publication import AT_FIELD, record_notice
from procurement.enums import NoticeKind, TenderStatus
from procurement.models import Notice, Rectification, Tender
from procurement.terms import MissingRule
from procurement.workflows.publication import notice_needed

DATES = ("closes_at", "questions_close_at", "clarification_planned_at", "award_planned_on")
"""What a rectification may move beside the deadline."""
AS_FIELD = {"clarification_at": "clarification_planned_at", "award_on": "award_planned_on"}
"""Where the terms call a date otherwise than the tender does."""


class ChangeNotice(NamedTuple):
    """The change notice on TenderNed that goes before a rectification."""

    number: str
    published_at: datetime


def rectify_tender(
    *,
    tender: Tender,
    text: str,
    closes_at: datetime,
    by: User,
    at: datetime,
    notice: ChangeNotice | None = None,
    **dates: datetime | date | None,
) -> Rectification:
    """Say what changes and why, with a later deadline or the same one; all are told at once.

    `dates` are others of DATES that move along. Locks the tender against submissions, so that each
    bid is judged by one deadline. Refused once the deadline has passed by the clock of the
    database, for an earlier deadline, for dates against the terms, and above the threshold without
    the change notice on TenderNed.
    """
    with constraints_refuse(Rectification, Tender, Notice, fields=AT_FIELD):
        row: Tender = locked(tender)
        require(by, Permission.TENDER_PUBLISH, row)
        require_status(row, TenderStatus.PUBLISHED)
        _check_open(row)
        _check_notice(row, notice, at)
        before = {name: getattr(row, name) for name in DATES}
        after = before | dates | {"closes_at": closes_at}
        _move(row, before, after, at)
        made = Rectification.objects.create(
            tender=row,
            text=text,
            closed_at_before=before["closes_at"],
            closes_at_after=closes_at,
            published_at=at,
            published_by=by,
        )
        note(row, "rectify", by=by, at=at, before=before, after=after, reason=text)
        if notice:
            kind = NoticeKind.CHANGE
            record_notice(tender=row, kind=kind, by=by, at=at, **notice._asdict())
        _tell(made, at)
    return made


def _check_open(tender: Tender) -> None:
    """The database judges, as it does for bids: its clock goes on while a lock is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT closes_at <= clock_timestamp() FROM procurement_tender WHERE id = %s",
            [tender.pk],
        )
        (is_over,) = cursor.fetchone()
    if is_over:
        raise Refused(_("The deadline for bids has passed: the term can no longer be extended."))


def _check_notice(tender: Tender, notice: ChangeNotice | None, at: datetime) -> None:
    if notice is None and notice_needed(tender, at):
        raise Refused(
            _("Above the threshold the change is published on TenderNed first: give its notice."),
            field="notice_number",
        )


def _move(tender: Tender, before: dict[str, Any], after: dict[str, Any], at: datetime) -> None:
    """Give the tender its new dates, if they are no earlier and keep to the terms."""
    if after["closes_at"] < before["closes_at"]:
        raise Refused(_("A rectification may extend the term, not shorten it."), field="closes_at")
    for name, value in after.items():
        setattr(tender, name, value)
    for field, sentence in _objections(tender, at):
        raise Refused(sentence, field=field)
    tender.save(update_fields=list(DATES))


def _objections(tender: Tender, at: datetime) -> Iterator[tuple[str, str]]:
    """What the terms have against the dates that can move here, with the field of each."""
    try:
        found = tender.objections(at)
    except MissingRule as missing:
        yield "closes_at", str(missing)
        return
    for one in found:
        field = AS_FIELD.get(one.field, one.field)
        if field in DATES and not one.is_warning:
            yield field, one.sentence


def _tell(made: Rectification, at: datetime) -> None:
    tender = made.tender
    tell_providers(
        concerned_providers(tender),
        tender=tender,
        kind=RECTIFICATION,
        subject=lambda: _("Rectification: %(tender)s") % {"tender": tender},
        sentence=lambda: _told(made),
        at=at,
    )


def _told(made: Rectification) -> str:
    if made.closes_at_after == made.closed_at_before:
        return _("The tender has changed; the deadline for bids stays the same.")
    return _("The tender has changed; the deadline for bids is now %(moment)s.") % {
        "moment": deadline(made.closes_at_after)
    }
