"""The working copy: ciphertext, kept for two colleagues at once, copied out and started from."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts.enums import Role
from accounts.models import AuditEvent, User
from config.shared.errors import Refused
from procurement import actions, vault
from procurement.bid_content import Attachment
from procurement.models import Bid, SealedFile, Tender
from tests.factories.providers import person_of
from tests.procurement.bidding import content_of

CONTENT = b"Ons plan van aanpak. " * 50


@pytest.fixture
def bid(published, provider, provider_user, at) -> Bid:
    return actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)


@pytest.fixture
def colleague(provider) -> User:
    return person_of(provider, Role.PROVIDER_STAFF, name="Carla Collega")


@pytest.fixture
def save(bid, at):
    """Saves a part; the bid as it then is."""

    def saved(by: User, name: str, fields: dict[str, str], base: int, **more) -> Bid:
        return actions.save_part(bid=bid, name=name, fields=fields, base=base, by=by, at=at, **more)

    return saved


def stored(content: bytes = CONTENT, path: str = "sealed/aa/plan") -> actions.Stored:
    """A file that was sealed into the file store, as the upload handler leaves it."""
    sealer = vault.StreamSealer()
    sealed = sealer.push(content) + sealer.finish()
    path = default_storage.save(path, ContentFile(sealed))
    attachment = Attachment(path, "plan.pdf", "pdf", len(content), sealer.sha256, sealer.key)
    return actions.Stored(attachment, sealer.size)


def test_what_is_saved_is_ciphertext_and_comes_back(bid, provider_user, save):
    row = save(provider_user, "lot-1", {"answer7": "Wij werken in kleine groepen."}, 0)
    assert b"kleine groepen" not in bytes(row.draft)
    assert actions.working_copy(row).fields("lot-1") == {"answer7": "Wij werken in kleine groepen."}


def test_each_save_counts_and_keeps_the_other_parts(bid, provider_user, save):
    first = save(provider_user, "lot-1", {"price": "1"}, 0)
    second = save(provider_user, "lot-2", {"price": "2"}, 0)
    assert second.draft_version == first.draft_version + 1
    working = actions.working_copy(second)
    assert (working.fields("lot-1"), working.fields("lot-2")) == ({"price": "1"}, {"price": "2"})


def test_a_colleague_on_the_same_part_overwrites_nothing_unseen(
    bid, provider_user, colleague, save
):
    standing = save(provider_user, "lot-1", {"price": "1"}, 0).draft_version
    theirs = save(colleague, "lot-1", {"price": "2"}, standing).draft_version
    with pytest.raises(actions.PartChanged, match="Carla Collega") as changed:
        save(provider_user, "lot-1", {"price": "3"}, standing)
    assert changed.value.theirs.fields == {"price": "2"}
    assert changed.value.theirs.version == theirs
    bid.refresh_from_db()
    assert actions.working_copy(bid).fields("lot-1") == {"price": "2"}
    merged = save(provider_user, "lot-1", {"price": "3"}, theirs)
    assert actions.working_copy(merged).fields("lot-1") == {"price": "3"}


def test_the_same_words_are_no_conflict(bid, provider_user, colleague, save):
    save(colleague, "lot-1", {"price": "2"}, 0)
    assert save(provider_user, "lot-1", {"price": "2"}, 0)


def test_ones_own_save_that_the_page_did_not_hear_of_is_no_conflict(bid, provider_user, save):
    save(provider_user, "lot-1", {"price": "2"}, 0, is_automatic=True)
    assert save(provider_user, "lot-1", {"price": "23"}, 0)


def test_ones_own_save_over_a_colleagues_is_one(bid, provider_user, colleague, save):
    theirs = save(colleague, "lot-1", {"price": "2"}, 0).draft_version
    save(provider_user, "lot-1", {"price": "23"}, theirs)
    with pytest.raises(actions.PartChanged):
        save(provider_user, "lot-1", {"price": "4"}, 0)


def test_what_the_page_keeps_by_itself_leaves_no_line_in_the_history(bid, provider_user, save):
    noted = AuditEvent.objects.filter(action="save_draft")
    save(provider_user, "lot-1", {"price": "2"}, 0, is_automatic=True)
    assert not noted.exists()
    save(provider_user, "lot-1", {"price": "3"}, 0)
    assert noted.count() == 1


def test_nobody_else_saves(bid, other_provider_user, officer, save):
    for person in (other_provider_user, officer):
        with pytest.raises(Refused):
            save(person, "lot-1", {"price": "2"}, 0)


def test_a_draft_laid_under_another_bid_does_not_open(
    bid, published, other_provider, other_provider_user, at
):
    other = actions.start_bid(
        tender=published, provider=other_provider, by=other_provider_user, at=at
    )
    Bid.objects.filter(pk=other.pk).update(draft=bid.draft, draft_key=bid.draft_key)
    other.refresh_from_db()
    with pytest.raises(vault.CannotUnseal):
        actions.working_copy(other)


# --- Attachments ------------------------------------------------------------------------------


def test_a_file_goes_with_the_draft_and_then_with_the_receipt(bid, education, provider_user, at):
    file = stored()
    actions.attach(bid=bid, files=[file], by=provider_user, at=at)
    row = bid.files.get()
    assert (row.sha256, row.size, row.name, bytes(row.key)) == (
        file.attachment.sha256,
        file.size,
        "",
        b"",
    )
    whole = content_of(education)
    quality = replace(whole.quality, attachments=[file.attachment])
    receipt = actions.submit_bid(
        bid=bid, content=replace(whole, quality=quality), by=provider_user, at=at
    )
    assert list(receipt.files.order_by("pk")) == [row]
    signed = actions.signed_receipt(receipt)["body"]
    assert signed["attachments"] == [{"sha256": row.sha256, "size": row.size}]
    digests = [one["sha256"] for one in (*signed["envelopes"], *signed["attachments"])]
    assert receipt.sha256 == vault.digest_of_all(digests)


def test_a_file_that_is_not_there_is_not_submitted(bid, education, provider_user, at):
    whole = content_of(education)
    quality = replace(whole.quality, attachments=[stored().attachment])
    with pytest.raises(Refused, match=r"plan\.pdf"):
        actions.submit_bid(
            bid=bid, content=replace(whole, quality=quality), by=provider_user, at=at
        )


def test_there_is_an_end_to_the_number_of_files(bid, provider_user, at, monkeypatch):
    monkeypatch.setattr("procurement.actions.bidding.drafts.MAXIMUM_ATTACHMENTS", 1)
    actions.attach(bid=bid, files=[stored()], by=provider_user, at=at)
    with pytest.raises(Refused, match="1"):
        actions.attach(bid=bid, files=[stored()], by=provider_user, at=at)
    assert bid.files.count() == 1


def test_a_removed_file_is_gone_unless_a_receipt_names_it(
    bid, education, provider_user, at, django_capture_on_commit_callbacks
):
    loose, kept = stored(), stored()
    actions.attach(bid=bid, files=[kept], by=provider_user, at=at)
    whole = content_of(education)
    quality = replace(whole.quality, attachments=[kept.attachment])
    actions.submit_bid(bid=bid, content=replace(whole, quality=quality), by=provider_user, at=at)
    actions.attach(bid=bid, files=[loose], by=provider_user, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        for row in bid.files.order_by("pk"):
            actions.detach(bid=bid, sealed_file=row, by=provider_user, at=at)
    assert list(bid.files.values_list("path", flat=True)) == [kept.attachment.path]
    assert default_storage.exists(kept.attachment.path)
    assert not default_storage.exists(loose.attachment.path)


# --- The readable copy ------------------------------------------------------------------------


def test_a_replacement_starts_from_the_copy_with_its_attachments(
    bid, education, provider_user, save, at
):
    file = stored()
    actions.attach(bid=bid, files=[file], by=provider_user, at=at)
    save(provider_user, "lot-1", {"price": "15000"}, 0)
    bid.refresh_from_db()
    copy = json.loads(json.dumps(actions.readable_copy(bid, at=at)))
    whole = content_of(education)
    quality = replace(whole.quality, attachments=[file.attachment])
    actions.submit_bid(bid=bid, content=replace(whole, quality=quality), by=provider_user, at=at)
    row = actions.restore_copy(bid=bid, content=copy, by=provider_user, at=at)
    working = actions.working_copy(row)
    assert working.fields("lot-1") == {"price": "15000"}
    assert list(working.attachments) == [file.attachment]


def test_a_copy_with_a_wrong_key_brings_no_attachment(bid, provider_user, at):
    actions.attach(bid=bid, files=[stored()], by=provider_user, at=at)
    bid.refresh_from_db()
    copy = actions.readable_copy(bid, at=at)
    copy["attachments"][0]["key"] = base64.b64encode(b"x" * 32).decode()
    row = actions.restore_copy(bid=bid, content=copy, by=provider_user, at=at)
    assert not actions.working_copy(row).attachments


@pytest.mark.parametrize(
    "change",
    [
        {"format": "taalregie-copy/2"},
        {"tender": "another"},
        {"kvk_number": "99999999"},
        {"parts": {"lot-1": {"price": 1}}},
        {"parts": []},
        {"attachments": [{}]},
    ],
)
def test_what_is_no_copy_of_this_bid_changes_nothing(bid, provider_user, at, change):
    before = bytes(bid.draft)
    copy = actions.readable_copy(bid, at=at) | change
    with pytest.raises(Refused) as refusal:
        actions.restore_copy(bid=bid, content=copy, by=provider_user, at=at)
    assert refusal.value.field == "copy"
    bid.refresh_from_db()
    assert bytes(bid.draft) == before


# --- Keys and keeping -------------------------------------------------------------------------


def test_drafts_open_after_the_old_key_was_taken_away(bid, provider_user, save, settings):
    save(provider_user, "lot-1", {"price": "15000"}, 0)
    old, new = settings.BID_DRAFT_KEYS, [base64.b64encode(b"n" * 32).decode()]
    settings.BID_DRAFT_KEYS = [*new, *old]
    said = StringIO()
    call_command("rewrap_drafts", stdout=said)
    assert said.getvalue().startswith("1 ")
    call_command("rewrap_drafts", stdout=said)
    assert said.getvalue().splitlines()[1].startswith("0 ")
    settings.BID_DRAFT_KEYS = new
    bid.refresh_from_db()
    assert actions.working_copy(bid).fields("lot-1") == {"price": "15000"}


def test_without_its_key_a_draft_says_so(bid, settings):
    settings.BID_DRAFT_KEYS = [base64.b64encode(b"n" * 32).decode()]
    with pytest.raises(vault.UnknownDraftKey):
        actions.working_copy(bid)


def test_working_copies_are_erased_some_days_after_the_deadline(
    bid, education, provider_user, at, settings, django_capture_on_commit_callbacks
):
    settings.BID_DRAFT_KEEP_DAYS = 30
    loose, kept = stored(), stored()
    actions.attach(bid=bid, files=[kept], by=provider_user, at=at)
    whole = content_of(education)
    quality = replace(whole.quality, attachments=[kept.attachment])
    actions.submit_bid(bid=bid, content=replace(whole, quality=quality), by=provider_user, at=at)
    actions.attach(bid=bid, files=[loose], by=provider_user, at=at)
    closes_at = Tender.objects.get().closes_at
    assert actions.erase_abandoned(at=closes_at + timedelta(days=30)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.erase_abandoned(at=closes_at + timedelta(days=30, seconds=1)) == 1
    bid.refresh_from_db()
    assert bytes(bid.draft) == b""
    assert [row.path for row in SealedFile.objects.order_by("pk")] == [kept.attachment.path]
    assert not default_storage.exists(loose.attachment.path)


def test_files_of_uploads_that_broke_off_are_removed_after_a_day(bid, provider_user, at):
    actions.remove_orphans(at=at + timedelta(days=2))
    known, orphan = stored(), stored()
    actions.attach(bid=bid, files=[known], by=provider_user, at=at)
    assert actions.remove_orphans(at=at) == 0
    assert actions.remove_orphans(at=at + timedelta(days=2)) == 1
    assert default_storage.exists(known.attachment.path)
    assert not default_storage.exists(orphan.attachment.path)
