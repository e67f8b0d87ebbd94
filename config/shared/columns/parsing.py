"""From a raw sheet to typed columns, with everything that is wrong said at once.

Work goes by column and, within a column, by different value: a sheet of 20,000 rows has a few
hundred dates.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _

from config.shared.columns.kinds import Wrong
from config.shared.columns.sheet import Column, Sheet
from config.shared.sheets import ERROR, ERRORS_HEADER, WARNING, Finding, Raw, Unusable
from config.shared.sheets.words import in_each_language, plain

HEADER_MAY_STAND_IN = 10  # the first rows, under a title
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
    unlisted: int = 0  # findings beyond MAX_FINDINGS; their rows are refused all the same

    @property
    def valid(self) -> pd.DataFrame:
        return self.frame[~self.refused]

    @property
    def errors(self) -> int:
        return sum(finding.level == ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors

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
            if name in self.positions
            else None
        )
        shown = [""] * len(rows) if values is None else values.tolist()
        room = MAX_FINDINGS - len(self.findings)
        self.unlisted += max(0, len(rows) - room)
        for row, message, remedy, value in list(
            zip(rows.tolist(), messages, remedies, shown, strict=True)
        )[:room]:
            self.findings.append(Finding(row, label, level, code, message, remedy, value))

    def sort(self) -> None:
        """By row, whole-sheet findings first, then in the order of the columns."""
        order = {label: position for position, label in enumerate(self.sheet.header)}
        self.findings.sort(key=lambda finding: (finding.row or 0, order.get(finding.column, -1)))


def parse(raw: Raw, sheet: Sheet) -> Parsed:
    """Recognise the header and check every cell, the key and the rules.

    Raises Unusable when no column is recognised, a required one is missing or one stands there
    twice.
    """
    raw = _with_recognised_header(raw, sheet)
    positions = _positions(raw, sheet)
    frame = pd.DataFrame(
        index=raw.frame.index, columns=[column.name for column in sheet.columns], dtype=object
    )
    refused = pd.Series(False, index=raw.frame.index)
    parsed = Parsed(sheet, frame, raw, positions, refused, findings=list(raw.notices))
    parsed.findings.extend(_about_the_sheet(raw, sheet, positions))
    columns = {column.name: _parse_column(parsed, column) for column in sheet.columns}
    parsed.frame = pd.DataFrame(columns, index=raw.frame.index, dtype=object, copy=False)
    _check_stray_cells(parsed)
    _check_key(parsed)
    for rule in sheet.rules:
        parsed.add(
            rule.broken(parsed.frame), rule.column, rule.code, rule.message, rule.remedy, rule.level
        )
    parsed.sort()
    return parsed


def _with_recognised_header(raw: Raw, sheet: Sheet) -> Raw:
    def recognised(header: Iterable[str]) -> int:
        return sum(plain(text) in sheet.by_spelling for text in header)

    candidates = {
        row: recognised(raw.frame.loc[row]) for row in raw.frame.index[:HEADER_MAY_STAND_IN]
    }
    best = max(candidates, key=candidates.__getitem__, default=None)
    if best is None or candidates[best] <= max(recognised(raw.header), 1):
        return raw
    return raw.with_header_in(best)


def _positions(raw: Raw, sheet: Sheet) -> dict[str, int]:
    positions: dict[str, int] = {}
    for position, text in enumerate(raw.header):
        column = sheet.by_spelling.get(plain(text))
        if column is None:
            continue
        if column.name in positions:
            raise Unusable(
                _("The column “%(column)s” stands there twice: keep one.")
                % {"column": column.label}
            )
        positions[column.name] = position
    if not positions:
        raise Unusable(
            _(
                "No column of “%(title)s” was found in “%(file)s”: is this another sheet? "
                "Download the template and use it."
            )
            % {"title": sheet.title, "file": raw.filename}
        )
    missing = [
        str(column.label)
        for column in sheet.columns
        if column.required and column.name not in positions
    ]
    if missing:
        raise Unusable(
            _("Required columns are missing: %(columns)s. Add them as in the template.")
            % {"columns": ", ".join(missing)}
        )
    return positions


def _about_the_sheet(raw: Raw, sheet: Sheet, positions: dict[str, int]) -> list[Finding]:
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
    own = {plain(text) for header in ERRORS_HEADER for text in in_each_language(header)}
    for position, text in enumerate(raw.header):
        if text and position not in positions.values() and plain(text) not in own:
            message = _("The column “%(column)s” is not known and was not read.") % {
                "column": text[:_SHOWN]
            }
            notices.append(
                _sheet_notice(
                    "unknown_column",
                    message,
                    _("Remove it, or give it a header of the template."),
                    text,
                )
            )
    return notices


def _sheet_notice(code: str, message: str, remedy: str, column: str = "") -> Finding:
    return Finding(None, column[:_SHOWN], WARNING, code, message, remedy, "")


def _parse_column(parsed: Parsed, column: Column) -> np.ndarray:
    """Canonical values of one column; findings are added for the cells that are wrong."""
    rows = parsed.raw.frame.index
    if column.name not in parsed.positions:
        return np.full(len(rows), None, dtype=object)
    codes, texts = pd.factorize(
        parsed.raw.frame[parsed.positions[column.name]].to_numpy(), use_na_sentinel=False
    )
    canonical = np.empty(len(texts), dtype=object)
    wrongs: dict[int, Wrong] = {}
    for number, text in enumerate(texts):
        try:
            canonical[number] = _read_cell(column, text.strip())
        except Wrong as wrong:
            canonical[number] = wrong.taken
            wrongs[number] = wrong
    _add_wrongs(parsed, column, codes, wrongs)
    return canonical[codes]


def _read_cell(column: Column, text: str) -> str | None:
    if not text:
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
