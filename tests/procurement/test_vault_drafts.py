"""Drafts under a key per bid, wrapped by a ring of keys that stands outside the database."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.vault import (
    CannotUnseal,
    KeyRing,
    UnknownDraftKey,
    WrappedKey,
    new_draft_key,
    open_draft,
    rewrap,
    seal_draft,
)

OLD, NEW = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))
RING = KeyRing.of([OLD])
ROTATED = KeyRing.of([NEW, OLD])
CONTENT = {"price": "14250.0000", "answer": "Wij beginnen elke zes weken."}


def test_a_draft_is_read_with_its_key():
    wrapped = new_draft_key(RING)
    sealed = seal_draft(CONTENT, wrapped, RING, about="bid 17")
    assert open_draft(sealed, wrapped, RING, about="bid 17") == CONTENT
    assert b"14250" not in sealed


def test_every_draft_has_a_key_of_its_own():
    wrapped = new_draft_key(RING)
    with pytest.raises(CannotUnseal):
        open_draft(seal_draft(CONTENT, wrapped, RING), new_draft_key(RING), RING)


def test_a_draft_laid_under_another_bid_with_its_key_does_not_open():
    wrapped = new_draft_key(RING)
    sealed = seal_draft(CONTENT, wrapped, RING, about="bid 17")
    with pytest.raises(CannotUnseal) as refused:
        open_draft(sealed, wrapped, RING, about="bid 18")
    assert "andere inschrijving" in refused.value.messages[0]


@given(st.data())
def test_one_changed_bit_is_never_accepted(data):
    wrapped = new_draft_key(RING)
    sealed = seal_draft(CONTENT, wrapped, RING)
    parts = [bytearray(wrapped), bytearray(sealed)]
    part = parts[data.draw(st.integers(0, 1))]
    bit = data.draw(st.integers(0, len(part) * 8 - 1))
    part[bit // 8] ^= 1 << bit % 8
    with pytest.raises((CannotUnseal, UnknownDraftKey)):
        open_draft(bytes(parts[1]), WrappedKey(bytes(parts[0])), RING)


@pytest.mark.parametrize("length", [0, 7, 8, 20])
def test_a_cut_key_does_not_open(length):
    wrapped = new_draft_key(RING)
    sealed = seal_draft(CONTENT, wrapped, RING)
    with pytest.raises((CannotUnseal, UnknownDraftKey)):
        open_draft(sealed, WrappedKey(wrapped[:length]), RING)


def test_the_length_of_a_draft_tells_little():
    wrapped = new_draft_key(RING)
    assert len(seal_draft({}, wrapped, RING)) == len(seal_draft(CONTENT, wrapped, RING))


# --- Another key comes in ----------------------------------------------------------------------


def test_an_older_key_of_the_ring_still_opens():
    wrapped = new_draft_key(RING)
    sealed = seal_draft(CONTENT, wrapped, RING)
    assert open_draft(sealed, wrapped, ROTATED) == CONTENT


def test_new_keys_are_wrapped_by_the_newest():
    sealed = seal_draft(CONTENT, wrapped := new_draft_key(ROTATED), ROTATED)
    assert open_draft(sealed, wrapped, KeyRing.of([NEW])) == CONTENT


def test_rewrapping_lets_the_old_key_go_and_leaves_the_draft():
    wrapped = new_draft_key(RING)
    sealed = seal_draft(CONTENT, wrapped, RING)
    renewed = rewrap(wrapped, ROTATED)
    assert open_draft(sealed, renewed, KeyRing.of([NEW])) == CONTENT


def test_what_has_the_newest_wrapping_stays_as_it_is():
    wrapped = new_draft_key(ROTATED)
    assert rewrap(wrapped, ROTATED) == wrapped


def test_a_key_taken_away_too_early_is_told():
    wrapped = new_draft_key(RING)
    with pytest.raises(UnknownDraftKey) as refused:
        rewrap(wrapped, KeyRing.of([NEW]))
    assert "niet meer aanwezig" in refused.value.messages[0]


# --- The setting -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "about"),
    [
        ([], "At least one"),
        (["geen base64!"], "not valid base64"),
        (["é"], "not valid base64"),
        ([base64.b64encode(bytes(16)).decode()], "32 bytes"),
        ([OLD, ""], "32 bytes"),
    ],
)
def test_a_ring_that_cannot_work_is_refused_in_words(texts, about):
    with pytest.raises(ValueError, match=about):
        KeyRing.of(texts)


def test_a_ring_does_not_print_its_keys():
    assert repr(b"\x01" * 32) not in repr(RING)
