"""How an amendment moves from a draft to a changed contract."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.amending.checks import backdated, problems
from contracts.amending.conflicts import conflict_sentence
from contracts.amending.grounds import Outcome
from contracts.amending.verdict import judge
from contracts.enums import BINDING, AmendmentStatus, ContractStatus

if TYPE_CHECKING:
    from contracts.models import Amendment

AMENDABLE = (*BINDING, ContractStatus.SUSPENDED)
"""Contracts that can be amended: a draft is simply changed, what has ended stays as it was."""


def contract_in_force(amendment: "Amendment", at: datetime) -> str | None:
    contract = amendment.contract
    if contract.status in AMENDABLE:
        return None
    return _("The contract is not in force: its status is “%(status)s”.") % {
        "status": contract.get_status_display()
    }


def something_changes(amendment: "Amendment", at: datetime) -> str | None:
    changed = amendment.base != amendment.proposed
    return None if changed else _("Nothing changes yet: change the copy of the contract.")


def explained(amendment: "Amendment", at: datetime) -> str | None:
    if amendment.reason_code and amendment.explanation.strip():
        return None
    return _("Choose the ground of the amendment and explain it.")


def worth_known(amendment: "Amendment", at: datetime) -> str | None:
    reason = amendment.reason
    if amendment.worth is not None or reason is None or not reason.is_limited:
        return None
    return _("Say what the change is worth: the contract has no maximum value to go by.")


def no_conflict(amendment: "Amendment", at: datetime) -> str | None:
    """Of two amendments that touch the same fact the second cannot go on unseen."""
    found = amendment.merged.conflicts
    if not found:
        return None
    named = " ".join(conflict_sentence(each, amendment.names) for each in found)
    return _("The contract was changed meanwhile: choose which version stands. %(where)s") % {
        "where": named
    }


def holds_together(amendment: "Amendment", at: datetime) -> str | None:
    if amendment.merged.conflicts:
        return None
    merged = amendment.merged.terms
    found = problems(merged, amendment.names)
    found += backdated(amendment.base, amendment.proposed, amendment.effective_on, amendment.names)
    return " ".join(found) or None


def within_limits(amendment: "Amendment", at: datetime) -> str | None:
    """The verdict of art. 2.163b-g on the day of `at`."""
    case = amendment.case(amsterdam(at))
    if case is None:
        return None
    verdict = judge(case)
    if verdict.outcome != Outcome.NOT_ALLOWED:
        return None
    return _("Not allowed on this ground (article %(article)s): %(why)s") % {
        "article": verdict.article,
        "why": " ".join(verdict.objections),
    }


def signed_by_both(amendment: "Amendment", at: datetime) -> str | None:
    if amendment.papers.signed_by_both().exists():
        return None
    return _("Both sides have to sign the paper of the amendment first.")


AMENDMENT = Workflow(
    name="amendment",
    states=AmendmentStatus,
    initial=(AmendmentStatus.DRAFT,),
    transitions=(
        Transition(
            "offer",
            (AmendmentStatus.DRAFT,),
            AmendmentStatus.OFFERED,
            gettext_lazy("Offer for signature"),
            Permission.CONTRACT_SIGN,
            (
                contract_in_force,
                something_changes,
                explained,
                worth_known,
                no_conflict,
                holds_together,
                within_limits,
            ),
            stamp="offered",
            consequence=gettext_lazy(
                "The paper of the amendment is made, and the provider sees it and is told."
            ),
        ),
        Transition(
            "take_back",
            (AmendmentStatus.OFFERED,),
            AmendmentStatus.DRAFT,
            gettext_lazy("Take back"),
            Permission.CONTRACT_SIGN,
            reason_required=True,
            consequence=gettext_lazy(
                "The paper no longer counts and the provider no longer sees the amendment."
            ),
        ),
        Transition(
            "sign",
            (AmendmentStatus.OFFERED,),
            AmendmentStatus.SIGNED,
            gettext_lazy("Bring into the contract"),
            Permission.CONTRACT_SIGN,
            (contract_in_force, signed_by_both, no_conflict, holds_together, within_limits),
            stamp="signed",
            consequence=gettext_lazy(
                "The contract is changed: tariffs, seats and facts. Costs are counted anew for "
                "placements that come under another tariff. This cannot be undone."
            ),
        ),
        Transition(
            "withdraw",
            (AmendmentStatus.DRAFT, AmendmentStatus.OFFERED),
            AmendmentStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.CONTRACT_DRAFT,
            stamp="withdrawn",
            reason_required=True,
            consequence=gettext_lazy("The contract stays as it is."),
        ),
    ),
    acts={"rebased": gettext_lazy("Brought up to date with the contract")},
)
