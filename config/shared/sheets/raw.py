"""A sheet as it was uploaded: a header and cells of text, nothing interpreted yet."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice, zip_longest

import numpy as np
import pandas as pd
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from config.shared.errors import Refused
from config.shared.sheets.finding import Finding

CHUNK_ROWS = 10_000


class Unusable(Refused):
    """A file of which nothing can be read as a sheet; the sentence says why and what to do."""


@dataclass(frozen=True)
class Limits:
    """What an upload may ask of the server, judged before and while it is read."""

    rows: int = 200_000
    columns: int = 200
    file_bytes: int = 64 * 1024**2
    unpacked_bytes: int = 512 * 1024**2
    memory_bytes: int = 1024**3  # of the child process that opens a workbook
    cpu_seconds: int = 60  # likewise


@dataclass(frozen=True)
class Raw:
    """`frame` holds str cells, "" for an empty one; its index is the row number in the sheet, its
    columns count from 0.

    `header` has a text for each column of the frame. Rows without any content are left out.
    """

    filename: str
    header: list[str]
    header_row: int
    frame: pd.DataFrame
    sheet_name: str = ""
    template: str = ""  # the version stamp of our own template, when the workbook carries one
    notices: list[Finding] = field(default_factory=list)

    @property
    def first_row(self) -> int:
        """Row number of the first row with data; the row under the header when there is none."""
        return int(self.frame.index[0]) if len(self.frame) else self.header_row + 1

    def with_header_in(self, row: int) -> "Raw":
        """The same sheet when the header stands in a later row, under a title."""
        header = self.frame.loc[row].tolist()
        return replace(
            self, header=header, header_row=row, frame=self.frame.loc[self.frame.index > row]
        )


def raw_from_lines(lines: Iterable[list[str]], *, filename: str, limits: Limits) -> Raw:
    """Gather the lines of a sheet, from its row 1, as text; the first one with content is the
    header.

    Raises Unusable when the sheet is empty or passes the limits.
    """
    columns, numbers = _gather(_not_too_wide(lines, limits), limits)
    if not numbers:
        raise Unusable(_("“%(file)s” is empty.") % {"file": filename})
    frame = pd.DataFrame(
        {position: np.array(cells, dtype=object) for position, cells in enumerate(columns)},
        index=pd.Index(numbers, dtype="int64"),
        copy=False,
    )
    header = [str(text).strip() for text in frame.iloc[0]]
    return Raw(filename=filename, header=header, header_row=numbers[0], frame=frame.iloc[1:])


def _gather(lines: Iterator[list[str]], limits: Limits) -> tuple[list[list[str]], list[int]]:
    """Cells by column (equal texts are one object: a sheet repeats itself) and the numbers of
    lines with content.
    """
    columns: list[list[str]] = []
    numbers: list[int] = []
    line_number = 1
    while chunk := list(islice(lines, CHUNK_ROWS)):
        filled = [
            (number, line)
            for number, line in enumerate(chunk, line_number)
            if any(map(str.strip, line))
        ]
        line_number += len(chunk)
        by_column = list(zip_longest(*(line for _number, line in filled), fillvalue=""))
        columns.extend([""] * len(numbers) for _missing in range(len(by_column) - len(columns)))
        numbers.extend(number for number, _line in filled)
        if len(numbers) > limits.rows + 1:
            raise too_many_rows(limits)
        by_column.extend([("",) * len(filled)] * (len(columns) - len(by_column)))
        for cells, new in zip(columns, by_column, strict=True):
            cells.extend(map(sys.intern, new))
    return columns, numbers


def _not_too_wide(lines: Iterable[list[str]], limits: Limits) -> Iterator[list[str]]:
    for line in lines:
        if len(line) > limits.columns and any(line[limits.columns :]):
            raise too_many_columns(limits)
        yield line[: limits.columns]


def too_many_rows(limits: Limits) -> Unusable:
    rows = number_format(limits.rows, force_grouping=True)
    return Unusable(
        _("The sheet has more than %(rows)s rows. Split it into several files.") % {"rows": rows}
    )


def too_many_columns(limits: Limits) -> Unusable:
    sentence = _(
        "The sheet has more than %(columns)s columns. Remove what does not belong to the template."
    )
    return Unusable(sentence % {"columns": limits.columns})
