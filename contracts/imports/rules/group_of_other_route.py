"""The group is for the route of the row."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.locations import Problem
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.has_problem(Problem.GROUP_OF_OTHER_ROUTE)


RULE = DeliveryRule(
    "group_of_other_route",
    ERROR,
    ("group",),
    title=_("The group is for the route"),
    message=_("This group is for another route."),
    remedy=_("Correct the group or the route."),
    broken=_broken,
)
