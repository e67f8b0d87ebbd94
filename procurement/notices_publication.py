"""What people are told around publication, and what is due there."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import regions_of
from accounts.enums import MailChoice, Permission, Role
from accounts.models import User
from accounts.notices import (
    Due,
    NoticeKind,
    people_with,
    register_events,
    register_kind,
    register_reminders,
)
from accounts.roles import PROVIDER_ROLES
from config.shared.display import weekday
from config.shared.feeds import Event
from config.shared.periods import AMSTERDAM, ONE_DAY
from procurement.actions import audience
from procurement.actions.publication import NoticeDue, award_notices_due
from procurement.enums import QuestionStatus, TenderStatus
from procurement.models import Tender

AWARD_NOTICE_DUE = "procurement.award_notice_due"
ANSWERS_DUE = "procurement.answers_due"
OFFICERS = (Role.PROCUREMENT_OFFICER,)
ANSWERERS = (Role.PROCUREMENT_OFFICER, Role.COORDINATOR, Role.CONTRACT_MANAGER, Role.READER)


class _Kind(NamedTuple):
    name: str
    label: Promise
    roles: tuple[Role, ...]
    by_mail: MailChoice = MailChoice.AT_ONCE
    may_be_silenced: bool = False


KINDS = (
    _Kind(
        audience.FITS,
        gettext_lazy("A new tender that fits what we offer"),
        PROVIDER_ROLES,
        may_be_silenced=True,
    ),
    _Kind(audience.INVITED, gettext_lazy("An invitation to bid"), PROVIDER_ROLES),
    _Kind(
        audience.REQUEST_DECIDED,
        gettext_lazy("Our request to participate was decided on"),
        PROVIDER_ROLES,
    ),
    _Kind(audience.DOCUMENT, gettext_lazy("A document was added or replaced"), PROVIDER_ROLES),
    _Kind(audience.CLARIFICATION, gettext_lazy("A Nota van Inlichtingen"), PROVIDER_ROLES),
    _Kind(audience.RECTIFICATION, gettext_lazy("A tender was rectified"), PROVIDER_ROLES),
    _Kind(
        audience.QUESTION_DECLINED, gettext_lazy("Our question was not taken up"), PROVIDER_ROLES
    ),
    _Kind(
        audience.QUESTION_ASKED,
        gettext_lazy("A provider asks a question"),
        OFFICERS,
        MailChoice.DAILY,
        may_be_silenced=True,
    ),
    _Kind(
        audience.REQUEST_MADE,
        gettext_lazy("A provider asks to take part"),
        OFFICERS,
        MailChoice.DAILY,
        may_be_silenced=True,
    ),
    _Kind(
        audience.QUESTION_ASSIGNED,
        gettext_lazy("A question is assigned to me"),
        ANSWERERS,
        may_be_silenced=True,
    ),
    _Kind(
        ANSWERS_DUE,
        gettext_lazy("Answers have to be published"),
        OFFICERS,
        may_be_silenced=True,
    ),
    _Kind(AWARD_NOTICE_DUE, gettext_lazy("An award notice is due"), OFFICERS),
)


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Tenders")
    for kind in KINDS:
        register_kind(
            NoticeKind(kind.name, kind.label, room, kind.roles, kind.by_mail, kind.may_be_silenced)
        )
    register_reminders(answers_due)
    register_reminders(award_notices)
    register_events(award_notice_events)


def answers_due(at: datetime) -> Iterator[Due]:
    """Tenders with questions still to answer, of which the planned day of the answers comes."""
    until = at + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    waiting = Tender.objects.filter(
        status=TenderStatus.PUBLISHED,
        clarification_planned_at__gt=at,
        clarification_planned_at__lte=until,
        questions__status__in=(QuestionStatus.ASKED, QuestionStatus.ANSWERED),
    )
    for tender in waiting.select_related("region").distinct().order_by("pk"):
        yield _answers_due(tender)


def award_notices(at: datetime) -> Iterator[Due]:
    """Concluded lots whose award still has to be published within the longest reminder."""
    until = at + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    for notice in _notices_to_give(Tender.objects.all()):
        due_at = _end_of(notice)
        if at < due_at <= until:
            yield _notice_due(notice, due_at)


def award_notice_events(user: User) -> Iterator[Event]:
    """The last day of each award notice that is still to be given, for the region's people."""
    for notice in _notices_to_give(Tender.objects.filter(region__in=regions_of(user))):
        tender = notice.lot.tender
        summary = _("Award notice no later than today: %(tender)s") % {"tender": tender.reference}
        yield Event(
            uid=f"lot-{notice.lot.pk}-award-notice",
            start=notice.limit.on,
            summary=f"[{_('practice')}] {summary}" if tender.region.is_training else summary,
            description=str(notice.lot),
            url=f"{settings.PUBLIC_URL}{tender.get_absolute_url()}",
        )


def _notices_to_give(tenders: object) -> Iterator[NoticeDue]:
    concluded = tenders.filter(lots__concluded_on__isnull=False)  # type: ignore[attr-defined]
    for tender in concluded.select_related("region").distinct().order_by("pk"):
        yield from award_notices_due(tender)


def _end_of(notice: NoticeDue) -> datetime:
    """The midnight with which the last day ends."""
    return datetime.combine(notice.limit.on + ONE_DAY, time.min, AMSTERDAM)


def _answers_due(tender: Tender) -> Due:
    open_ones = tender.questions.filter(
        status__in=(QuestionStatus.ASKED, QuestionStatus.ANSWERED)
    ).count()
    return Due(
        kind=ANSWERS_DUE,
        key=f"tender:{tender.pk}",
        to=people_with(Permission.TENDER_DRAFT, region=tender.region_id),
        subject=lambda: _("Answers due: %(tender)s") % {"tender": tender},
        sentence=lambda: (
            ngettext(
                "%(count)s question waits for the Nota van Inlichtingen.",
                "%(count)s questions wait for the Nota van Inlichtingen.",
                open_ones,
            )
            % {"count": open_ones}
        ),
        url=tender.get_absolute_url(),
        due_at=tender.clarification_planned_at,  # type: ignore[arg-type]
        about=tender,
        organisation=f"region:{tender.region_id}",
        is_training=tender.region.is_training,
    )


def _notice_due(notice: NoticeDue, due_at: datetime) -> Due:
    lot, tender = notice.lot, notice.lot.tender
    return Due(
        kind=AWARD_NOTICE_DUE,
        key=f"lot:{lot.pk}",
        to=people_with(Permission.TENDER_PUBLISH, region=tender.region_id),
        subject=lambda: _("Award notice due: %(tender)s") % {"tender": tender},
        sentence=lambda: (
            _("Publish the award of “%(lot)s” on TenderNed no later than %(day)s.")
            % {"lot": lot, "day": weekday(notice.limit.on)}
        ),
        url=tender.get_absolute_url(),
        due_at=due_at,
        about=tender,
        organisation=f"region:{tender.region_id}",
        is_training=tender.region.is_training,
    )
