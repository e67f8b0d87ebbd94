"""The provider holds the recognition that the route asks, on the first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rows import covering
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _not_held(view: View) -> np.ndarray:
    spans = view.agreement.recognitions

    def lacks(route: str | None, day: str | None) -> bool:
        return bool(route and day) and covering(spans, route, day) is None

    return view.by_pair(view.now("route"), view.begins_on, lacks).astype(bool)


RULE = DeliveryRule(
    "recognition_missing",
    ERROR,
    ("route",),
    title=_("You hold the recognition for the route on the first day"),
    message=_("On the first day you hold no recognition for this route."),
    remedy=_("Correct the day, or have the recognition entered in the register."),
    broken=_not_held,
)
