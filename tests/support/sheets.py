"""Makers of sheets, ordinary and awkward, as bytes in a file."""

import io
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter

SHARED = Path(__file__).resolve().parents[3] / "shared"
OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CONTENT_TYPES = """<?xml version="1.0"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType=
"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
</Types>"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = """<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="{office}/{kind}" Target="{target}"/></Relationships>"""


def in_memory(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def csv_file(text: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO(text.encode(encoding))


def xlsx(
    rows: Sequence[Sequence[object]], *, prepare=None, sheet_name: str = "Blad1"
) -> io.BytesIO:
    """A workbook with one sheet; `prepare(workbook, sheet)` adds what is awkward about it."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet(sheet_name)
        day = workbook.add_format({"num_format": "d-m-yyyy"})
        for number, row in enumerate(rows):
            for position, cell in enumerate(row):
                formats = [day] if hasattr(cell, "year") else []
                sheet.write(number, position, cell, *formats)
        if prepare:
            prepare(workbook, sheet)
    stream.seek(0)
    return stream


def xlsx_of_xml(sheet_data: str) -> io.BytesIO:
    """A workbook of which the cells are XML of our own choice."""
    stream = io.BytesIO()
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        '<sheets><sheet name="Blad1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": RELATIONS.format(
            office=OFFICE, kind="officeDocument", target="xl/workbook.xml"
        ),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": RELATIONS.format(
            office=OFFICE, kind="worksheet", target="worksheets/sheet1.xml"
        ),
        "xl/worksheets/sheet1.xml": sheet,
    }
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    stream.seek(0)
    return stream


def with_false_size(workbook: io.BytesIO, member: str, size: int) -> io.BytesIO:
    """The same archive, whose directory claims another unpacked size for one member."""
    content = bytearray(workbook.getvalue())
    with zipfile.ZipFile(workbook) as archive:
        info = archive.getinfo(member)
    true_size = info.file_size.to_bytes(4, "little")
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        name_at = {b"PK\x03\x04": 30, b"PK\x01\x02": 46}[signature]
        start = content.find(signature)
        while start >= 0:
            if content[start + name_at :].startswith(member.encode()):
                assert content[start + offset : start + offset + 4] == true_size
                content[start + offset : start + offset + 4] = size.to_bytes(4, "little")
            start = content.find(signature, start + 4)
    return io.BytesIO(bytes(content))


def password_protected() -> io.BytesIO:
    """The outside of an encrypted xlsx: an OLE container with a stream called EncryptedPackage."""
    return io.BytesIO(OLE_HEAD + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 480)


def shared_file(*parts: str) -> Path:
    """A file or folder of the collection beside the project; skips the test where it is absent."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        pytest.skip(
            f"NOT TRIED: {'/'.join(parts)} is absent, ../shared does not lie beside the project"
        )
    return path


def hostile_files(folder: Path) -> list[Path]:
    """Bombs and other files that mean harm, made in the folder."""
    maker = shared_file("checks", "make_bombs.py")
    subprocess.run([sys.executable, str(maker), str(folder)], check=True, capture_output=True)
    return sorted(folder.iterdir())
