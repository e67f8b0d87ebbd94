"""What people are told about consultations, and the procurement calendar in their own."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
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
from config.shared.display import deadline
from config.shared.feeds import Event
from procurement.actions.consultations import CLOSED, OPENED, SHARED, consulted_providers
from procurement.enums import ConsultationStatus, PlannedStatus
from procurement.models import ConsultationAnswer, MarketConsultation, PlannedTender
from providers.models import Provider

CLOSING = "procurement.consultation_closing"
OFFICERS = (Role.PROCUREMENT_OFFICER,)

DAYS = {
    "publication_on": gettext_lazy("To be published"),
    "start_on": gettext_lazy("Contract to begin"),
}
"""The dates of a planned tender that stand in a calendar, by their field."""


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Market consultations")
    for name, label, roles, by_mail in (
        (OPENED, gettext_lazy("A region consults the market"), PROVIDER_ROLES, MailChoice.AT_ONCE),
        (
            SHARED,
            gettext_lazy("Information for all in a consultation"),
            PROVIDER_ROLES,
            MailChoice.AT_ONCE,
        ),
        (CLOSING, gettext_lazy("A consultation closes soon"), PROVIDER_ROLES, MailChoice.DAILY),
        (CLOSED, gettext_lazy("A consultation has closed"), OFFICERS, MailChoice.DAILY),
    ):
        register_kind(NoticeKind(name, label, room, roles, by_mail))
    register_reminders(closing_consultations)
    register_events(planned_events)
    register_events(consultation_events)


def closing_consultations(at: datetime) -> Iterator[Due]:
    """Open consultations that close within the longest reminder, for who has not answered."""
    until = at + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    rows = MarketConsultation.objects.filter(
        status=ConsultationStatus.OPEN, closes_at__gt=at, closes_at__lte=until
    )
    for consultation in rows.select_related("region").order_by("pk"):
        answers = ConsultationAnswer.objects.filter(question__consultation=consultation)
        silent = consulted_providers(consultation).exclude(pk__in=answers.values("provider"))
        for provider in silent:
            yield _closing(consultation, provider)


def _closing(consultation: MarketConsultation, provider: Provider) -> Due:
    words = {"title": consultation.title, "moment": deadline(consultation.closes_at)}
    return Due(
        kind=CLOSING,
        key=f"consultation:{consultation.pk}:{provider.pk}",
        to=people_with(Permission.BID_SUBMIT, provider_id=provider.pk),
        subject=lambda: _("Consultation closes soon: %(title)s") % words,
        sentence=lambda: _("You can answer until %(moment)s.") % words,
        url=consultation.get_absolute_url(),
        due_at=consultation.closes_at or consultation.created_at,
        about=consultation,
        organisation=f"provider:{provider.pk}",
        is_training=consultation.region.is_training,
    )


def consultation_events(user: User) -> Iterator[Event]:
    """When consultations close: the region's own, and for a provider those of its regions."""
    rows = MarketConsultation.objects.visible_to(user).filter(status=ConsultationStatus.OPEN)
    if providers := providers_of(user):
        rows = rows.filter(region__admissions__provider__in=providers).distinct()
    for row in rows.select_related("region").order_by("pk"):
        summary = _("Consultation closes: %(title)s") % {"title": row.title}
        yield Event(
            uid=f"consultation-{row.pk}-closes_at",
            start=row.closes_at or row.created_at,
            summary=_practice(summary) if row.region.is_training else summary,
            url=f"{settings.PUBLIC_URL}{row.get_absolute_url()}",
        )


def planned_events(user: User) -> Iterator[Event]:
    """The dates of what the region plans, until a tender is drafted and brings its own."""
    rows = PlannedTender.objects.visible_to(user).filter(status=PlannedStatus.PLANNED)
    for planned in rows.select_related("region").order_by("pk"):
        for field in DAYS:
            if getattr(planned, field):
                yield _event(planned, field)


def _event(planned: PlannedTender, field: str) -> Event:
    summary = f"{DAYS[field]}: {planned.title}"
    if planned.region.is_training:
        summary = _practice(summary)
    return Event(
        uid=f"planned-{planned.pk}-{field}",
        start=getattr(planned, field),
        summary=summary,
        url=f"{settings.PUBLIC_URL}{planned.get_absolute_url()}",
        is_tentative=True,
    )


def _practice(summary: str) -> str:
    return _("[practice] %(summary)s") % {"summary": summary}
