"""Only who completed or dropped out leaves with an outcome."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    ends = (PlacementStatus.COMPLETED, PlacementStatus.DROPPED_OUT)
    return view.now("outcome").filled & ~view.among("status", ends)


RULE = DeliveryRule(
    "outcome_without_end",
    ERROR,
    ("outcome",),
    title=_("An outcome stands with who completed or dropped out"),
    message=_("An outcome stands with a status that has none."),
    remedy=_("Empty the cell, or give the status Completed or Dropped out."),
    broken=_broken,
)
