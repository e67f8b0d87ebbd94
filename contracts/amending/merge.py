"""Three versions of a contract into one: what both sides changed, and where they disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from contracts.amending.paths import Row, Terms, Value, parse, row_text, rows_of, without


class Side(StrEnum):
    """Whose version of a fact is kept."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A fact that both sides changed, each into something else.

    `path` without a field (its text ends in a point) is a whole row: one side took it out while
    the other changed it. None as a value: not filled, or gone.
    """

    path: str
    base: Value | None
    mine: Value | None
    theirs: Value | None

    @property
    def is_row(self) -> bool:
        return not parse(self.path).field

    @property
    def is_removed_by_mine(self) -> bool:
        """Of a row: whose side took it out."""
        return self.mine is None


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged facts. They hold together only when `conflicts` is empty."""

    terms: Mapping[str, Value]
    conflicts: tuple[Conflict, ...]


def merge(
    base: Terms, mine: Terms, theirs: Terms, choices: Mapping[str, Side] | None = None
) -> Merged:
    """What `base` becomes by the changes of both sides; the same whichever side is called mine.

    A value replaces what stood there: changes are never added up. `choices` says by path whose
    version is kept where both changed the same fact; a conflict without a choice is returned.
    """
    chosen = choices or {}
    terms: dict[str, Value] = {}
    conflicts: list[Conflict] = []
    settled: set[Row] = set()
    for row, conflict in _row_conflicts(base, mine, theirs):
        settled.add(row)
        side = chosen.get(conflict.path)
        if side is None:
            conflicts.append(conflict)
        terms |= _row(theirs if side == Side.THEIRS else mine, row)
    sides = [without(version, settled) for version in (base, mine, theirs)]
    for path in sorted({*sides[0], *sides[1], *sides[2]}):
        conflict = Conflict(path, *(side.get(path) for side in sides))
        value, is_open = _merged_value(conflict, chosen.get(path))
        if is_open:
            conflicts.append(conflict)
        if value is not None:
            terms[path] = value
    return Merged(terms, tuple(conflicts))


def _merged_value(found: Conflict, side: Side | None) -> tuple[Value | None, bool]:
    """The value that stands after the merge, and whether it still has to be chosen."""
    if found.mine in (found.base, found.theirs):
        return found.theirs, False
    if found.theirs == found.base:
        return found.mine, False
    return (found.theirs if side == Side.THEIRS else found.mine), side is None


def _row_conflicts(base: Terms, mine: Terms, theirs: Terms) -> Iterator[tuple[Row, Conflict]]:
    """Rows that one side took out while the other changed them."""
    stood, ours, others = rows_of(base), rows_of(mine), rows_of(theirs)
    for row in sorted(stood):
        versions = ours.get(row), others.get(row)
        kept = next((version for version in versions if version is not None), None)
        if None in versions and kept is not None and kept != stood[row]:
            text = row_text(row)
            yield row, Conflict(text, text, *(text if version else None for version in versions))


def _row(terms: Terms, row: Row) -> dict[str, Value]:
    return {text: value for text, value in terms.items() if parse(text).row == row}
