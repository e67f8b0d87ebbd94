"""A switch of route comes within some months of the PIP; from the education route at any time.

Only the switch to the B1 route is free of the limit. Of somebody who leaves the education route
by a status the next route is not known here, so that is not held against the row.
"""

from datetime import date

import numpy as np
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.periods import add_months
from config.shared.sheets import WARNING
from contracts.enums import PlacementStatus
from contracts.imports.coded import NO_DAY, later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View
from providers.enums import LearningRoute

EDUCATION = (LearningRoute.EDUCATION,)


def _late(view: View) -> np.ndarray:
    to_b1 = view.was_among("route", EDUCATION) & view.among("route", (LearningRoute.B1,))
    rerouted = view.changed("route") & ~to_b1
    leaves = view.changed("status") & view.among("status", (PlacementStatus.SWITCHED,))
    leaves &= ~view.among("route", EDUCATION)
    asked = rerouted | leaves
    if not asked.any():
        return asked
    in_time_until = view.now("pip_on").each(_last_day, np.int64)
    return asked & later(view.now("status_on").days, in_time_until)


def _last_day(pip_on: str | None) -> int:
    """The last day on which a switch is in time, as a number; NO_DAY without a PIP."""
    if not pip_on:
        return NO_DAY
    return add_months(date.fromisoformat(pip_on), settings.ROUTE_SWITCH_MONTHS).toordinal()


def _limit(view: View) -> str:
    return gettext("The switch of route comes more than %(months)s months after the PIP.") % {
        "months": settings.ROUTE_SWITCH_MONTHS
    }


RULE = DeliveryRule(
    "route_switched_late",
    WARNING,
    ("route", "status"),
    title=_("A switch of route comes in time"),
    message=_("The switch of route comes too long after the PIP."),
    remedy=_("Check route, status date and PIP; say why the gemeente allowed the switch."),
    broken=_late,
    told=_limit,
)
