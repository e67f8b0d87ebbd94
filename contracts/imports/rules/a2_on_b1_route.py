"""DUO takes no A2 with the B1 route in a first PIP (README of the gateway of DUO)."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View
from providers.enums import LearningRoute


def _broken(view: View) -> np.ndarray:
    on_b1 = view.among("route", (LearningRoute.B1,))
    return on_b1 & view.among("level", ("A2",)) & ~view.exists


RULE = DeliveryRule(
    "a2_on_b1_route",
    WARNING,
    ("level",),
    title=_("Who begins the B1 route does so at B1"),
    message=_("Somebody new on the B1 route works towards A2."),
    remedy=_(
        "DUO takes no A2 with the B1 route in a first PIP; "
        "say that this is a later one, or correct the level."
    ),
    broken=_broken,
)
