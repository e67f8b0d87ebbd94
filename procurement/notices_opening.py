"""What people are told about the opening of bids, and when they can open in their calendars."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission, Role
from accounts.models import User
from accounts.notices import NoticeKind, notify, people_with, register_events, register_kind
from config.shared import history
from config.shared.display import moment
from config.shared.feeds import Event
from procurement.enums import EnvelopeKind, TenderStatus
from procurement.models import KeyShare, OpeningRecord, Tender, VaultKey

TO_OPEN = "procurement.bids_to_open"
BEGUN = "procurement.opening_begun"
OPENED = "procurement.bids_opened"
PAGES = {
    EnvelopeKind.QUALITY: "procurement:tender-open",
    EnvelopeKind.PRICE: "procurement:tender-open-prices",
}
"""Where each kind is opened."""
CALENDAR_TIME = timedelta(minutes=30)
ACTS = {
    "wrong_passphrase": gettext_lazy("Wrong passphrase"),
    "change_passphrase": gettext_lazy("Passphrase changed"),
    "replaced": gettext_lazy("Replaced by a newer one"),
    "retired": gettext_lazy("Taken out of use"),
    "name_officer": gettext_lazy("Officer who opens named"),
    "remove_officer": gettext_lazy("Officer who opens removed"),
    "open_prices_first": gettext_lazy("First officer asked to open the prices"),
    "open_prices": gettext_lazy("Prices opened"),
}


def register() -> None:
    """Make kinds, calendar events and words for the history known; once, at start-up."""
    room = gettext_lazy("Opening bids")
    officers = (Role.PROCUREMENT_OFFICER,)
    for name, label in (
        (TO_OPEN, gettext_lazy("Bids can be opened")),
        (BEGUN, gettext_lazy("A colleague has begun an opening and waits for you")),
        (OPENED, gettext_lazy("Bids or prices were opened")),
    ):
        register_kind(NoticeKind(name, label, room, officers, MailChoice.AT_ONCE))
    register_events(opening_events)
    history.ACTS.update(ACTS)


def opening_url(tender: Tender, kind: str) -> str:
    """The page on which the envelopes of `kind` are opened."""
    return reverse(PAGES[EnvelopeKind(kind)], args=[tender.pk])


def officers_of(tender: Tender, kind: str) -> list[User]:
    """The officers who hold a share of the key of this kind."""
    held = KeyShare.objects.filter(key__tender=tender, key__kind=kind).values("vault_key")
    keys = VaultKey.objects.filter(pk__in=held).select_related("user")
    return [key.user for key in keys.order_by("user__name", "pk")]


def tell_to_open(tender: Tender, *, at: datetime) -> None:
    """The deadline has passed: the named officers can open."""
    notify(
        kind=TO_OPEN,
        to=officers_of(tender, EnvelopeKind.QUALITY),
        subject=lambda: _("Bids can be opened: %(tender)s") % {"tender": tender},
        sentence=lambda: _("The deadline has passed. Agree with a colleague when you open."),
        **_about(tender, EnvelopeKind.QUALITY, at),
    )


def tell_begun(opening: OpeningRecord, *, until: datetime) -> None:
    """The other named officers can act second."""
    officers = officers_of(opening.tender, opening.kind)
    words = {"name": opening.first_by, "tender": opening.tender, "until": until}
    notify(
        kind=BEGUN,
        to=[officer for officer in officers if officer.pk != opening.first_by_id],
        subject=lambda: _("%(name)s has begun the opening: %(tender)s") % words,
        sentence=lambda: (
            _("You can open as the second officer until %(until)s.") % {"until": moment(until)}
        ),
        **_about(opening.tender, opening.kind, opening.first_at),
    )


def tell_opened(opening: OpeningRecord, *, at: datetime) -> None:
    """Who evaluates can go on; the record stands on its page."""
    tender = opening.tender
    is_price = opening.kind == EnvelopeKind.PRICE
    notify(
        kind=OPENED,
        to=people_with(Permission.TENDER_AWARD, region=tender.region_id),
        subject=lambda: (
            (_("Prices opened: %(tender)s") if is_price else _("Bids opened: %(tender)s"))
            % {"tender": tender}
        ),
        sentence=lambda: _("The record of opening says who opened, when, and what was found."),
        **_about(tender, opening.kind, at) | {"url": opening.get_absolute_url()},
    )


def opening_events(user: User) -> Iterator[Event]:
    """From when the bids can be opened, for who is named to do it."""
    running = (TenderStatus.PUBLISHED, TenderStatus.CLOSED)
    tenders = Tender.objects.visible_to(user).filter(officers__user=user, status__in=running)
    for tender in tenders.select_related("region").order_by("pk"):
        summary = _("Open the bids: %(reference)s") % {"reference": tender.reference}
        closes_at = cast(datetime, tender.closes_at)
        yield Event(
            uid=f"tender-{tender.pk}-opening",
            start=closes_at,
            end=closes_at + CALENDAR_TIME,
            summary=f"[{_('practice')}] {summary}" if tender.region.is_training else summary,
            description=tender.title,
            url=f"{settings.PUBLIC_URL}{opening_url(tender, EnvelopeKind.QUALITY)}",
        )


def _about(tender: Tender, kind: str, at: datetime) -> dict[str, Any]:
    return {
        "url": opening_url(tender, kind),
        "about": tender,
        "organisation": f"region:{tender.region_id}",
        "is_training": tender.region.is_training,
        "at": at,
    }
