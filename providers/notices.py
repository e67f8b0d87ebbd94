"""What people are told about providers, and the recognitions and actions that come due."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.models import Region
from accounts.notices import Due, NoticeKind, People, people_with, register_kind, register_reminders
from accounts.roles import PROVIDER_ROLES, roles_with
from config.shared.display import weekday
from config.shared.periods import AMSTERDAM, ONE_DAY, amsterdam
from providers.actions import common
from providers.models import AgreedAction, Recognition

EXPIRES = "providers.recognition_expires"
ACTION_DUE = "providers.agreed_action_due"
REGISTRARS = tuple(roles_with(Permission.PROVIDER_MANAGE))
SUPERVISORS = tuple(roles_with(Permission.SUPERVISION_MANAGE))
AT_ONCE, DAILY = MailChoice.AT_ONCE, MailChoice.DAILY


def register() -> None:
    """Make kinds and reminders known; once, at start-up."""
    room = gettext_lazy("Providers")
    for name, label, roles, by_mail in (
        (
            common.REGISTRATION_RECEIVED,
            gettext_lazy("An organisation registers as a provider"),
            REGISTRARS,
            DAILY,
        ),
        (
            common.ADMISSION_PROPOSED,
            gettext_lazy("A colleague proposes a provider for admission"),
            REGISTRARS,
            DAILY,
        ),
        (
            common.RECOGNITION_SUBMITTED,
            gettext_lazy("A recognition has to be checked"),
            REGISTRARS,
            DAILY,
        ),
        (common.CHANGE_PROPOSED, gettext_lazy("A change of a provider"), REGISTRARS, DAILY),
        (
            common.RECOGNITION_DECIDED,
            gettext_lazy("A recognition was checked"),
            PROVIDER_ROLES,
            DAILY,
        ),
        (
            common.CHANGE_DECIDED,
            gettext_lazy("Your change of the register was decided"),
            PROVIDER_ROLES,
            DAILY,
        ),
        (common.MERGED, gettext_lazy("Your organisation merges"), PROVIDER_ROLES, AT_ONCE),
        (
            common.AGREEMENT_OFFERED,
            gettext_lazy("A data-processing agreement to be signed"),
            PROVIDER_ROLES,
            AT_ONCE,
        ),
        (
            EXPIRES,
            gettext_lazy("A recognition expires"),
            (*SUPERVISORS, *PROVIDER_ROLES),
            AT_ONCE,
        ),
        (ACTION_DUE, gettext_lazy("An action agreed after a visit is due"), SUPERVISORS, DAILY),
    ):
        register_kind(NoticeKind(name, label, room, roles, by_mail))
    decided = gettext_lazy("A region decides about your admission")
    kind = NoticeKind(
        common.ADMISSION_DECIDED, decided, room, PROVIDER_ROLES, AT_ONCE, may_be_silenced=False
    )
    register_kind(kind)
    register_reminders(recognitions_ending)
    register_reminders(actions_due)


def recognitions_ending(at: datetime) -> Iterator[Due]:
    """What ends within the longest warning, for the provider and for each of its regions.

    One that is followed by another without a gap asks nothing of anybody.
    """
    today = amsterdam(at)
    last = today + timedelta(days=max(settings.RECOGNITION_REMINDER_DAYS))
    rows = Recognition.objects.checked().filter(last_on__range=(today, last))
    for row in rows.select_related("provider").order_by("pk"):
        if not _is_followed(row):
            yield from _warnings(row)


def actions_due(at: datetime) -> Iterator[Due]:
    """Agreed actions that are not done, for who supervises in the region."""
    last = amsterdam(at) + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    rows = AgreedAction.objects.filter(done_on__isnull=True, due_on__range=(amsterdam(at), last))
    for row in rows.select_related("visit__region", "visit__provider").order_by("pk"):
        yield _of_action(row)


def _is_followed(row: Recognition) -> bool:
    """Whether the provider holds one of the same kind on the day after the last."""
    if row.last_on is None:
        return True
    next_day = row.last_on + ONE_DAY
    return row.provider.recognitions.valid_on(next_day).filter(kind=row.kind).exists()


def _warnings(row: Recognition) -> Iterator[Due]:
    own = people_with(Permission.PROVIDER_EDIT, provider_id=row.provider_id)
    yield _of_recognition(row, own, f"provider:{row.provider_id}")
    last_on: Any = row.last_on
    regions = Region.objects.filter(admissions__in=row.provider.admissions.in_force(last_on))
    for region in regions.order_by("pk"):
        people = people_with(Permission.SUPERVISION_MANAGE, region=region)
        organisation = f"region:{region.pk}"
        yield _of_recognition(row, people, organisation, is_training=region.is_training)


def _of_recognition(
    row: Recognition, to: People, organisation: str, *, is_training: bool = False
) -> Due:
    last_on: Any = row.last_on
    said = {"provider": row.provider, "recognition": row, "day": weekday(last_on)}
    return Due(
        kind=EXPIRES,
        key=f"recognition:{row.pk}:{organisation}",
        to=to,
        subject=lambda: _("%(provider)s: %(recognition)s expires") % said,
        sentence=lambda: (
            _(
                "The last day is %(day)s. From the day after, no new placements on the routes that "
                "ask for it."
            )
            % said
        ),
        url=row.get_absolute_url(),
        due_at=start_of(last_on),
        about=row,
        organisation=organisation,
        is_training=is_training,
        days=settings.RECOGNITION_REMINDER_DAYS,
    )


def _of_action(row: AgreedAction) -> Due:
    visit = row.visit
    said = {"provider": visit.provider, "day": weekday(row.due_on)}
    return Due(
        kind=ACTION_DUE,
        key=f"agreed-action:{row.pk}",
        to=people_with(Permission.SUPERVISION_MANAGE, region=visit.region_id),
        subject=lambda: _("%(provider)s: an agreed action is due on %(day)s") % said,
        sentence=lambda: row.text,
        url=visit.get_absolute_url(),
        due_at=start_of(row.due_on),
        about=visit,
        organisation=f"region:{visit.region_id}",
        is_training=visit.region.is_training,
    )


def start_of(day: date) -> datetime:
    """Midnight with which the day begins; the clock never changes then."""
    return datetime.combine(day, time.min, AMSTERDAM)
