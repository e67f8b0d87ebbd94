"""A sheet tells of a placement once; judged over the whole sheet."""

from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule

RULE = DeliveryRule(
    "duplicate",
    ERROR,
    ("reference",),
    title=_("A placement stands in the sheet once"),
    message=_("Another row is about the same placement."),
    remedy=_("Keep one of the two."),
)
