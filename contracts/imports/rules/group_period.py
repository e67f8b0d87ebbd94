"""The planned first day lies in the period of the group."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    day = view.now("planned_first_on").days
    first, last = view.of_group("first_on").days, view.of_group("last_on").days
    return later(first, day) | later(day, last)


RULE = DeliveryRule(
    "group_period",
    ERROR,
    ("planned_first_on",),
    title=_("The first day lies in the period of the group"),
    message=_("The planned first day lies outside the period of the group."),
    remedy=_("Correct the day or the group."),
    broken=_broken,
)
