"""The contract has seats for the route on the planned first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.locations import Problem
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.has_problem(Problem.NO_LINE_THEN)


RULE = DeliveryRule(
    "no_line_then",
    ERROR,
    ("planned_first_on",),
    title=_("The contract has seats on the first day"),
    message=_("The contract has no seats for this route on the planned first day."),
    remedy=_("Correct the day, or ask the region for seats in that period."),
    broken=_broken,
)
