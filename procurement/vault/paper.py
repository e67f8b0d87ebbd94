"""A private key on paper: fourteen groups of five characters that tell where a typing error is.

The characters are Crockford's base32: digits and capitals without I, L, O and U. In each group
four characters hold 20 bits and the fifth guards them: a sum over the field of 32 elements in
which every place has its own weight and the number of the group counts too. So one wrong
character, two that changed places, and two groups that changed places are always noticed. The
thirteen groups of the key hold 260 bits, four of which are nothing; the last group holds the
first 20 bits of the key's SHA-256, against the one in 32 errors that a group lets through.
"""

import hashlib
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.vault.errors import MistypedKey
from procurement.vault.keys import KEY_BYTES

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 14
GROUP_SIZE = 5
_DATA_SIZE = GROUP_SIZE - 1
_SYMBOL_BITS = 5
_GROUP_BITS = _DATA_SIZE * _SYMBOL_BITS
_SPARE_BITS = (GROUPS - 1) * _GROUP_BITS - 8 * KEY_BYTES
_REDUCTION = 0b100101
"""x^5 + x^2 + 1, by which multiplying in the field of 32 elements is reduced."""
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = re.compile(r"[\s\-.,]+")


def printed(private: bytes) -> str:
    """A key of 32 bytes as fourteen groups, separated by spaces."""
    if len(private) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes.")
    whole = _with_check(private)
    numbers = [(whole >> _GROUP_BITS * place) % (1 << _GROUP_BITS) for place in range(GROUPS)]
    return " ".join(
        _group(position, number) for position, number in enumerate(reversed(numbers), start=1)
    )


def from_printed(text: str) -> bytes:
    """The key that was printed so; upper or lower case, O for 0 and I or L for 1 will do.

    MistypedKey names the groups that cannot be right.
    """
    groups = _typed_groups(text)
    wrong = [position for position, group in groups if not _is_right(position, group)]
    if wrong:
        raise MistypedKey(_sentence(wrong), wrong)
    whole = 0
    for _position, group in groups:
        whole = whole << _GROUP_BITS | _number(group)
    private = (whole >> _GROUP_BITS + _SPARE_BITS) % (1 << 8 * KEY_BYTES)
    key = private.to_bytes(KEY_BYTES, "big")
    if _with_check(key) != whole:
        raise MistypedKey(_("Each group can be right, but together they are not a printed key."))
    return key


def _with_check(private: bytes) -> int:
    check = int.from_bytes(hashlib.sha256(private).digest(), "big") >> 8 * 32 - _GROUP_BITS
    return int.from_bytes(private, "big") << _SPARE_BITS + _GROUP_BITS | check


def _typed_groups(text: str) -> list[tuple[int, str]]:
    """The groups with their numbers, as typed; when the total is right, spaces do not matter."""
    typed = [part for part in _BETWEEN.split(text.upper().translate(_READ_AS)) if part]
    joined = "".join(typed)
    if len(joined) == GROUPS * GROUP_SIZE:
        typed = [joined[at : at + GROUP_SIZE] for at in range(0, len(joined), GROUP_SIZE)]
    if len(typed) != GROUPS:
        raise MistypedKey(
            _("The printed key has %(expected)s groups of %(size)s characters, not %(count)s.")
            % {"expected": GROUPS, "size": GROUP_SIZE, "count": len(typed)}
        )
    return list(enumerate(typed, start=1))


def _sentence(wrong: list[int]) -> str:
    sentence = ngettext(
        "Group %(groups)s is not as it was printed.",
        "Groups %(groups)s are not as they were printed.",
        len(wrong),
    )
    return sentence % {"groups": ", ".join(map(str, wrong))}


def _group(position: int, number: int) -> str:
    symbols = [(number >> _SYMBOL_BITS * place) % 32 for place in range(_DATA_SIZE)][::-1]
    return "".join(ALPHABET[symbol] for symbol in [*symbols, _guard(position, symbols)])


def _is_right(position: int, group: str) -> bool:
    if len(group) != GROUP_SIZE or not set(group) <= set(ALPHABET):
        return False
    *symbols, guard = _symbols(group)
    return guard == _guard(position, symbols)


def _number(group: str) -> int:
    whole = 0
    for symbol in list(_symbols(group))[:_DATA_SIZE]:
        whole = whole << _SYMBOL_BITS | symbol
    return whole


def _symbols(group: str) -> Iterator[int]:
    return (ALPHABET.index(character) for character in group)


def _guard(position: int, symbols: list[int]) -> int:
    """The fifth character: doubling after each symbol gives every place another weight."""
    total = position
    for symbol in symbols:
        total = _doubled(total ^ symbol)
    return total


def _doubled(element: int) -> int:
    shifted = element << 1
    return shifted ^ _REDUCTION if shifted >> _SYMBOL_BITS else shifted
