"""Codes of what comes before a tender."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlannedStatus(TextChoices):
    """Where a tender of the procurement calendar stands."""

    PLANNED = "planned", _("Planned")
    STARTED = "started", _("Tender drafted")
    DROPPED = "dropped", _("Dropped")

    @property
    def tone(self) -> str:
        return {self.STARTED: "good"}.get(self, "neutral")


class ConsultationStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("consultation", "Open")
    CLOSED = "closed", _("Closed")

    @property
    def tone(self) -> str:
        return {self.OPEN: "busy", self.CLOSED: "good"}.get(self, "neutral")


class ContactKind(TextChoices):
    """How a provider and the region were in touch during a market consultation."""

    WRITTEN = "written", _("In writing")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")
