"""The actual last day does not lie before the actual first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return later(view.now("actual_first_on").days, view.now("actual_last_on").days)


RULE = DeliveryRule(
    "actual_days_in_order",
    ERROR,
    ("actual_last_on",),
    title=_("The actual days are in order"),
    message=_("The actual last day lies before the actual first day."),
    remedy=_("Correct one of the two days."),
    broken=_broken,
)
