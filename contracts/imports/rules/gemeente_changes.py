"""A placement stays with the gemeente that pays it."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.amended("gemeente_id") & view.given("gemeente")


RULE = DeliveryRule(
    "gemeente_changes",
    WARNING,
    ("gemeente",),
    title=_("A placement stays with its gemeente"),
    message=_("Another gemeente than before: its costs move with it."),
    remedy=_(
        "Who moves away gets the status Moved away and a new placement; else say what is corrected."
    ),
    broken=_broken,
)
