"""The PIP is decided on before the course begins; after a change of route there is a later one."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return later(view.now("pip_on").days, view.now("planned_first_on").days)


RULE = DeliveryRule(
    "pip_after_start",
    WARNING,
    ("pip_on",),
    title=_("The PIP comes before the start"),
    message=_("The PIP is dated after the planned first day."),
    remedy=_("Check both days; after a change of route this can be right."),
    broken=_broken,
)
