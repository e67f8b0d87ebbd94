"""The child process that reads a sheet: starting it, and taking in what it says."""

import json
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from config.shared.sheets import child
from config.shared.sheets.guard import damaged, protected, too_large
from config.shared.sheets.raw import (
    Limits,
    Unusable,
    cell_too_long,
    empty,
    null_bytes,
    too_many_columns,
    too_many_rows,
)

_PIECE = 1 << 20


class Reader:
    """What the child says, in its order: `facts` of a workbook, then `head`, then `blocks`.

    Each raises Unusable when the child says why it cannot go on, or ends before it is done.
    """

    def __init__(self, process: subprocess.Popen[bytes], filename: str, limits: Limits) -> None:
        self._hear: IO[bytes] = process.stdout  # type: ignore[assignment]
        self._tell: IO[bytes] = process.stdin  # type: ignore[assignment]
        self._filename, self._limits = filename, limits

    def facts(self) -> dict[str, Any]:
        """The name of the sheet and its merged cells."""
        return self._message()

    def answer(self, facts: object) -> None:
        """What the child asked to know; one that has died is found out by what it says next."""
        with suppress(BrokenPipeError):
            try:
                self._tell.write(json.dumps(facts).encode())
            finally:
                self._tell.close()

    def head(self) -> list[child.Numbered]:
        """The first rows with content."""
        return self._message()

    def blocks(self) -> Iterator[child.Block]:
        """All rows with content."""
        while "reason" not in (message := self._message()):
            rows, texts = message["rows"], message["texts"]
            numbers = self._array(child.NUMBERS, rows)
            yield child.Block(numbers, texts, [self._array(child.CODES, rows) for _column in texts])

    def _message(self) -> Any:
        line = self._hear.readline()
        if not line.endswith(b"\n"):
            raise too_large(self._filename)
        message = json.loads(line)
        if isinstance(message, dict) and message.get("reason", child.DONE) != child.DONE:
            with in_words(self._filename, self._limits):
                raise child.CannotRead(message["reason"], message["line"])
        return message

    def _array(self, kind: str, count: int) -> "array[int]":
        values = array(kind)
        heard = self._hear.read(count * values.itemsize)
        if len(heard) < count * values.itemsize:
            raise too_large(self._filename)
        values.frombytes(heard)
        return values


@contextmanager
def reader(
    stream: IO[bytes], filename: str, limits: Limits, order: dict[str, Any]
) -> Iterator[Reader]:
    """A child that reads the stream's bytes by `order`, as `child.main` takes it; killed at the
    end, so that nothing is read on that nobody wants.
    """
    order |= {
        "rows": limits.rows,
        "columns": limits.columns,
        "chunk_rows": limits.chunk_rows,
        "memory_bytes": limits.memory_bytes,
        "cpu_seconds": limits.cpu_seconds,
    }
    with _on_disk(stream) as path, _child(order | {"path": path}) as process:
        yield Reader(process, filename, limits)


@contextmanager
def _on_disk(stream: IO[bytes]) -> Iterator[str]:
    """A path to the bytes: the stream's own when it is a file on disk, else a temporary copy."""
    name = getattr(stream, "name", None)
    if isinstance(name, str) and Path(name).is_absolute() and Path(name).is_file():
        yield name
        return
    with tempfile.NamedTemporaryFile(suffix=".sheet") as copy:
        stream.seek(0)
        while piece := stream.read(_PIECE):
            copy.write(piece)
        copy.flush()
        yield copy.name


@contextmanager
def _child(order: dict[str, Any]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-I", child.__file__, json.dumps(order)]
    pipe, silent = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=silent) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def in_words(filename: str, limits: Limits) -> Iterator[None]:
    """What cannot be read is Unusable, with one sentence for the person."""
    try:
        yield
    except child.CannotRead as problem:
        raise _worded(problem, filename, limits) from problem


def _worded(problem: child.CannotRead, filename: str, limits: Limits) -> Unusable:
    by_file = {
        child.EMPTY: empty,
        child.PASSWORD: protected,
        child.UNREADABLE: damaged,
        child.NULL: null_bytes,
    }
    by_line = {child.CELL: cell_too_long, child.QUOTATION: _open_quotation}
    by_limits = {child.ROWS: too_many_rows, child.COLUMNS: too_many_columns}
    if say := by_line.get(problem.reason):
        return say(problem.line)
    if judge := by_limits.get(problem.reason):
        return judge(limits)
    return by_file.get(problem.reason, too_large)(filename)


def _open_quotation(line: int) -> Unusable:
    return Unusable(
        _(
            "A quotation mark in line %(line)s is not closed properly. "
            "Mend it, or save the sheet as xlsx."
        )
        % {"line": line}
    )
