"""A new placement is not one that is known under another reference.

Nothing identifies a learner here, so that only facts can be compared: the same days, hours and
codes to the last one, with hours attended, are hardly those of two people.
"""

from typing import Any

import numpy as np
from django.db import connection
from django.utils.translation import gettext_lazy as _

from config.shared.sheets import WARNING
from contracts.imports.rule import DeliveryRule
from contracts.imports.view import View

FACTS = {
    "gemeente_id": "bigint",
    "route": "text",
    "target_group": "text",
    "level": "text",
    "pip_on": "date",
    "planned_first_on": "date",
    "planned_last_on": "date",
    "actual_first_on": "date",
    "offered_hours": "numeric",
    "attended_hours": "numeric",
}
_TOLD = ", ".join(f"%({name})s::{kind}[]" for name, kind in FACTS.items())
_NAMES = ", ".join(FACTS)

WITH_SAME_FACTS = f"""
    WITH standing AS (
        SELECT DISTINCT {_NAMES} FROM contracts_placement placement
         WHERE contract_id = %(contract)s AND NOT EXISTS (
               SELECT FROM unnest(%(named)s::text[]) AS named(reference)
                WHERE named.reference = placement.reference)
    )
    SELECT told.place
      FROM unnest(%(place)s::int[], {_TOLD}) AS told(place, {_NAMES})
      JOIN standing USING ({_NAMES})
"""  # noqa: S608 - names of our own columns
"""Each row once, however many are just like it."""


def _same_facts(view: View) -> np.ndarray:
    told = ~view.exists & view.now("pip_on").filled & (view.now("attended_hours").hundredths > 0)
    broken = np.zeros(len(told), dtype=bool)
    if told.any() and view.agreement.has_placements:
        broken[_matches(view, np.flatnonzero(told))] = True
    return broken


def _matches(view: View, places: np.ndarray) -> list[int]:
    """Places of rows that a placement of the contract is just like, and the rows do not name it."""
    contract = view.agreement.contract_id
    asked: dict[str, Any] = {name: view.now(name).column[places].tolist() for name in FACTS}
    named = [text for text in view.now("reference").texts if text]
    facts = asked | {"place": places.tolist(), "contract": contract, "named": named}
    with connection.cursor() as cursor:
        cursor.execute(WITH_SAME_FACTS, facts)
        return [place for (place,) in cursor.fetchall()]


RULE = DeliveryRule(
    "facts_of_other_placement",
    WARNING,
    ("reference",),
    title=_("A new placement is not known under another reference"),
    message=_("A placement with another reference has exactly the same days, hours and codes."),
    remedy=_("Use the reference that is known, or say that these are two learners."),
    broken=_same_facts,
)
