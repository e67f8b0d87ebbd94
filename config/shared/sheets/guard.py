"""Judges an uploaded workbook by its bytes before anything opens it: what it is, how far it
unpacks, where its cells lie.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets.cells import letters_of
from config.shared.sheets.raw import Limits, Unusable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError)
"""What reading a damaged zip may raise."""
MANY_MEMBERS = 2_000
MOST_ERROR_ROWS = 20_000
SUSPECT_BYTES, SUSPECT_RATIO = (
    32 * 1024**2,
    100,
)  # a sheet packs 8 to 50 times; a bomb near deflate's limit of 1032
PIECE = 1 << 20
OVERLAP = 4_096

_FILLED_CELL = re.compile(
    rb"""<(?:\w+:)?c\s[^>]*?\br\s*=\s*["']([A-Z]+)([0-9]+)["'][^>]*(?<!/)>\s*<"""
)
_ERROR_CELL = re.compile(
    rb"""<c\s[^>]*?r="([A-Z]+)([0-9]+)"[^>]*?t="e"[^>]*>(?:<f[^<]*</f>|<f[^>]*/>)?<v>([^<]{1,20})</v>"""
)
_FORMULA = re.compile(rb"<f[ >/]")
_STAMP = re.compile(
    r"<property[^>]*name=\"taalregie_template\"[^>]*>\s*<vt:lpwstr>([^<]{1,100})</vt:lpwstr>"
)
_SHEET = re.compile(r"<sheet\s[^>]*>")
_RELATION = re.compile(r"<Relationship\s[^>]*>")
_ATTRIBUTE = re.compile(r"([\w:]+)=\"([^\"]*)\"")


@dataclass
class Contents:
    """What the look inside a workbook brought up; rows are counted from 1, columns from 0."""

    template: str = ""
    error_cells: dict[str, dict[int, dict[int, str]]] = field(
        default_factory=dict
    )  # by sheet name, row and column
    formula_sheets: set[str] = field(default_factory=set)


def judge_workbook(stream: IO[bytes], filename: str, limits: Limits) -> None:
    """Raise Unusable unless this claims to be a workbook of bounded size; only the directory is
    read.
    """
    stream.seek(0)
    if stream.read(8).startswith(OLE):
        _refuse_encrypted_package(stream, filename)
        return
    with _archive(stream, filename) as archive:
        _judge_directory(archive, filename, limits)


def inspect_workbook(stream: IO[bytes], filename: str, limits: Limits) -> Contents:
    """Unpack every part once, piece by piece: that proves the sizes and checksums which the
    directory claims.

    Raises Unusable when they are false or a cell lies beyond the limits. Only zipped kinds can be
    inspected.
    """
    contents = Contents()
    stream.seek(0)
    if stream.read(8).startswith(OLE):
        return contents
    with _archive(stream, filename) as archive:
        sheet_names = _sheet_names(archive)
        for member in archive.infolist():
            _inspect_part(archive, member, sheet_names.get(member.filename), contents, limits)
    return contents


@contextmanager
def _archive(stream: IO[bytes], filename: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(stream) as archive:
            yield archive
    except BROKEN as problem:
        raise damaged(filename) from problem


def _inspect_part(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    sheet_name: str | None,
    contents: Contents,
    limits: Limits,
) -> None:
    if member.filename == "docProps/custom.xml":
        contents.template = "".join(_STAMP.findall(_text(archive, member.filename))[:1])
    for piece in _pieces(archive, member):
        _refuse_far_cells(piece, limits)
        if sheet_name:
            _note_cells(contents, sheet_name, piece)


def damaged(filename: str) -> Unusable:
    return Unusable(
        _(
            "“%(file)s” is damaged or incomplete. "
            "Open it in your spreadsheet program, save it again and upload that file."
        )
        % {"file": filename}
    )


def protected(filename: str) -> Unusable:
    return Unusable(
        _(
            "“%(file)s” is protected with a password. "
            "Save it without a password and upload it again."
        )
        % {"file": filename}
    )


def not_a_sheet(filename: str) -> Unusable:
    return Unusable(
        _(
            "“%(file)s” is not a sheet. "
            "Upload an Excel file (xlsx, xls, xlsb), an OpenDocument sheet (ods) or a csv file."
        )
        % {"file": filename}
    )


def too_large(filename: str) -> Unusable:
    return Unusable(
        _(
            "“%(file)s” is too large to open safely. "
            "Keep only the rows and columns of the template in it."
        )
        % {"file": filename}
    )


def _refuse_encrypted_package(stream: IO[bytes], filename: str) -> None:
    stream.seek(0)
    if ENCRYPTED_PACKAGE in stream.read():
        raise protected(filename)


def _judge_directory(archive: zipfile.ZipFile, filename: str, limits: Limits) -> None:
    if not set(archive.namelist()) & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
        raise not_a_sheet(filename)
    if is_protected(archive):
        raise protected(filename)
    if unpacks_too_far(archive, limits.unpacked_bytes):
        raise too_large(filename)


def is_protected(archive: zipfile.ZipFile) -> bool:
    """Whether a password is needed for some part, by the flags of a zip or as OpenDocument does."""
    return any(member.flag_bits & 1 for member in archive.infolist()) or _has_encrypted_parts(
        archive, set(archive.namelist())
    )


def unpacks_too_far(archive: zipfile.ZipFile, most_bytes: int) -> bool:
    """Whether the directory tells of more parts or bytes than a document has, or of a bomb."""
    members = archive.infolist()
    return (
        len(members) > MANY_MEMBERS
        or sum(member.file_size for member in members) > most_bytes
        or any(map(_is_suspect, members))
    )


def _is_suspect(member: zipfile.ZipInfo) -> bool:
    packed = max(member.compress_size, 1)
    return member.file_size > SUSPECT_BYTES and member.file_size > SUSPECT_RATIO * packed


def _has_encrypted_parts(archive: zipfile.ZipFile, names: set[str]) -> bool:
    return "META-INF/manifest.xml" in names and "encryption-data" in _text(
        archive, "META-INF/manifest.xml"
    )


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member in pieces that overlap a little, so that no cell falls between two of them."""
    tail = b""
    with archive.open(member) as part:
        while piece := part.read(PIECE):
            yield tail + piece
            tail = piece[-OVERLAP:]


def _refuse_far_cells(piece: bytes, limits: Limits) -> None:
    """A single filled cell at XFD1048576 makes a reader reserve room for 17 thousand million
    cells.
    """
    if not _far_position(limits.rows + 1, letters_of(limits.columns)).search(piece):
        return
    longest = len(str(limits.rows + 1))
    for column, row in _FILLED_CELL.findall(piece):
        if (
            column_index(column) >= limits.columns
            or len(row) > longest
            or int(row) > limits.rows + 1
        ):
            raise _far_cell(column, row, limits)


@lru_cache
def _far_position(last_row: int, first_column: str) -> re.Pattern[bytes]:
    """Finds positions that may lie beyond a row, or at a column or beyond: longer numbers and
    letters, and those as long that begin no lower.
    """
    digits, letters = len(str(last_row)) - 1, len(first_column) - 1
    rows = f"[{str(last_row)[0]}-9][0-9]{{{digits}}}|[0-9]{{{digits + 2},}}"
    columns = f"[A-Z]{{{letters + 2},}}|[{first_column[0]}-Z][A-Z]{{{letters}}}"
    return re.compile(rf"""r\s*=\s*["'](?:(?:{columns})[0-9]|[A-Z]*(?:{rows})["'])""".encode())


def _far_cell(column: bytes, row: bytes, limits: Limits) -> Unusable:
    cell = (column[:3] + row[:9]).decode("ascii")
    return Unusable(
        _(
            "Cell %(cell)s is filled, but a sheet may have %(rows)s rows and %(columns)s columns. "
            "Clear what lies beyond."
        )
        % {"cell": cell, "rows": limits.rows, "columns": limits.columns}
    )


def _too_many_errors() -> Unusable:
    return Unusable(
        _(
            "More than %(rows)s rows of the sheet show the error of a formula. "
            "Mend the formulas, or paste the values they should have."
        )
        % {"rows": MOST_ERROR_ROWS}
    )


def _note_cells(contents: Contents, sheet_name: str, piece: bytes) -> None:
    if b't="e"' in piece:
        cells = contents.error_cells.setdefault(sheet_name, {})
        for column, row, shown in _ERROR_CELL.findall(piece):
            in_row = cells.setdefault(int(row), {})
            in_row[column_index(column)] = shown.decode("utf-8", "replace")
        if len(cells) > MOST_ERROR_ROWS:
            raise _too_many_errors()
    if _FORMULA.search(piece):
        contents.formula_sheets.add(sheet_name)


def column_index(letters: bytes) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    index = 0
    for letter in letters[:7]:
        index = index * 26 + letter - ord("A") + 1
    return index - 1


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names of sheets by the part of an xlsx they stand in; empty for other kinds."""
    relations = {
        found.get("Id"): "xl/" + found.get("Target", "").removeprefix("/xl/")
        for found in _tags(archive, "xl/_rels/workbook.xml.rels", _RELATION)
    }
    sheets = _tags(archive, "xl/workbook.xml", _SHEET)
    return {relations.get(found.get("r:id"), ""): found.get("name", "") for found in sheets}


def _tags(archive: zipfile.ZipFile, name: str, pattern: re.Pattern[str]) -> list[dict[str, str]]:
    if name not in archive.namelist():
        return []
    return [dict(_ATTRIBUTE.findall(tag)) for tag in pattern.findall(_text(archive, name))]


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(PIECE).decode("utf-8", "replace")
