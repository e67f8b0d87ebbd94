"""xlsx, xls, xlsb and ods: opened in a child process with limits, read here as lines of text."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets import child
from config.shared.sheets.cells import letters_of
from config.shared.sheets.finding import NOTICE, Finding
from config.shared.sheets.guard import (
    Contents,
    damaged,
    inspect_workbook,
    judge_workbook,
    protected,
    too_large,
)
from config.shared.sheets.opened import OpenedSheet
from config.shared.sheets.raw import Limits, Unusable, cell_too_long

_PIECE = 1 << 20
MOST_REMARKS = 20


@contextmanager
def open_workbook(
    stream: IO[bytes], filename: str, limits: Limits, sheet_name: str
) -> Iterator[OpenedSheet]:
    """The sheet called `sheet_name`, else the first visible sheet with content. Raises Unusable."""
    judge_workbook(stream, filename, limits)
    with _on_disk(stream) as path, _child(path, sheet_name, limits) as process:
        contents = inspect_workbook(stream, filename, limits)  # while the child is at work
        output = io.TextIOWrapper(process.stdout, encoding="utf-8", newline="")  # type: ignore[type-var]
        first_line = output.readline()
        if not first_line:
            raise _reason(process.wait(), filename)
        about = json.loads(first_line)
        errors = contents.error_cells.get(about["sheet"], {})
        yield OpenedSheet(
            _with_errors(_until_the_end(process, output, filename), errors),
            filename=filename,
            limits=limits,
            sheet_name=about["sheet"],
            template=contents.template,
            notices=_remarks(about, contents),
        )


def _until_the_end(
    process: subprocess.Popen[bytes], output: Iterable[str], filename: str
) -> Iterator[list[str]]:
    """Raises Unusable when the child ends before its sheet does, or a cell is beyond measure."""
    reader = csv.reader(output)
    try:
        yield from reader
    except csv.Error as problem:
        raise cell_too_long(reader.line_num) from problem
    if process.wait():
        raise _reason(process.returncode, filename)


def _with_errors(
    lines: Iterator[list[str]], errors: dict[int, dict[int, str]]
) -> Iterator[list[str]]:
    """The lines with the errors of formulas, which the child sees as empty cells."""
    for number, line in enumerate(lines, 1):
        shown = errors.get(number, {})
        yield [shown.get(place, cell) for place, cell in enumerate(line)] if shown else line


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
def _child(path: str, sheet_name: str, limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    numbers = (limits.rows, limits.columns, limits.memory_bytes, limits.cpu_seconds)
    command = [sys.executable, "-I", child.__file__, path, sheet_name, *map(str, numbers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.kill()


def _reason(code: int, filename: str) -> Unusable:
    """What the child's exit code means; killed by one of its limits gives a negative code."""
    if code == child.PASSWORD:
        return protected(filename)
    if code == child.NO_CONTENT:
        return Unusable(_("“%(file)s” is empty.") % {"file": filename})
    if code == child.UNREADABLE:
        return damaged(filename)
    return too_large(filename)


def _remarks(about: dict, contents: Contents) -> list[Finding]:
    merged = [_merged(first, last) for first, last in about["merged"] if first != last]
    return merged[:MOST_REMARKS] + [_formulas()] * (about["sheet"] in contents.formula_sheets)


def _merged(first: list[int], last: list[int]) -> Finding:
    cells = ":".join(f"{letters_of(column)}{row + 1}" for row, column in (first, last))
    return Finding(
        row=first[0] + 1,
        column="",
        level=NOTICE,
        code="merged_cells",
        message=_(
            "Cells %(cells)s are merged: "
            "only the first of them holds the value, the others count as empty."
        )
        % {"cells": cells},
        remedy=_("Unmerge the cells and fill in each row."),
        value=cells,
    )


def _formulas() -> Finding:
    return Finding(
        row=None,
        column="",
        level=NOTICE,
        code="formulas",
        message=_("The sheet has formulas; the values they last showed were read."),
        remedy=_("Check those values, or paste them as values."),
        value="",
    )
