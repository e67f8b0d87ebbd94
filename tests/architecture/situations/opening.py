"""Keys of the vault, and openings that wait for a second person with the printed key."""

from django.utils import timezone

from accounts.models import Region, User
from procurement import actions
from procurement.enums import EnvelopeKind, LotStatus, TenderStatus
from procurement.models import Tender
from tests.architecture.situations.scenes import Scene, opens
from tests.factories.procurement import move
from tests.support.second_factor import give_second_factor
from tests.support.vault import (
    open_by_two,
    past_deadline,
    proof,
    sealed_bid,
    sealed_tender,
    with_printed_key,
    with_vault_key,
)


@opens("procurement:vaultkey-passphrase", "procurement:vaultkey-replace")
def with_a_key(officer) -> Scene:
    with_vault_key(officer)
    return Scene(officer)


@opens("procurement:tender-open")
def bids_to_open(noord, officer, second_officer, provider_user) -> Scene:
    tender = closed(noord, officer, second_officer, provider_user)
    return Scene(officer, (tender.pk,), give_second_factor)


@opens("procurement:tender-open-printed")
def bids_half_opened(noord, officer, second_officer, provider_user) -> Scene:
    tender = closed(noord, officer, second_officer, provider_user)
    begin(tender, EnvelopeKind.QUALITY, officer)
    return Scene(second_officer, (tender.pk,), give_second_factor)


@opens("procurement:tender-open-prices")
def prices_to_open(noord, officer, second_officer, provider_user) -> Scene:
    tender = closed(noord, officer, second_officer, provider_user)
    open_by_two(tender, officer, second_officer)
    move(tender, TenderStatus.IN_EVALUATION)
    lot = tender.lots.get()
    move(lot, LotStatus.IN_EVALUATION)
    lot.quality_locked_at, lot.quality_locked_by = timezone.now(), officer
    lot.save(update_fields=["quality_locked_at", "quality_locked_by"])
    return Scene(officer, (tender.pk,), give_second_factor)


@opens("procurement:tender-open-prices-printed")
def prices_half_opened(noord, officer, second_officer, provider_user) -> Scene:
    scene = prices_to_open(noord, officer, second_officer, provider_user)
    tender = Tender.objects.get(pk=scene.arguments[0])
    begin(tender, EnvelopeKind.PRICE, officer)
    return Scene(second_officer, (tender.pk,), give_second_factor)


def closed(region: Region, officer: User, second: User, bidder: User) -> Tender:
    """Past its deadline with one bid, and with a printed key beside those of the officers."""
    with_printed_key(region, officer)
    tender = sealed_tender(officer, second, region=region, created_by=officer)
    sealed_bid(tender, bidder)
    return past_deadline(tender)


def begin(tender: Tender, kind: str, by: User) -> None:
    """The act of the first officer."""
    at = timezone.now()
    actions.begin_opening(tender=tender, kind=kind, proof=proof(by, at), by=by, at=at)
