"""The group works towards the level of the row."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    def differs(taught: str | None, level: str | None) -> bool:
        return bool(taught and level) and taught != level

    return view.by_pair(view.of_group("level"), view.now("level"), differs).astype(bool)


RULE = DeliveryRule(
    "group_level",
    ERROR,
    ("level",),
    title=_("The group works towards the level"),
    message=_("The group works towards another level."),
    remedy=_("Correct the level or the group."),
    broken=_broken,
)
