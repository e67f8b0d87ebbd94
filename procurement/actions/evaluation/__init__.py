"""The evaluation: panel, knock-outs, scores, consensus, locking and low prices."""

from procurement.actions.evaluation.blind import bidder_labels, names_are_hidden
from procurement.actions.evaluation.checks import (
    Verdict,
    admit_lot_bid,
    answer_repair,
    ask_repair,
    check_requirements,
    exclude_lot_bid,
    judge_repair,
    requirements_of,
)
from procurement.actions.evaluation.consensus import (
    consensus_missing,
    record_consensus,
    reopen_consensus,
)
from procurement.actions.evaluation.low_prices import (
    LowPrice,
    ask_explanation,
    explain_price,
    judge_low_price,
    low_prices,
    record_hearing,
)
from procurement.actions.evaluation.minimum import scored_below_minimum
from procurement.actions.evaluation.panel import (
    add_panel_seat,
    declare_interest,
    name_chair,
    organisations_around,
    panel_stands,
    remove_panel_seat,
    replace_assessor,
)
from procurement.actions.evaluation.phases import lock_quality, missing_for_lock, start_evaluation
from procurement.actions.evaluation.scores import (
    hand_in_scores,
    has_handed_in,
    own_scores_missing,
    score,
    scores_missing,
    still_to_hand_in,
)

__all__ = [
    "LowPrice",
    "Verdict",
    "add_panel_seat",
    "admit_lot_bid",
    "answer_repair",
    "ask_explanation",
    "ask_repair",
    "bidder_labels",
    "check_requirements",
    "consensus_missing",
    "declare_interest",
    "exclude_lot_bid",
    "explain_price",
    "hand_in_scores",
    "has_handed_in",
    "judge_low_price",
    "judge_repair",
    "lock_quality",
    "low_prices",
    "missing_for_lock",
    "name_chair",
    "names_are_hidden",
    "organisations_around",
    "own_scores_missing",
    "panel_stands",
    "record_consensus",
    "record_hearing",
    "remove_panel_seat",
    "reopen_consensus",
    "replace_assessor",
    "requirements_of",
    "score",
    "scored_below_minimum",
    "scores_missing",
    "start_evaluation",
    "still_to_hand_in",
]
