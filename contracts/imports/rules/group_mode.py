"""The delivery mode of the row is that of its group."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _broken(view: View) -> np.ndarray:
    def differs(of_group: str | None, mode: str | None) -> bool:
        return bool(of_group and mode) and of_group != mode

    pairs = view.by_pair(view.of_group("mode"), view.now("mode"), differs)
    return view.given("mode") & pairs.astype(bool)


RULE = DeliveryRule(
    "group_mode",
    WARNING,
    ("mode",),
    title=_("The delivery mode is that of the group"),
    message=_("The group has another delivery mode."),
    remedy=_("Correct the mode or the group."),
    broken=_broken,
)
