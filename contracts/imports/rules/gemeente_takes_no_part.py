"""The gemeente is one of those that the contract is for."""

import numpy as np
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View


def _outside(view: View) -> np.ndarray:
    code, agreement = view.now("gemeente"), view.agreement
    return code.among(agreement.gemeenten) & ~code.among(agreement.participating)


def _who_take_part(view: View) -> str:
    codes = ", ".join(sorted(view.agreement.participating))
    return gettext("The contract is for: %(codes)s.") % {"codes": codes}


RULE = DeliveryRule(
    "gemeente_takes_no_part",
    ERROR,
    ("gemeente",),
    title=_("The gemeente takes part in the contract"),
    message=_("This gemeente does not take part in the contract."),
    remedy=_("Use the code of a gemeente that takes part."),
    broken=_outside,
    mended=_who_take_part,
)
