"""What a provider's people are told about their bid; never a word of what it says."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.notices import Due, NoticeKind, people_with, register_kind, register_reminders
from accounts.roles import PROVIDER_ROLES
from config.shared.display import deadline
from procurement.actions.bidding.telling import RECEIVED, WITHDRAWN
from procurement.enums import BidStatus, TenderStatus
from procurement.models import Bid

CLOSING = "procurement.bid_closing"


def register() -> None:
    """Make kinds and reminders known; once, at start-up."""
    room = gettext_lazy("Tenders")
    for name, label, by_mail in (
        (RECEIVED, gettext_lazy("Your bid was received"), MailChoice.NEVER),
        (WITHDRAWN, gettext_lazy("Your bid was withdrawn"), MailChoice.AT_ONCE),
        (CLOSING, gettext_lazy("The deadline of a bid you began comes near"), MailChoice.AT_ONCE),
    ):
        register_kind(NoticeKind(name, label, room, PROVIDER_ROLES, by_mail))
    register_reminders(unsubmitted_bids)


def unsubmitted_bids(at: datetime) -> Iterator[Due]:
    """Bids with a working copy whose deadline falls within the longest reminder."""
    until = at + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    begun = Bid.objects.filter(
        tender__status=TenderStatus.PUBLISHED,
        tender__closes_at__gt=at,
        tender__closes_at__lte=until,
    ).exclude(draft=b"")
    for bid in begun.select_related("tender__region").defer("draft").order_by("pk"):
        yield _due(bid)


def _due(bid: Bid) -> Due:
    words = {"tender": bid.tender, "deadline": deadline(bid.tender.closes_at)}
    return Due(
        kind=CLOSING,
        key=f"bid:{bid.pk}",
        to=people_with(Permission.BID_SUBMIT, provider_id=bid.provider_id),
        subject=lambda: _("Not submitted yet: %(tender)s") % words,
        sentence=lambda: _unsubmitted(bid) % words,
        url=bid.get_absolute_url(),
        due_at=bid.tender.closes_at or bid.created_at,
        about=bid,
        organisation=f"provider:{bid.provider_id}",
        is_training=bid.tender.region.is_training,
    )


def _unsubmitted(bid: Bid) -> str:
    if bid.status == BidStatus.SUBMITTED:
        return _(
            "Your working copy has changes that you did not submit. The deadline is %(deadline)s."
        )
    return _("You began a bid and did not submit it. The deadline is %(deadline)s.")
