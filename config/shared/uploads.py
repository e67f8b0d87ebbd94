"""Files that people send: what they are by their content, not by what they are called.

What is checked: the size; that name and content agree; that Office and OpenDocument files carry no
macros; that nothing in them is locked with a password, which would hide it from a scanner; that
they do not unpack beyond measure. What is not: scripts within a PDF. They can hide in packed parts,
and many official forms have harmless ones; that is for the scanner (config.shared.scanning).
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Collection
from pathlib import PurePath
from typing import NamedTuple

from django.core.files import File
from django.db.models import TextChoices
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.errors import Refused
from config.shared.legible import file_name
from config.shared.sheets.delimited import decodes
from config.shared.sheets.guard import BROKEN, OLE, ZIP, is_protected, unpacks_too_far

HEAD, TAIL = 16, 2048  # bytes at either end that tell what a file is
DESCRIPTION_BYTES = 1024**2
UNPACKED_BYTES = 512 * 1024**2
"""What one file may unpack to."""


class FileKind(TextChoices):
    """What can be uploaded; the value is the usual extension."""

    PDF = "pdf", "PDF"
    DOCX = "docx", gettext_lazy("Word (docx)")
    XLSX = "xlsx", gettext_lazy("Excel (xlsx)")
    ODT = "odt", gettext_lazy("OpenDocument text (odt)")
    ODS = "ods", gettext_lazy("OpenDocument sheet (ods)")
    PNG = "png", gettext_lazy("image (png)")
    JPEG = "jpg", gettext_lazy("image (jpg)")
    TEXT = "txt", gettext_lazy("text (txt)")
    CSV = "csv", gettext_lazy("sheet (csv)")
    ZIP = "zip", gettext_lazy("archive (zip)")


DOCUMENTS = (FileKind.PDF, FileKind.DOCX, FileKind.XLSX, FileKind.ODT, FileKind.ODS)
"""What offices write."""

_KINDS_BY_SUFFIX = {f".{kind}": kind for kind in FileKind} | {".jpeg": FileKind.JPEG}
_SIGNATURES = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
)
_OFFICE_TYPES = {
    b"wordprocessingml.document.main+xml": FileKind.DOCX,
    b"spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_OPEN_DOCUMENT_TYPES = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}
_MACROS = re.compile(r"(^|/)vbaProject\.bin$|^(Basic|Scripts)/.", re.IGNORECASE)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_END_OF_PDF = b"%%EOF"


class Examined(NamedTuple):
    """A file that may be kept; `name` can be stored on every system, `sha256` is hexadecimal."""

    name: str
    kind: FileKind
    size: int
    sha256: str


def examined(file: File, *, kinds: Collection[FileKind], maximum_bytes: int) -> Examined:
    """Look into a file piece by piece and tell what it is; afterwards it is at its beginning.

    Raises Refused with a sentence for the person when it is empty, has more than `maximum_bytes`,
    is of none of the `kinds`, or fails one of the checks named above.
    """
    name = file_name(file.name or "")
    if not file.size:
        raise Refused(_("“%(file)s” is empty.") % {"file": name})
    if file.size > maximum_bytes:
        raise too_large(name, maximum_bytes)
    kind = kind_of(file, name, kinds)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return Examined(name, kind, file.size, digest.hexdigest())


def kind_of(file: File, name: str, kinds: Collection[FileKind]) -> FileKind:
    """What the file is; for other kinds than text its beginning and end will do.

    Raises Refused with a sentence for the person when it is of none of the `kinds`, or fails one of
    the checks named above.
    """
    by_content = _kinds_by_content(file, name)
    if not by_content and {FileKind.TEXT, FileKind.CSV} & set(kinds) and _is_text(file):
        by_content = {FileKind.TEXT, FileKind.CSV}
    return _agreed_kind(name, by_content, kinds)


def too_large(name: str, maximum_bytes: int) -> Refused:
    """What to tell who sends more than is taken."""
    return Refused(
        _("“%(file)s” is larger than %(megabytes)s MB. Make it smaller or split it.")
        % {"file": name, "megabytes": max(maximum_bytes // 1024**2, 1)}
    )


# --- Name and content -----------------------------------------------------------------------------


def _agreed_kind(
    name: str, by_content: Collection[FileKind], accepted: Collection[FileKind]
) -> FileKind:
    possible = [kind for kind in accepted if kind in by_content]
    if not possible:
        raise _not_accepted(name, accepted)
    by_name = _KINDS_BY_SUFFIX.get(PurePath(name).suffix.lower())
    if by_name not in possible:
        raise _misnamed(name, possible[0])
    return by_name


def _not_accepted(name: str, accepted: Collection[FileKind]) -> Refused:
    labels = get_text_list([str(FileKind(kind).label) for kind in accepted], _("or"))
    return Refused(
        _("“%(file)s” is of a kind that is not taken here. Upload %(kinds)s.")
        % {"file": name, "kinds": labels}
    )


def _misnamed(name: str, kind: FileKind) -> Refused:
    return Refused(
        _(
            "The content of “%(file)s” is %(kind)s, but its name says otherwise. "
            "Give it a name that ends in .%(extension)s."
        )
        % {"file": name, "kind": kind.label, "extension": kind.value}
    )


def _kinds_by_content(file: File, name: str) -> Collection[FileKind]:
    """What the bytes can be by their signature; nothing when they have none that is known."""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith(OLE):
        raise _old_or_protected(name)
    if head.startswith(ZIP):
        return {_kind_of_archive(file, name)}
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return {_whole(file, name, kind)}
    return set()


def _whole(file: File, name: str, kind: FileKind) -> FileKind:
    """The kind, unless it is a PDF that broke off."""
    file.seek(max((file.size or 0) - TAIL, 0), os.SEEK_SET)
    if kind == FileKind.PDF and _END_OF_PDF not in file.read(TAIL):
        raise _damaged(name)
    return kind


def _is_text(file: File) -> bool:
    """Whether this is UTF-8 or Windows-1252 throughout, without controls of a binary file."""
    file.seek(0)
    if any(_CONTROL.search(chunk) for chunk in file.chunks()):
        return False
    return decodes(file, "utf-8") or decodes(file, "cp1252")


# --- Archives -------------------------------------------------------------------------------------


def _kind_of_archive(file: File, name: str) -> FileKind:
    try:
        with zipfile.ZipFile(file) as archive:
            if is_protected(archive):
                raise _protected(name)
            if unpacks_too_far(archive, UNPACKED_BYTES):
                raise _unpacks_too_far(name)
            return _kind_of_parts(archive, name)
    except BROKEN as problem:
        raise _damaged(name) from problem


def _kind_of_parts(archive: zipfile.ZipFile, name: str) -> FileKind:
    office = _part(archive, "[Content_Types].xml")
    open_document = _part(archive, "mimetype")
    if office or open_document:
        _refuse_macros(archive, name, office)
    for mark, kind in _OFFICE_TYPES.items():
        if mark in office:
            return kind
    return _OPEN_DOCUMENT_TYPES.get(open_document.strip(), FileKind.ZIP)


def _refuse_macros(archive: zipfile.ZipFile, name: str, office: bytes) -> None:
    if b"macroEnabled" in office or any(map(_MACROS.search, archive.namelist())):
        raise Refused(
            _("“%(file)s” has macros. Save it without macros (docx, xlsx) or as PDF.")
            % {"file": name}
        )


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    if path not in archive.namelist():
        return b""
    with archive.open(path) as part:
        return part.read(DESCRIPTION_BYTES)


def _damaged(name: str) -> Refused:
    return Refused(
        _("“%(file)s” is damaged or incomplete. Save it again and upload that file.")
        % {"file": name}
    )


def _protected(name: str) -> Refused:
    return Refused(
        _(
            "“%(file)s” is protected with a password. "
            "Save it without a password and upload it again."
        )
        % {"file": name}
    )


def _old_or_protected(name: str) -> Refused:
    return Refused(
        _(
            "“%(file)s” is an Office file of before 2007, or protected with a password. "
            "Save it as docx, xlsx or PDF, without a password."
        )
        % {"file": name}
    )


def _unpacks_too_far(name: str) -> Refused:
    return Refused(
        _("“%(file)s” unpacks to more than is safe. Upload the files in it one by one.")
        % {"file": name}
    )
