"""What people are told about sample checks, and the last day for the evidence."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.notices import (
    Due,
    NoticeKind,
    notify,
    people_with,
    register_kind,
    register_reminders,
)
from accounts.roles import PROVIDER_ROLES, roles_with
from config.shared.display import day
from config.shared.periods import ONE_DAY, amsterdam
from contracts.enums import SampleStatus
from contracts.models import SampleCheck
from procurement.terms.clock import start_of

ASKED = "contracts.sample_asked"
ANSWERED = "contracts.sample_answered"


def register() -> None:
    """Make the kinds and reminders known; once, at start-up."""
    room = gettext_lazy("Supervision")
    asked = gettext_lazy("Evidence is asked for a sample")
    register_kind(
        NoticeKind(ASKED, asked, room, PROVIDER_ROLES, MailChoice.AT_ONCE, may_be_silenced=False)
    )
    supervisors = tuple(roles_with(Permission.SUPERVISION_MANAGE))
    answered = gettext_lazy("A sample has all its evidence")
    register_kind(NoticeKind(ANSWERED, answered, room, supervisors, MailChoice.DAILY))
    register_reminders(evidence_due)


def tell_asked(check: SampleCheck, *, at: datetime) -> None:
    """The provider's people hear that evidence is asked, and by when."""
    notify(
        kind=ASKED,
        to=people_with(Permission.PLACEMENT_DELIVER, provider_id=check.provider_id),
        subject=lambda: _("Evidence is asked for a sample of your placements"),
        sentence=lambda: _sentence(check),
        url=asked_url(check),
        about=check,
        organisation=f"provider:{check.provider_id}",
        is_training=check.region.is_training,
        at=at,
    )


def tell_answered(check: SampleCheck, *, at: datetime) -> None:
    """The region's supervisors hear that the last piece of evidence came in."""
    notify(
        kind=ANSWERED,
        to=people_with(Permission.SUPERVISION_MANAGE, region=check.region),
        subject=lambda: _("%(provider)s has sent all evidence") % {"provider": check.provider},
        sentence=lambda: _("Every placement of the sample has its evidence: judge it."),
        url=check.get_absolute_url(),
        about=check,
        organisation=f"region:{check.region_id}",
        is_training=check.region.is_training,
        at=at,
    )


def evidence_due(at: datetime) -> Iterator[Due]:
    """Samples that still lack evidence and end within the longest reminder."""
    last = amsterdam(at) + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    asked = SampleCheck.objects.filter(
        status=SampleStatus.ASKED, reply_by_on__range=(amsterdam(at), last), items__file=""
    ).distinct()
    for check in asked.select_related("provider", "region").order_by("pk"):
        yield _due(check)


def asked_url(check: SampleCheck) -> str:
    """Where the provider answers."""
    return reverse("contracts:samplecheck-evidence", args=[check.pk])


def _due(check: SampleCheck) -> Due:
    return Due(
        kind=ASKED,
        key=f"samplecheck:{check.pk}",
        to=people_with(Permission.PLACEMENT_DELIVER, provider_id=check.provider_id),
        subject=lambda: _("Evidence for a sample of your placements is still missing"),
        sentence=lambda: _sentence(check),
        url=asked_url(check),
        due_at=start_of(check.reply_by_on + ONE_DAY),
        about=check,
        organisation=f"provider:{check.provider_id}",
        is_training=check.region.is_training,
    )


def _sentence(check: SampleCheck) -> str:
    return _("%(region)s asks the evidence by %(day)s.") % {
        "region": check.region,
        "day": day(check.reply_by_on),
    }
