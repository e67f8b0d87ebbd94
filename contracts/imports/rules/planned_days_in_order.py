"""The planned last day does not lie before the planned first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return later(view.now("planned_first_on").days, view.now("planned_last_on").days)


RULE = DeliveryRule(
    "planned_days_in_order",
    ERROR,
    ("planned_last_on",),
    title=_("The planned days are in order"),
    message=_("The planned last day lies before the planned first day."),
    remedy=_("Correct one of the two days."),
    broken=_broken,
)
