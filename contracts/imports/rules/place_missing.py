"""Where the contract has a route in several places, the row says which."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.locations import Problem
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.has_problem(Problem.PLACE_MISSING)


RULE = DeliveryRule(
    "place_missing",
    ERROR,
    ("place",),
    title=_("With several places the row says which"),
    message=_("The contract has this route in more than one place."),
    remedy=_("Fill in the place, or the group with its place."),
    broken=_broken,
)
