"""Who has begun has an actual first day; somebody may move away before it."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import BEGUN, PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    began = [status for status in BEGUN if status != PlacementStatus.MOVED]
    return view.among("status", began) & ~view.now("actual_first_on").filled


RULE = DeliveryRule(
    "status_needs_first_day",
    ERROR,
    ("actual_first_on",),
    title=_("Who has begun has a first day"),
    message=_("With this status an actual first day is needed."),
    remedy=_("Fill in the day of the first lesson."),
    broken=_broken,
)
