"""Telling many people one thing, each as that person wants it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from django.utils import timezone, translation
from django.utils.text import Truncator

from accounts.enums import MailChoice
from accounts.models import Notification, NotificationPreference, User
from accounts.notices.kinds import NoticeKind, kind_named
from config.shared.queue import later
from config.shared.views.pages import Text

People = QuerySet[User] | Iterable[User]
Words = Text | Callable[[], str]
"""A text, or a function that says it, which is called while Dutch is spoken."""

MAILS_A_TASK = 200
SUBJECT_LENGTH = 200


def notify(  # noqa: PLR0913 - what is said, to whom and about what belongs in one call
    *,
    kind: str,
    to: People,
    subject: Words,
    sentence: Words,
    url: str,
    at: datetime,
    about: Model | None = None,
    organisation: str = "",
    is_training: bool = False,
) -> list[Notification]:
    """Tell `to` one thing, within the caller's transaction; return the notifications made.

    The words NEVER hold anything from a bid: no price, no answer, no score, no file name. They
    leave the site by mail, and stay after a bid is withdrawn.

    `url` is a path of this site, such as "/procurement/tenders/3/". `organisation` is the
    reader's own as audit rows name it ("region:3"): opening the notification switches to it.
    Who may not sign in is left out, as is who wants neither inbox nor mail. Words are kept in
    Dutch, as all mail is: pass a function where the request may speak another language.
    KeyError for a kind that no app registered. Costs three queries, however many people.
    """
    told = kind_named(kind)
    wishes = _wishes(told, ids_of(to))
    with translation.override(settings.LANGUAGE_CODE):
        words: dict[str, Any] = {
            "kind": kind,
            "organisation": organisation,
            "subject": Truncator(_one_line(subject)).chars(SUBJECT_LENGTH),
            "sentence": _said(sentence),
            "url": url,
            "is_training": is_training,
            "created_at": at,
            **_about(about),
        }
    rows = [
        Notification(user_id=pk, in_inbox=in_inbox, **_mail(by_mail, at), **words)
        for pk, (in_inbox, by_mail) in wishes.items()
        if in_inbox or by_mail != MailChoice.NEVER
    ]
    made = Notification.objects.bulk_create(rows)
    _queue_mail([row.pk for row in made if row.by_mail == MailChoice.AT_ONCE])
    return made


def ids_of(people: People) -> list[int]:
    """Ids of who may sign in, each once."""
    if isinstance(people, QuerySet):
        return list(people.filter(is_active=True).order_by("pk").values_list("pk", flat=True))
    return sorted({person.pk for person in people if person.is_active})


def _wishes(kind: NoticeKind, ids: Sequence[int]) -> dict[int, tuple[bool, str]]:
    """By person: in the inbox or not, and when by mail."""
    wishes: dict[int, tuple[bool, str]] = dict.fromkeys(ids, (True, kind.by_mail))
    if kind.may_be_silenced:
        rows = NotificationPreference.objects.filter(kind=kind.name, user__in=ids)
        wishes |= {row.user_id: (row.in_inbox, row.by_mail) for row in rows}
    return wishes


def _said(words: Words) -> str:
    return str(words() if callable(words) else words)


def _one_line(words: Words) -> str:
    """Without line breaks, which the subject of a mail may not have."""
    return " ".join(_said(words).split())


def _about(obj: Model | None) -> dict[str, Any]:
    if obj is None:
        return {}
    return {"about_type": ContentType.objects.get_for_model(obj), "about_id": obj.pk}


def _mail(by_mail: str, at: datetime) -> dict[str, Any]:
    moments = {MailChoice.AT_ONCE: at, MailChoice.DAILY: next_digest(at)}
    return {"by_mail": by_mail, "mail_after": moments.get(MailChoice(by_mail))}


def next_digest(at: datetime) -> datetime:
    """The first moment after `at` at which the one mail a day goes out: NOTICE_DIGEST_HOUR."""
    local = timezone.localtime(at)
    today = local.replace(hour=settings.NOTICE_DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)


def _queue_mail(ids: Sequence[int]) -> None:
    """In portions, so that several workers share a large number."""
    for start in range(0, len(ids), MAILS_A_TASK):
        later("accounts.mail_notifications", ids=ids[start : start + MAILS_A_TASK])
