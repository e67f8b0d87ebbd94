"""From a raw sheet to typed columns, with everything that is wrong said at once.

Work goes by column and, within a column, by different value: a sheet of 20,000 rows has a few
hundred dates.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from config.shared.columns.kinds import Wrong, is_blank
from config.shared.columns.recognising import Recognised, Understood, recognise
from config.shared.columns.sheet import Column, Sheet
from config.shared.sheets import ERROR, NOTICE, WARNING, Finding, OpenedSheet, Raw
from config.shared.sheets.child import HEADER_MAY_STAND_IN

MOST_REMEMBERED = 50_000
MAX_FINDINGS = 100_000
_SHOWN = 100
_CELL_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {"#VERW!", "#N/B", "#WAARDE!", "#DEEL/0!", "#NAAM?", "#GETAL!", "#LEEG!", "#OVERLOOP!"}
)


@dataclass
class Parsed:
    """`frame` has a column for each declared one, canonical text or None, indexed by row number in
    the sheet.

    Rows with an error are in it too; `valid` leaves them out. Further checks add their findings
    with `add`.
    """

    sheet: Sheet
    frame: pd.DataFrame
    raw: Raw
    positions: dict[str, int]  # of the column in the raw frame, by name
    refused: pd.Series
    findings: list[Finding] = field(default_factory=list)
    understood: list[Understood] = field(default_factory=list)
    listed: int = 0  # findings in the chunks before this one
    coded: dict[str, tuple[np.ndarray, list[str | None]]] = field(default_factory=dict)
    """By column that the sheet has the code of each row, and the canonical text of each code."""
    unlisted: int = 0  # findings beyond MAX_FINDINGS; their rows are refused all the same

    @property
    def valid(self) -> pd.DataFrame:
        return self.frame[~self.refused]

    @property
    def errors(self) -> int:
        return sum(finding.level == ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        return sum(finding.level == WARNING for finding in self.findings)

    def add(
        self,
        broken: pd.Series,
        name: str,
        code: str,
        message: object,
        remedy: object = "",
        level: str = ERROR,
    ) -> None:
        """A finding at column `name` for each row where `broken` is true; the texts may be Series
        by row.
        """
        rows = self.frame.index[
            broken.reindex(self.frame.index, fill_value=False).to_numpy(dtype=bool)
        ]
        self._add_rows(rows, name, code, _texts(message, rows), _texts(remedy, rows), level)

    def _add_rows(
        self,
        rows: pd.Index,
        name: str,
        code: str,
        messages: Iterable[str],
        remedies: Iterable[str],
        level: str,
    ) -> None:
        if level == ERROR:
            self.refused.loc[rows] = True
        label = str(self.sheet.column(name).label)
        values = (
            self.raw.frame.loc[rows, self.positions[name]].str.slice(0, _SHOWN)
            if name in self.positions and code not in self.sheet.unrepeated
            else None
        )
        shown = [""] * len(rows) if values is None else values.tolist()
        room = max(0, MAX_FINDINGS - self.listed - len(self.findings))
        self.unlisted += max(0, len(rows) - room)
        for row, message, remedy, value in list(
            zip(rows.tolist(), messages, remedies, shown, strict=True)
        )[:room]:
            self.findings.append(Finding(row, label, level, code, message, remedy, value))

    def sort(self) -> None:
        """By row, whole-sheet findings first, then in the order of the columns."""
        order = {label: position for position, label in enumerate(self.sheet.header)}
        self.findings.sort(key=lambda finding: (finding.row or 0, order.get(finding.column, -1)))


def parse(raw: Raw, sheet: Sheet, *, mapping: Mapping[str, str] | None = None) -> Parsed:
    """Recognise the header and check every cell, the key and the rules.

    `mapping` and what is raised: as `recognise` says.
    """
    found = recognise(raw.first_lines(HEADER_MAY_STAND_IN), sheet, raw.filename, mapping)
    parsed = _parsed(raw.under(found.header), sheet, found, _Memory(sheet))
    parsed.findings.extend(_about_the_sheet(parsed, found))
    _check_key(parsed)
    parsed.sort()
    return parsed


def parse_chunks(
    opened: OpenedSheet, sheet: Sheet, *, mapping: Mapping[str, str] | None = None
) -> Iterator[Parsed]:
    """As `parse`, one chunk of rows at a time; the first, which may be empty, says what there is
    to say about the sheet as a whole.

    Whether the key repeats shows only when all chunks are known: that is left to the caller. The
    header is recognised at once; Unusable may be raised while rows are read too.
    """
    found = recognise(opened.header_rows, sheet, opened.filename, mapping)
    return _parsed_chunks(opened.chunks(header=found.header), sheet, found)


def _parsed_chunks(raws: Iterator[Raw], sheet: Sheet, found: Recognised) -> Iterator[Parsed]:
    memory = _Memory(sheet)
    listed = 0
    for number, raw in enumerate(raws):
        parsed = _parsed(raw, sheet, found, memory, listed)
        if number == 0:
            parsed.findings.extend(_about_the_sheet(parsed, found))
        parsed.sort()
        yield parsed
        listed += len(parsed.findings)


def _parsed(
    raw: Raw, sheet: Sheet, found: Recognised, memory: "_Memory", listed: int = 0
) -> Parsed:
    parsed = Parsed(
        sheet,
        pd.DataFrame(index=raw.frame.index),
        raw,
        found.positions,
        pd.Series(False, index=raw.frame.index),
        findings=list(raw.notices),
        understood=found.understood,
        listed=listed,
    )
    columns = {column.name: _parse_column(parsed, column, memory) for column in sheet.columns}
    parsed.frame = pd.DataFrame(columns, index=raw.frame.index, dtype=object, copy=False)
    _check_stray_cells(parsed)
    for rule in sheet.rules:
        parsed.add(
            rule.broken(parsed.frame), rule.column, rule.code, rule.message, rule.remedy, rule.level
        )
    return parsed


def _about_the_sheet(parsed: Parsed, found: Recognised) -> list[Finding]:
    raw, sheet = parsed.raw, parsed.sheet
    notices = []
    if raw.template and raw.template != sheet.stamp:
        message = _(
            "The sheet was made with template “%(used)s”; the current one is “%(current)s”."
        )
        texts = {"used": raw.template, "current": sheet.stamp}
        notices.append(
            _sheet_notice("template_version", message % texts, _("Download the current template."))
        )
    if raw.frame.empty:
        notices.append(
            _sheet_notice(
                "no_rows",
                _("The sheet has a header but no rows."),
                _("Fill in rows under the header."),
            )
        )
    return notices + found.notices


def _sheet_notice(code: str, message: str, remedy: str) -> Finding:
    return Finding(None, "", NOTICE, code, message, remedy, "")


class _Memory:
    """What texts were read as, by column, so that each is read once in a sheet of many chunks.

    A column in which no two cells are alike is forgotten now and then.
    """

    def __init__(self, sheet: Sheet) -> None:
        self._known: dict[str, dict[str, str | Wrong | None]] = {
            column.name: {} for column in sheet.columns
        }

    def of(self, column: Column) -> dict[str, str | Wrong | None]:
        """Canonical values, or what is wrong, by text."""
        known = self._known[column.name]
        if len(known) > MOST_REMEMBERED:
            known.clear()
        return known


def _parse_column(parsed: Parsed, column: Column, memory: _Memory) -> np.ndarray:
    """Canonical values of one column; findings are added for the cells that are wrong."""
    rows = parsed.raw.frame.index
    if column.name not in parsed.positions:
        return np.full(len(rows), None, dtype=object)
    codes, texts = parsed.raw.cells(parsed.positions[column.name])
    known = memory.of(column)
    unread = [text for text in texts if text not in known]
    if unread and column.kind.all_plain(unread):
        known.update(zip(unread, unread, strict=True))
    else:
        known.update((text, _read_or_wrong(column, text)) for text in unread)
    found = [known[text] for text in texts]
    wrongs = {number: each for number, each in enumerate(found) if isinstance(each, Wrong)}
    _add_wrongs(parsed, column, codes, wrongs)
    canonical = np.empty(len(found), dtype=object)
    canonical[:] = [each.taken if isinstance(each, Wrong) else each for each in found]
    parsed.coded[column.name] = codes, canonical.tolist()
    return canonical[codes]


def _read_or_wrong(column: Column, text: str) -> str | Wrong | None:
    try:
        return _read_cell(column, text.strip())
    except Wrong as wrong:
        return wrong.with_traceback(None)


def _read_cell(column: Column, text: str) -> str | None:
    if is_blank(text):
        if column.required:
            raise _missing(column)
        return None
    if text.startswith("#") and text in _CELL_ERRORS:
        raise Wrong(
            "cell_error",
            _("The cell shows %(error)s: its formula went wrong.") % {"error": text},
            _("Mend the formula, or type the value itself."),
        )
    return column.kind.read(text)


def _missing(column: Column) -> Wrong:
    remedy = (
        _("Fill it in, for example %(example)s.") % {"example": column.example}
        if column.example
        else _("Fill it in.")
    )
    return Wrong("missing", _("“%(column)s” is not filled in.") % {"column": column.label}, remedy)


def _add_wrongs(
    parsed: Parsed, column: Column, codes: np.ndarray, wrongs: dict[int, Wrong]
) -> None:
    """One finding a row, gathered by code and level so that each is added at once."""
    if not wrongs:
        return
    numbers = np.array(list(wrongs))
    hit = np.flatnonzero(np.isin(codes, numbers))
    kinds = {(wrong.code, wrong.level) for wrong in wrongs.values()}
    for code, level in sorted(kinds):
        places = [
            place
            for place in hit
            if (wrongs[codes[place]].code, wrongs[codes[place]].level) == (code, level)
        ]
        found = [wrongs[codes[place]] for place in places]
        rows = parsed.raw.frame.index[places]
        parsed._add_rows(
            rows, column.name, code, [w.message for w in found], [w.remedy for w in found], level
        )


def _check_stray_cells(parsed: Parsed) -> None:
    """Cells under no header: in csv the sign that a value holds the delimiter and moved its row
    along.
    """
    nameless = [position for position, text in enumerate(parsed.raw.header) if not text]
    if not nameless:
        return
    stray = (parsed.raw.frame[nameless] != "").any(axis=1)
    first = parsed.sheet.columns[0].name
    message = _("The row has values in a column without a header; its cells may have moved.")
    remedy = _(
        "Put values that hold a separator between quotation marks, or remove the extra cells."
    )
    parsed.add(stray, first, "stray_cells", message, remedy)


def _check_key(parsed: Parsed) -> None:
    """Rows with the same key name each other: which of them is right, only a person can tell.

    A key with an empty part is no key.
    """
    key = list(parsed.sheet.key)
    if not key or parsed.frame.empty:
        return
    complete = parsed.frame[parsed.frame[key].notna().all(axis=1)]
    repeated = complete.duplicated(key, keep=False)
    if not repeated.any():
        return
    twins = complete[repeated]
    rows = pd.Series(twins.index, index=twins.index).groupby([twins[name] for name in key])
    first, last = rows.transform("first"), rows.transform("last")
    other = first.where(first != twins.index, last)
    message = other.map(lambda row: _("This row is about the same as row %(row)s.") % {"row": row})
    parsed.add(repeated, key[0], "duplicate", message, _("Keep one of the two."))


def _texts(text: object, rows: pd.Index) -> list[str]:
    if isinstance(text, pd.Series):
        return [str(each) for each in text.reindex(rows)]
    return [str(text)] * len(rows)
