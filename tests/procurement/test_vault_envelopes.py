"""Sealed envelopes: only the private key opens them, unchanged and in their place."""

import hashlib
import json
import subprocess
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.bindings import sodium_pad

from procurement.vault import (
    CannotUnseal,
    digest,
    digest_of_all,
    new_pair,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)
from procurement.vault.canonical import canonical, parsed
from procurement.vault.envelopes import BLOCK

OVERHEAD = 48
PAIR = new_pair()
CONTENT = {"prijs": "14250.0000", "plaatsen": 24, "antwoord": "Wij beginnen elke zes weken. Één."}

texts = st.text(st.characters(exclude_categories=["Cs"]))
contents = st.dictionaries(
    texts,
    st.recursive(
        st.none() | st.booleans() | st.integers() | texts,
        lambda inner: st.lists(inner) | st.dictionaries(texts, inner),
        max_leaves=4,
    ),
)


@given(contents, texts)
def test_what_was_sealed_is_unsealed(content, about):
    sealed = seal(content, PAIR.public, about=about)
    assert unseal(sealed, PAIR.private, about=about) == content


def test_an_envelope_shows_nothing_of_its_content():
    sealed = seal(CONTENT, PAIR.public)
    assert b"14250" not in sealed
    assert b"prijs" not in sealed


@given(st.integers(0, 3 * BLOCK))
def test_its_length_tells_only_how_many_blocks(length):
    sealed = seal({"a": "x" * length}, PAIR.public)
    assert (len(sealed) - OVERHEAD) % BLOCK == 0
    assert len(sealed) - OVERHEAD <= length + 2 * BLOCK


def test_two_price_tables_have_one_length():
    cheap, dear = ({"prijs": price} for price in ("1.0000", "999999.9999"))
    assert len(seal(cheap, PAIR.public)) == len(seal(dear, PAIR.public))


def test_equal_contents_have_different_envelopes():
    assert seal(CONTENT, PAIR.public) != seal(CONTENT, PAIR.public)


def test_another_key_does_not_open_it():
    with pytest.raises(CannotUnseal):
        unseal(seal(CONTENT, PAIR.public), new_pair().private)


@given(st.integers(0, (BLOCK + OVERHEAD) * 8 - 1))
def test_one_changed_bit_is_never_accepted(bit):
    sealed = bytearray(seal(CONTENT, PAIR.public))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(CannotUnseal):
        unseal(bytes(sealed), PAIR.private)


@pytest.mark.parametrize("length", [0, 1, 47, 48, 49, BLOCK, BLOCK + 47])
def test_a_cut_envelope_does_not_open(length):
    with pytest.raises(CannotUnseal):
        unseal(seal(CONTENT, PAIR.public)[:length], PAIR.private)


def test_an_envelope_laid_under_another_bid_does_not_open():
    sealed = seal(CONTENT, PAIR.public, about="AM-2026-01 90000001 price")
    with pytest.raises(CannotUnseal) as refused:
        unseal(sealed, PAIR.private, about="AM-2026-01 90000002 price")
    assert "andere inschrijving" in refused.value.messages[0]


@pytest.mark.parametrize(
    "plain",
    [
        b"",
        b"x" * BLOCK,  # no padding
        sodium_pad(b"", BLOCK),
        sodium_pad(b"{", BLOCK),
        sodium_pad(b"[]", BLOCK),
        sodium_pad(b'{"content":{}}', BLOCK),
        sodium_pad(b'{"about":"","content":[]}', BLOCK),
        sodium_pad(b'{"about":"","about":"","content":{}}', BLOCK),
        sodium_pad(b"[" * 100_000, BLOCK),
        sodium_pad(b"\xff", BLOCK),
    ],
)
def test_whoever_seals_something_else_has_sealed_no_envelope(plain):
    with pytest.raises(CannotUnseal):
        unseal(seal_bytes(plain, PAIR.public), PAIR.private)


@given(st.binary())
def test_bytes_come_out_as_they_went_in(plain):
    assert unseal_bytes(seal_bytes(plain, PAIR.public), PAIR.private) == plain


@given(st.binary(max_size=200))
def test_what_was_never_sealed_does_not_open(ciphertext):
    with pytest.raises(CannotUnseal):
        unseal_bytes(ciphertext, PAIR.private)


def test_the_digest_is_that_of_the_sealed_bytes():
    sealed = seal(CONTENT, PAIR.public)
    assert digest(sealed) == hashlib.sha256(sealed).hexdigest()


def test_the_digest_of_all_is_what_the_command_line_makes_of_them(tmp_path):
    digests = [digest(name) for name in (b"quality", b"price 1", b"plan")]
    (tmp_path / "digests").write_text("".join(f"{one}\n" for one in digests))
    line = subprocess.run(  # noqa: S602 - the line of docs/vault.md, as somebody types it
        "LC_ALL=C sort digests | sha256sum",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert line.split()[0] == digest_of_all(digests) == digest_of_all(reversed(digests))


# --- Canonical JSON ----------------------------------------------------------------------------


def test_canonical_json_has_one_spelling():
    one = canonical({"b": [1, None, True], "a": "é\n"})
    assert one == '{"a":"é\\n","b":[1,null,true]}'.encode()
    assert one == canonical({"a": "é\n", "b": [1, None, True]})


@given(contents)
def test_canonical_json_is_json(content):
    assert json.loads(canonical(content)) == parsed(canonical(content)) == content


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), Decimal("1.0"), b"x", (1,), {1: 2}, {"a": 1.0}]
)
def test_what_has_no_one_spelling_is_refused(value):
    with pytest.raises(TypeError):
        canonical({"value": value})


def test_half_characters_are_refused():
    with pytest.raises(ValueError, match="surrogates"):
        canonical({"value": "\ud800"})


@pytest.mark.parametrize("text", [b"", b"{", b'{"a":1,"a":2}', b'{"a":{"b":1,"b":1}}', b"[" * 9999])
def test_json_that_reads_two_ways_is_no_json(text):
    with pytest.raises(ValueError, match=r"JSON|Expecting"):
        parsed(text)
