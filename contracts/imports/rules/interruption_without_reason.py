"""Who is interrupted has a code that says why lessons stand still."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    interrupted = view.among("status", (PlacementStatus.INTERRUPTED,))
    return interrupted & ~view.now("interruption_reason").filled


RULE = DeliveryRule(
    "interruption_without_reason",
    ERROR,
    ("interruption_reason",),
    title=_("An interruption has a reason"),
    message=_("With the status Interrupted a reason of the interruption is needed."),
    remedy=_("Choose a reason from the list."),
    broken=_broken,
)
