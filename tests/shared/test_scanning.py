"""The virus scanner, with a clamd of our own on the other side."""

import contextlib
import io
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from config.shared.errors import Refused
from config.shared.scanning import (
    ClamdScan,
    ClamdScanner,
    NoScanner,
    ScannerUnavailable,
    Verdict,
    refuse_infected,
    scanner,
)

VIRUS = b"dit is een nagemaakt virus"
Answer = Callable[[bytes], bytes | None]
"""What the other side says to the bytes of a file; None hangs up without a word."""


class FakeClamd:
    """Listens on a socket, reads the files of one connection after the other, and answers."""

    def __init__(self, listener: socket.socket, answer: Answer) -> None:
        self.listener, self.answer = listener, answer
        self.received: list[bytes] = []
        self.commands: list[bytes] = []
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                connection, _peer = self.listener.accept()
            except OSError:  # the test is over
                return
            with connection, connection.makefile("rb") as stream:
                self.commands.append(stream.read(len(b"zINSTREAM\0")))
                self.received.append(b"".join(pieces(stream)))
                said = self.answer(self.received[-1])
                if said is not None:
                    connection.sendall(said)

    def stop(self) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join()


def pieces(stream: io.BufferedReader) -> Iterator[bytes]:
    while header := stream.read(4):
        (length,) = struct.unpack("!I", header)
        if not length:
            return
        yield stream.read(length)


def honest(content: bytes) -> bytes:
    return b"stream: Nep.Virus-1 FOUND\0" if VIRUS in content else b"stream: OK\0"


@pytest.fixture
def clamd():
    """Starts a clamd on loopback that answers as told; gives its address."""
    with contextlib.ExitStack() as stack:

        def start(answer: Answer = honest) -> FakeClamd:
            fake = FakeClamd(socket.create_server(("127.0.0.1", 0)), answer)
            stack.callback(fake.stop)
            return fake

        yield start


def address(fake: FakeClamd) -> str:
    return "{}:{}".format(*fake.listener.getsockname())


def scanned(scanner: ClamdScanner, *chunks: bytes) -> Verdict:
    with contextlib.closing(scanner.begin()) as scan:
        for chunk in chunks:
            scan.feed(chunk)
        return scan.finish()


def test_a_clean_file_goes_over_whole_and_in_pieces(clamd):
    fake = clamd()
    verdict = scanned(ClamdScanner(address(fake)), b"een ", b"", b"twee " * 500_000, b"drie")
    assert verdict == Verdict(clean=True)
    assert fake.commands == [b"zINSTREAM\0"]
    assert fake.received == [b"een " + b"twee " * 500_000 + b"drie"]


def test_a_virus_is_named(clamd):
    verdict = scanned(ClamdScanner(address(clamd())), b"vooraf ", VIRUS)
    assert verdict == Verdict(clean=False, name="Nep.Virus-1")


def test_an_empty_file_is_clean(clamd):
    assert scanned(ClamdScanner(address(clamd()))).clean


def test_clamd_may_listen_on_a_unix_socket(tmp_path):
    path = str(tmp_path / "clamd")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    fake = FakeClamd(listener, honest)
    assert not scanned(ClamdScanner(path), VIRUS).clean
    fake.stop()


def test_an_answer_in_parts_is_put_together(clamd):
    class InParts:
        parts = iter([b"stream: ", b"OK", b"\0", b""])

        def recv(self, _size: int) -> bytes:
            return next(self.parts)

        def sendall(self, content: bytes) -> None: ...

        def close(self) -> None: ...

    assert ClamdScan(InParts()).finish().clean


@pytest.mark.parametrize(
    "said",
    [
        None,
        b"",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK maybe\0",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"\xff\xfe\0",
        b"x" * 100_000,
    ],
)
def test_what_is_no_verdict_is_not_taken_for_clean(clamd, said, caplog):
    clamd_address = address(clamd(lambda _content: said))
    with pytest.raises(ScannerUnavailable, match="virussen"):
        scanned(ClamdScanner(clamd_address), b"inhoud")
    assert "The virus scanner gave no verdict" in caplog.text
    assert "inhoud" not in caplog.text


def test_a_scanner_that_keeps_silent_is_not_waited_for_longer_than_its_time(clamd):
    released = threading.Event()

    def silent(_content: bytes) -> None:
        released.wait(10)

    slow = ClamdScanner(address(clamd(silent)), answer_seconds=0.2)
    with pytest.raises(ScannerUnavailable):
        scanned(slow, b"inhoud")
    released.set()


def test_a_slow_answer_within_its_time_counts(clamd):
    def slow(content: bytes) -> bytes:
        threading.Event().wait(0.2)
        return honest(content)

    assert not scanned(ClamdScanner(address(clamd(slow)), answer_seconds=5), VIRUS).clean


def test_a_scanner_that_hangs_up_halfway_gives_no_verdict():
    listener = socket.create_server(("127.0.0.1", 0))

    def hang_up() -> None:
        connection, _peer = listener.accept()
        connection.recv(100)
        connection.close()

    thread = threading.Thread(target=hang_up)
    thread.start()
    scan = ClamdScanner(f"127.0.0.1:{listener.getsockname()[1]}").begin()
    thread.join()
    with pytest.raises(ScannerUnavailable):
        scan.feed(bytes(100 * 1024**2))
    listener.close()


@pytest.mark.parametrize("where", ["port", "path"])
def test_nobody_at_the_address(where, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        free = f"127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(ScannerUnavailable):
        ClamdScanner(free if where == "port" else str(tmp_path / "niemand")).begin()


def test_without_an_address_nothing_is_scanned_and_that_is_said(settings):
    settings.CLAMD_ADDRESS = ""
    assert isinstance(scanner(), NoScanner)
    assert refuse_infected(ContentFile(VIRUS, "a.txt")) == Verdict(clean=True, is_scanned=False)


def test_a_file_with_a_virus_is_refused_by_name(clamd, settings):
    settings.CLAMD_ADDRESS = address(clamd())
    with pytest.raises(Refused, match=r"“offerte\.pdf” .*Nep\.Virus-1"):
        refuse_infected(ContentFile(VIRUS, "offerte.pdf"))
    clean = ContentFile(b"schoon", "a.txt")
    assert refuse_infected(clean).is_scanned
    assert clean.read() == b"schoon"


def test_a_configured_scanner_that_does_not_answer_refuses_the_file(settings, tmp_path):
    settings.CLAMD_ADDRESS = str(tmp_path / "niemand")
    with pytest.raises(Refused, match="niets bewaard"):
        refuse_infected(ContentFile(b"schoon", "a.txt"))


@pytest.mark.parametrize("wrong", ["clamd", "host:", ":3310", "host:x", "host:0", "host:70000"])
def test_a_malformed_address_is_told_before_anything_is_sent(settings, wrong):
    settings.CLAMD_ADDRESS = wrong
    with pytest.raises(ImproperlyConfigured, match="CLAMD_ADDRESS must be"):
        scanner()
    assert [error.id for error in run_checks(tags=["security"]) if error.id].count(
        "taalregie.E002"
    ) == 1


@pytest.mark.parametrize(
    "right", ["", "/run/clamav/clamd.ctl", "scanner.example:3310", "[::1]:3310"]
)
def test_a_right_address_passes_the_check(settings, right):
    settings.CLAMD_ADDRESS = right
    assert "taalregie.E002" not in {error.id for error in run_checks(tags=["security"])}
