"""A group gets no more heads than its maximum; judged over the whole sheet."""

from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule

RULE = DeliveryRule(
    "over_group_maximum",
    WARNING,
    ("group",),
    title=_("The group stays within its maximum"),
    message=_("With this row the group is over its maximum."),
    remedy=_("Check with the region whether the group may be larger."),
)
