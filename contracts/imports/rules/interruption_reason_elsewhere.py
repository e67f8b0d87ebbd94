"""A reason of the interruption stands with the status Interrupted only."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    interrupted = view.among("status", (PlacementStatus.INTERRUPTED,))
    return view.now("interruption_reason").filled & ~interrupted


RULE = DeliveryRule(
    "interruption_reason_elsewhere",
    ERROR,
    ("interruption_reason",),
    title=_("A reason of the interruption stands with an interruption only"),
    message=_("A reason of the interruption stands with another status."),
    remedy=_("Empty the cell, or give the status Interrupted."),
    broken=_broken,
)
