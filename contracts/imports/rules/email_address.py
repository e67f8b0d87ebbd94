"""No e-mail address of a person stands in free text."""

import re

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

COLUMNS = ("reference", "group", "place", "status_reason")
ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")


def _broken(view: View) -> dict[str, np.ndarray]:
    return view.holding(ADDRESS, COLUMNS)


RULE = DeliveryRule(
    "email_address",
    ERROR,
    COLUMNS,
    title=_("No e-mail address stands in a text"),
    message=_("Holds an e-mail address; those may not be uploaded."),
    remedy=_("Leave the address out."),
    broken=_broken,
)
