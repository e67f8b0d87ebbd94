"""Addresses of single facts within a contract: section, row and field as one text.

All that was agreed is a flat mapping from such texts to plain values, so that two versions of a
contract are compared and merged fact by fact. A fact that is not filled has no entry.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Value = str | int | bool
"""As JSON keeps it: days as 2026-01-31, amounts as text with a point."""
Terms = Mapping[str, Value]
Key = tuple[str, ...]
Row = tuple[str, Key]
"""The section and the key of one tariff, capacity line or other part of a contract."""

ESCAPES = (("%", "%25"), (".", "%2E"))


class Path(NamedTuple):
    """Where one fact stands; `key` is empty in a section that has one row only."""

    section: str
    key: Key
    field: str

    def __str__(self) -> str:
        return ".".join(_escaped(part) for part in (self.section, *self.key, self.field))

    @property
    def row(self) -> Row:
        return self.section, self.key


def parse(text: str) -> Path:
    """The path that was written as `text`."""
    section, *key, field = (_unescaped(part) for part in text.split("."))
    return Path(section, tuple(key), field)


def row_text(row: Row) -> str:
    """A row as one text: the path of its rows without a field."""
    return str(Path(*row, ""))


def parse_row(text: str) -> Row:
    """The row that was written as `text`."""
    return parse(text).row


def rows_of(terms: Terms) -> dict[Row, dict[str, Value]]:
    """The same facts by row: field names and values."""
    found: dict[Row, dict[str, Value]] = {}
    for text, value in terms.items():
        path = parse(text)
        found.setdefault(path.row, {})[path.field] = value
    return found


def in_section(terms: Terms, section: str) -> dict[Key, dict[str, Value]]:
    """The rows of one section, by key."""
    return {key: fields for (name, key), fields in rows_of(terms).items() if name == section}


def without(terms: Terms, rows: Iterable[Row]) -> dict[str, Value]:
    """The facts outside `rows`."""
    gone = set(rows)
    return {text: value for text, value in terms.items() if parse(text).row not in gone}


def with_row(terms: Terms, row: Row, fields: Mapping[str, Value | None]) -> dict[str, Value]:
    """The facts with this row replaced by `fields`; what is None is left empty."""
    written = {str(Path(*row, name)): value for name, value in fields.items() if value is not None}
    return without(terms, [row]) | written


def _escaped(part: str) -> str:
    for plain, code in ESCAPES:
        part = part.replace(plain, code)
    return part


def _unescaped(part: str) -> str:
    for plain, code in reversed(ESCAPES):
        part = part.replace(code, plain)
    return part
