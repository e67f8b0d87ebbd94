"""What parties do with covenants: draft, comment, agree, accept, sign, join, review and leave."""

from contracts.actions.covenants.accession import (
    accede_from_admission,
    admit_request,
    ask_accession,
    refuse_request,
)
from contracts.actions.covenants.clauses import (
    add_clauses,
    agree_clauses,
    change_clause,
    comment_on_clause,
    remove_clause,
    settle_comment,
    write_clause,
)
from contracts.actions.covenants.course import (
    check_covenant,
    hold_review,
    plan_review,
    set_targets,
)
from contracts.actions.covenants.drafting import change_covenant, draft_covenant, remove_covenant
from contracts.actions.covenants.parties import (
    Signatory,
    accept_text,
    drop_party,
    leave_covenant,
    name_parties,
    open_points,
    sign_party,
)
from contracts.actions.covenants.placements import (
    LearnerStep,
    add_conversation,
    change_learner,
    hold_conversation,
    move_learner,
    record_hours,
    register_learner,
)
from contracts.actions.covenants.steps import (
    activate_covenant,
    end_covenant,
    offer_covenant,
    publish_covenant,
    take_back_covenant,
    withdraw_publication,
)

__all__ = [
    "LearnerStep",
    "Signatory",
    "accede_from_admission",
    "accept_text",
    "activate_covenant",
    "add_clauses",
    "add_conversation",
    "admit_request",
    "agree_clauses",
    "ask_accession",
    "change_clause",
    "change_covenant",
    "change_learner",
    "check_covenant",
    "comment_on_clause",
    "draft_covenant",
    "drop_party",
    "end_covenant",
    "hold_conversation",
    "hold_review",
    "leave_covenant",
    "move_learner",
    "name_parties",
    "offer_covenant",
    "open_points",
    "plan_review",
    "publish_covenant",
    "record_hours",
    "refuse_request",
    "register_learner",
    "remove_clause",
    "remove_covenant",
    "set_targets",
    "settle_comment",
    "sign_party",
    "take_back_covenant",
    "withdraw_publication",
    "write_clause",
]
