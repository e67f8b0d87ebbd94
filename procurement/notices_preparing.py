"""What people are told about tenders that are being prepared, and the schedule in calendars."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
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
from config.shared.feeds import Event
from procurement.enums import TenderStatus
from procurement.models import Tender

REVIEWERS = (Role.PROCUREMENT_OFFICER, Role.COORDINATOR, Role.CONTRACT_MANAGER)
UNPUBLISHED = (TenderStatus.DRAFT, TenderStatus.IN_REVIEW)
RUNNING = (TenderStatus.PUBLISHED, TenderStatus.CLOSED, TenderStatus.OPENED)
MOMENTS = {
    "planned_publication_at": gettext_lazy("Planned publication"),
    "requests_close_at": gettext_lazy("Deadline for requests to participate"),
    "questions_close_at": gettext_lazy("Deadline for questions"),
    "clarification_planned_at": gettext_lazy("Nota van Inlichtingen no later than"),
    "closes_at": gettext_lazy("Deadline for bids"),
    "award_planned_on": gettext_lazy("Planned award decision"),
}
"""The dates of a tender that stand in a calendar, by their field."""
FOR_BIDDERS = ("requests_close_at", "questions_close_at", "closes_at")


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Tenders")
    for name, label, roles in (
        ("review_asked", gettext_lazy("A colleague asks for a review"), REVIEWERS),
        ("review_given", gettext_lazy("A review was given"), (Role.PROCUREMENT_OFFICER,)),
        (
            "publication_planned",
            gettext_lazy("The planned publication comes near"),
            (Role.PROCUREMENT_OFFICER,),
        ),
    ):
        register_kind(NoticeKind(f"procurement.{name}", label, room, roles, MailChoice.DAILY))
    register_reminders(planned_publications)
    register_events(schedule_events)


def planned_publications(at: datetime) -> Iterator[Due]:
    """Drafts whose planned publication falls within the longest reminder."""
    until = at + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    drafts = Tender.objects.filter(
        status__in=UNPUBLISHED, planned_publication_at__gt=at, planned_publication_at__lte=until
    )
    for tender in drafts.select_related("region").order_by("pk"):
        yield _due(tender)


def _due(tender: Tender) -> Due:
    words = {"tender": tender, "status": tender.get_status_display()}
    return Due(
        kind="procurement.publication_planned",
        key=f"tender:{tender.pk}",
        to=people_with(Permission.TENDER_DRAFT, region=tender.region_id),
        subject=lambda: _("Planned publication: %(tender)s") % words,
        sentence=lambda: _("“%(tender)s” is to be published and stands at “%(status)s”.") % words,
        url=tender.get_absolute_url(),
        due_at=tender.planned_publication_at or tender.created_at,
        about=tender,
        organisation=f"region:{tender.region_id}",
        is_training=tender.region.is_training,
    )


def schedule_events(user: User) -> Iterator[Event]:
    """The dates of every running tender that the person sees; bidders get those that are theirs."""
    fields = FOR_BIDDERS if providers_of(user) else tuple(MOMENTS)
    for tender in _followed(user).select_related("region"):
        for field in fields:
            if event := _event(tender, field):
                yield event


def _followed(user: User) -> "QuerySet[Tender]":
    """Providers follow what is published; the buying side its drafts too."""
    statuses = RUNNING if providers_of(user) else (*UNPUBLISHED, *RUNNING)
    return Tender.objects.visible_to(user).filter(status__in=statuses).order_by("pk")


def _event(tender: Tender, field: str) -> Event | None:
    start = getattr(tender, field)
    if start is None or (field == "planned_publication_at" and tender.published_at):
        return None
    summary = f"{MOMENTS[field]}: {tender.reference}"
    if tender.region.is_training:
        summary = _("[practice] %(summary)s") % {"summary": summary}
    return Event(
        uid=f"tender-{tender.pk}-{field}",
        start=start,
        summary=summary,
        description=tender.title,
        url=f"{settings.PUBLIC_URL}{tender.get_absolute_url()}",
        is_tentative=tender.status in UNPUBLISHED,
    )
