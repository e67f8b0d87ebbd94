"""No more seats are taken than were contracted; judged over the whole sheet, as the policy says."""

from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule

RULE = DeliveryRule(
    "no_seat_left",
    ERROR,
    ("group",),
    title=_("A seat is free on every line that counts the learner"),
    message=_("All seats of this route and place are taken."),
    remedy=_("Leave out rows until it fits, or ask the region for more seats."),
)
