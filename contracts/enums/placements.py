"""Placements: who learns, how far, and with what result."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"


class TargetGroup(TextChoices):
    """Whose course it is; decides who pays (the gemeente for status holders)."""

    STATUS_HOLDER = "status_holder", _("Asylum status holder")
    FAMILY_MIGRANT = "family_migrant", _("Family migrant")
    OTHER = "other", _("Other migrant")


class Literacy(TextChoices):
    """DUO's code for literacy education."""

    ILLITERATE = "A", _("Illiterate")
    OTHER_SCRIPT = "AA", _("Literate in another script")
    NOT_APPLICABLE = "NVT", _("Not applicable")


class Cohort(TextChoices):
    """Under which law or arrangement someone learns."""

    WI2021 = "wi2021", "Wi2021"
    WI2013 = "wi2013", "Wi2013"
    ELIP = "elip", "ELIP"
    INTERIM = "interim", _("Interim group")


class Outcome(TextChoices):
    """What someone leaves with."""

    DIPLOMA = "diploma", _("Diploma or exams passed")
    LOWER_LEVEL = "lower_level", _("Lower level reached")
    NONE = "none", _("No level reached")


class ConversationOutcome(TextChoices):
    """What a progress conversation came to: a code, never a note."""

    ON_COURSE = "on_course", _("On course")
    BEHIND = "behind", _("Behind the plan")
    SWITCH_ADVISED = "switch_advised", _("Another route advised")
    LEARNER_ABSENT = "learner_absent", _("Learner did not come")


class InterruptionReason(TextChoices):
    """Why lessons stand still for a while: never anything about health."""

    CHILDCARE = "childcare", _("No childcare")
    WORK = "work", _("Work")
    LEAVE = "leave", _("Leave, as agreed with the gemeente")
    ABROAD = "abroad", _("Stay abroad")
    SCHOOL = "school", _("The provider cannot give lessons")
    MEASURE = "measure", _("Measure of the authorities")
    PERSONAL = "personal", _("Personal circumstances")


class PlacementStatus(TextChoices):
    REGISTERED = "registered", pgettext_lazy("placement", "Registered")
    ACCEPTED = "accepted", pgettext_lazy("placement", "Accepted")
    REFUSED = "refused", _("Refused")
    WAITLISTED = "waitlisted", _("On the waiting list")
    SCHEDULED = "scheduled", _("Scheduled")
    STARTED = "started", _("Started")
    INTERRUPTED = "interrupted", _("Interrupted")
    COMPLETED = "completed", _("Completed")
    DROPPED_OUT = "dropped_out", _("Dropped out")
    SWITCHED = "switched", _("Switched to another route")
    MOVED = "moved", _("Moved away")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")

    @property
    def tone(self) -> str:
        return {
            self.ACCEPTED: "busy",
            self.WAITLISTED: "attention",
            self.SCHEDULED: "busy",
            self.STARTED: "good",
            self.INTERRUPTED: "attention",
            self.COMPLETED: "good",
            self.DROPPED_OUT: "wrong",
            self.REFUSED: "wrong",
        }.get(self, "neutral")


HELD = (PlacementStatus.ACCEPTED,)
"""A seat reserved, as long as the reservation has not expired."""
IN_USE = (PlacementStatus.SCHEDULED, PlacementStatus.STARTED, PlacementStatus.INTERRUPTED)
"""A place in a group taken."""
IN_GROUP = (*HELD, *IN_USE)
"""Counts as a head of the group that the placement names."""
ENDED = (
    PlacementStatus.COMPLETED,
    PlacementStatus.DROPPED_OUT,
    PlacementStatus.SWITCHED,
    PlacementStatus.MOVED,
)
ENDED_EARLY = (PlacementStatus.DROPPED_OUT, PlacementStatus.SWITCHED, PlacementStatus.MOVED)
BEGUN = (PlacementStatus.STARTED, PlacementStatus.INTERRUPTED, *ENDED)
CHARGED = (*IN_USE, *ENDED)
"""Statuses for which a tariff can fall due."""
