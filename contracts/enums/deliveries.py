"""Deliveries, costs and sample checks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DeliveryStatus(TextChoices):
    RECEIVED = "received", _("Received")
    CHECKED = "checked", _("Checked")
    CONFIRMED = "confirmed", _("Confirmed")
    APPLIED = "applied", _("Applied")
    SUPERSEDED = "superseded", _("Superseded")
    REJECTED = "rejected", _("Rejected")

    @property
    def tone(self) -> str:
        return {
            self.RECEIVED: "busy",
            self.CHECKED: "attention",
            self.CONFIRMED: "busy",
            self.APPLIED: "good",
            self.REJECTED: "wrong",
        }.get(self, "neutral")


class DeliverySource(TextChoices):
    """How placement data came in."""

    SHEET = "sheet", _("Sheet")
    API = "api", _("API call")


class RowKind(TextChoices):
    """What a row of a sheet would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")

    @property
    def tone(self) -> str:
        return {self.NEW: "good", self.CHANGED: "busy", self.REFUSED: "wrong"}.get(self, "neutral")


class FindingLevel(TextChoices):
    """An error keeps its row out, a warning asks a reason when confirming, a notice nothing."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
    NOTICE = "notice", pgettext_lazy("finding", "Notice")

    @property
    def tone(self) -> str:
        return {self.ERROR: "wrong", self.WARNING: "attention"}.get(self, "neutral")


class SampleStatus(TextChoices):
    """How far a sample check has come."""

    DRAFT = "draft", _("Drawn, not yet asked")
    ASKED = "asked", _("Evidence asked")
    HEARD = "heard", _("Provider heard")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {self.ASKED: "busy", self.HEARD: "attention", self.CONCLUDED: "good"}.get(
            self, "neutral"
        )


class SampleOutcome(TextChoices):
    IN_ORDER = "in_order", _("In order")
    REMARKS = "remarks", _("In order, with remarks")
    SHORTCOMINGS = "shortcomings", _("Shortcomings")


class Sanction(TextChoices):
    """What follows from shortcomings, as far as the contract allows it."""

    NONE = "none", _("No sanction")
    WARNING = "warning", _("Warning")
    PLAN = "plan", _("Improvement plan")
    RECOVERY = "recovery", _("Payments claimed back")
    SUSPENSION = "suspension", _("No new placements")
    TERMINATION = "termination", _("Termination proposed")
