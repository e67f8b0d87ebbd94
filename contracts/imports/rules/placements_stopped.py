"""Nobody new is placed under a contract or with a provider that is suspended; what runs goes on."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import IN_GROUP
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _newly_placed(view: View) -> np.ndarray:
    if not view.agreement.stopped:
        return np.zeros(len(view.exists), dtype=bool)
    newly = view.among("status", IN_GROUP) & ~view.was_among("status", IN_GROUP)
    return ~view.exists | newly


def _why(view: View) -> str:
    return view.agreement.stopped


RULE = DeliveryRule(
    "placements_stopped",
    ERROR,
    ("status",),
    title=_("New learners may be placed"),
    message=_("Nobody new is placed while the contract or the provider is suspended."),
    remedy=_("Leave out the row, and ask the region how to go on."),
    broken=_newly_placed,
    told=_why,
)
