"""A bridging course ends within the integration term (README of the gateway of DUO)."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.coded import later
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    return later(view.now("planned_last_on").days, view.now("term_ends_on").days)


RULE = DeliveryRule(
    "planned_beyond_term",
    WARNING,
    ("planned_last_on",),
    title=_("The course ends within the integration term"),
    message=_("The planned last day lies after the end of the integration term."),
    remedy=_("Check both days, or say that the term will be longer."),
    broken=_broken,
)
