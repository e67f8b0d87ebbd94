"""A sheet as it was uploaded: a header and cells of text, nothing interpreted yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from config.shared.errors import Refused
from config.shared.sheets.finding import Finding


class Unusable(Refused):
    """A file of which nothing can be read as a sheet; the sentence says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """What an upload may ask of the server, judged before and while it is read."""

    rows: int = 500_000
    columns: int = 200
    file_bytes: int = 64 * 1024**2
    unpacked_bytes: int = 512 * 1024**2
    memory_bytes: int = 1024**3  # of the child process that reads the file
    cpu_seconds: int = 60  # likewise
    chunk_rows: int = 20_000  # that are in memory at a time


class Line(NamedTuple):
    """A row as it stands: its number in the sheet, counted from 1, and its cells."""

    number: int
    cells: list[str]


CodedCells = tuple[np.ndarray, list[str]]
"""Codes by row, and the text of each code."""


@dataclass(frozen=True)
class Raw:
    """`frame` holds str cells, "" for an empty one; its index is the row number in the sheet, its
    columns count from 0.

    `header` has a text for each column of the frame. Rows without any content are left out.
    """

    filename: str
    header: list[str]
    header_row: int  # 0 for a sheet without a header
    frame: pd.DataFrame
    sheet_name: str = ""
    template: str = ""  # the version stamp of our own template, when the workbook carries one
    notices: list[Finding] = field(default_factory=list)
    coded: Sequence[CodedCells] | None = None  # the columns of the frame again, where known

    def cells(self, place: int) -> CodedCells:
        """The column at `place` as its different texts, and for each row which of them it has."""
        if self.coded is not None:
            return self.coded[place]
        codes, texts = pd.factorize(self.frame[place].to_numpy(), use_na_sentinel=False)
        return codes, texts.tolist()

    @property
    def first_row(self) -> int:
        """Row number of the first row with data; the row under the header when there is none."""
        return int(self.frame.index[0]) if len(self.frame) else self.header_row + 1

    def first_lines(self, count: int) -> list[Line]:
        """The header and the rows under it, `count` at the most."""
        rows = self.frame.iloc[: count - 1]
        cells = rows.to_numpy().tolist()
        return [Line(self.header_row, self.header), *map(Line, rows.index.tolist(), cells)]

    def under(self, header: Line) -> "Raw":
        """The same sheet when the header stands in a later row, under a title; or, with a header
        of number 0, when what was taken for the header is the first row of data.
        """
        frame = self.frame.loc[self.frame.index > header.number]
        if header.number < self.header_row:
            first = frame_of([[text] for text in self.header], [self.header_row])
            frame = pd.concat([first, frame])
        texts = [text.strip() for text in header.cells]
        texts += [""] * (frame.shape[1] - len(texts))
        return replace(self, header=texts, header_row=header.number, frame=frame, coded=None)


def frame_of(
    columns: Iterable[Sequence[str] | np.ndarray], numbers: Sequence[int] | np.ndarray
) -> pd.DataFrame:
    """Cells by column, each as long as the row numbers, as text."""
    return pd.DataFrame(
        {place: np.asarray(cells, dtype=object) for place, cells in enumerate(columns)},
        index=pd.Index(numbers, dtype="int64"),
        copy=False,
    )


def empty(filename: str) -> Unusable:
    """The refusal of what holds nothing."""
    return Unusable(_("“%(file)s” is empty.") % {"file": filename})


def cell_too_long(line: int) -> Unusable:
    """The refusal of a cell that no program shows."""
    return Unusable(
        _("Line %(line)s of the file holds a cell of more than 131,072 characters.")
        % {"line": line}
    )


def null_bytes(filename: str) -> Unusable:
    """The refusal of what no database keeps as text."""
    return Unusable(
        _("“%(file)s” has null bytes in its text. Export it again as csv or xlsx.")
        % {"file": filename}
    )


def too_many_rows(limits: Limits) -> Unusable:
    """The refusal of a sheet that is too long."""
    rows = number_format(limits.rows, force_grouping=True)
    return Unusable(
        _("The sheet has more than %(rows)s rows. Split it into several files.") % {"rows": rows}
    )


def too_many_columns(limits: Limits) -> Unusable:
    """The refusal of a sheet that is too wide."""
    sentence = _(
        "The sheet has more than %(columns)s columns. Remove what does not belong to the template."
    )
    return Unusable(sentence % {"columns": limits.columns})
