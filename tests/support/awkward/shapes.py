"""What an awkward sheet is, and the plain one that it is made of."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.placements import COLUMNS, as_csv, row, rows
from tests.support.sheets import xlsx

HEADER = list(COLUMNS)
TWO = rows(2)


@dataclass(frozen=True, slots=True)
class Awkward:
    """A file, and what should become of it.

    `says` stands in the refusal of the file, or in something that is found in it. `rows` is None
    where the whole file is refused; else so many are read, `refused` of which are wrong.
    `as_usual`: what was read is what the plain sheet has.
    """

    filename: str
    content: bytes
    rows: int | None = 2
    refused: int = 0
    says: str = ""
    as_usual: bool = True


def cells(line: dict[str, object]) -> list[object]:
    return [line.get(name, "") for name in COLUMNS]


def table(*lines: dict[str, object]) -> list[list[object]]:
    """Header and rows, as a workbook takes them."""
    return [HEADER, *(cells(line) for line in lines or TWO)]


def refused(filename: str, content: bytes, says: str) -> Awkward:
    """A file of which no row is read."""
    return Awkward(filename, content, rows=None, says=says)


def wrong(filename: str, content: bytes, says: str, *, count: int = 2, bad: int = 1) -> Awkward:
    """A file that is read, some rows of which are wrong."""
    return Awkward(filename, content, rows=count, refused=bad, says=says, as_usual=False)


def other(filename: str, content: bytes, says: str = "", *, count: int = 2) -> Awkward:
    """A file that is taken, with other cells than the plain sheet has."""
    return Awkward(filename, content, rows=count, says=says, as_usual=False)


def text(encoding: str = "utf-8", delimiter: str = ";", **first: object) -> bytes:
    """Two rows as csv, the first with other cells."""
    return as_csv([row(1, **first), row(2)], encoding=encoding, delimiter=delimiter)


def replaced(old: bytes, new: bytes, source: bytes = b"") -> bytes:
    """The plain sheet with something else in it."""
    source = source or text()
    assert old in source
    return source.replace(old, new)


def lines_of(content: bytes) -> list[bytes]:
    return content.split(b"\r\n")[:-1]


def workbook(lines: Sequence[Sequence[object]] = (), prepare=None, **options: object) -> bytes:
    return xlsx(lines or table(), prepare=prepare, **options).getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    """The parts as a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
