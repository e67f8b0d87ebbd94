"""The code of the gemeente exists."""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _unknown(view: View) -> np.ndarray:
    code = view.now("gemeente")
    return code.filled & ~code.among(view.agreement.gemeenten)


RULE = DeliveryRule(
    "gemeente_unknown",
    ERROR,
    ("gemeente",),
    title=_("The gemeente exists"),
    message=_("There is no gemeente with this code."),
    remedy=_("Use the four-digit CBS code of the gemeente."),
    broken=_unknown,
)
