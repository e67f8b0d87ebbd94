"""The archivist's key on paper: what is typed wrong is noticed, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.vault import MistypedKey, from_printed, printed
from procurement.vault.paper import ALPHABET

keys = st.binary(min_size=32, max_size=32)
places = st.integers(0, 69)
KEY = bytes(range(7, 39))
TEXT = printed(KEY)


def with_symbol(text: str, place: int, symbol: str) -> str:
    """The printed text with another character at this place, spaces not counted."""
    symbols = list(text.replace(" ", ""))
    symbols[place] = symbol
    return "".join(symbols)


def group_of(place: int) -> int:
    return place // 5 + 1


@given(keys)
def test_what_was_printed_is_read(key):
    assert from_printed(printed(key)) == key


def test_it_is_fourteen_groups_of_five_characters_that_are_hard_to_confuse():
    groups = TEXT.split(" ")
    assert [len(group) for group in groups] == [5] * 14
    assert not set("ILOU") & set(ALPHABET)
    assert set("".join(groups)) <= set(ALPHABET)


@pytest.mark.parametrize("key", [bytes(32), b"\xff" * 32, bytes(31) + b"\x01", b"\x80" + bytes(31)])
def test_the_ends_of_the_range_are_read(key):
    assert from_printed(printed(key)) == key


@pytest.mark.parametrize(
    "typed",
    [
        TEXT.lower(),
        TEXT.replace(" ", ""),
        TEXT.replace(" ", "-"),
        TEXT.replace(" ", "\n  "),
        f"  {TEXT}. ",
        TEXT.replace("0", "O").replace("1", "l"),
        TEXT.replace("0", "o").replace("1", "I"),
        "".join(TEXT.split(" ")[:7]) + "\n" + "".join(TEXT.split(" ")[7:]),
    ],
)
def test_the_ways_people_type_are_forgiven(typed):
    assert from_printed(typed) == KEY


def test_the_forgiven_characters_occur_in_the_example():
    assert "0" in TEXT
    assert "1" in TEXT


@given(keys, places, st.sampled_from(ALPHABET))
def test_one_wrong_character_is_found_in_its_group(key, place, symbol):
    text = printed(key)
    typed = with_symbol(text, place, symbol)
    if typed == text.replace(" ", ""):
        assert from_printed(typed) == key
        return
    with pytest.raises(MistypedKey) as refused:
        from_printed(typed)
    assert refused.value.groups == (group_of(place),)


@pytest.mark.parametrize("place", range(69))
def test_two_neighbours_that_changed_places_are_found(place):
    symbols = TEXT.replace(" ", "")
    one, other = symbols[place], symbols[place + 1]
    typed = with_symbol(with_symbol(TEXT, place, other), place + 1, one)
    if one == other:
        assert from_printed(typed) == KEY
        return
    with pytest.raises(MistypedKey) as refused:
        from_printed(typed)
    assert set(refused.value.groups) <= {group_of(place), group_of(place + 1)}
    assert refused.value.groups


@given(keys, st.integers(0, 13), st.integers(0, 13))
def test_two_groups_that_changed_places_are_found(key, one, other):
    groups = printed(key).split(" ")
    groups[one], groups[other] = groups[other], groups[one]
    if one == other:
        assert from_printed(" ".join(groups)) == key
        return
    with pytest.raises(MistypedKey) as refused:
        from_printed(" ".join(groups))
    assert refused.value.groups == tuple(sorted((one + 1, other + 1)))


def test_the_sentence_names_the_groups():
    typed = with_symbol(with_symbol(TEXT, 12, "U"), 60, "U")
    with pytest.raises(MistypedKey) as refused:
        from_printed(typed)
    assert refused.value.messages == ["De groepen 3, 13 zijn niet zoals ze zijn afgedrukt."]


def test_a_group_that_lacks_a_character_is_named():
    groups = TEXT.split(" ")
    groups[5] = groups[5][:4]
    with pytest.raises(MistypedKey) as refused:
        from_printed(" ".join(groups))
    assert refused.value.groups == (6,)
    assert refused.value.messages == ["Groep 6 is niet zoals die is afgedrukt."]


@pytest.mark.parametrize(
    ("typed", "count"),
    [("", 0), (" ".join(TEXT.split(" ")[:13]), 13), (TEXT + " 00000", 15)],
)
def test_too_few_or_too_many_groups_are_counted(typed, count):
    with pytest.raises(MistypedKey) as refused:
        from_printed(typed)
    assert refused.value.groups == ()
    assert f"niet {count}" in refused.value.messages[0]


def test_a_group_of_another_printed_key_is_found_by_the_last():
    groups = TEXT.split(" ")
    groups[0] = printed(bytes(32)).split(" ")[0]
    with pytest.raises(MistypedKey) as refused:
        from_printed(" ".join(groups))
    assert refused.value.groups == ()


def test_the_four_bits_that_are_nothing_must_be_nothing():
    groups = TEXT.split(" ")
    others = [f"{groups[12][:3]}{symbol}{guard}" for symbol in ALPHABET for guard in ALPHABET]
    accepted = [other for other in others if reads([*groups[:12], other, groups[13]])]
    assert accepted == [groups[12]]


def reads(groups: list[str]) -> bool:
    try:
        return from_printed(" ".join(groups)) == KEY
    except MistypedKey:
        return False


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33)])
def test_only_whole_keys_are_printed(key):
    with pytest.raises(ValueError, match="32 bytes"):
        printed(key)
