"""The steps of an amendment: offered on paper, brought into the contract, withdrawn, noticed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.queue import later
from config.shared.validity import valid
from contracts.actions import papers
from contracts.actions.agreement import write_terms
from contracts.actions.contract_telling import (
    CONCLUDED,
    OFFERED,
    TAKEN_BACK,
    Sentence,
    tell_provider,
)
from contracts.actions.records import record_update
from contracts.amending.diff import sentences
from contracts.amending.verdict import Case, Verdict, judge
from contracts.enums import AmendmentStatus
from contracts.models import Amendment, Contract
from contracts.workflows import AMENDMENT
from procurement.terms import Rule


@transaction.atomic
def offer_amendment(*, amendment: Amendment, by: User, at: datetime) -> Amendment:
    """Fix the text, freeze the verdict and put the amendment on paper for both sides to sign.

    Refused when it could not be brought into the contract as it stands now.
    """
    row = _locked(amendment)
    _freeze(row, at)
    offered = AMENDMENT.apply(row, "offer", by=by, at=at)
    _rehearse(offered)
    papers.make(contract=offered.contract, amendment=offered, by=by, at=at)
    _tell(offered, OFFERED, lambda: _("An amendment is ready to be signed."), at)
    return offered


def _rehearse(amendment: Amendment) -> None:
    """Bring it into the contract and undo that: nobody signs what the database would refuse."""
    with transaction.atomic():
        write_terms(amendment.contract, amendment.standing_terms, amendment.merged.terms)
        transaction.set_rollback(True)
    amendment.contract.refresh_from_db()


@transaction.atomic
def take_back_amendment(*, amendment: Amendment, reason: str, by: User, at: datetime) -> Amendment:
    """Make a draft of it again; the paper no longer counts."""
    unstamped = {"offered_at": None, "offered_by": None}
    taken = AMENDMENT.apply(amendment, "take_back", by=by, at=at, reason=reason, **unstamped)
    papers.void_standing(taken.papers.standing(), reason=reason, by=by, at=at)
    _tell(taken, TAKEN_BACK, lambda: _("The region took the amendment back."), at)
    return taken


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, reason: str, by: User, at: datetime) -> Amendment:
    """Give it up; the contract stays as it is and a paper no longer counts."""
    withdrawn = AMENDMENT.apply(amendment, "withdraw", by=by, at=at, reason=reason)
    papers.void_standing(withdrawn.papers.standing(), reason=reason, by=by, at=at)
    return withdrawn


@transaction.atomic
def sign_amendment(*, amendment: Amendment, by: User, at: datetime) -> Amendment:
    """Bring the amendment, signed by both sides, into the contract: all of it or nothing.

    What was changed in the contract meanwhile stays; Refused, with the conflict named, when both
    changed the same fact. Prices, seats and facts are written, and costs counted anew.
    """
    row = _locked(amendment)
    before, merged = row.standing_terms, row.merged
    if not merged.conflicts:
        row.base, row.proposed = before, dict(merged.terms)
    _freeze(row, at)
    signed = AMENDMENT.apply(row, "sign", by=by, at=at)
    touched = write_terms(signed.contract, before, signed.proposed)
    _record_change(signed, touched, before, by=by, at=at)
    _tell(signed, CONCLUDED, lambda: _("The amendment is part of the contract from now on."), at)
    later("accounts.seal_audit")
    return signed


def _tell(amendment: Amendment, kind: str, sentence: Sentence, at: datetime) -> None:
    """Tell who signs for the provider; what was taken back they no longer see."""
    url = "" if kind == TAKEN_BACK else amendment.get_absolute_url()
    tell_provider(amendment.contract, kind, sentence, at=at, url=url)


def _locked(amendment: Amendment) -> Amendment:
    """The amendment, with its contract locked first: of two signings one sees the other's."""
    Contract.objects.select_for_update(of=("self",)).get(pk=amendment.contract_id)
    return (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("contract__region")
        .get(pk=amendment.pk)
    )


def _record_change(
    signed: Amendment, touched: list[int], before: dict[str, Any], *, by: User, at: datetime
) -> None:
    said = [f"{signed}: {signed.title}", *sentences(before, signed.proposed, signed.names)]
    if touched:
        said.append(
            ngettext(
                "The costs of %(count)s placement were counted anew.",
                "The costs of %(count)s placements were counted anew.",
                len(touched),
            )
            % {"count": number(len(touched))}
        )
    record_update(signed.contract, {}, by=by, at=at, what="\n".join(said))


def _freeze(amendment: Amendment, at: datetime) -> None:
    """Keep the judgment of this moment with it, apart from the line that the step leaves.

    Where it cannot be judged yet the conditions of the step say so.
    """
    case = amendment.case(amsterdam(at))
    if case is None:
        return
    verdict = judge(case)
    kept: dict[str, Any] = {
        "verdict": verdict_record(case, verdict, amsterdam(at)),
        "needs_notice": verdict.needs_notice,
        "change_amount": case.change_amount,
        **amendment.totals,
    }
    for name, value in kept.items():
        setattr(amendment, name, value)
    amendment.save(update_fields=["base", "proposed", *kept])


def verdict_record(case: Case, verdict: Verdict, on: date) -> dict[str, Any]:
    """The verdict as it is kept with the amendment, with the rules it rests on."""
    return {
        "on": on.isoformat(),
        "reason": verdict.reason.value,
        "article": verdict.article,
        "outcome": verdict.outcome.value,
        "sentences": list(verdict.sentences),
        "tests": [
            {
                "reason": test.reason.value,
                "holds": test.holds,
                "sentences": [*test.objections, *test.warnings, *test.sums],
            }
            for test in verdict.tests
        ],
        "rules": [_rule(rule) for rule in (case.threshold, case.minor_share, case.extra_share)],
    }


def _rule(rule: Rule) -> dict[str, str]:
    unit, value = rule.unit.value, f"{rule.value:f}"
    return {"key": rule.key.value, "unit": unit, "value": value, "source": rule.source}


@transaction.atomic
def record_notice(
    *, amendment: Amendment, notice_number: str, notice_on: date, by: User, at: datetime
) -> Amendment:
    """Write down that the modification notice (38) was published."""
    row = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    require(by, Permission.CONTRACT_SIGN, row)
    if row.status != AmendmentStatus.SIGNED:
        raise Refused(_("A modification notice is published of a signed amendment."))
    before = {"notice_number": row.notice_number, "notice_on": row.notice_on}
    row.notice_number, row.notice_on = notice_number, notice_on
    valid(row).save(update_fields=["notice_number", "notice_on"])
    record_update(row, before, by=by, at=at, what="")
    return row
