"""An actual first day that was delivered stays."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.amended("actual_first_on") & view.before("actual_first_on").filled


RULE = DeliveryRule(
    "first_day_changes",
    WARNING,
    ("actual_first_on",),
    title=_("An actual first day stays"),
    message=_("Another actual first day than before: tariff and instalments follow it."),
    remedy=_("Check the day; say what is corrected."),
    broken=_broken,
)
