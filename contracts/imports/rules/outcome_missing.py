"""Who completed leaves with an outcome."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    completed = view.among("status", (PlacementStatus.COMPLETED,))
    return completed & view.given("status") & ~view.now("outcome").filled


RULE = DeliveryRule(
    "outcome_missing",
    WARNING,
    ("outcome",),
    title=_("Who completed has an outcome"),
    message=_("Somebody completed without an outcome."),
    remedy=_(
        "Choose what the learner leaves with; without it the course does not count in the results."
    ),
    broken=_broken,
)
