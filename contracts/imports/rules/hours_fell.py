"""Hours count from the start, so they do not become fewer."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

COLUMNS = ("offered_hours", "attended_hours")


def _fewer(view: View) -> dict[str, np.ndarray]:
    return {
        name: view.amended(name)
        & view.given(name)
        & (view.now(name).hundredths < view.before(name).hundredths)
        for name in COLUMNS
    }


RULE = DeliveryRule(
    "hours_fell",
    WARNING,
    COLUMNS,
    title=_("Hours do not become fewer"),
    message=_("Fewer hours than were delivered before."),
    remedy=_("Hours count from the start, not by month; say what is corrected."),
    broken=_fewer,
)
