"""Attachments on their way in: scanned and sealed piece by piece, never readable on the disk.

Of a file no more than its beginning and its end stand in memory: enough to tell what it is. What
reaches the file store is ciphertext under a random name.
"""

import contextlib
import io
import secrets
import zipfile
from collections.abc import Iterator
from typing import IO, Any, cast

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext as _

from config.shared.errors import Refused
from config.shared.legible import file_name
from config.shared.scanning import Scan, infected, scanner
from config.shared.upload_limits import TooLargeFile
from config.shared.uploads import DOCUMENTS, FileKind, kind_of
from procurement.actions import Stored
from procurement.actions.bidding.keeping import FOLDER
from procurement.bid_content import Attachment
from procurement.vault import StreamSealer

KINDS = (*DOCUMENTS, FileKind.PNG, FileKind.JPEG)
"""What can be attached to a bid; archives and plain text cannot be judged by their ends."""
EDGE = 512 * 1024
"""Bytes of a file that are kept from either end while it passes."""
COPY_BYTES = 4 * 1024**2
"""A readable copy of a bid is no larger: text, and the keys of its attachments."""


class Edges(io.RawIOBase):
    """A file of which only the beginning and the end are known, to be read as if it were whole.

    Reading in between raises BadZipFile, as a damaged archive does: of an archive the directory
    at the end and the descriptions at the beginning are all that is looked at.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.size = name, 0
        self._head, self._tail, self._at = bytearray(), bytearray(), 0

    def feed(self, piece: bytes) -> None:
        """Take the next bytes of the file."""
        self._head += piece[: max(EDGE - len(self._head), 0)]
        self._tail = (self._tail + piece)[-EDGE:]
        self.size += len(piece)

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        self._at = max(start + offset, 0)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, size: int = -1) -> bytes:
        """The bytes from here on, when both ends of them lie within the same edge."""
        end = self.size if size < 0 else min(self._at + size, self.size)
        piece = self._between(min(self._at, end), end)
        self._at = end
        return piece

    def _between(self, start: int, end: int) -> bytes:
        tail_start = self.size - len(self._tail)
        if end <= len(self._head):
            return bytes(self._head[start:end])
        if start >= tail_start:
            return bytes(self._tail[start - tail_start : end - tail_start])
        if tail_start <= len(self._head):
            return bytes(self._head[start:tail_start] + self._tail[: end - tail_start])
        raise zipfile.BadZipFile("Only the beginning and the end of the file are known.")


class SealedUpload(UploadedFile):
    """What is left of an attachment: where its ciphertext lies and its key, or why it was refused.

    Whoever does not keep it discards it; nothing else would.
    """

    def __init__(self, stored: Stored | None, refusal: Refused | None, name: str) -> None:
        super().__init__(io.BytesIO(), name=name, size=stored.attachment.size if stored else 0)
        self.stored, self.refusal, self.is_kept = stored, refusal, False

    def read(self, _size: int = -1) -> bytes:
        """Nothing, as it is sealed; raises Refused when the file was not kept."""
        if self.refusal:
            raise self.refusal
        return b""

    def discard(self) -> None:
        """Delete the ciphertext, unless the file was kept."""
        if self.stored and not self.is_kept:
            default_storage.delete(self.stored.attachment.path)


class Sealing:
    """One file that is being scanned, sealed and written; what refuses it is told at the end."""

    def __init__(self, name: str) -> None:
        self.edges, self.sealer = Edges(file_name(name)), StreamSealer()
        self.refusal: Refused | None = None
        self.scan: Scan | None = None
        random = secrets.token_hex(20)
        self.path = default_storage.save(f"{FOLDER}/{random[:2]}/{random[2:]}", ContentFile(b""))
        self.target = default_storage.open(self.path, "wb")
        with self._noting_refusal():
            self.scan = scanner().begin()

    def push(self, piece: bytes) -> None:
        """Take the next bytes of the file; after a refusal they are let go."""
        if self.scan is None or self.refusal:
            return
        with self._noting_refusal():
            self.scan.feed(piece)
            self.edges.feed(piece)
            self.target.write(self.sealer.push(piece))

    def finish(self) -> SealedUpload:
        """Judge the file as a whole; of one that is refused nothing stays."""
        kind = None
        with self._noting_refusal():
            kind = self._judged()
        if kind is None:
            self.discard()
            return SealedUpload(None, self.refusal, self.edges.name)
        self.target.write(self.sealer.finish())
        self.target.close()
        return SealedUpload(self._stored(kind), None, self.edges.name)

    def discard(self) -> None:
        """Give up: hang up on the scanner and delete what was written."""
        if self.scan:
            self.scan.close()
        self.target.close()
        default_storage.delete(self.path)

    @contextlib.contextmanager
    def _noting_refusal(self) -> Iterator[None]:
        """Keep the refusal: within the parsing of a request nobody can be told."""
        try:
            yield
        except Refused as refusal:
            self.refusal = refusal

    def _judged(self) -> FileKind | None:
        if self.scan is None or self.refusal:
            return None
        verdict = self.scan.finish()
        if not verdict.clean:
            raise infected(self.edges.name, verdict)
        if not self.edges.size:
            raise Refused(_("“%(file)s” is empty.") % {"file": self.edges.name})
        return kind_of(File(cast("IO[bytes]", self.edges)), self.edges.name, KINDS)

    def _stored(self, kind: FileKind) -> Stored:
        attachment = Attachment(
            path=self.path,
            name=self.edges.name,
            kind=kind,
            size=self.sealer.plain_size,
            sha256=self.sealer.sha256,
            key=self.sealer.key,
        )
        return Stored(attachment, self.sealer.size)


class SealingUploadHandler(FileUploadHandler):
    """Makes a SealedUpload of every file of a request; `made` has them, to discard what is left.

    Set it in the view, behind LimitedUploadHandler and instead of the handlers that keep files.
    """

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.made: list[SealedUpload] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to seal."""
        super().new_file(*args, **kwargs)
        self.sealing = Sealing(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Seal the next piece; nothing is left for a handler behind this one."""
        self.sealing.push(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        """Judge the file."""
        upload = self.sealing.finish()
        self.made.append(upload)
        return upload

    def upload_interrupted(self) -> None:
        """Leave nothing of it."""
        self.sealing.discard()


class MemoryHandler(FileUploadHandler):
    """Keeps one small file in memory, never on the disk: the copy of a bid. Set it in the view.

    Of a larger one than COPY_BYTES nothing is kept, and the form says so.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nothing."""
        super().new_file(*args, **kwargs)
        self.content = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep the next piece, up to one byte beyond the limit: enough to see that it is passed."""
        self.content += raw_data[: COPY_BYTES + 1 - len(self.content)]

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file, or one without content when it was too large."""
        if file_size > COPY_BYTES:
            return TooLargeFile(self.file_name or "", file_size, self.content_type)
        content = io.BytesIO(self.content)
        return UploadedFile(content, self.file_name, self.content_type, file_size)
