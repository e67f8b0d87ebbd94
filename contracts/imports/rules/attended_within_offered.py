"""Nobody attends more hours than were offered."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.now("attended_hours").hundredths > view.now("offered_hours").hundredths


RULE = DeliveryRule(
    "attended_within_offered",
    ERROR,
    ("attended_hours",),
    title=_("No more hours attended than offered"),
    message=_("More hours attended than offered."),
    remedy=_("Correct one of the two."),
    broken=_broken,
)
