"""A diploma is not dated before the first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return later(view.begins_on.days, view.now("diploma_on").days)


RULE = DeliveryRule(
    "diploma_before_start",
    WARNING,
    ("diploma_on",),
    title=_("A diploma comes after the start"),
    message=_("The diploma is dated before the first day."),
    remedy=_("Check both days."),
    broken=_broken,
)
