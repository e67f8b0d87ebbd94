"""With another status comes the day on which it began."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.amended("status") & ~view.changed("status_on")


RULE = DeliveryRule(
    "status_date_stays",
    WARNING,
    ("status_on",),
    title=_("The status date moves with the status"),
    message=_("The status is another, but its day is the same as before."),
    remedy=_("Give the day on which the new status began."),
    broken=_broken,
)
