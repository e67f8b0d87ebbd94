"""A PIP belongs to the Wet inburgering 2021, in force since 1 January 2022."""

from datetime import date

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import Cohort
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

IN_FORCE_ON = date(2022, 1, 1)


def _before_the_law(view: View) -> np.ndarray:
    pip = view.now("pip_on")
    is_wi2021 = view.among("cohort", (Cohort.WI2021,))
    before = later(np.full(len(pip.days), IN_FORCE_ON.toordinal()), pip.days)
    return np.where(is_wi2021, before, pip.filled)


RULE = DeliveryRule(
    "pip_of_other_law",
    WARNING,
    ("pip_on",),
    title=_("PIP and cohort go together"),
    message=_("A PIP exists under the Wi2021 only, from 1 January 2022."),
    remedy=_("Check the day of the PIP and the cohort."),
    broken=_before_the_law,
)
