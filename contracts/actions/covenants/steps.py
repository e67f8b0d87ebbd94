"""The steps of a covenant as a whole: put to the parties, taken back, published, ended."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day
from config.shared.errors import Refused
from contracts.actions.covenants import telling
from contracts.actions.covenants.force import bring_into_force
from contracts.actions.covenants.parties import tell_offered
from contracts.enums import CovenantStatus
from contracts.models import Covenant
from contracts.workflows import COVENANT
from procurement.actions.common import locked, note, require_status

NOTHING_SIGNED = {
    "accepted_at": None,
    "accepted_by": None,
    "accepted_digest": "",
    "signed_at": None,
    "signed_by": None,
    "signed_on": None,
    "signed_digest": "",
    "signatory_name": "",
    "signatory_role": "",
}


@transaction.atomic
def offer_covenant(*, covenant: Covenant, by: User, at: datetime) -> Covenant:
    """Show the text to the parties, who draft along from then on."""
    moved = COVENANT.apply(covenant, "offer", by=by, at=at)
    tell_offered(moved, at=at)
    return moved


@transaction.atomic
def take_back_covenant(*, covenant: Covenant, by: User, at: datetime, reason: str) -> Covenant:
    """Back to draft: acceptances and signatures lapse, clauses are open to change again."""
    row: Covenant = locked(covenant)
    signed = [str(party) for party in row.parties.filter(signed_at__isnull=False).order_by("pk")]
    row.parties.update(**NOTHING_SIGNED)
    row.clauses.update(agreed_at=None, agreed_by=None)
    moved = COVENANT.apply(row, "take_back", by=by, at=at, reason=reason)
    if signed:
        lapsed = _("Signatures lapsed: %(names)s.") % {"names": ", ".join(signed)}
        note(moved, "updated", by=by, at=at, reason=lapsed)
    telling.tell_providers(
        moved,
        telling.CHANGED,
        lambda: _("The region takes the text back: %(reason)s") % {"reason": reason},
        at=at,
    )
    return moved


def activate_covenant(*, covenant: Covenant, by: User, at: datetime) -> Covenant:
    """Bring a covenant into force that some schools have not signed yet."""
    return bring_into_force(covenant=covenant, by=by, at=at)


@transaction.atomic
def publish_covenant(*, covenant: Covenant, by: User, at: datetime) -> Covenant:
    """Let anyone read parties, text and period, without names of people."""
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    require_status(row, CovenantStatus.ACTIVE)
    if row.published_at:
        raise Refused(_("This covenant is published already."))
    row.published_at, row.published_by = at, by
    row.save(update_fields=["published_at", "published_by"])
    note(row, "published", by=by, at=at)
    return row


@transaction.atomic
def withdraw_publication(*, covenant: Covenant, by: User, at: datetime) -> Covenant:
    """Take the page of the covenant away from the public."""
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    if row.published_at is None:
        raise Refused(_("This covenant is not published."))
    row.published_at = row.published_by = None
    row.save(update_fields=["published_at", "published_by"])
    note(row, "withdrawn", by=by, at=at)
    return row


@transaction.atomic
def end_covenant(
    *, covenant: Covenant, ended_on: date, reason: str, by: User, at: datetime
) -> Covenant:
    """End it; `ended_on` is the last day on which it binds. Reviews still planned lapse."""
    row: Covenant = locked(covenant)
    if ended_on < row.first_on:
        first = {"day": day(row.first_on)}
        raise Refused(_("The covenant begins on %(day)s.") % first, field="ended_on")
    moved = COVENANT.apply(
        row, "end", by=by, at=at, reason=reason, ended_on=ended_on, end_reason=reason
    )
    moved.reviews.coming().delete()
    telling.tell_providers(
        moved,
        telling.ENDED,
        lambda: _("The covenant ends; its last day is %(day)s.") % {"day": day(ended_on)},
        at=at,
    )
    return moved
