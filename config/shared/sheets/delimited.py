"""csv and its relatives: finds out the encoding and the delimiter, and reads lines of text."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets.finding import WARNING, Finding
from config.shared.sheets.guard import damaged, not_a_sheet
from config.shared.sheets.raw import Limits, Raw, Unusable, raw_from_lines

DELIMITERS = ";\t,|"
SAMPLE = 64 * 1024
BINARY_SHARE = 0.05  # of control characters: more than a slip of the keyboard
LATIN_SHARE = 0.6  # of the letters in a text, at the least
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_FILES = (
    b"MZ",
    b"\x7fELF",
    b"%PDF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"Rar!",
    b"7z\xbc\xaf",
    b"{\\rtf",
)
_BINARY = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(r"\s*(<(\?xml|!doctype|html|table|svg)|[{\[][\s\"{\[])", re.IGNORECASE)
_EXCEL_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"')


def read_delimited(stream: IO[bytes], filename: str, limits: Limits) -> Raw:
    """Raises Unusable for anything but delimited text in UTF-8, UTF-16 or Windows-1252."""
    encoding = _encoding(stream, filename)
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        raw = raw_from_lines(_lines(text, filename), filename=filename, limits=limits)
    finally:
        text.detach()
    if encoding == "cp1252":
        raw.notices.append(_guessed_encoding())
    return raw


def _encoding(stream: IO[bytes], filename: str) -> str:
    stream.seek(0)
    head = stream.read(SAMPLE)
    if head.startswith(_OTHER_FILES):
        raise not_a_sheet(filename)
    marked = _marked_encoding(head)
    for encoding in [marked] if marked else ["utf-8", "cp1252"]:
        if decodes(stream, encoding):
            return encoding
    raise damaged(filename) if marked else not_a_sheet(filename)


def _marked_encoding(head: bytes) -> str | None:
    """By byte order mark, or by the zero bytes that UTF-16 gives every Latin letter."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    even, odd = head[0::2], head[1::2]
    if odd.count(0) > len(odd) * LATIN_SHARE and not even.count(0):
        return "utf-16-le"
    if even.count(0) > len(even) * LATIN_SHARE and not odd.count(0):
        return "utf-16-be"
    return None


def decodes(stream: IO[bytes], encoding: str) -> bool:
    """Whether the whole file is valid in this encoding, read piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while piece := stream.read(1 << 20):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(text: io.TextIOWrapper, filename: str) -> Iterator[list[str]]:
    sample = text.read(SAMPLE)
    _refuse_what_is_no_sheet(sample, filename)
    hint = _EXCEL_HINT.match(sample)
    text.seek(0)
    if hint:
        text.readline()
    reader = csv.reader(text, delimiter=hint.group(1) if hint else _delimiter(sample), strict=True)
    begins_in = 1
    try:
        for line in reader:
            yield line
            begins_in = reader.line_num + 1
    except csv.Error as problem:
        raise _unreadable_from(begins_in, str(problem)) from problem


def _refuse_what_is_no_sheet(sample: str, filename: str) -> None:
    unprintable = len(_BINARY.findall(sample))
    if unprintable > len(sample) * BINARY_SHARE or _MARKUP.match(sample):
        raise not_a_sheet(filename)
    if "\x00" in sample:
        raise Unusable(
            _("“%(file)s” has null bytes in its text. Export it again as csv or xlsx.")
            % {"file": filename}
        )


def _delimiter(sample: str) -> str:
    """The delimiter that parts the first line with content; failing that, the most frequent of the
    first lines.
    """
    lines = [_QUOTED.sub("", line) for line in sample.splitlines()[:10] if line.strip()]
    for text in (lines[:1], lines):
        counts = {delimiter: "".join(text).count(delimiter) for delimiter in DELIMITERS}
        best = max(counts, key=counts.__getitem__)
        if counts[best]:
            return best
    return ";"


def _unreadable_from(line: int, problem: str) -> Unusable:
    if "field larger" in problem:
        return Unusable(
            _("Line %(line)s of the file holds a cell of more than 131,072 characters.")
            % {"line": line}
        )
    return Unusable(
        _(
            "A quotation mark in line %(line)s is not closed properly. "
            "Mend it, or save the sheet as xlsx."
        )
        % {"line": line}
    )


def _guessed_encoding() -> Finding:
    return Finding(
        row=None,
        column="",
        level=WARNING,
        code="encoding",
        message=_("The file is not in UTF-8 and was read as Windows-1252."),
        remedy=_("Check letters with accents, or save the sheet as xlsx."),
        value="",
    )
