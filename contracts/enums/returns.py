"""What providers owe each month, and how it is answered."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from contracts.enums.deliveries import DeliveryStatus


class DataTaskStatus(TextChoices):
    """How a monthly return stands; whether it is late follows from its days."""

    OPEN = "open", _("To be delivered")
    SUBMITTED = "submitted", _("Delivered")
    NIL = "nil", _("No further changes")
    EXCUSED = "excused", _("Excused")

    @property
    def tone(self) -> str:
        return {self.OPEN: "attention", self.SUBMITTED: "good", self.NIL: "good"}.get(
            self, "neutral"
        )


ANSWERED = (DataTaskStatus.SUBMITTED, DataTaskStatus.NIL)
"""The provider has said how the month went."""
UNDER_WAY = (DeliveryStatus.RECEIVED, DeliveryStatus.CHECKED, DeliveryStatus.CONFIRMED)
"""Sheets of which it is not known yet whether they answer a return."""
