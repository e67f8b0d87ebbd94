"""Codes of the evaluation, and of decisions and complaints about them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConflictStatus(TextChoices):
    """What an assessor declared about interests in the bidders."""

    PENDING = "pending", _("Not declared yet")
    NONE = "none", _("No conflict of interest")
    CONFLICT = "conflict", _("Conflict of interest")

    @property
    def tone(self) -> str:
        return {self.PENDING: "attention", self.NONE: "good", self.CONFLICT: "wrong"}[self]


class ComplaintKind(TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    INTERIM_PROCEEDING = "interim_proceeding", _("Interim proceedings (kort geding)")


class ComplaintStatus(TextChoices):
    OPEN = "open", _("Running")
    DISMISSED = "dismissed", _("Dismissed")
    UPHELD = "upheld", _("Upheld")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {self.OPEN: "attention", self.UPHELD: "wrong"}.get(self, "neutral")


class LetterKind(TextChoices):
    """Which letter a bidder got."""

    WINNER = "winner", _("Award decision, to the winner")
    LOSER = "loser", _("Award decision, to who did not win")
    EXCLUDED = "excluded", _("Award decision, to who was excluded")
