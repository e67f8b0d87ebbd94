"""A sheet that is open: its first rows at once, the others in chunks, so that memory stays the
same however long the sheet is.
"""

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from config.shared.sheets.child import NUMBERS, Block, Numbered
from config.shared.sheets.finding import Finding
from config.shared.sheets.raw import CodedCells, Line, Raw, frame_of

_NO_ROWS = Block(array(NUMBERS), [], [])


class OpenedSheet:
    """What `open_sheet` gives: `header_rows` are the first rows with content, in one of which the
    header stands; `notices` say what is noteworthy about the file as a whole.

    A header that stands in no row of the sheet has number 0. The rows can be read once, by
    `chunks` or by `whole`; both raise Unusable when the sheet passes the limits or turns out to be
    damaged further on.
    """

    def __init__(
        self,
        head: Iterable[Numbered],
        blocks: Iterable[Block],
        *,
        filename: str,
        sheet_name: str = "",
        template: str = "",
        notices: Iterable[Finding] = (),
    ) -> None:
        self.filename, self.sheet_name, self.template = filename, sheet_name, template
        self.notices = list(notices)
        self.header_rows = [Line(number, cells) for number, cells in head]
        self._blocks = blocks

    def chunks(self, header: Line | None = None) -> Iterator[Raw]:
        """The rows under the header, a block at a time; one empty chunk when there are none.

        `header` is one of `header_rows`, the first unless told; with number 0 it stands for a
        header that the sheet lacks. The notices come with the first chunk.
        """
        header = header or self.header_rows[0]
        notices = self.notices
        for block in self._blocks:
            raw = self._raw(header, block, notices)
            if len(raw.frame):
                yield raw
                notices = []
        if notices is self.notices:
            yield self._raw(header, _NO_ROWS, notices)

    def whole(self) -> Raw:
        """All rows at once: for sheets that are known to be small, and for who needs all of it."""
        first, *others = self.chunks()
        if not others:
            return first
        raws = [first, *others]
        width = max(raw.frame.shape[1] for raw in raws)
        frames = [raw.frame.reindex(columns=range(width), fill_value="") for raw in raws]
        header = first.header + [""] * (width - len(first.header))
        return replace(first, header=header, frame=pd.concat(frames), coded=None)

    def _raw(self, header: Line, block: Block, notices: list[Finding]) -> Raw:
        """What stands below the header; equal texts are one object: a sheet repeats itself."""
        numbers = np.asarray(block.numbers)
        below = int(np.searchsorted(numbers, header.number, side="right"))
        coded = [
            _used(np.asarray(codes, dtype=np.intp)[below:], texts)
            for texts, codes in zip(block.texts, block.codes, strict=True)
        ]
        names = [text.strip() for text in header.cells]
        empty = (np.zeros(len(numbers) - below, dtype=np.intp), [""])
        coded += [empty] * (len(names) - len(coded))
        columns = [np.array(texts, dtype=object)[codes] for codes, texts in coded]
        return Raw(
            filename=self.filename,
            header=names + [""] * (len(columns) - len(names)),
            header_row=header.number,
            frame=frame_of(columns, numbers[below:]),
            sheet_name=self.sheet_name,
            template=self.template,
            notices=notices,
            coded=coded,
        )


def _used(codes: np.ndarray, texts: list[str]) -> CodedCells:
    """Without the texts that none of the rows has."""
    is_used = np.bincount(codes, minlength=len(texts)) > 0
    kept = [text for text, used in zip(texts, is_used, strict=True) if used]
    return (np.cumsum(is_used) - 1)[codes], kept
