"""A zip of many files, with an index and digests."""

import csv
import datetime as dt
import hashlib
import io
import subprocess
import tracemalloc
import zipfile
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.utils import translation

from config.shared.bundles import INDEX, SHEET, SUMS, Entry, Manifest, stream_zip, write_zip

AT = dt.datetime(2026, 11, 23, 11, 30, tzinfo=dt.UTC)
NASTY = [
    "../../etc/passwd",
    "/absoluut/pad.txt",
    "C:\\Windows\\system32\\a.dll",
    "map\\onder\\b.txt",
    "a/./b/../c.txt",
    "con.txt",
    "LPT1",
    "aux .pdf",
    "vraag?*<>|:.pdf",
    "punt. ",
    ".verborgen",
    "",
    "...",
    "nul\x00teken\n.txt",
    "\u202egnp.exe",
    "x" * 300 + ".pdf",
    "é" * 300,
    "index.CSV",
    "SHA256SUMS/a.txt",
]


def entry(path="a.txt", content=b"inhoud", title="Een bestand", at=AT) -> Entry:
    return Entry(path, content, at, title)


def bundled(*entries: Entry, **words) -> tuple[Manifest, zipfile.ZipFile]:
    stream = io.BytesIO()
    manifest = write_zip(stream, entries, **{"title": "Dossier"} | words)
    return manifest, zipfile.ZipFile(stream)


class Links(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.targets += [value for name, value in attrs if (tag, name) == ("a", "href")]


def test_files_come_out_as_they_went_in():
    manifest, archive = bundled(
        entry("perceel 1/brief.pdf", b"brief", "De brief"),
        entry("bestek.docx", iter([b"be", b"", b"stek"]), "Het bestek"),
    )
    assert archive.testzip() is None
    assert archive.namelist() == ["perceel 1/brief.pdf", "bestek.docx", INDEX, SHEET, SUMS]
    assert archive.read("bestek.docx") == b"bestek"
    second = manifest.files[1]
    assert (second.path, second.title, second.size) == ("bestek.docx", "Het bestek", 6)
    assert second.sha256 == hashlib.sha256(b"bestek").hexdigest()


def test_the_manifest_tells_the_size_and_digest_of_the_zip():
    stream = io.BytesIO()
    manifest = write_zip(stream, [entry()], title="Dossier")
    assert manifest.size == len(stream.getvalue())
    assert manifest.sha256 == hashlib.sha256(stream.getvalue()).hexdigest()


def test_the_sums_can_be_checked_with_a_common_program(tmp_path):
    _manifest, archive = bundled(*(entry(path, path.encode()) for path in NASTY))
    archive.extractall(tmp_path)
    command = ["sha256sum", "--check", "--strict", SUMS]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK") == len(NASTY) + 2
    (tmp_path / INDEX).write_text("veranderd")
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1


def test_no_path_leads_out_and_every_system_can_store_it():
    manifest, archive = bundled(*map(entry, NASTY))
    paths = [file.path for file in manifest.files]
    assert paths[:7] == [
        "etc/passwd",
        "absoluut/pad.txt",
        "C_/Windows/system32/a.dll",
        "map/onder/b.txt",
        "a/b/c.txt",
        "_con.txt",
        "_LPT1",
    ]
    for path in archive.namelist():
        for part in path.split("/"):
            assert part == part.strip(" .") != ""
            assert not set(part) & set('<>:"|?*\\\x00\n\u202e')
            assert len(part) <= 80 + len(" (2)")
    assert len({path.casefold() for path in archive.namelist()}) == len(archive.namelist())


def test_names_that_differ_in_case_only_do_not_overwrite_each_other():
    manifest, _archive = bundled(
        *map(entry, ["Brief.pdf", "brief.PDF", "brief.pdf", "Brief (2).pdf"])
    )
    assert [file.path for file in manifest.files] == [
        "Brief.pdf",
        "brief (2).PDF",
        "brief (3).pdf",
        "Brief (2) (2).pdf",
    ]


def test_a_file_and_a_folder_do_not_get_one_name():
    manifest, _archive = bundled(*map(entry, ["a", "a/b", "a/c", "d/e", "D"]))
    assert [file.path for file in manifest.files] == ["a", "a (2)/b", "a (2)/c", "d/e", "D (2)"]


def test_the_index_leads_to_every_file():
    _manifest, archive = bundled(
        entry("perceel 1/50% & <meer> #1.txt", title="<script>alert(1)</script>"), entry("ü.txt")
    )
    page = archive.read(INDEX).decode()
    assert "<script>" not in page
    targets = Links(page).targets
    assert [unquote(target) for target in targets] == archive.namelist()[:2]
    assert all(target.isascii() and "#" not in target for target in targets)


@pytest.mark.parametrize(("language", "word"), [("nl", "1 bestand"), ("en", "1 file")])
def test_the_index_is_in_the_active_language(language, word):
    with translation.override(language):
        _manifest, archive = bundled(entry(), about=["Samengesteld op 23 november."])
    page = archive.read(INDEX).decode()
    assert f'<html lang="{language}">' in page
    assert word in page
    assert "Samengesteld op 23 november." in page


def test_the_sheet_lists_every_file():
    _manifest, archive = bundled(entry("a.txt", title="=1+1"), entry("b.txt", b""))
    lines = archive.read(SHEET).decode("utf-8-sig").splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    assert [row[:4] for row in rows[1:]] == [
        ["a.txt", "'=1+1", "2026-11-23 12:30", "6"],
        ["b.txt", "Een bestand", "2026-11-23 12:30", "0"],
    ]
    assert rows[2][4] == hashlib.sha256(b"").hexdigest()


def test_the_same_entries_give_the_same_bytes():
    def digest(sink=None, **fields) -> str:
        entries = [entry("a.txt"), entry(**{"path": "b.txt"} | fields)]
        return write_zip(sink or io.BytesIO(), entries, title="Dossier").sha256

    assert digest() == digest() == digest(HttpResponse())
    assert digest() != digest(at=AT + dt.timedelta(hours=1))
    assert digest() != digest(content=b"anders")


def test_moments_are_those_of_the_entries_by_the_dutch_clock():
    old = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    _manifest, archive = bundled(entry(), entry("oud.txt", at=old))
    moments = {info.filename: info.date_time for info in archive.infolist()}
    assert moments["a.txt"] == moments[SUMS] == (2026, 11, 23, 12, 30, 0)
    assert moments["oud.txt"] == (1980, 1, 1, 0, 0, 0)


def test_nothing_to_bundle_gives_an_index_of_nothing():
    manifest, archive = bundled()
    assert manifest.files == ()
    assert archive.namelist() == [INDEX, SHEET, SUMS]


def test_a_large_file_is_never_held_as_a_whole():
    class Nowhere:
        def write(self, content: bytes) -> None: ...

        def flush(self) -> None: ...

    piece = bytes(1024**2)
    tracemalloc.start()
    manifest = write_zip(
        Nowhere(), [entry(content=(piece for _number in range(100)))], title="Dossier"
    )
    _current, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert manifest.files[0].size == 100 * 1024**2
    assert peak < 10 * 1024**2


def test_a_bundle_that_breaks_off_is_no_zip():
    def broken():
        yield b"begin"
        raise OSError("weg")

    stream = io.BytesIO()
    with pytest.raises(OSError, match="weg"):
        write_zip(stream, [entry(), entry("b.txt", broken())], title="Dossier")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(stream)


def test_a_stream_has_the_bytes_of_the_file():
    entries = [entry(), entry("map/b.txt", iter([b"een", b"twee"]))]
    stream = io.BytesIO()
    write_zip(stream, [entry(), entry("map/b.txt", b"eentwee")], title="Dossier")
    assert b"".join(stream_zip(entries, title="Dossier")) == stream.getvalue()


def test_a_stream_begins_before_its_last_entry_is_made():
    made: list[str] = []

    def entries():
        for name in ("a.txt", "b.txt", "c.txt"):
            made.append(name)
            yield entry(name, b"x" * 100_000)

    pieces = stream_zip(entries(), title="Dossier")
    assert b"a.txt" in next(pieces)
    assert made == ["a.txt"]


def test_a_stream_that_fails_is_no_whole_zip():
    def failing():
        yield b"begin"
        raise OSError("The store is gone.")

    pieces, taken = stream_zip([entry(), entry("b.txt", failing())], title="Dossier"), io.BytesIO()
    with pytest.raises(OSError, match="gone"):
        taken.writelines(pieces)
    assert taken.tell() > 0
    assert not zipfile.is_zipfile(taken)
