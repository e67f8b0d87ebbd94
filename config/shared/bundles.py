"""Many files as one zip, with an index for people and digests for who wants to check it.

The zip is written while it is read: no file is ever held in memory as a whole, and none of it
lands on disk on its way.
"""

import hashlib
import io
import zipfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol, TypeVar
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from config.shared.legible import file_name, legible
from config.shared.periods import AMSTERDAM
from config.shared.sheets import write_csv

INDEX, SHEET, SUMS = "INDEX.html", "index.csv", "SHA256SUMS"
LONGEST_PART = 80
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold."""
_READABLE_FILE = 0o100644 << 16
_UNIX = 3


class Sink(Protocol):
    """A binary file or an HttpResponse; it is written from beginning to end."""

    def write(self, content: bytes, /) -> object: ...

    def flush(self) -> object: ...


class Entry(NamedTuple):
    """A file to be: where it goes ("perceel 2/brief.pdf"), what it holds (at most 2 GB), when it
    was made (aware) and what it is, in words.
    """

    path: str
    content: bytes | Iterable[bytes]
    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A file in the bundle under the path it got there; `sha256` in hexadecimal digits."""

    path: str
    title: str
    at: datetime
    size: int
    sha256: str

    @property
    def address(self) -> str:
        """The path as the target of a link."""
        return quote(self.path)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What went in, in order and without the indexes; size and digest are those of the zip."""

    files: tuple[Listed, ...]
    size: int
    sha256: str


def write_zip(
    sink: Sink, entries: Iterable[Entry], *, title: str, about: Sequence[str] = ()
) -> Manifest:
    """Write a zip that holds the entries, and an index of them as page, as sheet and as SHA256SUMS.

    `title` and `about` (sentences) head the page, in the active language. The same entries give
    the same bytes. Paths are made safe and unique on every system, so a file can get another path
    than was asked; the manifest says which. What an entry's content raises is not caught, and the
    zip then breaks off, so that nobody takes it for whole.
    """
    counted = _Counted(sink)
    steps = _steps(counted, entries, title, about)
    files = _exhausted(steps)
    return Manifest(files, counted.size, counted.digest.hexdigest())


def stream_zip(
    entries: Iterable[Entry], *, title: str, about: Sequence[str] = ()
) -> Iterator[bytes]:
    """The zip of `write_zip` in pieces, for an answer that begins before the last entry is made.

    Entries are made, and translated words looked up, while the pieces are taken.
    """
    pieces = _Pieces()
    for _step in _steps(_Counted(pieces), entries, title, about):
        yield pieces.take()
    yield pieces.take()


Result = TypeVar("Result")
Steps = Generator[None, None, Result]
"""Writes a little at each step, and returns something at the end."""


def _steps(
    counted: "_Counted", entries: Iterable[Entry], title: str, about: Sequence[str]
) -> "Steps[tuple[Listed, ...]]":
    with zipfile.ZipFile(counted, "w") as archive, counted:  # type: ignore[call-overload]
        bundle = _Bundle(archive)
        files: list[Listed] = []
        for entry in entries:
            files.append((yield from bundle.add(entry)))
        bundle.add_indexes(tuple(files), title, about)
    return tuple(files)


def _exhausted(steps: "Steps[Result]") -> Result:
    """What a generator returns once all its steps were taken."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: Result = stop.value
            return result


class _Pieces:
    """A sink that gives what was written since the last time."""

    def __init__(self) -> None:
        self.written = bytearray()

    def write(self, content: bytes) -> None:
        self.written += content

    def flush(self) -> None:
        """Nothing to do: what was written is there."""

    def take(self) -> bytes:
        """What was written since; then forgotten."""
        taken = bytes(self.written)
        self.written.clear()
        return taken


class _Counted:
    """Passes bytes on, counts and digests them; cannot go back, whatever the sink can.

    After a failure inside its block it passes nothing on, so the zip gets no directory.
    """

    def __init__(self, sink: Sink) -> None:
        self.sink, self.size, self.digest = sink, 0, hashlib.sha256()
        self.is_broken = False

    def __enter__(self) -> None: ...

    def __exit__(self, failure: type[BaseException] | None, *_details: object) -> None:
        self.is_broken = failure is not None

    def write(self, content: bytes) -> int:
        if not self.is_broken:
            self.sink.write(content)
            self.size += len(content)
            self.digest.update(content)
        return len(content)

    def flush(self) -> None:
        self.sink.flush()


class _Bundle:
    """A zip that is being written."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive, self.paths = archive, _Paths(INDEX, SHEET, SUMS)

    def add(self, entry: Entry) -> "Steps[Listed]":
        path = self.paths.take(entry.path)
        content = [entry.content] if isinstance(entry.content, bytes) else entry.content
        size, digest = yield from self._write(path, content, entry.at)
        return Listed(path, legible(entry.title).replace("\n", " "), entry.at, size, digest)

    def add_indexes(self, files: tuple[Listed, ...], title: str, about: Sequence[str]) -> None:
        """The page and the sheet list the files; the sums cover page and sheet too."""
        latest = max((file.at for file in files), default=None)
        sums = [(file.sha256, file.path) for file in files]
        context = {"files": files, "title": title, "about": about}
        page = render_to_string("bundles/index.html", context).encode()
        for path, content in ((INDEX, page), (SHEET, _sheet(files))):
            _size, digest = _exhausted(self._write(path, [content], latest))
            sums.append((digest, path))
        lines = "".join(f"{digest}  {path}\n" for digest, path in sums)
        _exhausted(self._write(SUMS, [lines.encode()], latest))

    def _write(
        self, path: str, content: Iterable[bytes], at: datetime | None
    ) -> "Steps[tuple[int, str]]":
        """Size and digest of what was written; a step per piece."""
        size, digest = 0, hashlib.sha256()
        with self.archive.open(_described(path, at), "w") as target:
            for chunk in content:
                target.write(chunk)
                size += len(chunk)
                digest.update(chunk)
                yield
        return size, digest.hexdigest()


def _described(path: str, at: datetime | None) -> zipfile.ZipInfo:
    """A zip knows wall clock time only: that of the Netherlands."""
    moment = at.astimezone(AMSTERDAM).timetuple()[:6] if at else EARLIEST
    described = zipfile.ZipInfo(path, max(moment, EARLIEST))
    described.compress_type = zipfile.ZIP_DEFLATED
    described.create_system, described.external_attr = _UNIX, _READABLE_FILE
    return described


def _sheet(files: Iterable[Listed]) -> bytes:
    stream = io.BytesIO()
    header = [_("path"), _("title"), _("made at"), _("bytes"), "SHA-256"]
    rows = ((file.path, file.title, file.at, file.size, file.sha256) for file in files)
    write_csv(stream, header, rows)
    return stream.getvalue()


class _Paths:
    """Hands out paths that no other file or folder has, for systems that ignore case too."""

    def __init__(self, *taken: str) -> None:
        self.files = {path.casefold() for path in taken}
        self.folders: set[str] = set()

    def take(self, asked: str) -> str:
        """The path asked for, made safe: no way out of the bundle, no name that Windows refuses."""
        *folders, name = [
            file_name(part, longest=LONGEST_PART)
            for part in asked.replace("\\", "/").split("/")
            if part.strip(" .")
        ] or [file_name("")]
        parent = PurePosixPath()
        for folder in folders:
            parent = self._free(parent / folder, self.files)
            self.folders.add(str(parent).casefold())
        path = str(self._free(parent / name, self.files | self.folders))
        self.files.add(path.casefold())
        return path

    def _free(self, path: PurePosixPath, taken: set[str]) -> PurePosixPath:
        """The path, or the first "name (2).pdf" that is not taken."""
        candidates = (path.with_name(f"{path.stem} ({n}){path.suffix}") for n in count(2))
        free = path
        while str(free).casefold() in taken:
            free = next(candidates)
        return free
