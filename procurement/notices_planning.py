"""What people are told about consultations, and the procurement calendar in their own."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notices import register_events
from config.shared.feeds import Event
from procurement.enums import PlannedStatus
from procurement.models import PlannedTender

DAYS = {
    "publication_on": gettext_lazy("To be published"),
    "start_on": gettext_lazy("Contract to begin"),
}
"""The dates of a planned tender that stand in a calendar, by their field."""


def register() -> None:
    """Make calendar events known; once, at start-up."""
    register_events(planned_events)


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
        summary = _("[practice] %(summary)s") % {"summary": summary}
    return Event(
        uid=f"planned-{planned.pk}-{field}",
        start=getattr(planned, field),
        summary=summary,
        url=f"{settings.PUBLIC_URL}{planned.get_absolute_url()}",
        is_tentative=True,
    )
