"""Who has not begun has no actual first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import HELD, PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

NOT_BEGUN = (
    *HELD,
    PlacementStatus.REGISTERED,
    PlacementStatus.WAITLISTED,
    PlacementStatus.SCHEDULED,
    PlacementStatus.REFUSED,
)


def _broken(view: View) -> np.ndarray:
    return view.now("actual_first_on").filled & view.among("status", NOT_BEGUN)


RULE = DeliveryRule(
    "first_day_before_start",
    WARNING,
    ("actual_first_on",),
    title=_("An actual first day stands with who has begun"),
    message=_("An actual first day stands with a status that has not begun."),
    remedy=_("Empty the day, or give the status Started."),
    broken=_broken,
)
