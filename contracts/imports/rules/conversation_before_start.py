"""Progress is talked about after the first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return later(view.begins_on.days, view.now("conversation_on").days)


RULE = DeliveryRule(
    "conversation_before_start",
    WARNING,
    ("conversation_on",),
    title=_("A progress conversation comes after the start"),
    message=_("The progress conversation lies before the first day."),
    remedy=_("Check both days."),
    broken=_broken,
)
