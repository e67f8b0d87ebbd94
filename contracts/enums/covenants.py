"""Covenants and what they aim at."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CovenantKind(TextChoices):
    """What kind of taalconvenant it is."""

    QUALITY = "quality", _("Quality covenant with schools")
    ACCESSION = "accession", _("Accession covenant, open to every school that meets it")
    BUYING = "buying", _("Covenant of gemeenten to buy together")


class CovenantStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("To be signed")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")

    @property
    def tone(self) -> str:
        return {self.OFFERED: "busy", self.ACTIVE: "good"}.get(self, "neutral")


class CovenantMeasure(TextChoices):
    """What a covenant aims at and its own placements show."""

    GROUP_SIZE = "group_size", _("Learners in a group")
    PROGRESS_IN_TIME = "progress_in_time", _("Progress conversations held in time (%)")
    ATTENDANCE = "attendance", _("Hours attended of hours offered (%)")


class TargetVerdict(TextChoices):
    """What the figures say of a target."""

    MET = "met", _("Met")
    MISSED = "missed", _("Missed")
    UNKNOWN = "unknown", _("No figures")

    @property
    def tone(self) -> str:
        return {self.MET: "good", self.MISSED: "attention"}.get(self, "neutral")


class AccessionStatus(TextChoices):
    """Whether a school that asked to join a covenant may."""

    ASKED = "asked", pgettext_lazy("accession", "Asked")
    ADMITTED = "admitted", pgettext_lazy("accession", "Admitted")
    REFUSED = "refused", pgettext_lazy("accession", "Refused")

    @property
    def tone(self) -> str:
        return {self.ASKED: "attention", self.ADMITTED: "good", self.REFUSED: "wrong"}.get(
            self, "neutral"
        )
