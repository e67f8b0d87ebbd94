"""The papers of the planning and control cycle."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class TextKind(TextChoices):
    """For which paper of the year a text is written, in the order of the year."""

    BUDGET = "budget", _("Budget paper")
    SPRING = "spring", _("Spring memorandum")
    INTERIM = "interim", _("Interim report")
    AUTUMN = "autumn", _("Autumn memorandum")
    ANNUAL = "annual", _("Annual accounts")


class TextStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    FINAL = "final", _("Final")

    @property
    def tone(self) -> str:
        return "good" if self is self.FINAL else "busy"
