"""A status follows on the one that stands, as the workflow of placements knows."""

import numpy as np
import pandas as pd
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import ERROR
from contracts.enums import PlacementStatus
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View
from contracts.workflows import PLACEMENT


def _cannot_follow(view: View) -> np.ndarray:
    moves = PLACEMENT.pairs()

    def impossible(before: str | None, after: str | None) -> bool:
        return bool(before and after) and before != after and (before, after) not in moves

    return view.by_pair(view.basis("status"), view.now("status"), impossible).astype(bool)


def _said_of_move(view: View) -> pd.Series:
    return view.series(view.by_pair(view.basis("status"), view.now("status"), _move_in_words))


def _move_in_words(before: str | None, after: str | None) -> str:
    if before is None or after is None:
        return ""
    return gettext("A placement cannot go from “%(before)s” to “%(after)s”.") % {
        "before": PlacementStatus(before).label,
        "after": PlacementStatus(after).label,
    }


def _ways_on(view: View) -> pd.Series:
    return view.series(view.basis("status").each(_ways_from, object))


def _ways_from(status: str | None) -> str:
    targets = [after for before, after in sorted(PLACEMENT.pairs()) if before == status]
    if not targets:
        return gettext("This status is final; use a new reference for a new placement.")
    labels = ", ".join(str(PlacementStatus(target).label) for target in targets)
    return gettext("Possible now: %(statuses)s. Deliver that step first.") % {"statuses": labels}


RULE = DeliveryRule(
    "status_move_unknown",
    ERROR,
    ("status",),
    title=_("The status can follow on the one that stands"),
    message=_("This status cannot follow on the one that stands."),
    remedy=_("Deliver the step in between first, or use a new reference for a new placement."),
    broken=_cannot_follow,
    told=_said_of_move,
    mended=_ways_on,
)
