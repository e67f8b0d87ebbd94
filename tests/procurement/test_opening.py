"""Two officers open the sealed bids: within a few minutes, each with a secret of their own."""

import os
import signal
from datetime import timedelta
from decimal import Decimal

import pytest
from celery import current_app
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from accounts.enums import Role
from accounts.models import AuditEvent, AuditSeal
from config.shared.errors import Refused
from procurement import actions, vault
from procurement.bid_content import Partner
from procurement.enums import BidStatus, EnvelopeKind, LotBidStatus, OpenedWith, TenderStatus
from procurement.models import (
    Bid,
    BidEnvelope,
    LotBid,
    OpeningRecord,
    ResealedShare,
    SealedFile,
)
from tests.factories.accounts import member_of
from tests.procurement.bidding import content_of
from tests.support.vault import (
    open_by_two,
    past_deadline,
    proof,
    sealed_bid,
    sealed_tender,
    with_printed_key,
    with_vault_key,
)

ANSWER = "Wij leren in groepen van twaalf, met een buddy uit de wijk."
PLAN = b"%PDF-1.7 het plan van aanpak" * 5000


@pytest.fixture
def at():
    """After the deadline that `past_deadline` sets."""
    return timezone.now() + timedelta(minutes=5)


@pytest.fixture
def third_officer(noord):
    return member_of(noord, Role.PROCUREMENT_OFFICER, name="Dirk Inkoper")


@pytest.fixture
def published(officer, second_officer, noord):
    return sealed_tender(officer, second_officer, region=noord, created_by=officer)


@pytest.fixture
def with_bids(published, provider_user, other_provider_user):
    """Two bids on the one lot; the first with a partner and an attachment."""
    partner = Partner("subcontractor", "Oefenhuis De Zwaluw", "90000009", "Oefenmiddagen")
    sealed_bid(
        published,
        provider_user,
        price=Decimal(15_000),
        answer=ANSWER,
        partners=[partner],
        files=[("plan.pdf", PLAN)],
    )
    sealed_bid(published, other_provider_user, price=Decimal("16000.5000"))
    return published


@pytest.fixture
def closed(with_bids):
    return past_deadline(with_bids)


def begin(tender, user, at, **values):
    return actions.begin_opening(
        tender=tender, kind=EnvelopeKind.QUALITY, proof=proof(user, at, **values), by=user, at=at
    )


def complete(opening, user, at, **values):
    return actions.complete_opening(
        opening=opening, proof=proof(user, at, **values), by=user, at=at
    )


def nothing_is_open(tender) -> bool:
    tender.refresh_from_db()
    return (
        tender.status == TenderStatus.CLOSED
        and not LotBid.objects.exists()
        and not Bid.objects.exclude(status=BidStatus.SUBMITTED).exists()
        and not OpeningRecord.objects.done().exists()
    )


def findings(record: OpeningRecord, **values) -> list[str]:
    """What `verify_opening` would hold against the record."""
    found = vault.verify(record.record, expected_key=actions.signing_public_key(), **values)
    return [str(finding.sentence) for finding in found if not finding.ok]


# --- The first act ----------------------------------------------------------------------------


def test_the_first_officer_opens_nothing_and_hands_the_share_on(closed, officer, at):
    record = begin(closed, officer, at)
    assert (record.first_by, record.first_at, record.second_at) == (officer, at, None)
    assert nothing_is_open(closed)
    share = record.resealed_shares.get()
    assert share.vault_key.user.name == "Otto Inkoper"
    assert share.expires_at == at + timedelta(minutes=10)


def test_a_second_officer_opens_everything(
    closed, officer, second_officer, provider, at, django_capture_on_commit_callbacks
):
    opening = begin(closed, officer, at)
    with django_capture_on_commit_callbacks(execute=True):
        record = complete(opening, second_officer, at + timedelta(minutes=10))
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED
    assert (record.bids_opened, record.bids_withdrawn, record.bids_late) == (2, 0, 0)
    assert record.opened_with == OpenedWith.PASSPHRASE
    assert not ResealedShare.objects.exists()
    assert AuditSeal.objects.exists()
    bid = closed.bids.get(provider=provider)
    assert (bid.status, bid.contact_email) == (BidStatus.OPENED, "pia@voorbeeld.test")
    assert bid.espd == {"ground-2.86": "nee"}
    assert bid.partners.get().name == "Oefenhuis De Zwaluw"
    lot_bid = bid.lot_bids.get()
    assert (lot_bid.offered_places, lot_bid.price, lot_bid.status) == (
        20,
        None,
        LotBidStatus.ENTERED,
    )
    assert lot_bid.answers.get().text == ANSWER
    file = bid.files.get()
    with default_storage.open(file.path) as sealed:
        assert b"".join(vault.unsealed(sealed.chunks(), bytes(file.key))) == PLAN


def test_the_record_holds_for_an_outsider(closed, officer, second_officer):
    record = open_by_two(closed, officer, second_officer, at=timezone.now())
    envelopes = {one.sha256: bytes(one.ciphertext) for one in BidEnvelope.objects.order_by("pk")}
    assert findings(record, envelopes=envelopes) == []
    body = record.record["body"]
    assert body["counts"] == {
        "bids": 2,
        "envelopes": 2,
        "replaced": 0,
        "withdrawn": 0,
        "late": 0,
        "unreadable": 0,
    }
    assert [len(bid["envelopes"]) for bid in body["bids"]] == [2, 2]
    assert [len(bid["attachments"]) for bid in body["bids"]] == [1, 0]
    assert (body["first"]["name"], body["second"]["name"]) == ("Ines Inkoper", "Otto Inkoper")


def test_the_story_has_both_acts(closed, officer, second_officer):
    open_by_two(closed, officer, second_officer)
    acts = AuditEvent.objects.filter(
        content_type__model="tender", object_id=closed.pk, action__startswith="open"
    ).order_by("pk")
    assert [(act.action, act.by) for act in acts] == [
        ("open_first", officer),
        ("open", second_officer),
    ]


# --- What is refused, and leaves everything closed --------------------------------------------


def test_the_same_officer_twice_opens_nothing(closed, officer, at):
    opening = begin(closed, officer, at)
    with pytest.raises(Refused, match="eerste"):
        complete(opening, officer, at, session="b" * 64)
    assert nothing_is_open(closed)


def test_one_session_for_both_opens_nothing(closed, officer, second_officer, at):
    opening = begin(closed, officer, at, session="a" * 64)
    with pytest.raises(Refused, match="sessie"):
        complete(opening, second_officer, at, session="a" * 64)
    assert nothing_is_open(closed)


def test_a_first_act_expires_and_the_next_act_is_a_first_one_again(
    closed, officer, second_officer, at
):
    opening = begin(closed, officer, at)
    late = at + timedelta(minutes=10, seconds=1)
    with pytest.raises(Refused, match="verlopen"):
        complete(opening, second_officer, late)
    again = begin(closed, second_officer, late)
    assert (again.pk, again.first_by) == (opening.pk, second_officer)
    assert nothing_is_open(closed)
    complete(again, officer, late + timedelta(minutes=1))
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED


def test_the_setting_says_how_long(closed, officer, second_officer, at, settings):
    settings.BID_OPENING_MINUTES = 1
    opening = begin(closed, officer, at)
    with pytest.raises(Refused, match="verlopen"):
        complete(opening, second_officer, at + timedelta(minutes=2))


def test_shares_that_waited_too_long_are_deleted(closed, officer, at):
    begin(closed, officer, at)
    assert actions.forget_expired_shares(at=at + timedelta(minutes=9)) == 0
    assert actions.forget_expired_shares(at=at + timedelta(minutes=10)) == 1
    assert not ResealedShare.objects.exists()


def test_beat_deletes_them(closed, officer, at):
    opening = begin(closed, officer, at)
    opening.resealed_shares.update(expires_at=timezone.now())
    current_app.tasks["procurement.forget_expired_shares"]()
    assert not ResealedShare.objects.exists()


def test_a_colleague_cannot_begin_what_has_begun(closed, officer, second_officer, at):
    begin(closed, officer, at)
    with pytest.raises(Refused, match=officer.name):
        begin(closed, second_officer, at)
    assert OpeningRecord.objects.get().first_by == officer


def test_an_old_second_factor_opens_nothing(closed, officer, at):
    with pytest.raises(Refused, match="tweede factor"):
        begin(closed, officer, at, factor_at=at - timedelta(minutes=5, seconds=1))
    with pytest.raises(Refused, match="tweede factor"):
        begin(closed, officer, at, factor_at=at + timedelta(seconds=1))
    assert not OpeningRecord.objects.exists()


def test_a_wrong_passphrase_opens_nothing(closed, officer, second_officer, at):
    with pytest.raises(Refused, match="wachtzin"):
        begin(closed, officer, at, passphrase="vier honden slapen onder de brug")
    assert not OpeningRecord.objects.exists()
    opening = begin(closed, officer, at)
    with pytest.raises(Refused, match="wachtzin"):
        complete(opening, second_officer, at, passphrase="vier honden slapen onder de brug")
    assert nothing_is_open(closed)


def test_others_open_nothing(
    closed, coordinator, administrator, zuid_officer, provider_user, reader, at
):
    for person in (coordinator, administrator, zuid_officer, provider_user, reader):
        with_vault_key(person)
        with pytest.raises(Refused):
            begin(closed, person, at)
    assert not OpeningRecord.objects.exists()


def test_an_officer_who_was_not_named_opens_nothing(closed, officer, noord, at, third_officer):
    with_vault_key(third_officer)
    with pytest.raises(Refused, match="niet aangewezen"):
        begin(closed, third_officer, at)
    opening = begin(closed, officer, at)
    with pytest.raises(Refused, match="niet aangewezen"):
        complete(opening, third_officer, at)
    assert nothing_is_open(closed)


def test_nothing_opens_before_the_tender_is_closed(with_bids, officer, at):
    with pytest.raises(Refused, match="Gepubliceerd"):
        begin(with_bids, officer, at)
    assert not OpeningRecord.objects.exists()


def test_nothing_opens_before_the_deadline_by_the_clock_of_the_act(closed, officer):
    before = closed.closes_at - timedelta(seconds=1)
    with pytest.raises(Refused, match="inschrijftermijn"):
        begin(closed, officer, before)


def test_a_share_that_was_changed_opens_nothing(closed, officer, second_officer, at):
    opening = begin(closed, officer, at)
    share = opening.resealed_shares.get()
    other = vault.Share(7, b"x" * 32)
    share.sealed = vault.seal_bytes(other.packed(), bytes(share.vault_key.public_key))
    share.save()
    with pytest.raises(vault.SharesDoNotFit):
        complete(opening, second_officer, at)
    assert nothing_is_open(closed)
    assert ResealedShare.objects.exists()


def test_what_breaks_off_the_second_act_leaves_everything_closed(
    closed, officer, second_officer, at, monkeypatch
):
    opening = begin(closed, officer, at)

    def killed(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("procurement.actions.opening.signed_record", killed)
    with pytest.raises(KeyboardInterrupt):
        complete(opening, second_officer, at)
    assert nothing_is_open(closed)
    assert not SealedFile.objects.exclude(name="").exists()
    monkeypatch.undo()
    complete(opening, second_officer, at)
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_server_that_is_killed_during_the_second_act_leaves_everything_closed(
    closed, officer, second_officer, at, monkeypatch
):
    opening = begin(closed, officer, at)
    child = os.fork()
    if not child:
        connection.connection = None  # the parent's; a new one is made
        monkeypatch.setattr(
            "procurement.actions.opening.signed_record",
            lambda *arguments: os.kill(os.getpid(), signal.SIGKILL),
        )
        complete(opening, second_officer, at)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    assert nothing_is_open(closed)
    complete(opening, second_officer, at)
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED


# --- What came in otherwise -------------------------------------------------------------------


def test_withdrawn_bids_are_named_and_stay_closed(
    with_bids, officer, second_officer, provider, provider_user
):
    bid = with_bids.bids.get(provider=provider)
    actions.withdraw_bid(bid=bid, by=provider_user, at=timezone.now())
    record = open_by_two(past_deadline(with_bids), officer, second_officer)
    bid.refresh_from_db()
    assert (record.bids_opened, record.bids_withdrawn) == (1, 1)
    assert bid.status == BidStatus.WITHDRAWN
    assert not Bid.objects.visible_to(officer).filter(pk=bid.pk).exists()
    assert [one["kvk_number"] for one in record.record["body"]["withdrawn"]] == [
        provider.kvk_number
    ]
    assert findings(record) == []


def test_only_the_last_version_of_a_bid_is_opened(
    with_bids, officer, second_officer, provider, provider_user
):
    sealed_bid(with_bids, provider_user, answer="De tweede versie.")
    record = open_by_two(past_deadline(with_bids), officer, second_officer)
    bid = with_bids.bids.get(provider=provider)
    assert bid.lot_bids.get().answers.get().text == "De tweede versie."
    replaced = record.record["body"]["replaced"]
    assert [(one["receipt"], one["replaced_by"]) for one in replaced] == [(1, 2)]
    assert findings(record) == []


def test_attempts_that_came_too_late_are_counted_without_whose(
    closed, officer, second_officer, provider, provider_user
):
    closed.late_bids.create(
        provider=provider, refused_at=closed.closes_at, refused_by=provider_user
    )
    record = open_by_two(closed, officer, second_officer)
    assert record.bids_late == 1
    assert list(record.record["body"]["late"][0]) == ["at"]
    assert findings(record) == []


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda quality: quality | {"tender": "T-ANDERS"}, id="another tender"),
        pytest.param(lambda quality: quality | {"lots": []}, id="lots without prices"),
        pytest.param(lambda quality: quality | {"format": "x"}, id="another form"),
        pytest.param(
            lambda quality: (
                quality | {"lots": [quality["lots"][0] | {"answers": {"999999": "Verdwaald"}}]}
            ),
            id="an unknown criterion",
        ),
        pytest.param(
            lambda quality: (
                quality | {"lots": [quality["lots"][0] | {"group_minimum": 20, "group_maximum": 3}]}
            ),
            id="what the database refuses",
        ),
    ],
)
def test_a_bid_that_cannot_be_read_is_named_and_stops_no_other(
    published, officer, second_officer, provider_user, other_provider_user, monkeypatch, spoil
):
    seal = vault.seal

    def spoilt(content, public, *, about):
        return seal(spoil(content) if "contact" in content else content, public, about=about)

    with monkeypatch.context() as patch:
        patch.setattr(vault, "seal", spoilt)
        broken = sealed_bid(published, provider_user)
    sealed_bid(published, other_provider_user)
    record = open_by_two(past_deadline(published), officer, second_officer)
    broken.refresh_from_db()
    assert (broken.status, broken.contact_name) == (BidStatus.UNREADABLE, "")
    assert not broken.lot_bids.exists()
    assert LotBid.objects.count() == 1
    (unreadable,) = record.record["body"]["unreadable"]
    quality = BidEnvelope.objects.get(receipt__bid=broken, kind=EnvelopeKind.QUALITY)
    assert unreadable["sha256"] == quality.sha256
    assert "Verdwaald" not in str(record.record)
    assert findings(record) == []


def test_an_envelope_under_another_name_does_not_open(
    published, officer, second_officer, provider_user, other_provider_user, monkeypatch
):
    seal = vault.seal
    with monkeypatch.context() as patch:
        patch.setattr(
            vault, "seal", lambda content, public, *, about: seal(content, public, about="elders")
        )
        bid = sealed_bid(published, provider_user)
    open_by_two(past_deadline(published), officer, second_officer)
    bid.refresh_from_db()
    assert bid.status == BidStatus.UNREADABLE


def test_an_attachment_that_is_gone_or_changed_is_named(closed, officer, second_officer, provider):
    file = SealedFile.objects.get(bid__provider=provider)
    with default_storage.open(file.path) as stored:
        content = bytearray(stored.read())
    content[-1] ^= 1
    default_storage.delete(file.path)
    default_storage.save(file.path, ContentFile(bytes(content)))
    record = open_by_two(closed, officer, second_officer)
    (unreadable,) = record.record["body"]["unreadable"]
    assert unreadable["sha256"] == file.sha256
    file.refresh_from_db()
    assert file.name == "plan.pdf"
    assert file.bid.status == BidStatus.OPENED
    assert findings(record) == []


# --- The printed key --------------------------------------------------------------------------


@pytest.fixture
def with_paper(officer, second_officer, noord, administrator, provider_user):
    """A closed tender of which the region's printed key holds a share, and the groups."""
    _key, groups = with_printed_key(noord, administrator)
    tender = sealed_tender(officer, second_officer, region=noord, created_by=officer)
    sealed_bid(tender, provider_user, answer=ANSWER)
    return past_deadline(tender), groups


def test_the_paper_opens_when_a_passphrase_is_lost(with_paper, officer, third_officer, at):
    """Otto forgot his: a colleague who was not named types the paper, after Ines began."""
    tender, groups = with_paper
    opening = begin(tender, officer, at)
    record = complete(opening, third_officer, at, printed_key=groups.lower().replace("0", "O"))
    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPENED
    assert record.opened_with == OpenedWith.ARCHIVIST
    assert record.record["body"]["second"]["with"] == "archivist"
    assert LotBid.objects.get().answers.get().text == ANSWER
    assert findings(record) == []


def test_a_typing_error_on_the_paper_is_named_by_group(with_paper, officer, second_officer, at):
    tender, groups = with_paper
    opening = begin(tender, officer, at)
    third = groups.split()[2]
    wrong = groups.replace(third, third[:-1] + ("A" if third[-1] != "A" else "B"))
    with pytest.raises(Refused, match="Groep 3") as caught:
        complete(opening, second_officer, at, printed_key=wrong)
    assert caught.value.field == "printed_key"
    assert nothing_is_open(tender)


def test_the_paper_of_another_region_opens_nothing(
    with_paper, officer, second_officer, zuid, administrator, at
):
    tender, _groups = with_paper
    _key, other = with_printed_key(zuid, administrator)
    opening = begin(tender, officer, at)
    with pytest.raises(Refused, match="niet de gedrukte sleutel"):
        complete(opening, second_officer, at, printed_key=other)
    assert nothing_is_open(tender)


def test_a_retired_paper_still_opens_what_was_sealed_to_it(
    with_paper, officer, second_officer, administrator, at
):
    tender, groups = with_paper
    key = tender.region.archivist_keys.get()
    actions.retire_printed_key(key=key, by=administrator, at=at)
    opening = begin(tender, officer, at)
    complete(opening, second_officer, at, printed_key=groups)
    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPENED


def test_who_may_not_open_has_no_use_for_the_paper(with_paper, officer, administrator, at):
    tender, groups = with_paper
    opening = begin(tender, officer, at)
    with pytest.raises(Refused):
        complete(opening, administrator, at, printed_key=groups)
    assert nothing_is_open(tender)


# --- The record -------------------------------------------------------------------------------


def test_officers_of_one_name_are_told_apart(closed, officer, second_officer):
    for person in (officer, second_officer):
        type(person).objects.filter(pk=person.pk).update(name="Sam de Wit")
        person.refresh_from_db()
    record = open_by_two(closed, officer, second_officer)
    assert findings(record) == []
    assert officer.email in record.record["body"]["first"]["name"]


# --- From what a bidder hands in to what the region reads ---------------------------------------


def test_signed_receipts_of_real_bids_stand_in_the_record(
    published, officer, second_officer, provider, provider_user
):
    """A bid by the act of bidding itself, handed in twice: both receipts hold for an outsider."""
    bid = actions.start_bid(
        tender=published, provider=provider, by=provider_user, at=timezone.now()
    )
    receipts = []
    for price in (Decimal(15_000), Decimal(14_500)):
        content = content_of(*published.lots.order_by("number"), price=price)
        row = actions.submit_bid(bid=bid, content=content, by=provider_user, at=timezone.now())
        receipts.append(actions.signed_receipt(row))
    record = open_by_two(past_deadline(published), officer, second_officer)
    assert findings(record, receipts=receipts) == []
    bid.refresh_from_db()
    assert (bid.status, bid.contact_name) == (BidStatus.OPENED, "Pia Aanbieder")
    assert bid.lot_bids.get().answers.exists()
