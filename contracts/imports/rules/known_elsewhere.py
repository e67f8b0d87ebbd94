"""A learner does not run twice: the same reference under another contract of the region.

What the other contract is, and whose, is not told. References are the provider's own, so that
two providers may use the same one: only within the same gemeente is it worth a look.
"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.enums import IN_GROUP, PlacementStatus
from contracts.imports.agreement import all_of
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View
from contracts.models import Contract, Placement

RUNNING = (*IN_GROUP, PlacementStatus.REGISTERED, PlacementStatus.WAITLISTED)


def _runs_elsewhere(view: View) -> np.ndarray:
    reference, gemeente = view.now("reference"), view.now("gemeente_id")
    new = ~view.exists & reference.filled
    if not new.any():
        return new
    named = [text for text in reference.texts if text]
    running = _running_elsewhere(view.agreement.contract_id, named)
    if not running:
        return np.zeros(len(new), dtype=bool)
    same = view.by_pair(reference, gemeente, lambda *pair: pair in running)
    return new & same.astype(bool)


def _running_elsewhere(contract_id: int, references: list[str]) -> set[tuple[str, str]]:
    """Reference and id of the gemeente of what runs under other contracts of the region."""
    here = Contract.objects.filter(pk=contract_id)
    others = Contract.objects.filter(region__in=here.values("region")).exclude(pk=contract_id)
    running = Placement.objects.filter(contract__in=others, status__in=RUNNING)
    found = running.filter(reference__in=all_of(references)).order_by("pk")
    return {(name, str(pk)) for name, pk in found.values_list("reference", "gemeente_id")}


RULE = DeliveryRule(
    "known_elsewhere",
    WARNING,
    ("reference",),
    title=_("A learner runs under one contract of the region"),
    message=_("This reference runs in the same gemeente under another contract of the region."),
    remedy=_("Say that this is somebody else, or end the other placement first."),
    broken=_runs_elsewhere,
)
