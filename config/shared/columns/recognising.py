"""Which column of a sheet is which: by the choice of a person, by name, or by order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from django.utils.translation import gettext as _

from config.shared.columns.kinds import Text, Wrong
from config.shared.columns.sheet import Column, Sheet
from config.shared.sheets import ERRORS_HEADER, NOTICE, Finding, Line, Unusable
from config.shared.sheets.words import in_each_language, plain

FEWEST_TELLING = 2
"""Cells of another kind than text, without which the order of columns proves nothing."""

SHOWN = 100


class Understood(TypedDict):
    """How one header was understood; `column` is None for one that is not read."""

    header: str
    column: str | None
    by: Literal["name", "order", "person"]


class Unrecognised(Unusable):
    """A sheet of which required columns were not found, so that a person may point them out."""

    def __init__(self, sentence: str, understood: list[Understood], missing: list[Column]) -> None:
        super().__init__(sentence)
        self.understood, self.missing = understood, missing


@dataclass(frozen=True)
class Recognised:
    """`positions` are those of the columns by name; a `header` of number 0 stands in no row."""

    header: Line
    positions: dict[str, int]
    understood: list[Understood]

    @property
    def notices(self) -> list[Finding]:
        """What a person should know about how columns were recognised."""
        if any(each["by"] == "order" for each in self.understood):
            return [_by_order()]
        return [
            _unknown(each["header"])
            for each in self.understood
            if each["column"] is None and each["by"] == "name" and not is_ours(each["header"])
        ]


def recognise(
    lines: Sequence[Line], sheet: Sheet, filename: str, mapping: Mapping[str, str] | None = None
) -> Recognised:
    """Find the header among the first lines of a sheet, and each column under it.

    `mapping` gives the column's name, or "" for one to leave out, by the header as it stands in
    the file; it goes before what the names say. Raises Unusable when a column stands there twice
    or none is recognised, Unrecognised when a required one is missing.
    """
    chosen = {key_of(text): name for text, name in (mapping or {}).items()}
    names = [column.name for column in sheet.columns]
    chosen = {text: name for text, name in chosen.items() if name in ("", *names)}
    found = _by_name(_best_header(lines, sheet, chosen), sheet, chosen)
    if not found.positions:
        found = _in_order(lines, sheet) or found
    _refuse_missing(found, sheet, filename)
    return found


def key_of(header: str) -> str:
    """What headers are compared by; one of marks alone is compared as it stands."""
    return plain(header) or header.strip()


def is_ours(header: str) -> bool:
    """Whether it heads what we wrote beside the rows of a sheet that went back."""
    own = {plain(text) for label in ERRORS_HEADER for text in in_each_language(label)}
    return plain(header) in own


def _best_header(lines: Sequence[Line], sheet: Sheet, chosen: Mapping[str, str]) -> Line:
    """The first line, unless a later one has more headers that are known, and not just one."""

    def known(line: Line) -> int:
        return sum(
            key_of(text) in chosen or plain(text) in sheet.by_spelling for text in line.cells
        )

    best = max(lines, key=known)
    return best if known(best) > max(known(lines[0]), 1) else lines[0]


def _by_name(header: Line, sheet: Sheet, chosen: Mapping[str, str]) -> Recognised:
    positions: dict[str, int] = {}
    understood: list[Understood] = []
    wanted = {chosen[key] for cell in header.cells if (key := key_of(cell.strip())) in chosen}
    for position, cell in enumerate(header.cells):
        text = cell.strip()
        by_person = chosen.get(key_of(text))
        named = sheet.by_spelling.get(plain(text))
        name = by_person if by_person is not None else named and named.name
        if not text or (by_person is None and name in wanted):
            name = None
        if name:
            _refuse_second(name, positions, sheet)
            positions[name] = position
        if text:
            by: Literal["name", "person"] = "name" if by_person is None else "person"
            understood.append(Understood(header=text, column=name or None, by=by))
    return Recognised(header, positions, understood)


def _refuse_second(name: str, positions: Mapping[str, int], sheet: Sheet) -> None:
    if name in positions:
        raise Unusable(
            _("The column “%(column)s” stands there twice: keep one.")
            % {"column": sheet.column(name).label}
        )


def _in_order(lines: Sequence[Line], sheet: Sheet) -> Recognised | None:
    """A sheet of as many columns as declared, whose cells are what the columns in that order ask.

    Its first line is its header when that is not such a row itself; a row in the others may be
    wrong, most may not.
    """
    if lines[0].number == 0 or any(width_of(line.cells) > len(sheet.columns) for line in lines):
        return None
    has_header = not _fits(lines[0].cells, sheet.columns)
    rows = [_fits(line.cells, sheet.columns) for line in lines[has_header:]]
    if sum(rows) <= len(rows) / 2 or len(lines[0].cells) < len(sheet.columns):
        return None
    header = lines[0] if has_header else Line(0, sheet.header)
    names = [column.name for column in sheet.columns]
    understood = [
        Understood(header=text.strip(), column=name, by="order")
        for text, name in zip(header.cells, names, strict=False)
    ]
    return Recognised(header, {name: place for place, name in enumerate(names)}, understood)


def width_of(cells: Sequence[str]) -> int:
    """How many cells there are up to the last that is filled."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _fits(cells: Sequence[str], columns: Iterable[Column]) -> bool:
    """Whether each cell can stand in its column, and enough of them in no other kind of column."""
    telling = 0
    for cell, column in zip(cells, columns, strict=False):
        text = cell.strip()
        if not text and column.required:
            return False
        if text and not _may_stand(text, column):
            return False
        telling += bool(text) and not isinstance(column.kind, Text)
    return telling >= FEWEST_TELLING


def _may_stand(text: str, column: Column) -> bool:
    try:
        column.kind.read(text)
    except Wrong as wrong:
        return wrong.taken is not None
    return True


def _refuse_missing(found: Recognised, sheet: Sheet, filename: str) -> None:
    missing = [
        column for column in sheet.columns if column.required and column.name not in found.positions
    ]
    if not found.positions:
        sentence = _(
            "No column of “%(title)s” was found in “%(file)s”: is this another sheet? "
            "Download the template and use it."
        ) % {"title": sheet.title, "file": filename}
        raise Unrecognised(sentence, found.understood, missing)
    if missing:
        sentence = _("Required columns are missing: %(columns)s. Add them as in the template.") % {
            "columns": ", ".join(str(column.label) for column in missing)
        }
        raise Unrecognised(sentence, found.understood, missing)


def _by_order() -> Finding:
    message = _("The sheet has no header that is known: its columns were recognised by order.")
    remedy = _("Check that every column is the right one, or use the header of the template.")
    return Finding(None, "", NOTICE, "by_order", message, remedy, "")


def _unknown(header: str) -> Finding:
    message = _("The column “%(column)s” is not known and was not read.") % {
        "column": header[:SHOWN]
    }
    remedy = _("Remove it, or give it a header of the template.")
    return Finding(None, header[:SHOWN], NOTICE, "unknown_column", message, remedy, "")
