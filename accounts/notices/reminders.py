"""Reminders of what is due: each person once, some days before; REMINDER_DAYS names the days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from accounts.models import User
from accounts.notices.telling import People, Words, ids_of, notify


@dataclass(frozen=True, slots=True)
class Due:
    """Something that people must do before `due_at`, and what to tell them.

    `key` names it within its kind, such as "tender:3". `to` may be a queryset, which is read only
    when a reminder is due. `days` are the days before it on which people are reminded, where they
    are not REMINDER_DAYS. The rest is what `notify` takes; no words from a bid.
    """

    kind: str
    key: str
    to: People
    subject: Words
    sentence: Words
    url: str
    due_at: datetime
    about: Model | None = None
    organisation: str = ""
    is_training: bool = False
    days: Sequence[int] = ()


ReminderSource = Callable[[datetime], Iterable[Due]]
_sources: list[ReminderSource] = []

CLAIM = """
INSERT INTO accounts_remindersent (kind, key, due_at, days, sent_at, user_id)
SELECT %s, %s, %s, %s, %s, person FROM unnest(%s::bigint[]) AS person
ON CONFLICT DO NOTHING RETURNING user_id
"""


def register_reminders(source: ReminderSource) -> None:
    """Let an app name what is due: `source(at)` gives what falls within the longest reminder."""
    if source not in _sources:
        _sources.append(source)


def send_reminders(*, at: datetime) -> int:
    """Remind of everything whose day has come; return the number of people reminded.

    Safe to run twice, also at once: a row that can be written only once goes before each
    reminder. A reminder that was missed, because nothing ran, goes late and only the last one.
    """
    dues = [due for source in _sources for due in source(at)]
    return sum(
        _remind(due, step, at) for due in dues if (step := step_of(due.due_at, at, due.days))
    )


def step_of(due_at: datetime, at: datetime, days: Sequence[int] = ()) -> int | None:
    """How many days before `due_at` the reminder counts as that is due at `at`; None for none.

    `days` are the steps, REMINDER_DAYS where it is empty.

    Days are counted on the clock on the wall: two days before noon is noon, also when the clock
    changes in between.
    """
    local = timezone.localtime(due_at)
    if local <= at:
        return None
    steps = sorted(days or settings.REMINDER_DAYS)
    return next((step for step in steps if local - timedelta(days=step) <= at), None)


def _remind(due: Due, days: int, at: datetime) -> int:
    ids = ids_of(due.to)
    with transaction.atomic():
        fresh = _claim(due, days, ids, at) if ids else []
        if fresh:
            notify(
                kind=due.kind,
                to=User.objects.filter(pk__in=fresh),
                subject=due.subject,
                sentence=due.sentence,
                url=due.url,
                about=due.about,
                organisation=due.organisation,
                is_training=due.is_training,
                at=at,
            )
    return len(fresh)


def _claim(due: Due, days: int, ids: Sequence[int], at: datetime) -> list[int]:
    """Of `ids` those that were not reminded at this step yet; written down as reminded now.

    Another worker's claim is waited for: rolled back, its people are ours.
    """
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [due.kind, due.key, due.due_at, days, at, list(ids)])
        return [row[0] for row in cursor.fetchall()]
