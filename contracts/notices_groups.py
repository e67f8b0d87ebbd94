"""Coordinators are told of groups below their minimum before their go/no-go day, and on it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import cast

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.enums import MailChoice, Permission
from accounts.models import User
from accounts.notices import (
    Due,
    NoticeKind,
    people_with,
    register_events,
    register_kind,
    register_reminders,
)
from accounts.roles import roles_with
from config.shared.display import money, number, weekday
from config.shared.feeds import Event
from config.shared.periods import ONE_DAY, amsterdam
from contracts.enums import GroupStatus
from contracts.models import CourseGroup
from contracts.models.groups import CourseGroupQuerySet
from procurement.terms.clock import start_of

DECIDE = "contracts.group_to_decide"


def register() -> None:
    """Make the kind, its reminders and its calendar events known; once, at start-up."""
    register_kind(
        NoticeKind(
            DECIDE,
            gettext_lazy("A group below its minimum asks a decision"),
            gettext_lazy("Capacity"),
            tuple(roles_with(Permission.CAPACITY_MANAGE)),
            MailChoice.DAILY,
        )
    )
    register_reminders(groups_to_decide)
    register_events(decision_events)


def undecided() -> CourseGroupQuerySet:
    """Planned groups below their minimum that have a go/no-go day."""
    groups = CourseGroup.objects.filter(status=GroupStatus.PLANNED, decide_on__isnull=False)
    rows = groups.with_heads().with_stake().too_small()
    return rows.select_related("line__contract__region").order_by("pk")


def groups_to_decide(at: datetime) -> Iterator[Due]:
    """What asks a decision within the longest reminder, that day included."""
    today = amsterdam(at)
    last = today + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    for group in undecided().filter(decide_on__range=(today, last)):
        yield _due(group)


def decision_events(user: User) -> Iterator[Event]:
    """The go/no-go day of each group below its minimum, for the region."""
    for group in undecided().filter(line__contract__region__in=regions_of(user)):
        yield Event(
            uid=f"group-decision-{group.pk}",
            start=_day(group),
            summary=_("Go or no go: group %(group)s") % {"group": group},
            url=settings.PUBLIC_URL + group.get_absolute_url(),
            categories=(str(_("Capacity")),),
            alarm_days=(1,),
        )


def _day(group: CourseGroup) -> date:
    """A group of `undecided` has one."""
    return cast(date, group.decide_on)


def _due(group: CourseGroup) -> Due:
    region, decide_on = group.line.contract.region, _day(group)
    figures = {
        "group": group.reference,
        "heads": number(group.heads),
        "minimum": number(group.minimum),
    }

    def words(sentence: str) -> str:
        return sentence % {**figures, "day": weekday(decide_on), "stake": money(group.stake)}

    return Due(
        kind=DECIDE,
        key=f"group:{group.pk}:{decide_on}",
        to=people_with(Permission.CAPACITY_MANAGE, region=region.pk),
        subject=lambda: words(_("Go or no go: group %(group)s has %(heads)s of %(minimum)s")),
        sentence=lambda: words(
            _(
                "Decide on %(day)s: wait, merge, postpone, start anyway or cancel. "
                "The empty seats below the minimum leave out %(stake)s."
            )
        ),
        url=group.get_absolute_url(),
        due_at=start_of(decide_on + ONE_DAY),
        about=group,
        organisation=f"region:{region.pk}",
        is_training=region.is_training,
    )
