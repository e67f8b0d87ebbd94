"""No telephone number of a person stands in free text: Dutch, or with a plus and a country."""

import re

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

COLUMNS = ("group", "place", "status_reason")
NUMBER = re.compile(r"(?<![\w.])(?:0|\+\d{2}|00\d{2})(?:[ .()-]{0,2}\d){9}(?!\d)", re.ASCII)


def _broken(view: View) -> dict[str, np.ndarray]:
    return view.holding(NUMBER, COLUMNS)


RULE = DeliveryRule(
    "phone_number",
    WARNING,
    COLUMNS,
    title=_("No telephone number stands in a text"),
    message=_("Holds what can be a telephone number."),
    remedy=_("Leave the number out, unless it is something else."),
    broken=_broken,
)
