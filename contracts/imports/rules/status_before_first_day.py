"""A status that comes after the first lesson does not begin before it."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import BEGUN
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    earlier = later(view.now("actual_first_on").days, view.now("status_on").days)
    return earlier & view.among("status", BEGUN)


RULE = DeliveryRule(
    "status_before_first_day",
    WARNING,
    ("status_on",),
    title=_("Who has begun has a status date from the first day on"),
    message=_("The status began before the actual first day."),
    remedy=_("Check both days."),
    broken=_broken,
)
