"""What people are told about monthly returns, and the days that calendars show."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import providers_of
from accounts.enums import MailChoice, Permission
from accounts.models import User
from accounts.notices import (
    Due,
    NoticeKind,
    notify,
    people_with,
    register_events,
    register_kind,
    register_reminders,
)
from accounts.roles import PROVIDER_ROLES, roles_with
from config.shared.display import day
from config.shared.feeds import Event
from config.shared.periods import ONE_DAY, amsterdam
from contracts.models import DataTask
from contracts.models.return_rules import return_terms
from procurement.terms.clock import start_of

OWED = "contracts.return_owed"
LATE = "contracts.return_late"
ESCALATED = "contracts.return_escalated"
LONGEST = timedelta(days=31)
"""No rule reminds earlier than this."""


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Placements")
    owed = gettext_lazy("A monthly return is due soon")
    late = gettext_lazy("A monthly return is late")
    passed_on = gettext_lazy("A provider stays behind with its returns")
    managers = tuple(roles_with(Permission.RETURN_MANAGE))
    register_kind(NoticeKind(OWED, owed, room, PROVIDER_ROLES, MailChoice.AT_ONCE))
    register_kind(
        NoticeKind(LATE, late, room, PROVIDER_ROLES, MailChoice.AT_ONCE, may_be_silenced=False)
    )
    register_kind(NoticeKind(ESCALATED, passed_on, room, managers, MailChoice.DAILY))
    register_reminders(returns_due)
    register_reminders(returns_late)
    register_events(return_events)


def owed_url() -> str:
    """Where the provider sees what it owes."""
    return f"{reverse('contracts:datatask-list')}?status=open"


def returns_due(at: datetime) -> Iterator[Due]:
    """Open returns of which the due day comes near: one reminder a provider, region and day."""
    today, terms = amsterdam(at), return_terms()
    soon = DataTask.objects.open().filter(due_on__range=(today, today + LONGEST))
    for tasks in _together(soon.select_related("region").order_by(*GROUPING)):
        first = tasks[0]
        yield _due(OWED, tasks, first.due_on, terms[first.region_id].reminder_days or (1,))


def returns_late(at: datetime) -> Iterator[Due]:
    """Returns that became late: told once, before the region is."""
    today, terms = amsterdam(at), return_terms()
    late = DataTask.objects.late(today).filter(escalated_at=None)
    for tasks in _together(late.select_related("region").order_by(*GROUPING)):
        days = terms[tasks[0].region_id].escalate_days
        last_on = tasks[0].in_time_until_on + timedelta(days=days)
        yield _due(LATE, tasks, last_on, (days,))


def tell_escalated(tasks: Sequence[DataTask], *, at: datetime) -> None:
    """The region hears which returns of one provider stay away; `tasks` are of one region."""
    first = tasks[0]
    provider = first.provider
    notify(
        kind=ESCALATED,
        to=people_with(Permission.RETURN_MANAGE, region=first.region),
        subject=lambda: _("%(provider)s is late with monthly returns") % {"provider": provider},
        sentence=lambda: _late_words(tasks),
        url=f"{reverse('contracts:datatask-list')}?late=true&provider={provider.pk}",
        about=provider,
        organisation=f"region:{first.region_id}",
        is_training=first.region.is_training,
        at=at,
    )


def return_events(user: User) -> Iterator[Event]:
    """The days on which returns of the person's own organisation are due."""
    owed = DataTask.objects.open().filter(provider__in=providers_of(user))
    for tasks in _together(owed.select_related("region").order_by(*GROUPING)):
        yield _event(tasks)


GROUPING = ("region", "provider", "due_on", "pk")


def _together(tasks: Iterable[DataTask]) -> Iterator[list[DataTask]]:
    """Returns that one provider owes one region by one day; `tasks` come by GROUPING."""
    for _key, rows in groupby(tasks, key=attrgetter("region_id", "provider_id", "due_on")):
        yield list(rows)


def _due(kind: str, tasks: Sequence[DataTask], last_on: date, days: Sequence[int]) -> Due:
    first = tasks[0]
    return Due(
        kind=kind,
        key=f"returns:{first.region_id}:{first.provider_id}:{first.due_on}",
        to=people_with(Permission.PLACEMENT_DELIVER, provider_id=first.provider_id),
        subject=lambda: _subject(kind),
        sentence=lambda: _owed_words(tasks) if kind == OWED else _late_words(tasks),
        url=owed_url(),
        due_at=start_of(last_on + ONE_DAY),
        organisation=f"provider:{first.provider_id}",
        is_training=first.region.is_training,
        days=days,
    )


def _subject(kind: str) -> str:
    if kind == OWED:
        return _("Your monthly return is due soon")
    return _("Your monthly return is late")


def _owed_words(tasks: Sequence[DataTask]) -> str:
    words = ngettext(
        "%(region)s asks %(count)s return by %(day)s. Hand in a sheet, or report no changes.",
        "%(region)s asks %(count)s returns by %(day)s. Hand in sheets, or report no changes.",
        len(tasks),
    )
    first = tasks[0]
    return words % {"region": first.region, "count": len(tasks), "day": day(first.due_on)}


def _late_words(tasks: Sequence[DataTask]) -> str:
    words = ngettext(
        "%(count)s return for %(region)s was due on %(day)s.",
        "%(count)s returns for %(region)s are late; the first was due on %(day)s.",
        len(tasks),
    )
    due_on = min(task.due_on for task in tasks)
    return words % {"region": tasks[0].region, "count": len(tasks), "day": day(due_on)}


def _event(tasks: Sequence[DataTask]) -> Event:
    first = tasks[0]
    summary = _("Monthly returns due: %(region)s") % {"region": first.region}
    return Event(
        uid=f"returns-{first.region_id}-{first.provider_id}-{first.due_on}",
        start=first.due_on,
        summary=f"{_('PRACTICE')}: {summary}" if first.region.is_training else summary,
        url=settings.PUBLIC_URL + owed_url(),
        categories=(str(_("Placements")),),
        alarm_days=(2,),
    )
