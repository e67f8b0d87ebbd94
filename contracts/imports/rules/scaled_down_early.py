"""Scaling down from B1 to A2 asks hours of shown effort; how many is a setting."""

import numpy as np
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import CENTS
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View
from providers.enums import LearningRoute


def _early(view: View) -> np.ndarray:
    scaled_down = view.was_among("level", ("B1",)) & view.among("level", ("A2",))
    too_few = view.now("attended_hours").hundredths < settings.SCALE_DOWN_HOURS * CENTS
    return scaled_down & too_few & view.among("route", (LearningRoute.B1,))


def _asked(view: View) -> str:
    hours = settings.SCALE_DOWN_HOURS
    return gettext("Scaled down to A2 before %(hours)s hours were attended.") % {"hours": hours}


RULE = DeliveryRule(
    "scaled_down_early",
    WARNING,
    ("level",),
    title=_("Scaling down follows on enough hours"),
    message=_("Scaled down to A2 before enough hours were attended."),
    remedy=_("Check level and hours; say who decided to scale down."),
    broken=_early,
    told=_asked,
)
