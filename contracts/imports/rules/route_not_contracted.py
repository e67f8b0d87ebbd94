"""The contract has seats for the route."""

import numpy as np
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.locations import Problem
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View
from providers.enums import LearningRoute


def _not_contracted(view: View) -> np.ndarray:
    return view.has_problem(Problem.ROUTE_NOT_CONTRACTED)


def _contracted(view: View) -> str:
    routes = sorted({line.route for line in view.agreement.lines})
    labels = ", ".join(str(LearningRoute(route).label) for route in routes)
    return gettext("The contract is for: %(routes)s.") % {"routes": labels}


RULE = DeliveryRule(
    "route_not_contracted",
    ERROR,
    ("route",),
    title=_("The contract has seats for the route"),
    message=_("The contract has no seats for this route."),
    remedy=_("Use a route of the contract."),
    broken=_not_contracted,
    mended=_contracted,
)
