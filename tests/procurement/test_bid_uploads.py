"""Attachments on their way in: judged by their ends, scanned, sealed, and never readable."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st

from config.shared.errors import Refused
from config.shared.scanning import ScannerUnavailable, Verdict
from procurement import uploads, vault

PDF = b"%PDF-1.7\n" + b"plan van aanpak " * 20_000 + b"\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"pixels" * 100


def docx(words: str = "Plan van aanpak") -> bytes:
    document, stream = WordDocument(), io.BytesIO()
    document.add_paragraph(words)
    document.save(stream)
    return stream.getvalue()


def archive(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name, content in parts.items():
            target.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def sealed(content: bytes, name: str = "plan.pdf", piece: int = 65_536) -> uploads.SealedUpload:
    """The file as it comes out of the handler, fed in pieces."""
    handler = uploads.SealingUploadHandler(RequestFactory().post("/"))
    handler.new_file("uploads", name, "application/octet-stream", len(content))
    for start in range(0, len(content), piece):
        handler.receive_data_chunk(content[start : start + piece], start)
    return handler.file_complete(len(content))


def files() -> list[str]:
    """All that stands in the folder of sealed files."""
    if not default_storage.exists("sealed"):
        return []
    folders = default_storage.listdir("sealed")[0]
    return [
        f"sealed/{folder}/{name}"
        for folder in folders
        for name in default_storage.listdir(f"sealed/{folder}")[1]
    ]


@pytest.fixture(autouse=True)
def _empty_store():
    for path in files():
        default_storage.delete(path)


def test_a_file_lies_in_the_store_as_ciphertext_and_opens_with_its_key():
    upload = sealed(PDF, piece=10_007)
    attachment = upload.stored.attachment
    assert (attachment.name, attachment.kind, attachment.size) == ("plan.pdf", "pdf", len(PDF))
    with default_storage.open(attachment.path) as file:
        ciphertext = file.read()
    assert len(ciphertext) == upload.stored.size
    assert b"plan van aanpak" not in ciphertext
    assert vault.digest(ciphertext) == attachment.sha256
    assert b"".join(vault.unsealed([ciphertext], attachment.key)) == PDF
    assert "plan" not in attachment.path


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(PDF, "plan.pdf", "pdf"), (PNG, "foto.png", "png"), (docx(), "plan.docx", "docx")],
)
def test_the_kinds_that_are_taken(content, name, kind):
    assert sealed(content, name).stored.attachment.kind == kind


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "leeg.pdf"),
        (PDF[:-8], "afgebroken.pdf"),
        (PDF, "plan.docx"),
        (b"MZ\x90\x00" + b"\x00" * 100, "plan.exe"),
        (b"gewone tekst", "plan.txt"),
        (archive(a=b"x"), "plan.zip"),
        (archive(**{"word__vbaProject.bin": b"x", "[Content_Types].xml": b"<Types/>"}), "m.docx"),
        (docx()[:-30], "kapot.docx"),
    ],
)
def test_of_what_is_refused_nothing_stays(content, name):
    upload = sealed(content, name)
    assert upload.stored is None
    assert isinstance(upload.refusal, Refused)
    assert files() == []


def test_a_large_word_file_is_known_by_its_ends():
    stream = io.BytesIO(docx())
    with zipfile.ZipFile(stream, "a") as target:
        target.writestr("word/media/foto.png", bytes(range(256)) * 8_192)
    content = stream.getvalue()
    assert len(content) > 2 * uploads.EDGE
    assert sealed(content, "plan.docx").stored.attachment.kind == "docx"


def test_what_is_interrupted_leaves_nothing():
    handler = uploads.SealingUploadHandler(RequestFactory().post("/"))
    handler.new_file("uploads", "plan.pdf", "application/pdf", None)
    handler.receive_data_chunk(PDF, 0)
    handler.upload_interrupted()
    assert files() == []


class FakeScan:
    """A scanner with this verdict, or with none."""

    def __init__(self, verdict: Verdict | None) -> None:
        self.verdict, self.seen, self.is_closed = verdict, b"", False

    def begin(self) -> "FakeScan":
        return self

    def feed(self, chunk: bytes) -> None:
        self.seen += chunk

    def finish(self) -> Verdict:
        if self.verdict is None:
            raise ScannerUnavailable
        return self.verdict

    def close(self) -> None:
        self.is_closed = True


@pytest.mark.parametrize("verdict", [Verdict(clean=False, name="Eicar"), None])
def test_an_infected_file_or_one_without_a_verdict_is_not_kept(verdict, monkeypatch):
    scan = FakeScan(verdict)
    monkeypatch.setattr(uploads, "scanner", lambda: scan)
    upload = sealed(PDF)
    assert upload.stored is None
    assert upload.refusal is not None
    assert scan.seen == PDF
    assert scan.is_closed
    assert files() == []


def test_a_scanner_that_does_not_answer_takes_nothing(settings):
    settings.CLAMD_ADDRESS = "/nowhere/clamd.ctl"
    upload = sealed(PDF)
    assert isinstance(upload.refusal, ScannerUnavailable)
    assert files() == []


@given(st.binary(max_size=400), st.integers(0, 450), st.integers(-1, 450))
def test_what_the_edges_give_is_what_the_file_has(content, start, size):
    """With edges of 100 bytes; in between BadZipFile."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uploads, "EDGE", 100)
        edges = uploads.Edges("x")
        for at in range(0, len(content), 33):
            edges.feed(content[at : at + 33])
    edges.seek(start)
    expected = io.BytesIO(content)
    expected.seek(start)
    wanted = expected.read(size)
    end = start + len(wanted)
    is_known = end <= 100 or start >= len(content) - 100 or len(content) <= 200 or not wanted
    if is_known:
        assert edges.read(size) == wanted
    else:
        with pytest.raises(zipfile.BadZipFile):
            edges.read(size)


def test_the_copy_is_kept_in_memory_up_to_its_limit(monkeypatch):
    monkeypatch.setattr(uploads, "COPY_BYTES", 10)
    for content, is_kept in ((b"0123456789", True), (b"0123456789a", False)):
        handler = uploads.MemoryHandler(RequestFactory().post("/"))
        handler.new_file("copy", "kopie.json", "application/json", len(content))
        handler.receive_data_chunk(content, 0)
        file = handler.file_complete(len(content))
        if is_kept:
            assert file.read() == content
        else:
            with pytest.raises(Refused):
                file.read()
