"""A course planned for more than five years is a typing error more often than a plan."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import NO_DAY
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

MOST_DAYS = 5 * 366


def _broken(view: View) -> np.ndarray:
    first, last = view.now("planned_first_on").days, view.now("planned_last_on").days
    return (first != NO_DAY) & (last - first > MOST_DAYS)


RULE = DeliveryRule(
    "planned_too_long",
    WARNING,
    ("planned_last_on",),
    title=_("A course is planned for at most five years"),
    message=_("The course is planned for more than five years."),
    remedy=_("Check the years of the two planned days."),
    broken=_broken,
)
