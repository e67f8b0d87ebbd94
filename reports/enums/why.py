"""Into what an overrun is split."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OverrunPart(TextChoices):
    """What an overrun comes from, in the order in which it is told."""

    VOLUME = "volume", _("Number of learners")
    MIX = "mix", _("Spread over routes and contracts")
    DURATION = "duration", _("Hours and duration")
    PRICE = "price", _("Price")
    INDEXATION = "indexation", _("Indexation")
    FILL = "fill", _("Empty seats in groups")
    SETTLEMENTS = "settlements", _("Dropout, absence and switches")
    UNSUBSTANTIATED = "unsubstantiated", _("Budget without a plan")
    ENTRIES = "entries", _("Costs without a placement")
