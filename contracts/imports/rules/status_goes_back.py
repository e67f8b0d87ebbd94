"""The day of a status does not lie before that of the status before it."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    earlier = later(view.basis("status_on").days, view.now("status_on").days)
    return view.changed("status") & earlier


RULE = DeliveryRule(
    "status_goes_back",
    ERROR,
    ("status_on",),
    title=_("A status does not begin before the one that stands"),
    message=_("The status is dated before the status that stands."),
    remedy=_("Give the day on which the new status began."),
    broken=_broken,
)
