"""A sheet that is open: its first rows at once, the others in chunks, so that memory stays the
same however long the sheet is.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice, zip_longest

import pandas as pd
from django.utils.translation import gettext as _

from config.shared.sheets.finding import Finding
from config.shared.sheets.raw import (
    Limits,
    Line,
    Raw,
    Unusable,
    frame_of,
    null_bytes,
    too_many_columns,
    too_many_rows,
)

CHUNK_ROWS = 20_000
HEADER_MAY_STAND_IN = 10  # the first rows with content, under a title


class OpenedSheet:
    """What `open_sheet` gives: `header_rows` are the first rows with content, in one of which the
    header stands; `notices` say what is noteworthy about the file as a whole.

    `lines` begin at row 1 of the sheet; a `header` that stands in none of them has number 0.
    The rows can be read once, by `chunks` or by `whole`; both raise Unusable when the sheet passes
    the limits or turns out to be damaged further on.
    """

    def __init__(
        self,
        lines: Iterable[list[str]],
        *,
        filename: str,
        limits: Limits,
        sheet_name: str = "",
        template: str = "",
        notices: Iterable[Finding] = (),
        header: list[str] | None = None,
    ) -> None:
        self.filename, self.sheet_name, self.template = filename, sheet_name, template
        self.notices = list(notices)
        above = [] if header is None else [Line(0, header)]
        self._lines = _with_content(lines, limits, most=limits.rows + 1 - len(above))
        self.header_rows = [*above, *islice(self._lines, HEADER_MAY_STAND_IN - len(above))]
        if not self.header_rows:
            raise Unusable(_("“%(file)s” is empty.") % {"file": filename})

    def chunks(self, rows: int = CHUNK_ROWS, header: Line | None = None) -> Iterator[Raw]:
        """The rows under the header, so many at a time; one empty chunk when there are none.

        `header` is one of `header_rows`, the first unless told; with number 0 it stands for a
        header that the sheet lacks. The notices come with the first chunk.
        """
        header = header or self.header_rows[0]
        below = (line for line in self.header_rows if line.number > header.number)
        lines = chain(below, self._lines)
        notices = self.notices
        chunk = list(islice(lines, rows))
        while True:
            yield self._raw(header, chunk, notices)
            notices = []
            chunk = list(islice(lines, rows))
            if not chunk:
                return

    def whole(self) -> Raw:
        """All rows at once: for sheets that are known to be small, and for who needs all of it."""
        first, *others = self.chunks()
        if not others:
            return first
        raws = [first, *others]
        width = max(raw.frame.shape[1] for raw in raws)
        frames = [raw.frame.reindex(columns=range(width), fill_value="") for raw in raws]
        header = first.header + [""] * (width - len(first.header))
        return replace(first, header=header, frame=pd.concat(frames))

    def _raw(self, header: Line, chunk: list[Line], notices: list[Finding]) -> Raw:
        """Equal texts become one object: a sheet repeats itself."""
        lines = zip_longest(header.cells, *(line.cells for line in chunk), fillvalue="")
        columns = [list(map(sys.intern, cells)) for cells in lines]
        if any("\x00" in "".join(cells) for cells in columns):
            raise null_bytes(self.filename)
        numbers = [line.number for line in chunk]
        return Raw(
            filename=self.filename,
            header=[cells[0].strip() for cells in columns],
            header_row=header.number,
            frame=frame_of((cells[1:] for cells in columns), numbers),
            sheet_name=self.sheet_name,
            template=self.template,
            notices=notices,
        )


def _with_content(lines: Iterable[list[str]], limits: Limits, most: int) -> Iterator[Line]:
    """The lines that are not blank, with their numbers. Raises Unusable past the limits."""
    found = 0
    for number, cells in enumerate(lines, 1):
        if not any(map(str.strip, cells)):
            continue
        found += 1
        if found > most:
            raise too_many_rows(limits)
        yield Line(number, _not_too_wide(cells, limits))


def _not_too_wide(cells: list[str], limits: Limits) -> list[str]:
    if len(cells) <= limits.columns:
        return cells
    if any(cells[limits.columns :]):
        raise too_many_columns(limits)
    return cells[: limits.columns]
