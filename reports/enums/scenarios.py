"""How a scenario stands, and which intake it reckons with."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScenarioStatus(TextChoices):
    """Whether the draws were made, and whether the outcome stands fast."""

    DRAFT = "draft", _("Draft")
    QUEUED = "queued", _("Waits for its turn")
    RUNNING = "running", _("Is being reckoned")
    DONE = "done", _("Reckoned")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    FROZEN = "frozen", _("Frozen")

    @property
    def tone(self) -> str:
        tones = {self.DONE: "good", self.FROZEN: "good", self.FAILED: "attention"}
        return tones.get(self, "busy" if self in (self.QUEUED, self.RUNNING) else "neutral")


RECKONED = (ScenarioStatus.DONE, ScenarioStatus.FROZEN)
"""Scenarios that have an outcome."""


class Inflow(TextChoices):
    """Which of the figures that gemeenten gave is taken for whom they expect."""

    LOW = "low", _("Low: the least that gemeenten expect")
    EXPECTED = "expected", _("As expected")
    HIGH = "high", _("High: the most that gemeenten expect")
    POISSON = "poisson", _("By chance round what is expected")
