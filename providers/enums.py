"""Kinds of providers, quality marks and what is taught."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LearningRoute(TextChoices):
    """The three leerroutes of the Wet inburgering 2021, by DUO's code."""

    B1 = "B", _("B1 route")
    EDUCATION = "O", _("Education route")
    SELF_RELIANCE = "Z", _("Z route")

    @property
    def recognition(self) -> "RecognitionKind":
        """What a provider of this route must hold (domain: TST for O, Blik op Werk for B and Z)."""
        return RecognitionKind.TST if self == self.EDUCATION else RecognitionKind.QUALITY_MARK


class RecognitionKind(TextChoices):
    QUALITY_MARK = "bow", _("Blik op Werk quality mark")
    TST = "tst", _("Diploma recognition bridging programme (TST)")


class ProviderKind(TextChoices):
    ROC = "roc", _("Regional training centre (ROC)")
    LANGUAGE_SCHOOL = "language_school", _("Language school")
    CONSORTIUM = "consortium", _("Consortium")


class DeliveryMode(TextChoices):
    """How lessons are given."""

    DAY = "day", _("Daytime")
    EVENING = "evening", _("Evening")
    ONLINE = "online", _("Online")
    COMBINED = "combined", _("Combined")


class Standing(TextChoices):
    """What a recognition is worth on a day; follows from its dates."""

    TO_COME = "to_come", _("Not yet valid")
    VALID = "valid", _("Valid")
    EXPIRING = "expiring", _("Expires soon")
    LAPSED = "lapsed", _("Lapsed")

    @property
    def tone(self) -> str:
        return {"valid": "good", "expiring": "attention", "lapsed": "wrong"}.get(
            self.value, "neutral"
        )
