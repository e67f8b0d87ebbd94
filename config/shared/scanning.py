"""Looks for viruses in what people send, by clamd where the installation has it.

clamd is spoken to by its INSTREAM command: pieces with their length in front, then its answer. Its
StreamMaxLength must be no less than UPLOAD_MAXIMUM_BYTES.
"""

import contextlib
import logging
import socket
import struct
from typing import NamedTuple, Protocol

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files import File
from django.utils.translation import gettext as _

from config.shared.errors import Refused
from config.shared.legible import file_name

CONNECT_SECONDS, ANSWER_SECONDS = 5.0, 60.0
COMMAND = b"zINSTREAM\0"
LONGEST_ANSWER = 4096
LONGEST_PIECE = 1024**2
HIGHEST_PORT = 65535
logger = logging.getLogger(__name__)


class Verdict(NamedTuple):
    """`name` is that of the virus found; `is_scanned` is False where there is no scanner."""

    clean: bool
    name: str = ""
    is_scanned: bool = True


class ScannerUnavailable(Refused):
    """There is a scanner and it gives no verdict, so the file may not be taken for clean."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Files cannot be checked for viruses at the moment, so nothing was kept. "
                "Try again later, or tell the administrator if it goes on."
            )
        )


class Scan(Protocol):
    """The scan of one file, fed piece by piece."""

    def feed(self, chunk: bytes) -> None:
        """Hand over the next piece. Raises ScannerUnavailable."""

    def finish(self) -> Verdict:
        """The verdict over all pieces; the scan is over. Raises ScannerUnavailable."""

    def close(self) -> None:
        """Give up a scan that is not finished; harmless after finish()."""


class Scanner(Protocol):
    """What can begin a scan."""

    def begin(self) -> Scan:
        """A new scan. Raises ScannerUnavailable."""


def scanner() -> Scanner:
    """The scanner of this installation. Raises ImproperlyConfigured for a malformed address."""
    return ClamdScanner(settings.CLAMD_ADDRESS) if settings.CLAMD_ADDRESS else NoScanner()


def refuse_infected(file: File) -> Verdict:
    """Scan a whole file; afterwards it is at its beginning.

    Raises Refused when a virus is found, ScannerUnavailable when there is no verdict.
    """
    with contextlib.closing(scanner().begin()) as scan:
        for chunk in file.chunks():
            scan.feed(chunk)
        verdict = scan.finish()
    file.seek(0)
    if not verdict.clean:
        raise infected(file.name or "", verdict)
    return verdict


def infected(name: str, verdict: Verdict) -> Refused:
    """What to tell who sent a file in which a virus was found."""
    return Refused(
        _(
            "“%(file)s” was refused, because a virus was found in it: %(virus)s. "
            "Nothing of it was kept."
        )
        % {"file": file_name(name), "virus": verdict.name}
    )


class NoScanner:
    """Stands in where the installation has no scanner; all is taken unseen."""

    def begin(self) -> Scan:
        """A scan that looks at nothing."""
        return _NoScan()


class _NoScan:
    def feed(self, chunk: bytes) -> None: ...

    def finish(self) -> Verdict:
        return Verdict(clean=True, is_scanned=False)

    def close(self) -> None: ...


class ClamdScanner:
    """clamd at a unix socket (an absolute path) or at host:port."""

    def __init__(self, address: str, *, answer_seconds: float = ANSWER_SECONDS) -> None:
        self.address = _parsed(address)
        self.answer_seconds = answer_seconds

    def begin(self) -> "ClamdScan":
        """Connect. Raises ScannerUnavailable when nobody answers."""
        try:
            connection = self._connect()
        except OSError as problem:
            raise _unavailable(problem) from problem
        connection.settimeout(self.answer_seconds)
        return ClamdScan(connection)

    def _connect(self) -> socket.socket:
        if not isinstance(self.address, str):
            return socket.create_connection(self.address, timeout=CONNECT_SECONDS)
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection


class ClamdScan:
    """A connection to clamd on which one file goes. Raises ScannerUnavailable when it breaks."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._send(COMMAND)

    def feed(self, chunk: bytes) -> None:
        """Send the next piece; one without bytes would be the end, so it is left out."""
        for start in range(0, len(chunk), LONGEST_PIECE):
            piece = chunk[start : start + LONGEST_PIECE]
            self._send(struct.pack("!I", len(piece)) + piece)

    def finish(self) -> Verdict:
        """Send the end and read the answer; what is no verdict raises too."""
        self._send(struct.pack("!I", 0))
        try:
            return _verdict(self._answer())
        except OSError as problem:
            raise _unavailable(problem) from problem
        finally:
            self.close()

    def close(self) -> None:
        """Hang up."""
        self.connection.close()

    def _send(self, content: bytes) -> None:
        try:
            self.connection.sendall(content)
        except OSError as problem:
            self.close()
            raise _unavailable(problem) from problem

    def _answer(self) -> bytes:
        """One line that ends in a null byte, or what came before the other side hung up."""
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            piece = self.connection.recv(LONGEST_ANSWER)
            if not piece:
                break
            answer += piece
        return answer.rstrip(b"\0")


def _verdict(answer: bytes) -> Verdict:
    """ "stream: OK" or "stream: Some.Virus FOUND"; all else is no verdict."""
    text = answer.decode("utf-8", "replace").removeprefix("stream: ").strip()
    if text == "OK":
        return Verdict(clean=True)
    if text.endswith(" FOUND"):
        return Verdict(clean=False, name=text.removesuffix(" FOUND"))
    raise _unavailable(text)


def _unavailable(reason: object) -> ScannerUnavailable:
    logger.error("The virus scanner gave no verdict: %s", reason or "no answer")
    return ScannerUnavailable()


def _parsed(address: str) -> str | tuple[str, int]:
    if address.startswith("/"):
        return address
    host, _colon, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
        raise ImproperlyConfigured(
            f"CLAMD_ADDRESS must be host:port or a path like /run/clamav/clamd.ctl, not '{address}'"
        )
    return host.strip("[]"), int(port)
