"""Kinds of money in budgets, and how changes of budgets stand."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from contracts.enums import CostType

__all__ = ["BudgetChangeStatus", "CostType", "Recurrence"]


class Recurrence(TextChoices):
    """Whether an amount comes back every year (structureel) or not (incidenteel)."""

    STRUCTURAL = "structural", _("Structural")
    INCIDENTAL = "incidental", _("Incidental")


class BudgetChangeStatus(TextChoices):
    """How far a change of the budget is."""

    DRAFT = "draft", _("Draft")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {self.DRAFT: "busy", self.DECIDED: "good"}.get(self, "neutral")
