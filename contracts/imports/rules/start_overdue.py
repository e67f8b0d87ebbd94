"""Who is scheduled begins about the planned first day."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets.finding import NOTICE
from contracts.enums import PlacementStatus
from contracts.imports.coded import NO_DAY
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

PATIENCE = 28  # days


def _broken(view: View) -> np.ndarray:
    planned = view.now("planned_first_on").days
    overdue = (planned != NO_DAY) & (planned + PATIENCE < view.today)
    return overdue & view.among("status", (PlacementStatus.SCHEDULED,))


RULE = DeliveryRule(
    "start_overdue",
    NOTICE,
    ("planned_first_on",),
    title=_("Who is scheduled begins in time"),
    message=_("The planned first day is more than four weeks ago."),
    remedy=_("Give the status Started, or the day that is planned now."),
    broken=_broken,
)
