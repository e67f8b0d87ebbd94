"""What a signal of an overrun is about, how it stands, and why it came."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SignalKind(TextChoices):
    """What happens to the money: it will not do, it is gone already, or a contract is full."""

    THRESHOLD = "threshold", _("The forecast passes the budget")
    BUDGET_PASSED = "budget_passed", _("The budget has been passed")
    CEILING_PASSED = "ceiling_passed", _("The contract passes its maximum value")


class SignalStatus(TextChoices):
    """Whether somebody does something about it."""

    OPEN = "open", _("Not taken up yet")
    TAKEN_UP = "taken_up", _("Taken up")
    SOLVED = "solved", _("Solved")
    ACCEPTED = "accepted", _("Overrun accepted")

    @property
    def tone(self) -> str:
        tones = {self.OPEN: "attention", self.TAKEN_UP: "busy", self.SOLVED: "good"}
        return tones.get(self, "neutral")


UNSETTLED = (SignalStatus.OPEN, SignalStatus.TAKEN_UP)
"""Signals about which something has to be decided or done."""


class CauseCode(TextChoices):
    """What weighs most in an overrun; the parts into which it is explained, and two beside them."""

    VOLUME = "volume", _("More learners than planned")
    MIX = "mix", _("Learners on dearer routes or contracts")
    DURATION = "duration", _("More hours or longer trajectories")
    PRICE = "price", _("Higher prices")
    FILL = "fill", _("Empty seats in groups")
    SETTLEMENT = "settlement", _("Settlements of dropout, absence and switches")
    ENTRIES = "entries", _("Costs without a placement")
    FUNDING = "funding", _("The budget has too little ground")
    UNKNOWN = "unknown", _("Not known")
