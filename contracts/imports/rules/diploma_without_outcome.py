"""Who has a date of the diploma has the diploma as outcome."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import Outcome
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.now("diploma_on").filled & ~view.among("outcome", (Outcome.DIPLOMA,))


RULE = DeliveryRule(
    "diploma_without_outcome",
    ERROR,
    ("diploma_on",),
    title=_("A date of a diploma stands with a diploma"),
    message=_("A date of the diploma stands without a diploma as outcome."),
    remedy=_("Choose diploma as outcome, or empty the date."),
    broken=_broken,
)
