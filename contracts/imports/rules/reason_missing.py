"""Who drops out, is refused or cancelled has a reason."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

ASKED = (PlacementStatus.DROPPED_OUT, PlacementStatus.REFUSED, PlacementStatus.CANCELLED)


def _broken(view: View) -> np.ndarray:
    newly = view.among("status", ASKED) & ~view.was_among("status", ASKED)
    return newly & ~view.now("status_reason").filled


RULE = DeliveryRule(
    "reason_missing",
    WARNING,
    ("status_reason",),
    title=_("Who drops out or is refused has a reason"),
    message=_("It does not say why."),
    remedy=_("Fill in a few words, without names and without anything about health."),
    broken=_broken,
)
