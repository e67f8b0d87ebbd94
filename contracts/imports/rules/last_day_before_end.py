"""Who goes on has no actual last day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import IN_USE
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.now("actual_last_on").filled & view.among("status", IN_USE)


RULE = DeliveryRule(
    "last_day_before_end",
    WARNING,
    ("actual_last_on",),
    title=_("An actual last day stands with who has ended"),
    message=_("An actual last day stands with a status that goes on."),
    remedy=_("Empty the day, or give the status that ended it."),
    broken=_broken,
)
