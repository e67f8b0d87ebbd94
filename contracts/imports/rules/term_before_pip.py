"""The integration term begins the day after the PIP (art. 11 Wi2021), so it ends later."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import NO_DAY
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    term, pip = view.now("term_ends_on").days, view.now("pip_on").days
    return (term != NO_DAY) & (pip >= term)


RULE = DeliveryRule(
    "term_before_pip",
    WARNING,
    ("term_ends_on",),
    title=_("The integration term ends after the PIP"),
    message=_("The integration term ends before the PIP."),
    remedy=_("Check both days: the term begins the day after the PIP."),
    broken=_broken,
)
