"""Hours are offered to who has an actual first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return (view.now("offered_hours").hundredths > 0) & ~view.now("actual_first_on").filled


RULE = DeliveryRule(
    "hours_without_first_day",
    WARNING,
    ("offered_hours",),
    title=_("Hours stand with who has begun"),
    message=_("Hours stand with somebody who has no actual first day."),
    remedy=_("Fill in the first day, or empty the hours."),
    broken=_broken,
)
