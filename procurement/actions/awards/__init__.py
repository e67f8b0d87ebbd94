"""From locked scores to a concluded contract, lot by lot."""

from procurement.actions.awards.choosing import Choice, choice_of, record_draw
from procurement.actions.awards.deciding import decide_award, missing_for_decision, send_decision
from procurement.actions.awards.ending import award, end_without_award, record_conclusion
from procurement.actions.awards.revoking import drop_out, revoke_decision

__all__ = [
    "Choice",
    "award",
    "choice_of",
    "decide_award",
    "drop_out",
    "end_without_award",
    "missing_for_decision",
    "record_conclusion",
    "record_draw",
    "revoke_decision",
    "send_decision",
]
