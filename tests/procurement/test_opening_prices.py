"""Prices stay sealed until quality is locked, and are opened per lot by the same two acts."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from config.shared.errors import Refused
from procurement import actions, vault
from procurement.enums import EnvelopeKind, LotBidStatus, LotStatus, PriceKind, TenderStatus
from procurement.models import BidPrice, Lot, OpeningRecord, PriceLine
from tests.factories.procurement import LotFactory, move
from tests.support.vault import open_by_two, past_deadline, proof, sealed_bid, sealed_tender

PRICE = EnvelopeKind.PRICE


@pytest.fixture
def at():
    return timezone.now() + timedelta(days=14)


@pytest.fixture
def published(officer, second_officer, noord):
    """Two lots; the first has a further line in its price table."""
    tender = sealed_tender(officer, second_officer, region=noord, created_by=officer)
    LotFactory(tender=tender, title="B1-route", price_kind=PriceKind.FIXED)
    first = tender.lots.get(number=1)
    PriceLine.objects.create(
        lot=first, number=1, description="Oefenmiddag", unit="group", quantity=60
    )
    return tender


def bid_on(tender, by, *numbers, **values):
    lots = tender.lots.filter(number__in=numbers).order_by("number")
    return sealed_bid(tender, by, *lots, **values)


@pytest.fixture
def evaluating(published, officer, second_officer, provider_user, other_provider_user):
    """Bids on the first lot of 15,000 and 16,000; the first bid is on the second lot too."""
    lines = {1: Decimal("120.5000")}
    bid_on(published, provider_user, 1, 2, price=Decimal(15_000), lines=lines)
    bid_on(published, other_provider_user, 1, price=Decimal(16_000), lines=lines)
    open_by_two(past_deadline(published), officer, second_officer)
    move(published, TenderStatus.IN_EVALUATION)
    for lot in published.lots.order_by("number"):
        move(lot, LotStatus.IN_EVALUATION)
    return published


def lock(lot: Lot, by) -> None:
    Lot.objects.filter(pk=lot.pk).update(quality_locked_at=timezone.now(), quality_locked_by=by)


@pytest.fixture
def lot(evaluating, officer):
    """The first lot, its quality locked."""
    lot = evaluating.lots.get(number=1)
    lock(lot, officer)
    return lot


def test_no_price_is_known_after_the_opening_of_the_bids(evaluating):
    prices = evaluating.lots.values_list("lot_bids__price", "prices_opened_at")
    assert set(prices) == {(None, None)}


def test_two_officers_open_the_prices_of_a_locked_lot(lot, evaluating, officer, second_officer, at):
    record = open_by_two(evaluating, officer, second_officer, PRICE, at)
    lot.refresh_from_db()
    assert (lot.prices_opened_by, lot.prices_opened_at) == (
        second_officer,
        at + timedelta(minutes=1),
    )
    prices = lot.lot_bids.order_by("price").values_list("price", "compared_price")
    assert list(prices) == [
        (Decimal("15000.0000"), Decimal("15241.0000")),
        (Decimal("16000.0000"), Decimal("16241.0000")),
    ]
    assert BidPrice.objects.count() == 2
    assert record.lots.get() == lot
    assert evaluating.status == TenderStatus.IN_EVALUATION


def test_the_record_of_prices_holds_together_with_that_of_quality(
    lot, evaluating, officer, second_officer, at
):
    record = open_by_two(evaluating, officer, second_officer, PRICE, at)
    earlier = OpeningRecord.objects.get(kind=EnvelopeKind.QUALITY)
    found = vault.verify(
        record.record, expected_key=actions.signing_public_key(), earlier=earlier.record
    )
    assert [str(one.sentence) for one in found if not one.ok] == []
    body = record.record["body"]
    assert [one["number"] for one in body["lots"]] == [1]
    assert body["counts"]["envelopes"] == 2


def test_the_other_lot_stays_sealed(lot, evaluating, officer, second_officer, at):
    open_by_two(evaluating, officer, second_officer, PRICE, at)
    assert evaluating.lots.get(number=2).prices_opened_at is None


def test_prices_wait_for_quality(evaluating, officer, at):
    with pytest.raises(Refused, match="vastgezet"):
        actions.begin_opening(
            tender=evaluating, kind=PRICE, proof=proof(officer, at), by=officer, at=at
        )


def test_a_second_lot_is_opened_by_acts_of_its_own(lot, evaluating, officer, second_officer, at):
    open_by_two(evaluating, officer, second_officer, PRICE, at)
    second = evaluating.lots.get(number=2)
    lock(second, officer)
    later = at + timedelta(days=1)
    open_by_two(evaluating, second_officer, officer, PRICE, later)
    second.refresh_from_db()
    lot.refresh_from_db()
    assert second.prices_opened_at == later + timedelta(minutes=1)
    assert lot.prices_opened_at == at + timedelta(minutes=1)


def test_a_lot_that_was_withdrawn_between_the_acts_stays_sealed(
    lot, evaluating, officer, second_officer, at
):
    opening = actions.begin_opening(
        tender=evaluating, kind=PRICE, proof=proof(officer, at), by=officer, at=at
    )
    move(lot, LotStatus.WITHDRAWN)
    with pytest.raises(Refused, match="Geen van de percelen"):
        actions.complete_opening(
            opening=opening, proof=proof(second_officer, at), by=second_officer, at=at
        )
    assert not BidPrice.objects.exists()


def test_the_price_of_a_fixed_lot_is_that_of_the_lot(
    published, officer, second_officer, provider_user, at
):
    bid_on(published, provider_user, 2, price=Decimal(1))
    open_by_two(past_deadline(published), officer, second_officer)
    move(published, TenderStatus.IN_EVALUATION)
    lot = published.lots.get(number=2)
    move(lot, LotStatus.IN_EVALUATION)
    lock(lot, officer)
    open_by_two(published, officer, second_officer, PRICE, at)
    lot_bid = lot.lot_bids.get()
    assert (lot_bid.price, lot_bid.compared_price) == (lot.ceiling_price, lot.ceiling_price)


def test_an_excluded_bid_keeps_its_price_to_itself(lot, evaluating, officer, second_officer, at):
    out = lot.lot_bids.order_by("pk").first()
    move(out, LotBidStatus.EXCLUDED)
    record = open_by_two(evaluating, officer, second_officer, PRICE, at)
    out.refresh_from_db()
    assert out.price is None
    assert record.bids_opened == 1


def test_prices_that_cannot_be_read_exclude_the_bid_with_the_reason(
    published, officer, second_officer, provider_user, other_provider_user, at
):
    """The further line of the price table is missing from the envelope."""
    broken = bid_on(published, provider_user, 1, lines={})
    bid_on(published, other_provider_user, 1, lines={1: Decimal(5)})
    open_by_two(past_deadline(published), officer, second_officer)
    move(published, TenderStatus.IN_EVALUATION)
    lot = published.lots.get(number=1)
    move(lot, LotStatus.IN_EVALUATION)
    lock(lot, officer)
    record = open_by_two(published, officer, second_officer, PRICE, at)
    lot_bid = broken.lot_bids.get()
    assert (lot_bid.status, lot_bid.price) == (LotBidStatus.EXCLUDED, None)
    assert len(record.record["body"]["unreadable"]) == 1
    found = vault.verify(record.record, expected_key=actions.signing_public_key())
    assert [str(one.sentence) for one in found if not one.ok] == []
