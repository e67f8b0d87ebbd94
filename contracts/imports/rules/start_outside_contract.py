"""The first day, planned and actual, lies in the period of the contract."""

from datetime import date

import numpy as np
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared import display
from config.shared.sheets import ERROR
from contracts.imports.coded import later, ordinal
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

COLUMNS = ("planned_first_on", "actual_first_on")


def _outside(view: View) -> dict[str, np.ndarray]:
    first, last = ordinal(view.agreement.first_on), ordinal(view.agreement.last_on)
    found = {}
    for name in COLUMNS:
        days = view.now(name).days
        found[name] = later(days, last) | later(np.full(len(days), first), days)
    return found


def _period(view: View) -> str:
    return gettext("The contract runs from %(first)s up to and including %(last)s.") % {
        "first": display.day(date.fromisoformat(view.agreement.first_on)),
        "last": display.day(date.fromisoformat(view.agreement.last_on)),
    }


RULE = DeliveryRule(
    "start_outside_contract",
    ERROR,
    COLUMNS,
    title=_("The first day lies in the period of the contract"),
    message=_("The day lies outside the period of the contract."),
    remedy=_("Give a day on which the contract runs."),
    broken=_outside,
    mended=_period,
)
