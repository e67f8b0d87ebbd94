"""The group exists in the contract."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.locations import Problem
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return view.has_problem(Problem.GROUP_UNKNOWN)


RULE = DeliveryRule(
    "group_unknown",
    ERROR,
    ("group",),
    title=_("The group exists in the contract"),
    message=_("The contract has no group with this reference."),
    remedy=_("Use the reference as it stands at Groups, or leave the cell empty."),
    broken=_broken,
)
