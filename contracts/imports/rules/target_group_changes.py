"""The target group decides who pays, and does not change by itself."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.amended("target_group")


RULE = DeliveryRule(
    "target_group_changes",
    WARNING,
    ("target_group",),
    title=_("A learner stays in the target group"),
    message=_("Another target group than before: it decides who pays."),
    remedy=_("Check the target group; say what is corrected."),
    broken=_broken,
)
