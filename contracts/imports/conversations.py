"""Progress conversations that a sheet tells of: found beside the known ones, then recorded."""

from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from config.shared.columns import Parsed
from contracts.imports.agreement import CONVERSATION, all_of
from contracts.models import ProgressConversation

ANSWER_DUE = """
    UPDATE contracts_progressconversation due
    SET held_on = told.conversation_on, outcome = told.conversation_outcome
    FROM (
        SELECT DISTINCT ON (waiting.placement_id)
            waiting.id, staged.conversation_on, staged.conversation_outcome
        FROM {staged} staged
        JOIN contracts_placement placement
            ON placement.contract_id = %(contract)s AND placement.reference = staged.reference
        JOIN contracts_progressconversation waiting
            ON waiting.placement_id = placement.id AND waiting.held_on IS NULL
        WHERE staged.conversation_on IS NOT NULL AND NOT EXISTS (
            SELECT FROM contracts_progressconversation known
            WHERE known.placement_id = placement.id AND known.held_on = staged.conversation_on
        )
        ORDER BY waiting.placement_id, abs(waiting.due_on - staged.conversation_on)
    ) told
    WHERE due.id = told.id
"""
"""Of what was due and not yet held, the conversation nearest to the day is the one held."""

ADD_OTHERS = """
    INSERT INTO contracts_progressconversation (placement_id, due_on, held_on, outcome)
    SELECT placement.id, staged.conversation_on, staged.conversation_on,
        staged.conversation_outcome
    FROM {staged} staged
    JOIN contracts_placement placement
        ON placement.contract_id = %(contract)s AND placement.reference = staged.reference
    WHERE staged.conversation_on IS NOT NULL AND NOT EXISTS (
        SELECT FROM contracts_progressconversation known
        WHERE known.placement_id = placement.id AND known.held_on = staged.conversation_on
    )
    ON CONFLICT (placement_id, due_on)
    DO UPDATE SET held_on = excluded.held_on, outcome = excluded.outcome
"""

CORRECT_OUTCOME = """
    UPDATE contracts_progressconversation known
    SET outcome = staged.conversation_outcome
    FROM {staged} staged
    JOIN contracts_placement placement
        ON placement.contract_id = %(contract)s AND placement.reference = staged.reference
    WHERE known.placement_id = placement.id AND known.held_on = staged.conversation_on
        AND known.outcome <> staged.conversation_outcome
"""


def new_conversations(parsed: Parsed, standing: pd.DataFrame) -> pd.DataFrame:
    """Day and outcome of each conversation that is not known yet; None for every other row.

    One query, and only where a known placement comes with a conversation.
    """
    told = parsed.frame[list(CONVERSATION)].astype(object)
    told = told.where(told.notna(), None)
    complete = told.notna().all(axis=1)
    if not complete.any():
        return told.where(complete, None)
    known = _known(standing.loc[complete, "id"].dropna())
    keys = zip(standing["id"], *(told[name] for name in CONVERSATION), strict=True)
    is_new = np.fromiter((key not in known for key in keys), dtype=bool, count=len(told))
    return told.where(complete & is_new, None)


def _known(ids: pd.Series) -> set[tuple[str, str, str]]:
    """Placement, day and outcome of the conversations that were held, as texts."""
    if ids.empty:
        return set()
    named = ProgressConversation.objects.filter(placement__in=all_of(ids, "bigint"))
    held = named.filter(held_on__isnull=False).order_by("pk")
    rows = held.values_list("placement_id", "held_on", "outcome")
    return {(str(pk), f"{held_on}", outcome) for pk, held_on, outcome in rows}


def record_conversations(staged: str, facts: dict[str, Any]) -> None:
    """Keep the conversations of the rows in the table `staged`, whose placements are there now.

    `staged` is a table of our own with `reference` and the columns of a conversation; `facts`
    holds the id of the `contract`. May run twice.
    """
    with connection.cursor() as cursor:
        for statement in (CORRECT_OUTCOME, ANSWER_DUE, ADD_OTHERS):
            cursor.execute(statement.format(staged=staged), facts)
