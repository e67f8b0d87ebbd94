"""DUO registers a course of a status holder after the PIP only (README of its gateway)."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import BEGUN, Cohort, TargetGroup
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    status_holder = view.among("target_group", (TargetGroup.STATUS_HOLDER,))
    has_begun = view.among("status", BEGUN) & view.among("cohort", (Cohort.WI2021,))
    return status_holder & has_begun & ~view.now("pip_on").filled


RULE = DeliveryRule(
    "pip_missing",
    WARNING,
    ("pip_on",),
    title=_("A status holder who has begun has a PIP"),
    message=_("A status holder has begun without a date of the PIP."),
    remedy=_("Fill in the day of the PIP: without it the gemeente cannot tell DUO of the course."),
    broken=_broken,
)
