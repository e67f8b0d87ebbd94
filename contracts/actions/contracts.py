"""Contracts: drafted from an award or directly, changed while a draft, signed and ended."""

from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Gemeente, User
from config.shared.errors import Refused
from config.shared.money import share_out
from config.shared.periods import amsterdam
from config.shared.queue import later
from config.shared.validity import valid
from contracts.actions.call_offs import check_call_off
from contracts.actions.conditions import refit_first_option
from contracts.actions.papers import discard_papers
from contracts.actions.records import record_update
from contracts.actions.terms import (
    TariffTerms,
    add_capacity_line,
    default_instalments,
    lock_draft,
    remove_capacity_line,
    remove_tariff,
    set_tariff,
    spread_by_inhabitants,
)
from contracts.enums import CapacityCounts
from contracts.models import CapacityLine, Contract
from contracts.workflows import CONTRACT
from procurement.actions import record_conclusion
from procurement.enums import LotStatus
from procurement.models import AwardDecision, Lot, LotBid


@transaction.atomic
def draft_contract(
    *, contract: Contract, gemeenten: list[Gemeente], by: User, at: datetime
) -> Contract:
    """Save a new draft, with the gemeenten that take part; tariffs and seats come after."""
    if not gemeenten:
        raise Refused(_("Choose the participating gemeenten."), field="gemeenten")
    check_call_off(contract)
    contract.created_at, contract.created_by = at, by
    valid(contract).save(force_insert=True)
    contract.gemeenten.set(gemeenten)
    CONTRACT.record_created(contract, by=by, at=at)
    return contract


@transaction.atomic
def draft_from_award(*, award: AwardDecision, by: User, at: datetime) -> Contract:
    """Make the contract that follows from a sent award decision, still to be signed.

    Provider, gemeenten, period, title, price, seats, group sizes and the start guarantee are
    those of the lot and its winning bid. Refused before the decision is sent, and the second time.
    """
    award = AwardDecision.objects.select_for_update(of=("self",)).get(pk=award.pk)
    _check_award(award)
    lot, won = award.lot, award.winner
    gemeenten = list(lot.tender.gemeenten.all())
    draft = Contract(
        reference=_reference_of(lot),
        region=lot.tender.region,
        provider=won.bid.provider,
        decision=award,
        title=lot.title,
        first_on=lot.first_on,
        last_on=lot.last_on,
        maximum_amount=maximum_of(lot),
        start_guarantee_weeks=lot.start_guarantee_weeks,
    )
    contract = draft_contract(contract=draft, gemeenten=gemeenten, by=by, at=at)
    _copy_terms(contract, lot, won, by=by, at=at)
    return contract


def _check_award(award: AwardDecision) -> None:
    if award.lot.status not in (LotStatus.STANDSTILL, LotStatus.AWARDED):
        raise Refused(_("Send the award decision first: a contract is drafted from a sent one."))
    existing = Contract.objects.filter(decision=award).first()
    if existing:
        raise Refused(
            _("Contract %(reference)s was already drafted from this award.")
            % {"reference": existing.reference}
        )


def _reference_of(lot: Lot) -> str:
    """The tender's reference with the number of the lot; a letter more where that is taken."""
    suffix = f"-P{lot.number}"
    reference = f"{lot.tender.reference}{suffix}"
    taken = Contract.objects.filter(region=lot.tender.region, reference__startswith=reference)
    return f"{reference}-{taken.count() + 1}" if taken.exists() else reference


def maximum_of(lot: Lot) -> Decimal | None:
    """The lot's part of the tender's published value, by expected number and ceiling price.

    A framework's maximum is published and guarded (CJEU C-23/20). None when no lot weighs.
    """
    lots = list(lot.tender.lots.order_by("number"))
    weights = [each.expected * each.ceiling_price for each in lots]
    if not any(weights):
        return None
    parts = share_out(lot.tender.estimated_amount, weights)
    return parts[[each.pk for each in lots].index(lot.pk)]


def _copy_terms(contract: Contract, lot: Lot, won: LotBid, *, by: User, at: datetime) -> None:
    price = cast(Decimal, won.price)  # a bid wins once its price was opened
    terms = TariffTerms(lot.route, price, lot.first_on, lot.last_on, default_instalments())
    set_tariff(contract=contract, terms=terms, by=by, at=at)
    line = CapacityLine(
        contract=contract,
        route=lot.route,
        place=(lot.area or lot.title)[:80],
        first_on=lot.first_on,
        last_on=lot.last_on,
        counts=CapacityCounts.PLACES,
        number=won.offered_places,
        group_minimum=won.group_minimum,
        group_maximum=won.group_maximum,
    )
    add_capacity_line(line=line, by=by, at=at)


@transaction.atomic
def change_contract(
    *, contract: Contract, gemeenten: list[Gemeente], by: User, at: datetime, **facts: Any
) -> Contract:
    """Change the facts of a draft; `facts` are fields of Contract.

    With other gemeenten its seats are spread anew, by inhabitants.
    """
    row = lock_draft(contract)
    if not gemeenten:
        raise Refused(_("Choose the participating gemeenten."), field="gemeenten")
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    check_call_off(row)
    valid(row).save(update_fields=list(facts))
    refit_first_option(row)
    if set(gemeenten) != set(row.gemeenten.all()):
        row.gemeenten.set(gemeenten)
        for line in row.capacity_lines.order_by("pk"):
            spread_by_inhabitants(line, gemeenten)
    record_update(row, before, by=by, at=at, what="")
    return row


@transaction.atomic
def remove_draft(*, contract: Contract, by: User, at: datetime) -> Contract:
    """Take away a draft with its tariffs and seats, such as that of a revoked award.

    Refused for a contract that is no draft, and while groups are planned on its seats.
    """
    row = lock_draft(contract)
    for tariff in row.tariffs.order_by("pk"):
        remove_tariff(tariff=tariff, by=by, at=at)
    for line in row.capacity_lines.order_by("pk"):
        remove_capacity_line(line=line, by=by, at=at)
    discard_papers(contract=row)
    record_update(row, {}, by=by, at=at, what=_("Draft removed"))
    row.delete()
    return row


@transaction.atomic
def sign_contract(*, contract: Contract, by: User, at: datetime) -> Contract:
    """Bind both sides, who have signed the paper; the audit trail is sealed after it.

    What the contract was worth is frozen: amendments are judged against it.
    """
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    original: dict[str, Any] = {
        "original_amount": row.maximum_amount,
        "original_quantity": row.maximum_quantity,
    }
    signed = CONTRACT.apply(row, "sign", by=by, at=at, **original)
    conclude_award(contract=signed, by=by, at=at)
    later("accounts.seal_audit")
    return signed


def conclude_award(*, contract: Contract, by: User, at: datetime) -> None:
    """The lot of the award is concluded once the contract is signed, and its notice due."""
    if contract.decision:
        record_conclusion(lot=contract.decision.lot, on=amsterdam(at), by=by, at=at)
