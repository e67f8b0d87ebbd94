"""TenderNed comes first: what has to be known of its notices before a tender is published."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement.enums import NoticeKind, Procedure, RuleKey

if TYPE_CHECKING:
    from procurement.models import Tender

ANNOUNCED = (Procedure.SOCIAL, Procedure.OPEN, Procedure.RESTRICTED)
"""Procedures that begin with a notice when the value is above the threshold."""
PRIVATE = (Procedure.MULTIPLE_PRIVATE, Procedure.NEGOTIATED)


def notice_needed(tender: "Tender", at: datetime) -> bool:
    """Whether TenderNed has to publish first: not for practice, an admission, or a small value.

    MissingRule when no threshold is set for the day.
    """
    is_exempt = tender.region.is_training or not tender.is_competitive
    if is_exempt or tender.procedure not in ANNOUNCED:
        return False
    return bool(tender.case(amsterdam(tender.sent_at(at))).above_threshold)


def notice_recorded(tender: "Tender", at: datetime) -> str | None:
    """Above the threshold the contract notice stands on TenderNed, and no later than here."""
    notices = tender.notices.filter(kind=NoticeKind.CONTRACT)
    if notices.filter(published_at__gt=at).exists():
        return _("TenderNed publishes first: wait until its notice has appeared.")
    try:
        if notices.exists() or not notice_needed(tender, at):
            return None
    except Refused as missing:
        return str(missing)
    return _("Record the number and the moment of the contract notice on TenderNed.")


def enough_invited(tender: "Tender", at: datetime) -> str | None:
    """By private invitation somebody is invited, and as many as the rule on it says."""
    if tender.procedure not in PRIVATE:
        return None
    invited = tender.invitations.filter(invited_at__isnull=False).count()
    rule = tender.legal_rules().find(RuleKey.INVITED_MINIMUM, tender.procedure, amsterdam(at))
    least = int(rule.value) if rule and not tender.region.is_training else 1
    if invited >= least:
        return None
    return _("Invited: %(invited)s. Invite at least %(least)s.") % {
        "invited": invited,
        "least": least,
    }
