"""csv and its relatives: finds out the encoding and the delimiter; a child process reads on."""

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets.finding import NOTICE, Finding
from config.shared.sheets.guard import damaged, not_a_sheet
from config.shared.sheets.opened import OpenedSheet
from config.shared.sheets.raw import Limits, null_bytes
from config.shared.sheets.reader import reader

DELIMITERS = ";\t,|"
SAMPLE = 64 * 1024
BINARY_SHARE = 0.05  # of control characters: more than a slip of the keyboard
LATIN_SHARE = 0.6  # of the letters in a text, at the least
WINDOWS, LATIN_9 = "cp1252", "iso-8859-15"
_GUESSED = {WINDOWS: "Windows-1252", LATIN_9: "ISO-8859-15 (Latin-9)"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, which begins alike
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ZERO_BYTES = {
    "utf-32-le": ((1, 2, 3), (0,)),
    "utf-32-be": ((0, 1, 2), (3,)),
    "utf-16-le": ((1, 3), (0, 2)),
    "utf-16-be": ((0, 2), (1, 3)),
}
"""Which of each four bytes are zero in most places, and which are never."""
_WINDOWS_ONLY = re.compile(rb"[\x80-\x9f]")
_EURO_OF_LATIN_9 = b"\xa4"
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


@contextmanager
def open_delimited(
    stream: IO[bytes], filename: str, limits: Limits, _sheet_name: str
) -> Iterator[OpenedSheet]:
    """Raises Unusable for anything but delimited text in UTF-8, UTF-16, UTF-32, Windows-1252 or
    Latin-9.
    """
    encoding = _encoding(stream, filename)
    notices = [_guessed_encoding(encoding)] if encoding in _GUESSED else []
    sample = _sample(stream, encoding)
    _refuse_what_is_no_sheet(sample, filename)
    hint = _EXCEL_HINT.match(sample)
    order = {
        "encoding": encoding,
        "delimiter": hint.group(1) if hint else _delimiter(sample),
        "passed_over": 1 if hint else 0,
    }
    with reader(stream, filename, limits, order) as reading:
        head = reading.head()
        yield OpenedSheet(head, reading.blocks(), filename=filename, notices=notices)


def _sample(stream: IO[bytes], encoding: str) -> str:
    """The first characters of the text."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, encoding=encoding, newline="")
    try:
        return text.read(SAMPLE)
    finally:
        text.detach()


def _encoding(stream: IO[bytes], filename: str) -> str:
    stream.seek(0)
    head = stream.read(SAMPLE)
    if head.startswith(_OTHER_FILES):
        raise not_a_sheet(filename)
    marked = _marked_encoding(head)
    if marked and decodes(stream, marked):
        return marked
    if marked:
        raise damaged(filename)
    return _unmarked_encoding(stream, filename)


def _marked_encoding(head: bytes) -> str | None:
    """By byte order mark, or by the zero bytes that UTF-16 and UTF-32 give every Latin letter."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return encoding
    for encoding, (zeros, others) in _ZERO_BYTES.items():
        places = [head[place::4] for place in range(4)]
        if all(_mostly_zero(places[place]) for place in zeros) and not any(
            places[place].count(0) for place in others
        ):
            return encoding
    return None


def _mostly_zero(piece: bytes) -> bool:
    return piece.count(0) > len(piece) * LATIN_SHARE


def _unmarked_encoding(stream: IO[bytes], filename: str) -> str:
    """UTF-8 when it is that throughout; else one of the two old encodings of the West."""
    if decodes(stream, "utf-8"):
        return "utf-8"
    if not decodes(stream, "cp1252"):
        raise not_a_sheet(filename)
    return LATIN_9 if _is_latin_9(stream) else WINDOWS


def _is_latin_9(stream: IO[bytes]) -> bool:
    """Whether there are euro signs where Latin-9 has them, and no letters that only Windows has.

    The byte of that euro sign is the sign for any currency in Windows-1252, which nobody types.
    """
    stream.seek(0)
    has_euro = False
    while piece := stream.read(1 << 20):
        if _WINDOWS_ONLY.search(piece):
            return False
        has_euro = has_euro or _EURO_OF_LATIN_9 in piece
    return has_euro


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


def _refuse_what_is_no_sheet(sample: str, filename: str) -> None:
    unprintable = len(_BINARY.findall(sample))
    if unprintable > len(sample) * BINARY_SHARE or _MARKUP.match(sample):
        raise not_a_sheet(filename)
    if "\x00" in sample:
        raise null_bytes(filename)


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


def _guessed_encoding(encoding: str) -> Finding:
    return Finding(
        row=None,
        column="",
        level=NOTICE,
        code="encoding",
        message=_("The file is not in UTF-8 and was read as %(encoding)s.")
        % {"encoding": _GUESSED[encoding]},
        remedy=_("Check letters with accents, or save the sheet as xlsx."),
        value="",
    )
