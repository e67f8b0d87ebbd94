"""Key pairs, and private keys under a passphrase."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.vault import (
    WrongPassphrase,
    lock_private,
    new_pair,
    new_signing_pair,
    public_of,
    unlock_private,
    weaknesses,
)
from procurement.vault.keys import STRENGTHS

PASSPHRASE = "vier paarden lopen langs de gracht"
PRIVATE = bytes(range(32))


def lock(private=PRIVATE, passphrase=PASSPHRASE):
    return lock_private(private, passphrase, strength="minimum")


def test_pairs_differ_and_know_their_public_half():
    one, other = new_pair(), new_pair()
    assert len({one.public, one.private, other.public, other.private}) == 4
    assert all(len(key) == 32 for key in (one.public, one.private))
    assert public_of(one.private) == one.public


def test_a_pair_does_not_print_its_private_key():
    pair = new_pair()
    assert repr(pair.private) not in repr(pair)
    assert repr(pair.public) in repr(pair)


def test_signing_pairs_differ_from_each_other():
    assert new_signing_pair() != new_signing_pair()


@given(st.binary(min_size=32, max_size=32), st.text())
def test_what_was_locked_is_unlocked_by_its_passphrase(private, passphrase):
    assert unlock_private(lock(private, passphrase), passphrase) == private


@pytest.mark.parametrize("typed", ["", "vier paarden lopen langs de grachten", PASSPHRASE.upper()])
def test_another_passphrase_is_refused(typed):
    with pytest.raises(WrongPassphrase) as refused:
        unlock_private(lock(), typed)
    assert refused.value.messages == ["Dit is niet de wachtzin van uw kluissleutel."]


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        ("caf\u00e9 aan de overkant", "cafe\u0301 aan de overkant"),
        ("vier paarden", "  vier\u00a0 paarden "),
    ],
)
def test_keyboards_that_write_the_same_differently_open_the_same_key(chosen, typed):
    assert unlock_private(lock(passphrase=chosen), typed) == PRIVATE


def test_equal_keys_and_passphrases_are_locked_differently():
    one, other = lock(), lock()
    assert one.salt != other.salt
    assert one.ciphertext != other.ciphertext


def test_the_locked_key_holds_no_readable_key():
    assert PRIVATE not in lock().ciphertext


@pytest.mark.parametrize("field", ["salt", "ciphertext"])
def test_a_locked_key_that_was_changed_does_not_open(field):
    locked = lock()
    value = getattr(locked, field)
    changed = dataclasses.replace(locked, **{field: value[:-1] + bytes([value[-1] ^ 1])})
    with pytest.raises(WrongPassphrase):
        unlock_private(changed, PASSPHRASE)


def test_a_locked_key_remembers_what_a_guess_costs():
    locked = lock_private(PRIVATE, PASSPHRASE, strength="interactive")
    assert (locked.opslimit, locked.memlimit) == STRENGTHS["interactive"]
    assert unlock_private(locked, PASSPHRASE) == PRIVATE


def test_guessing_costs_a_quarter_of_a_gigabyte_unless_said_otherwise():
    assert lock_private(PRIVATE, PASSPHRASE).memlimit == 256 * 1024 * 1024


@pytest.mark.parametrize(
    "passphrase",
    [
        PASSPHRASE,
        "kQ7-vz2!Rb9#xLp4",  # 16 characters
        "mus bij ven dak",  # 15, but four words
    ],
)
def test_a_passphrase_that_will_do(passphrase):
    assert weaknesses(passphrase) == []


@pytest.mark.parametrize(
    ("passphrase", "about"),
    [
        ("", "ten minste 16 tekens"),
        ("kQ7-vz2!Rb9#xLp", "ten minste 16 tekens"),  # 15
        ("mus mus bij bij", "ten minste 16 tekens"),  # two different words
        ("aaaaaaaaaaaaaaaaaaaa", "Herhaal minder"),
        ("Welkom24Welkom24", "Herhaal minder"),
        ("ab cd ab cd ab cd ab", "Herhaal minder"),
        ("fietspad van Ilse Vonderwaard", "Laat uw naam"),
        ("de inkoper van negentien huizen", "Laat uw naam"),
    ],
)
def test_a_weak_passphrase_hears_why(passphrase, about):
    sentences = weaknesses(passphrase, ["Ilse Vonderwaard", "inkoper@demo.example"])
    assert any(about in sentence for sentence in sentences)
