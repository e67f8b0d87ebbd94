"""What differs between two versions of a contract, fact by fact and in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contracts.amending.fields import BY_NAME, SECTIONS, field_of
from contracts.amending.paths import Path, Row, Terms, Value, parse, row_text, rows_of

ORDER = {section.name: place for place, section in enumerate(SECTIONS)}
Names = Mapping[str, str]
"""Words for ids and codes: "provider:3" and "gemeente:9001" to the name."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a row that stays: what stood there and what will; None where not filled."""

    path: Path
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """One part of the contract that comes, goes or changes."""

    row: Row
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None

    @property
    def changes(self) -> list[Change]:
        """The facts that differ, in the order of the section; none without a difference."""
        before, after = self.before or {}, self.after or {}
        found = [
            Change(Path(*self.row, name), before.get(name), after.get(name))
            for name in {*before, *after}
            if before.get(name) != after.get(name)
        ]
        return sorted(found, key=_place)


def row_changes(before: Terms, after: Terms) -> list[RowChange]:
    """Every row that differs between two versions, in the order in which a contract is read."""
    stood, stands = rows_of(before), rows_of(after)
    rows = sorted({*stood, *stands}, key=lambda row: (ORDER[row[0]], row[1]))
    return [
        RowChange(row, stood.get(row), stands.get(row))
        for row in rows
        if stood.get(row) != stands.get(row)
    ]


def row_label(row: Row, names: Names) -> str:
    """One part of a contract by name: "Tarief: Onderwijsroute, per traject, 1 jan 2026"."""
    section = BY_NAME[row[0]]
    keys = zip(section.keys, row[1], strict=True)
    words = ", ".join(field.text(part, names) for field, part in keys if part)
    return f"{section.row}: {words}" if words else str(section.row)


def sentences(before: Terms, after: Terms, names: Names) -> list[str]:
    """The differences as sentences; empty when there are none."""
    return [line for change in row_changes(before, after) for line in _said(change, names)]


def value_words(path: Path, value: Value | None, names: Names) -> str:
    """The value of one fact as people read it."""
    return field_of(path).text(value, names)


def field_label(path: Path) -> str:
    """What the fact is called."""
    return capfirst(str(field_of(path).label))


def _said(change: RowChange, names: Names) -> Iterator[str]:
    label = row_label(change.row, names)
    if change.after is None:
        yield _("Taken out: %(what)s.") % {"what": label}
    elif change.before is None:
        facts = "; ".join(
            f"{field_of(each.path).label} {value_words(each.path, each.after, names)}"
            for each in change.changes
            if each.after is not False
        )
        yield _("Added: %(what)s (%(facts)s).") % {"what": label, "facts": facts}
    else:
        for each in change.changes:
            yield _("%(what)s - %(fact)s: %(before)s becomes %(after)s.") % {
                "what": label,
                "fact": field_of(each.path).label,
                "before": value_words(each.path, each.before, names),
                "after": value_words(each.path, each.after, names),
            }


def _place(change: Change) -> tuple[int, int, str]:
    """Facts in the order in which the section lists them; numbered ones last, by number."""
    names = [field.name for field in BY_NAME[change.path.section].fields]
    name = change.path.field
    if name in names:
        return names.index(name), 0, name
    return len(names), int(name.rpartition("_")[2]), name


def changed_paths(before: Terms, after: Terms) -> set[str]:
    """The texts of all paths whose value differs."""
    return {text for text in {*before, *after} if before.get(text) != after.get(text)}


def sections_of(before: Terms, after: Terms) -> set[str]:
    """The sections in which something differs."""
    return {parse(text).section for text in changed_paths(before, after)}


@dataclass(frozen=True, slots=True)
class ShownFact:
    """One fact in words; `before` is empty for a part that was added."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part of the contract as a page shows it; `path` leads back to it."""

    path: str
    label: str
    is_new: bool
    is_gone: bool
    facts: tuple[ShownFact, ...]


def shown_changes(before: Terms, after: Terms, names: Names) -> list[ShownPart]:
    """Every part that comes, goes or changes, with the facts that differ."""
    return [
        ShownPart(
            row_text(change.row),
            row_label(change.row, names),
            change.before is None,
            change.after is None,
            tuple(
                ShownFact(
                    field_label(each.path),
                    value_words(each.path, each.before, names),
                    value_words(each.path, each.after, names),
                )
                for each in change.changes
            ),
        )
        for change in row_changes(before, after)
    ]
