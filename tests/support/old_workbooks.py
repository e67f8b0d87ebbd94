"""Small workbooks of the kinds that no library here writes: xls, xlsb and ods.

Made by hand after [MS-CFB], [MS-XLS], [MS-XLSB] and OpenDocument, with text cells alone.
"""

import io
import struct
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

Lines = Sequence[Sequence[object]]
SECTOR = 512
SHORTEST_STREAM = 4_096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def xls(lines: Lines) -> bytes:
    """BIFF8 in a compound file."""
    sheet = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    sheet += b"".join(_labels(lines)) + _biff(0x000A, b"")
    begin = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    name = b"Blad1"
    length = len(begin) + 4 + 8 + len(name) + 4
    place = struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name
    return _compound(begin + _biff(0x0085, place) + _biff(0x000A, b"") + sheet)


def _biff(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _labels(lines: Lines) -> Iterator[bytes]:
    """A LABEL record for each cell with something in it."""
    for row, column, text in _filled(lines):
        head = struct.pack("<HHHHB", row, column, 0, len(text), 1)
        yield _biff(0x0204, head + text.encode("utf-16-le"))


def _filled(lines: Lines) -> Iterator[tuple[int, int, str]]:
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            if cell != "":
                yield row, column, str(cell)


def _compound(stream: bytes) -> bytes:
    """A compound file that holds `stream` as its Workbook, in whole sectors."""
    stream = stream.ljust(max(SHORTEST_STREAM, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    chain = [*range(3, count + 2), END] if count > 1 else [END]
    table = [FAT, END, *chain]
    assert len(table) <= SECTOR // 4, "one sector of the table is enough for tests"
    table += [FREE] * (SECTOR // 4 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        SHORTEST_STREAM,
        END,
        0,
        END,
        0,
    )
    header += struct.pack("<109I", 0, *[FREE] * 108)
    folder = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    folder += _entry("", 0, 0, 0) * 2
    return header + struct.pack("<128I", *table) + folder + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    length = len(text) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16sI16sIQ", text, length, kind, 1, FREE, FREE, child, b"", 0, b"", start, size
    )


def xlsb(lines: Lines) -> bytes:
    """A workbook of binary parts."""
    name, relation = _wide("Blad1"), _wide("rId1")
    book = _part(0x83) + _part(0x8F)
    book += _part(0x9C, struct.pack("<II", 0, 1) + relation + name) + _part(0x90) + _part(0x84)
    widest = max(len(line) for line in lines)
    sheet = _part(0x81)
    sheet += _part(0x94, struct.pack("<IIII", 0, len(lines) - 1, 0, widest - 1)) + _part(0x91)
    sheet += b"".join(_binary_cells(lines)) + _part(0x92) + _part(0x82)
    main = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Default Extension="bin" ContentType="{main}"/></Types>',
        "_rels/.rels": _relation("officeDocument", "xl/workbook.bin"),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": _relation("worksheet", "worksheets/sheet1.bin"),
        "xl/worksheets/sheet1.bin": sheet,
    }
    return _zipped(parts)


def _part(kind: int, content: bytes = b"") -> bytes:
    """A record: its kind and length take seven bits of each byte."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(content), b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary_cells(lines: Lines) -> Iterator[bytes]:
    for row, line in enumerate(lines):
        yield _part(0x00, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0))
        for column, cell in enumerate(line):
            if cell != "":
                yield _part(0x06, struct.pack("<II", column, 0) + _wide(str(cell)))


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{RELATIONS}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def ods(lines: Lines, *, blank_rows: int = 0) -> bytes:
    """OpenDocument; `blank_rows` are said to follow, as LibreOffice says of the rest of a sheet."""
    rows = "".join(f"<table:table-row>{_cells(line)}</table:table-row>" for line in lines)
    if blank_rows:
        rows += (
            f'<table:table-row table:number-rows-repeated="{blank_rows}">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
    content = (
        f'<office:document-content xmlns:office="{OASIS}:office:1.0"'
        f' xmlns:table="{OASIS}:table:1.0" xmlns:text="{OASIS}:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="Blad1">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        "</manifest:manifest>"
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    return _zipped(parts)


def _cells(line: Sequence[object]) -> str:
    return "".join(
        '<table:table-cell office:value-type="string">'
        f"<text:p>{escape(str(cell))}</text:p></table:table-cell>"
        if cell != ""
        else "<table:table-cell/>"
        for cell in line
    )


def _zipped(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()
