"""Working on a bid, submitting, replacing and withdrawing it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from procurement import actions, vault
from procurement.enums import BidStatus, PriceKind, Procedure, TenderKind, TenderStatus
from procurement.models import Bid, BidEnvelope, BidReceipt, Invitation, LateBid, Lot, Tender
from tests.factories.procurement import LotFactory, move
from tests.factories.providers import person_of
from tests.procurement.bidding import content_of, quality_of
from tests.support.vault import offer_on


@pytest.fixture
def bid(published, provider, provider_user, at) -> Bid:
    return actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)


def test_a_bid_begins_once_and_knows_who_began_it(published, provider, provider_user, bid, at):
    again = actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)
    assert again == bid
    assert bid.status == BidStatus.DRAFT
    assert actions.working_copy(bid).fields("contact")["contact_email"] == provider_user.email


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


def test_where_only_invited_providers_bid_others_cannot_begin(
    published, provider, provider_user, officer, at
):
    Tender.objects.filter(pk=published.pk).update(procedure=Procedure.MULTIPLE_PRIVATE)
    published.refresh_from_db()
    with pytest.raises(Refused):
        actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)
    Invitation.objects.create(
        tender=published, provider=provider, invited_at=at, invited_by=officer
    )
    assert actions.start_bid(tender=published, provider=provider, by=provider_user, at=at).pk


def test_a_tender_for_accession_takes_no_bids(published, provider, provider_user, at):
    Tender.objects.filter(pk=published.pk).update(kind=TenderKind.COVENANT_ACCESSION)
    published.refresh_from_db()
    with pytest.raises(Refused):
        actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)


# --- Submitting -------------------------------------------------------------------------------


def test_submitting_seals_one_envelope_for_quality_and_one_for_the_prices_of_each_lot(
    bid, education, b1, provider_user, at
):
    receipt = actions.submit_bid(
        bid=bid, content=content_of(education, b1), by=provider_user, at=at
    )
    bid.refresh_from_db()
    assert (bid.status, bid.submitted_by) == (BidStatus.SUBMITTED, provider_user)
    kept = receipt.envelopes.order_by("kind", "lot__number")
    assert [(one.kind, one.lot) for one in kept] == [
        ("price", education),
        ("price", b1),
        ("quality", None),
    ]
    assert all(vault.digest(bytes(one.ciphertext)) == one.sha256 for one in kept)
    assert receipt.sha256 == vault.digest_of_all(one.sha256 for one in kept)


def test_the_receipt_has_the_moment_of_the_database(bid, education, provider_user):
    long_ago = timezone.now() - timedelta(days=900)
    receipt = actions.submit_bid(
        bid=bid, content=content_of(education), by=provider_user, at=long_ago
    )
    assert abs(receipt.received_at - timezone.now()) < timedelta(minutes=1)


def test_nothing_readable_of_a_bid_is_in_the_database(bid, education, provider_user, at):
    actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    bid.refresh_from_db()
    assert (bid.contact_name, bid.contact_email, bid.espd) == ("", "", {})
    assert not bid.lot_bids.exists()
    sealed = b"".join(bytes(one.ciphertext) for one in BidEnvelope.objects.order_by("pk"))
    assert b"kleine groepen" not in sealed
    assert b"15000" not in sealed


def test_submitting_erases_the_working_copy_and_its_key(bid, education, provider_user, at):
    assert bid.draft
    actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    bid.refresh_from_db()
    assert (bytes(bid.draft), bytes(bid.draft_key), bid.draft_saved_at) == (b"", b"", None)
    assert actions.working_copy(bid).is_empty


def test_replacing_adds_a_receipt_and_keeps_the_old_envelopes(
    bid, education, b1, provider_user, at
):
    first = actions.submit_bid(bid=bid, content=content_of(education, b1), by=provider_user, at=at)
    second = actions.submit_bid(bid=bid, content=content_of(b1), by=provider_user, at=at)
    assert (first.sequence, second.sequence) == (1, 2)
    assert (first.envelopes.count(), second.envelopes.count()) == (3, 2)
    assert first.sha256 != second.sha256


def test_a_working_copy_leaves_what_was_submitted_alone(bid, education, provider_user, at):
    receipt = actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    actions.save_part(
        bid=bid, name="contact", fields={"contact_name": "X"}, base=0, by=provider_user, at=at
    )
    bid.refresh_from_db()
    assert actions.working_copy(bid).fields("contact") == {"contact_name": "X"}
    assert bid.status == BidStatus.SUBMITTED
    assert bid.receipts.get() == receipt


def test_the_signed_receipt_can_be_checked_and_is_the_same_each_time(
    bid, education, provider_user, at
):
    receipt = actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    signed = actions.signed_receipt(receipt)
    assert signed == actions.signed_receipt(BidReceipt.objects.get())
    assert signed["public_key"] == actions.signing_public_key()
    body = signed["body"]
    assert (body["receipt"], body["kvk_number"]) == (1, bid.provider.kvk_number)
    assert {one["sha256"] for one in body["envelopes"]} == set(
        receipt.envelopes.order_by("pk").values_list("sha256", flat=True)
    )
    assert body["received_at"] == receipt.received_at.isoformat()


@pytest.mark.django_db(transaction=True)
def test_who_submits_gets_the_receipt_by_mail_without_a_word_of_the_bid(
    bid, provider, education, provider_user, at
):
    colleague = person_of(provider, Role.PROVIDER_STAFF)
    receipt = actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    letter = next(one for one in mail.outbox if one.to == [provider_user.email])
    assert receipt.sha256 in letter.body
    assert timezone.localtime(receipt.received_at).strftime("%H:%M:%S") in letter.body
    name, text, _kind = letter.attachments[0]
    assert name.endswith("-1.json")
    assert receipt.sha256 not in ("", text)
    for said in (letter.body, text):
        assert not [secret for secret in ("15000", "kleine groepen", "pia@") if secret in said]
    told = Notification.objects.get(user=colleague)
    assert "kleine groepen" not in told.sentence


def test_nothing_of_a_bid_stands_in_the_audit_trail(bid, education, provider_user, at):
    fields = {"price": "15000", "answer1": "geheim"}
    actions.save_part(bid=bid, name="lot-1", fields=fields, base=0, by=provider_user, at=at)
    content = content_of(education, locations="geheim")
    actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    kept = [str(row) for row in AuditEvent.objects.values_list("before", "after", "reason")]
    assert kept
    assert not [row for row in kept if "geheim" in row or "15000" in row]


# --- What is asked ----------------------------------------------------------------------------


def refused(bid: Bid, content: actions.Content, by, at) -> str:
    """What submitting says; nothing may be left of it."""
    with pytest.raises(Refused) as refusal:
        actions.submit_bid(bid=bid, content=content, by=by, at=at)
    bid.refresh_from_db()
    assert bid.status == BidStatus.DRAFT
    assert bid.draft
    assert not BidReceipt.objects.exists()
    assert not LateBid.objects.exists()
    return " ".join(refusal.value.messages)


@pytest.mark.parametrize("price", [Decimal("17000.01"), Decimal(0), Decimal(-1)])
def test_a_price_above_the_ceiling_or_not_above_zero_is_refused(
    bid, education, provider_user, at, price
):
    assert refused(bid, content_of(education, price=price), provider_user, at)


@pytest.mark.parametrize(
    "values",
    [
        {"offered_places": 0},
        {"group_minimum": 9},
        {"group_maximum": 17},
        {"group_minimum": 14, "group_maximum": 12},
        {"locations": " "},
        {"answers": {}},
    ],
)
def test_what_is_outside_the_limits_of_the_lot_is_refused(
    bid, education, provider_user, at, values
):
    assert refused(bid, content_of(education, **values), provider_user, at)


def test_an_answer_of_too_many_words_is_refused(bid, education, provider_user, at):
    criterion = education.tender.criteria.quality().get()
    criterion.word_limit = 3
    criterion.save()
    too_long = content_of(education, answers={criterion.pk: "een twee drie\nvier"})
    assert "4" in refused(bid, too_long, provider_user, at)
    content = content_of(education, answers={criterion.pk: "een twee drie"})
    assert actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)


def test_a_fixed_price_is_the_price(bid, education, provider_user, at):
    Lot.objects.filter(pk=education.pk).update(price_kind=PriceKind.FIXED)
    content = content_of(education, price=Decimal(16_999))
    assert "17.000" in refused(bid, content, provider_user, at)
    content = content_of(education, price=Decimal(17_000))
    assert actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)


def test_each_line_of_the_price_table_needs_a_price_below_its_ceiling(
    bid, education, provider_user, at
):
    education.price_lines.create(
        number=1, description="Intake", unit="fee", quantity=30, ceiling_price=Decimal(100)
    )
    assert refused(bid, content_of(education), provider_user, at)
    content = content_of(education)
    for price, is_fine in ((Decimal(101), False), (Decimal(100), True)):
        priced = replace(content, prices=[replace(content.prices[0], lines={1: price})])
        if is_fine:
            assert actions.submit_bid(bid=bid, content=priced, by=provider_user, at=at)
        else:
            assert "100" in refused(bid, priced, provider_user, at)


def test_without_lot_declaration_or_contact_nothing_is_submitted(bid, education, provider_user, at):
    whole = content_of(education)
    reference = bid.tender.reference
    for quality in (
        quality_of(reference, [offer_on(education)], espd={}),
        quality_of(reference, [offer_on(education)], contact_email=""),
        quality_of("another", [offer_on(education)]),
    ):
        assert refused(bid, replace(whole, quality=quality), provider_user, at)
    assert refused(bid, actions.Content(quality_of(reference, []), []), provider_user, at)


def test_a_ground_that_applies_asks_an_explanation(bid, education, provider_user, at):
    whole = content_of(education)
    espd = dict(whole.quality.espd) | {"optional.misconduct": "yes"}
    applies = replace(whole, quality=replace(whole.quality, espd=espd))
    assert "2.87a" in refused(bid, applies, provider_user, at)
    espd["optional.misconduct.explanation"] = "Dat is in 2020 opgelost."
    assert actions.submit_bid(bid=bid, content=applies, by=provider_user, at=at)


def test_a_lot_of_another_tender_or_without_prices_is_refused(bid, education, provider_user, at):
    whole = content_of(education)
    assert refused(bid, content_of(LotFactory(number=7)), provider_user, at)
    assert refused(bid, replace(whole, prices=[]), provider_user, at)
    assert refused(bid, replace(whole, prices=[*whole.prices, *whole.prices]), provider_user, at)


def test_more_lots_than_may_be_bid_on_are_refused(bid, education, b1, provider_user, at):
    Tender.objects.filter(pk=bid.tender_id).update(lots_bid_maximum=1)
    bid.tender.refresh_from_db()
    assert "2" in refused(bid, content_of(education, b1), provider_user, at)
    assert actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)


# --- Who, and until when ----------------------------------------------------------------------


def test_withdrawing_and_submitting_again(bid, education, provider_user, at):
    content = content_of(education)
    actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    assert actions.withdraw_bid(bid=bid, by=provider_user, at=at).status == BidStatus.WITHDRAWN
    actions.submit_bid(bid=bid, content=content, by=provider_user, at=at)
    bid.refresh_from_db()
    assert (bid.status, bid.receipts.count()) == (BidStatus.SUBMITTED, 2)


def test_after_the_deadline_nothing_moves_though_the_tender_was_not_closed_yet(
    bid, education, provider_user, pass_deadline, at
):
    actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    pass_deadline(bid.tender)
    cheaper = content_of(education, price=Decimal(1))
    fields = {"contact_name": "X"}
    for act in (
        lambda: actions.submit_bid(bid=bid, content=cheaper, by=provider_user, at=at),
        lambda: actions.withdraw_bid(bid=bid, by=provider_user, at=at),
        lambda: actions.save_part(
            bid=bid, name="contact", fields=fields, base=0, by=provider_user, at=at
        ),
    ):
        with pytest.raises(actions.DeadlinePassed):
            act()
    bid.refresh_from_db()
    assert (bid.status, bytes(bid.draft)) == (BidStatus.SUBMITTED, b"")
    assert bid.receipts.count() == 1


def test_a_submission_that_came_too_late_is_written_down_and_nothing_of_it_kept(
    bid, education, provider_user, pass_deadline, at
):
    closes_at = pass_deadline(bid.tender).closes_at
    with pytest.raises(actions.DeadlinePassed):
        actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    late = LateBid.objects.get()
    assert (late.tender, late.provider, late.refused_by) == (
        bid.tender,
        bid.provider,
        provider_user,
    )
    assert late.refused_at >= closes_at
    assert not BidEnvelope.objects.exists()


def test_a_withdrawn_tender_takes_no_bids_and_knows_no_late_ones(
    bid, education, provider_user, officer, at
):
    stamps = {"withdrawn_at": at, "withdrawn_by": officer}
    Tender.objects.filter(pk=bid.tender_id).update(**stamps)
    move(bid.tender, TenderStatus.WITHDRAWN)
    assert refused(bid, content_of(education), provider_user, at)


def test_colleagues_of_the_provider_may_and_readers_may_not(bid, provider, education, reader, at):
    colleague = person_of(provider, Role.PROVIDER_STAFF)
    content = content_of(education)
    with pytest.raises(Refused):
        actions.submit_bid(bid=bid, content=content, by=reader, at=at)
    actions.submit_bid(bid=bid, content=content, by=colleague, at=at)
    assert bid.receipts.get().submitted_by == colleague


def test_a_stranger_is_never_late(bid, education, other_provider_user, pass_deadline, at):
    pass_deadline(bid.tender)
    with pytest.raises(Refused):
        actions.submit_bid(bid=bid, content=content_of(education), by=other_provider_user, at=at)
    assert not LateBid.objects.exists()


def test_missing_recognitions_are_said_and_refuse_nothing(
    bid, provider, provider_user, education, at
):
    assert actions.missing_recognitions(provider, bid.tender) == []
    provider.recognitions.filter(kind="tst").delete()
    assert len(actions.missing_recognitions(provider, bid.tender)) == 1
    actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)


def test_a_tender_that_is_not_visible_takes_no_bid_by_its_number(draft, provider_user):
    assert not Tender.objects.visible_to(provider_user).exists()
