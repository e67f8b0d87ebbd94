"""The contract has a tariff for the route on the first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    known = view.now("route").filled & view.begins_on.filled
    return known & ~view.now("tariff_id").filled


RULE = DeliveryRule(
    "tariff_missing",
    ERROR,
    ("route",),
    title=_("The contract has a tariff on the first day"),
    message=_("The contract has no tariff for this route on the first day."),
    remedy=_("Correct the day, or ask the region for a tariff in that period."),
    broken=_broken,
)
