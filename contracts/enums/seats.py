"""Seats, groups and the waiting list."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CapacityCounts(TextChoices):
    PLACES = "places", _("Places at the same time")
    INTAKE = "intake", _("Trajectories begun")


class SeatFigure(TextChoices):
    """The figures of a capacity line that are counts of placements."""

    USED = "used", _("In use")
    HELD = "held", _("Held")
    WAITING = "waiting", _("Waiting")


class GroupStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    STARTED = "started", _("Started")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")

    @property
    def tone(self) -> str:
        return {self.PLANNED: "attention", self.STARTED: "good", self.CANCELLED: "wrong"}.get(
            self, "neutral"
        )


OPEN_GROUPS = (GroupStatus.PLANNED, GroupStatus.STARTED)
"""Groups that somebody can be in."""


class GroupAct(TextChoices):
    """What is decided about a group, with its effect in seats and euro."""

    START = "start", _("Start the group")
    WAIT = "wait", _("Decide later")
    POSTPONE = "postpone", _("Another first day")
    MERGE = "merge", _("Merge groups")
    SPLIT = "split", _("Split the group")
    MOVE = "move", _("Move learners")
    FILL = "fill", _("Schedule from the waiting list")
    CANCEL = "cancel", _("Cancel the group")


class WaitStatus(TextChoices):
    """How it stands with somebody on the waiting list of a region."""

    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("Seat offered")
    PLACED = "placed", _("Placed")
    WITHDRAWN = "withdrawn", _("Off the list")

    @property
    def tone(self) -> str:
        return {self.WAITING: "attention", self.OFFERED: "busy", self.PLACED: "good"}.get(
            self, "neutral"
        )


ON_LIST = (WaitStatus.WAITING, WaitStatus.OFFERED)
"""Still waiting for a seat to begin in."""


class OfferAnswer(TextChoices):
    """What came of the offer of a seat; empty while it is open."""

    ACCEPTED = "accepted", _("Offer accepted")
    DECLINED = "declined", _("Offer declined")
    EXPIRED = "expired", _("No answer in time")

    @property
    def tone(self) -> str:
        return {self.ACCEPTED: "good", self.EXPIRED: "attention"}.get(self, "neutral")


class WaitingOrder(TextChoices):
    """Who comes first when a seat is free; each region chooses."""

    DATE = "date", _("Longest waiting first")
    LATEST_START = "latest_start", _("Earliest latest sensible start first")
    PRIORITY_DATE = "priority_date", _("Priority first, then longest waiting")
    PRIORITY_LATEST_START = (
        "priority_latest_start",
        _("Priority first, then earliest latest sensible start"),
    )
