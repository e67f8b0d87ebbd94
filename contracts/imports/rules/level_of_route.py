"""Route and level go together as DUO takes them: no A2 with O, no B1 with Z."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View
from providers.enums import LearningRoute


def _broken(view: View) -> np.ndarray:
    impossible = {(LearningRoute.EDUCATION, "A2"), (LearningRoute.SELF_RELIANCE, "B1")}

    def together(route: str | None, level: str | None) -> bool:
        return (route, level) in impossible

    return view.by_pair(view.now("route"), view.now("level"), together).astype(bool)


RULE = DeliveryRule(
    "level_of_route",
    ERROR,
    ("level",),
    title=_("Route and level go together"),
    message=_("This level does not go with this route."),
    remedy=_("DUO knows no A2 with the education route and no B1 with the Z route."),
    broken=_broken,
)
