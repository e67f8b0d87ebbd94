"""What becomes of a contract after its draft: offered, suspended, resumed, ended, terminated."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.queue import later
from contracts.actions import papers
from contracts.actions.contract_telling import OFFERED, STOPPED, TAKEN_BACK, tell_provider
from contracts.models import Contract
from contracts.workflows import CONTRACT


@transaction.atomic
def offer_contract(
    *, contract: Contract, by: User, at: datetime, wording: papers.Wording | None = None
) -> Contract:
    """Put the draft on paper and lay it before the provider, who is told."""
    row = CONTRACT.apply(contract, "offer", by=by, at=at)
    paper = papers.make(contract=row, wording=wording, by=by, at=at)
    tell_provider(
        row,
        OFFERED,
        lambda: _("The contract is ready to be read and signed."),
        url=paper.get_absolute_url(),
        at=at,
    )
    return row


@transaction.atomic
def take_back_contract(*, contract: Contract, reason: str, by: User, at: datetime) -> Contract:
    """Make an offered contract a draft again; its paper and signatures no longer count."""
    row = CONTRACT.apply(contract, "take_back", by=by, at=at, reason=reason)
    standing = row.papers.of_contract().standing()
    papers.void_standing(standing, reason=reason, by=by, at=at)
    tell_provider(
        row,
        TAKEN_BACK,
        lambda: _("The contract is no longer offered: %(reason)s") % {"reason": reason},
        at=at,
    )
    return row


@transaction.atomic
def suspend_contract(*, contract: Contract, reason: str, by: User, at: datetime) -> Contract:
    """Let nobody new be placed until the contract is resumed; who is placed goes on."""
    row = CONTRACT.apply(contract, "suspend", by=by, at=at, reason=reason)
    tell_provider(
        row,
        STOPPED,
        lambda: _("Nobody new is placed for the time being: %(reason)s") % {"reason": reason},
        at=at,
    )
    return row


@transaction.atomic
def resume_contract(*, contract: Contract, by: User, at: datetime) -> Contract:
    """Let people be placed again."""
    changes: dict[str, Any] = {"suspended_at": None, "suspended_by": None}
    row = CONTRACT.apply(contract, "resume", by=by, at=at, **changes)
    tell_provider(row, STOPPED, lambda: _("People can be placed again."), at=at)
    return row


@transaction.atomic
def end_contract(*, contract: Contract, by: User, at: datetime) -> Contract:
    """Close a contract on which nothing is outstanding (workflows.closing); Refused otherwise."""
    ended_on = min(contract.last_on, amsterdam(at))
    row = CONTRACT.apply(contract, "end", by=by, at=at, ended_on=ended_on)
    tell_provider(row, STOPPED, lambda: _("The contract has ended."), at=at)
    later("accounts.seal_audit")
    return row


@transaction.atomic
def terminate_contract(
    *, contract: Contract, reason: str, by: User, at: datetime, on: date | None = None
) -> Contract:
    """Break the contract off; `on` is the last day that it ran, today when it is not given.

    Refused at "on" for a day to come: until then a contract can be suspended.
    """
    today = amsterdam(at)
    last_on = on or today
    if last_on > today:
        raise Refused(
            _("Terminate the contract on its last day; suspend it until then."), field="on"
        )
    row = CONTRACT.apply(contract, "terminate", by=by, at=at, reason=reason, ended_on=last_on)
    tell_provider(
        row,
        STOPPED,
        lambda: (
            _("The contract is terminated, last day %(day)s: %(reason)s")
            % {"day": day(last_on), "reason": reason}
        ),
        at=at,
    )
    later("accounts.seal_audit")
    return row
