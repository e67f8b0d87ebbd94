"""Mail that is written down first: each one goes once, and is tried again while no server takes it.

Notifications go this way, and what other apps keep to be mailed.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import get_connection
from django.db import transaction
from django.db.models import F, QuerySet

from accounts.emails import send_digest, send_notification
from accounts.enums import MailChoice
from accounts.models import Notification

Send = Callable[[Sequence[Any], Any], None]

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(days=1)
DOUBLINGS = 9
"""After so many, the wait is past its longest anyway."""


def mail_now(*, ids: Sequence[int], at: datetime) -> int:
    """Mail those of `ids` that go at once, each by itself; return how many went.

    OSError when no mail server answers: nothing has changed then, and `mail_waiting` tries again.
    """
    rows = Notification.objects.to_mail().filter(by_mail=MailChoice.AT_ONCE)
    return mail_each([rows.filter(pk=pk) for pk in ids], _send_one, at)


def mail_waiting(*, at: datetime) -> int:
    """Mail everything that is due: what failed before, and the daily mail; return the mails sent.

    OSError when no mail server answers, as `mail_now`.
    """
    rows = Notification.objects.to_mail(at)
    late = rows.filter(by_mail=MailChoice.AT_ONCE)
    daily = rows.filter(by_mail=MailChoice.DAILY)
    readers = daily.order_by("user").values_list("user", flat=True).distinct()
    each = [late.filter(pk=pk) for pk in late.order_by("pk").values_list("pk", flat=True)]
    digests = [daily.filter(user=reader).order_by("created_at", "pk") for reader in readers]
    return mail_each(each, _send_one, at) + mail_each(digests, send_digest, at)


def mail_each(mails: Sequence["QuerySet[Any]"], send: Send, at: datetime) -> int:
    """Each of `mails` holds the rows of one mail; return how many went over one connection.

    The rows are of a model with a `user`, `mailed_at`, `mail_after` and `mail_failures`; a queryset
    asks again, once its rows are locked, whether they have still to go. OSError as `mail_now`.
    """
    if not mails:
        return 0
    with get_connection() as connection:
        return sum(_mail(rows, send, connection, at) for rows in mails)


def _send_one(rows: Sequence[Notification], connection: Any) -> None:
    (row,) = rows
    send_notification(row, connection)


def _mail(rows: "QuerySet[Any]", send: Send, connection: Any, at: datetime) -> bool:
    """Send one mail and write down that it went, or when to try again; True when it went.

    The rows stay locked while the mail goes out and a second worker passes over them, so that
    none goes twice. Only a worker that dies between the server's yes and the commit leaves a
    mail to be sent again, with the same Message-ID.
    """
    with transaction.atomic():
        locked = rows.select_for_update(of=("self",), skip_locked=True)
        found = list(locked.select_related("user"))
        if not found:
            return False
        try:
            send(found, connection)
        except OSError as error:
            _postpone(found, error, at)
        else:
            _those(found).update(mailed_at=at)
            return True
    connection.close()
    connection.open()  # the next mail deserves a fresh start; OSError ends the run
    return False


def _postpone(rows: Sequence[Any], error: OSError, at: datetime) -> None:
    """Try again later, and each time later still. The log names no address."""
    failures = max(row.mail_failures for row in rows)
    wait = min(FIRST_WAIT * 2 ** min(failures, DOUBLINGS), LONGEST_WAIT)
    _those(rows).update(mail_after=at + wait, mail_failures=F("mail_failures") + 1)
    ids = ", ".join(str(row.pk) for row in rows)
    kind = rows[0]._meta.label
    log.warning("%s %s waits %s for mail: %s", kind, ids, wait, type(error).__name__)


def _those(rows: Sequence[Any]) -> "QuerySet[Any]":
    return type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows])
