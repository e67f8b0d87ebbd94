"""A placement that has ended does not change: its costs may already have been paid."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import ENDED, PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

FINAL = (*ENDED, PlacementStatus.REFUSED, PlacementStatus.CANCELLED)
FACTS = (
    "gemeente_id",
    "route",
    "target_group",
    "planned_first_on",
    "planned_last_on",
    "actual_first_on",
    "actual_last_on",
)


def _broken(view: View) -> np.ndarray:
    changes = np.zeros(len(view.exists), dtype=bool)
    for name in FACTS:
        changes |= view.amended(name)
    return changes & view.was_among("status", FINAL)


RULE = DeliveryRule(
    "ended_changes",
    WARNING,
    ("status",),
    title=_("What has ended does not change"),
    message=_("The placement has ended; what changes may change its costs."),
    remedy=_("Say what is corrected."),
    broken=_broken,
)
