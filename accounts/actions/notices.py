"""What a person does with the own notifications, preferences and calendar address."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.enums import MailChoice
from accounts.models import CalendarFeed, Notification, NotificationPreference, User
from accounts.models.people import hashed
from accounts.notices import kinds_for
from config.shared.errors import Refused
from config.shared.workflow import Entry, recorder


class Wish(NamedTuple):
    """How a person wants to be told of one kind."""

    in_inbox: bool
    by_mail: MailChoice


def mark_read(*, notification: Notification, by: User, at: datetime) -> Notification:
    """Write down that `by` has read it; an earlier moment stays, and another's is left alone."""
    rows = Notification.objects.visible_to(by).unread().filter(pk=notification.pk)
    if rows.update(read_at=at):
        notification.read_at = at
    return notification


def mark_all_read(*, by: User, at: datetime, until: datetime) -> int:
    """Mark what came into the inbox by `until`, when it was shown; return how many were unread."""
    rows = Notification.objects.visible_to(by).in_inbox().unread()
    return rows.filter(created_at__lte=until).update(read_at=at)


def save_preferences(*, by: User, wishes: Mapping[str, Wish]) -> None:
    """Keep how `by` wants to be told, by kind; what is told from now on goes that way.

    Refused for a kind that does not concern the person, or that may not be silenced.
    """
    offered = {kind.name for kind in kinds_for(by.all_grants) if kind.may_be_silenced}
    if wishes.keys() - offered:
        raise Refused(_("This cannot be chosen. Reload the page."))
    NotificationPreference.objects.bulk_create(
        [
            NotificationPreference(user=by, kind=kind, **wish._asdict())
            for kind, wish in wishes.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "kind"],
        update_fields=["in_inbox", "by_mail"],
    )


def renew_feed(*, by: User, at: datetime) -> tuple[CalendarFeed, str]:
    """Draw a calendar address for `by`; an earlier one stops working.

    Returns the feed and the token of its address, which exists nowhere else: its hash is kept.
    """
    token = secrets.token_urlsafe(32)
    fresh = {"token_hash": hashed(token), "created_at": at, "last_fetched_on": None}
    with transaction.atomic():
        feed, _is_new = CalendarFeed.objects.update_or_create(user=by, defaults=fresh)
        recorder().record([Entry(feed, "calendar_address_drawn", by, at, {}, {})])
    return feed, token


def stop_feed(*, by: User, at: datetime) -> None:
    """Let the calendar address of `by` stop working at once; refused when there is none."""
    with transaction.atomic():
        feed = CalendarFeed.objects.select_for_update().filter(user=by).first()
        if feed is None:
            raise Refused(_("You have no calendar address."))
        recorder().record([Entry(feed, "calendar_address_stopped", by, at, {}, {})])
        feed.delete()


def note_fetch(*, feed_id: int, on: date) -> None:
    """Write down the day on which a calendar last read the feed; never an earlier one."""
    rows = CalendarFeed.objects.filter(pk=feed_id)
    rows.filter(Q(last_fetched_on__isnull=True) | Q(last_fetched_on__lt=on)).update(
        last_fetched_on=on
    )
