"""What goes to DUO, how it stands beside what went before, and why something cannot go."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DuoKind(TextChoices):
    """Which of DUO's bodies a line holds."""

    OFFER = "offer", _("Offer (Inburgeringsaanbod)")
    HOURS = "hours", _("Hours attended (GevolgdeUren)")


class DuoState(TextChoices):
    """How a line compares with the last export of the same gemeente."""

    NEW = "new", pgettext_lazy("body for DUO", "New")
    CHANGED = "changed", pgettext_lazy("body for DUO", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("body for DUO", "Unchanged")
    WITHDRAWN = "withdrawn", _("To be withdrawn")
    MISSING = "missing", _("Cannot be exported")

    @property
    def tone(self) -> str:
        tones = {"new": "good", "changed": "busy", "withdrawn": "attention", "missing": "wrong"}
        return tones.get(self.value, "neutral")


TO_SEND = (DuoState.NEW, DuoState.CHANGED, DuoState.WITHDRAWN)
"""What the gemeente's own system has not passed on yet."""


class DuoReason(TextChoices):
    """Why DUO would not register it, each a sentence that says what to mend.

    The conditions are those of DUO's description of the exchange (Inburgeringsaanbod 1.2.0).
    """

    NOT_PLANNED = "not_planned", _("No course is planned yet, so there is nothing to offer.")
    NO_PIP = "no_pip", _("The date of the PIP is missing.")
    BEFORE_PIP = "before_pip", _("The course begins before the date of the PIP.")
    BEFORE_TERM = (
        "before_term",
        _("The bridging programme begins before the term, which starts the day after the PIP."),
    )
    AFTER_TERM = "after_term", _("The course ends after the integration term.")
    ENDS_FIRST = "ends_first", _("The course ends before it begins.")
    NO_INSTITUTION = (
        "no_institution",
        _("The DUO institution number of the provider is missing in the register."),
    )
    NOT_RECOGNISED = (
        "not_recognised",
        _("The provider did not hold what the route asks for on the first day of the course."),
    )
    NO_RETURN = "no_return", _("The provider has delivered nothing about this month.")
    TOO_MANY_HOURS = "too_many_hours", _("There are more hours than the 9,999 that DUO takes.")
