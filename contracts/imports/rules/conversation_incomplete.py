"""A progress conversation has a day and an outcome, or is not told of."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _half(view: View) -> dict[str, np.ndarray]:
    has_day, has_outcome = view.given("conversation_on"), view.given("conversation_outcome")
    return {
        "conversation_on": has_outcome & ~has_day,
        "conversation_outcome": has_day & ~has_outcome,
    }


RULE = DeliveryRule(
    "conversation_incomplete",
    ERROR,
    ("conversation_on", "conversation_outcome"),
    title=_("A progress conversation has a day and an outcome"),
    message=_("Of the progress conversation the day or the outcome is missing."),
    remedy=_("Fill in both, or neither."),
    broken=_half,
)
