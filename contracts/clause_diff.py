"""What differs between two versions of a clause, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, came or went."""

    kind: str
    """ "same", "new" or "gone"."""
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both texts in order; joined, the kept and new ones are `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        piece
        for change in matcher.get_opcodes()
        for piece in _of_change(old[change[1] : change[2]], new[change[3] : change[4]], change[0])
    ]


def _of_change(old: list[str], new: list[str], tag: str) -> Iterator[Piece]:
    if tag == "equal":
        yield Piece("same", "".join(new))
        return
    if old:
        yield Piece("gone", "".join(old))
    if new:
        yield Piece("new", "".join(new))
