"""Working on a bid, submitting, replacing and withdrawing it."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import BidStatus
from procurement.models import Bid, BidReceipt, LotBid, Tender
from tests.factories.procurement import LotFactory
from tests.factories.providers import person_of
from tests.procurement.conftest import content_of, offer_for


@pytest.fixture
def bid(published, provider, provider_user, at) -> Bid:
    return actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)


def test_a_bid_begins_once(published, provider, provider_user, bid, at):
    again = actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)
    assert again == bid
    assert (bid.status, bid.contact_email) == (BidStatus.DRAFT, provider_user.email)


def test_who_works_elsewhere_cannot_bid_for_a_provider(
    published, provider, other_provider_user, officer, at
):
    for person in (other_provider_user, officer):
        with pytest.raises(Refused):
            actions.start_bid(tender=published, provider=provider, by=person, at=at)
    assert not Bid.objects.exists()


def test_a_draft_of_the_buyer_takes_no_bids(draft, provider, provider_user, at):
    with pytest.raises(Refused, match="geen inschrijvingen"):
        actions.start_bid(tender=draft, provider=provider, by=provider_user, at=at)
    assert not Bid.objects.exists()


def test_submitting_writes_content_and_a_receipt(bid, education, provider_user, at):
    before = timezone.now()
    receipt = actions.submit_bid(
        bid=bid, content=content_of(offer_for(education)), by=provider_user, at=at
    )
    bid.refresh_from_db()
    assert bid.status == BidStatus.SUBMITTED
    assert bid.lot_bids.get().price == Decimal(15_000)
    assert receipt.sequence == 1
    assert receipt.sha256 == bid.digest()
    assert (
        before - timedelta(seconds=5)
        <= receipt.received_at
        <= timezone.now() + timedelta(seconds=5)
    )


def test_the_hash_is_that_of_canonical_json(bid, education, provider_user, at):
    content = content_of(offer_for(education, answer="Één\naanpak"))
    actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    bid.refresh_from_db()
    text = (
        '{"contact_email":"pia@voorbeeld.test","contact_name":"Pia Aanbieder","declaration":true,'
        f'"kvk_number":"{bid.provider.kvk_number}",'
        '"lots":[{"answer":"Één\\naanpak","group_maximum":16,"group_minimum":10,'
        '"locations":"Waterveen, Stationsplein 1","lot":1,"offered_places":20,'
        f'"price":"15000.0000"}}],"tender":"{bid.tender.reference}"}}'
    )
    assert bid.digest() == hashlib.sha256(text.encode()).hexdigest()


def test_any_change_changes_the_hash(bid, education, provider_user, at):
    for price in (Decimal(15_000), Decimal("15000.0001")):
        content = content_of(offer_for(education, price=price))
        actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    hashes = BidReceipt.objects.order_by("sequence").values_list("sha256", flat=True)
    assert len(set(hashes)) == 2


def test_replacing_puts_the_new_bid_in_the_place_of_the_old(bid, education, b1, provider_user, at):
    both = content_of(offer_for(education), offer_for(b1))
    actions.submit_bid(bid=bid, content=both, by=provider_user, at=at)
    one = content_of(offer_for(b1, price=Decimal(14_000)))
    receipt = actions.submit_bid(bid=bid, content=one, by=provider_user, at=at)
    assert receipt.sequence == 2
    assert [(row.lot, row.price) for row in bid.lot_bids.all()] == [(b1, Decimal(14_000))]


def test_a_working_copy_leaves_what_was_submitted_alone(bid, education, provider_user, at):
    actions.submit_bid(bid=bid, content=content_of(offer_for(education)), by=provider_user, at=at)
    digest = bid.receipts.get().sha256
    actions.save_bid_draft(bid=bid, typed={"contact_name": "X"}, by=provider_user, at=at)
    bid.refresh_from_db()
    assert bid.draft == {"contact_name": "X"}
    assert (bid.status, bid.digest()) == (BidStatus.SUBMITTED, digest)


def test_submitting_empties_the_working_copy(bid, education, provider_user, at):
    actions.save_bid_draft(bid=bid, typed={"contact_name": "X"}, by=provider_user, at=at)
    actions.submit_bid(bid=bid, content=content_of(offer_for(education)), by=provider_user, at=at)
    bid.refresh_from_db()
    assert bid.draft == {}


def test_nothing_of_a_bid_stands_in_the_audit_trail(bid, education, provider_user, at):
    typed = {"lot1_price": "15000", "lot1_answer": "geheim"}
    actions.save_bid_draft(bid=bid, typed=typed, by=provider_user, at=at)
    content = content_of(offer_for(education, answer="geheim"))
    actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    kept = [str(row) for row in AuditEvent.objects.values_list("before", "after", "reason")]
    assert kept
    assert not [row for row in kept if "geheim" in row or "15000" in row]


@pytest.mark.parametrize(
    "values",
    [
        {"price": Decimal("17000.01")},
        {"price": Decimal(0)},
        {"offered_places": 0},
        {"group_minimum": 9},
        {"group_maximum": 17},
        {"group_minimum": 14, "group_maximum": 12},
    ],
)
def test_what_is_outside_the_limits_of_the_lot_is_refused(
    bid, education, provider_user, at, values
):
    content = content_of(offer_for(education, **values))
    with pytest.raises(Refused):
        actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    bid.refresh_from_db()
    assert bid.status == BidStatus.DRAFT
    assert not LotBid.objects.exists()
    assert not BidReceipt.objects.exists()


def test_each_limit_is_said_at_its_field(education):
    offer = offer_for(education, price=Decimal(20_000), offered_places=0, group_minimum=1)
    assert set(actions.broken_limits(offer)) == {"price", "offered_places", "group_minimum"}
    assert actions.broken_limits(offer_for(education)) == {}


def test_without_declaration_or_lot_nothing_is_submitted(bid, education, provider_user, at):
    for content in (content_of(), content_of(offer_for(education), declaration=False)):
        with pytest.raises(Refused):
            actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    assert not LotBid.objects.exists()


def test_a_lot_of_another_tender_is_refused(bid, provider_user, at):
    content = content_of(offer_for(LotFactory()))
    with pytest.raises(Refused, match="geen perceel"):
        actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)


def test_withdrawing_and_submitting_again(bid, education, provider_user, at):
    content = content_of(offer_for(education))
    actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    actions.withdraw_bid(bid=bid, by=provider_user, at=at)
    bid.refresh_from_db()
    assert bid.status == BidStatus.WITHDRAWN
    actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    bid.refresh_from_db()
    assert (bid.status, bid.receipts.count()) == (BidStatus.SUBMITTED, 2)


def test_after_the_deadline_nothing_moves_though_the_tender_was_not_closed_yet(
    bid, education, provider_user, pass_deadline, at
):
    actions.submit_bid(bid=bid, content=content_of(offer_for(education)), by=provider_user, at=at)
    pass_deadline(bid.tender)
    cheaper = content_of(offer_for(education, price=Decimal(1)))
    for act in (
        lambda: actions.submit_bid(bid=bid, content=cheaper, by=provider_user, at=at),
        lambda: actions.withdraw_bid(bid=bid, by=provider_user, at=at),
        lambda: actions.save_bid_draft(bid=bid, typed={"a": "b"}, by=provider_user, at=at),
    ):
        with pytest.raises(Refused):
            act()
    bid.refresh_from_db()
    assert (bid.status, bid.draft, bid.receipts.count()) == (BidStatus.SUBMITTED, {}, 1)
    assert bid.lot_bids.get().price == Decimal(15_000)


def test_colleagues_of_the_provider_may_and_readers_may_not(bid, provider, education, reader, at):
    colleague = person_of(provider, Role.PROVIDER_STAFF)
    content = content_of(offer_for(education))
    with pytest.raises(Refused):
        actions.submit_bid(bid=bid, content=content, by=reader, at=at)
    actions.submit_bid(bid=bid, content=content, by=colleague, at=at)
    assert bid.receipts.get().submitted_by == colleague


def test_missing_recognitions_are_said_and_refuse_nothing(
    bid, provider, provider_user, education, at
):
    assert actions.missing_recognitions(provider, bid.tender, at=at) == []
    provider.recognitions.filter(kind="tst").delete()
    assert len(actions.missing_recognitions(provider, bid.tender, at=at)) == 1
    actions.submit_bid(bid=bid, content=content_of(offer_for(education)), by=provider_user, at=at)


def test_a_tender_that_is_not_visible_takes_no_bid_by_its_number(draft, provider_user):
    assert not Tender.objects.visible_to(provider_user).exists()
