"""The contract has seats for the route in the place."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.locations import Problem
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.has_problem(Problem.PLACE_UNKNOWN)


RULE = DeliveryRule(
    "place_unknown",
    ERROR,
    ("place",),
    title=_("The contract has seats in the place"),
    message=_("The contract has no seats for this route in this place."),
    remedy=_("Use the place as it stands in the contract's capacity."),
    broken=_broken,
)
