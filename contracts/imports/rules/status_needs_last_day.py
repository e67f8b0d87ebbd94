"""Who has ended has an actual last day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import ENDED
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.among("status", ENDED) & ~view.now("actual_last_on").filled


RULE = DeliveryRule(
    "status_needs_last_day",
    ERROR,
    ("actual_last_on",),
    title=_("Who has ended has a last day"),
    message=_("With this status an actual last day is needed."),
    remedy=_("Fill in the day of the last lesson."),
    broken=_broken,
)
