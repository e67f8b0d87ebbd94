"""No e-mail address of a person stands in free text."""

import re

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

COLUMNS = ("reference", "group", "place", "status_reason")
ADDRESS = re.compile(r"[^\s@]@[^\s@]+\.[^\s@]")


def _holds_address(text: str | None) -> bool:
    return text is not None and "@" in text and ADDRESS.search(text) is not None


def _broken(view: View) -> dict[str, np.ndarray]:
    return {name: view.now(name).each(_holds_address, bool) for name in COLUMNS}


RULE = DeliveryRule(
    "email_address",
    ERROR,
    COLUMNS,
    title=_("No e-mail address stands in a text"),
    message=_("Holds an e-mail address; those may not be uploaded."),
    remedy=_("Leave the address out."),
    broken=_broken,
)
