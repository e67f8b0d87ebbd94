"""What costs are for, how they come about, and when they fall due."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CostKind(TextChoices):
    """By which rule an amount came about."""

    INSTALMENT = "instalment", _("Instalment")
    HOURS = "hours", _("Hours")
    MONTH = "month", pgettext_lazy("cost", "Month")
    GROUP_SHARE = "group_share", _("Share of a group")
    FEE = "fee", _("Fee")
    SETTLEMENT = "settlement", _("Settlement")
    CREDIT = "credit", _("Credit")
    ENTRY = "entry", _("Booked cost")


BOOKED = (CostKind.ENTRY, CostKind.CREDIT)
"""Typed by a person instead of following from a tariff."""


class CostType(TextChoices):
    """What money is spent on (domain.md 6: the kinds of provision that are funded apart)."""

    LEARNING_ROUTES = "learning_routes", _("Learning routes")
    PVT = "pvt", _("Participation statement (PVT)")
    MAP = "map", _("Labour market and participation module (MAP)")
    GUIDANCE = "guidance", _("Social guidance")
    INTERPRETERS = "interpreters", _("Interpreters")
    CHILDCARE = "childcare", _("Childcare")
    TRAVEL = "travel", _("Travel")
    INTAKE = "intake", _("Broad intake and learnability test")
    IT = "it", _("IT and licences")
    POLICY = "policy", _("Policy and execution")
    BRIDGING = "bridging", _("Bridging provision")
    OTHER = "other", pgettext_lazy("cost type", "Other")


class HoursBasis(TextChoices):
    """Which hours a price per hour is paid for."""

    OFFERED = "offered", _("hours offered")
    ATTENDED = "attended", _("hours attended")


class FeeMoment(TextChoices):
    """What makes a price per occasion fall due."""

    START = "start", _("at the start")
    COMPLETION = "completion", _("at completion")
    RECORDED = "recorded", _("each time it is recorded")


class RealisedBasis(TextChoices):
    """What makes a cost count as realised on a day, and in which year it counts."""

    DUE = "due", _("the day it falls due")
    SERVICE = "service", _("the days of service it pays for (accrual)")


class Rhythm(TextChoices):
    """How often a booked cost falls due."""

    ONCE = "once", pgettext_lazy("rhythm", "Once")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")

    @property
    def months(self) -> int:
        """From one time to the next; 0 where there is no next."""
        return {"monthly": 1, "quarterly": 3, "yearly": 12}.get(self.value, 0)


class GuaranteeKind(TextChoices):
    """What a region promised to take at least."""

    VALUE = "value", _("An amount")
    HEADS = "heads", _("A number of learners")
