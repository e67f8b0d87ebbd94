"""Two of n: any two shares make the key, one makes nothing, a wrong one is noticed."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.vault import Share, SharesDoNotFit, combine, new_pair, rebuilt, split

keys = st.binary(min_size=32, max_size=32)


@given(keys, st.integers(2, 7))
def test_every_two_shares_make_the_key_in_either_order(private, count):
    shares = split(private, count)
    assert [share.index for share in shares] == list(range(1, count + 1))
    assert {combine(pair) for pair in permutations(shares, 2)} == {private}


def test_every_two_of_a_large_region_make_the_key():
    private = new_pair().private
    assert {combine(pair) for pair in combinations(split(private, 24), 2)} == {private}


def test_the_most_shares_there_can_be():
    shares = split(bytes(32), 255)
    assert combine([shares[0], shares[254]]) == bytes(32)


@given(keys)
def test_the_same_key_is_cut_differently_each_time(private):
    assert split(private, 2)[0].data != split(private, 2)[0].data


@given(keys, keys)
def test_one_share_says_nothing(private, other):
    """To one share of a key belongs, for every other key, a second share that makes that key."""
    mine, theirs = split(private, 2)[0], split(other, 2)
    shift = xor(mine.data, theirs[0].data)
    assert combine([mine, Share(2, xor(theirs[1].data, shift))]) == xor(other, shift)


def xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def test_halves_do_not_give_each_other_away():
    left, right = split(b"\x07" * 32, 2)[0].data[:16], split(b"\x07" * 32, 2)[0].data[16:]
    assert left != right


@pytest.mark.parametrize("picked", [[], [0], [0, 0], [0, 1, 2], [0, 1, 1]])
def test_it_takes_two_different_shares(picked):
    shares = split(new_pair().private, 3)
    with pytest.raises(SharesDoNotFit) as refused:
        combine([shares[number] for number in picked])
    assert "Twee verschillende delen" in refused.value.messages[0]


def test_two_shares_rebuild_the_key_of_its_public_half():
    pair = new_pair()
    assert rebuilt(split(pair.private, 3)[1:], pair.public) == pair.private


def test_a_share_of_another_key_is_noticed():
    pair = new_pair()
    mine, theirs = split(pair.private, 2)[0], split(new_pair().private, 2)[1]
    with pytest.raises(SharesDoNotFit):
        rebuilt([mine, theirs], pair.public)


@given(st.integers(0, 32 * 8 - 1), st.booleans())
def test_a_share_with_one_bit_changed_is_noticed(bit, is_first):
    pair = new_pair()
    shares = split(pair.private, 2)
    at = 0 if is_first else 1
    whole = int.from_bytes(shares[at].data, "big") ^ (1 << bit)
    shares[at] = Share(shares[at].index, whole.to_bytes(32, "big"))
    # X25519 clears or sets five bits of a private key: another key with the same public half.
    private = combine(shares)
    if clamped(private) == clamped(pair.private):
        assert rebuilt(shares, pair.public) == private
        return
    with pytest.raises(SharesDoNotFit):
        rebuilt(shares, pair.public)


def clamped(private: bytes) -> bytes:
    return bytes([private[0] & 248]) + private[1:31] + bytes([private[31] & 127 | 64])


def test_a_share_under_another_number_is_noticed():
    pair = new_pair()
    first, second, _third = split(pair.private, 3)
    with pytest.raises(SharesDoNotFit):
        rebuilt([first, Share(3, second.data)], pair.public)


def test_a_share_survives_packing():
    share = split(new_pair().private, 3)[2]
    assert len(share.packed()) == 33
    assert Share.unpacked(share.packed()) == share


@pytest.mark.parametrize("packed", [b"", b"\x01", bytes(33), b"\x01" * 32, b"\x01" * 34])
def test_what_is_no_share_is_refused(packed):
    with pytest.raises(SharesDoNotFit):
        Share.unpacked(packed)


def test_a_share_does_not_print_its_data():
    share = Share(1, b"geheim".ljust(32))
    assert "geheim" not in repr(share)


@pytest.mark.parametrize("count", [0, 1, 256])
def test_a_key_is_cut_into_two_shares_at_least(count):
    with pytest.raises(ValueError, match="2 to 255"):
        split(bytes(32), count)


def test_only_whole_keys_are_cut():
    with pytest.raises(ValueError, match="32 bytes"):
        split(bytes(16), 2)
