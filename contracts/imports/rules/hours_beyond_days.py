"""No more hours are offered than fit in the days between first lesson and last, or today."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import CENTS, NO_DAY
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

MOST_HOURS_A_DAY = 10


def _broken(view: View) -> np.ndarray:
    first, last = view.now("actual_first_on").days, view.now("actual_last_on").days
    until = np.where(last == NO_DAY, view.today, last)
    possible = (until - first + 1) * MOST_HOURS_A_DAY * CENTS
    return (first != NO_DAY) & (view.now("offered_hours").hundredths > possible)


RULE = DeliveryRule(
    "hours_beyond_days",
    WARNING,
    ("offered_hours",),
    title=_("The hours fit in the days"),
    message=_("More hours than fit in the days since the first lesson."),
    remedy=_("Check the hours and the first day."),
    broken=_broken,
)
