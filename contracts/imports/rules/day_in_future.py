"""What is told as a fact lies no later than the day of the check."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

COLUMNS = (
    "status_on",
    "actual_first_on",
    "actual_last_on",
    "pip_on",
    "diploma_on",
    "conversation_on",
)


def _not_yet(view: View) -> dict[str, np.ndarray]:
    return {name: later(view.now(name).days, view.today) for name in COLUMNS}


RULE = DeliveryRule(
    "day_in_future",
    ERROR,
    COLUMNS,
    title=_("What happened has a day that has come"),
    message=_("This day has not come yet."),
    remedy=_("Give a day up to and including today, and the status of now."),
    broken=_not_yet,
)
