"""Awkward sheets of placements, each with what should become of it.

`write_all` makes files of them, for runs against a real page.
"""

from pathlib import Path

from tests.support.awkward import texts, workbooks
from tests.support.awkward.shapes import TWO, Awkward

__all__ = ["AWKWARD", "TWO", "Awkward", "write_all"]

AWKWARD: dict[str, Awkward] = dict(
    found
    for kind in (
        texts.encodings,
        texts.delimiters,
        texts.line_ends,
        texts.quotes,
        texts.numbers,
        texts.days,
        texts.references,
        texts.headers,
        workbooks.workbooks,
        workbooks.damaged,
        workbooks.no_sheets,
    )
    for found in kind()
)


def write_all(folder: Path) -> list[Path]:
    """Each as a file, in a folder of its own so that it keeps its name."""
    paths = []
    for number, sheet in enumerate(AWKWARD.values()):
        path = folder / f"{number:03}" / sheet.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sheet.content)
        paths.append(path)
    return paths
