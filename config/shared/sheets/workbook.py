"""xlsx, xls, xlsb and ods: opened in a child process with limits, read here as lines of text."""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets import child
from config.shared.sheets.finding import WARNING, Finding
from config.shared.sheets.guard import (
    Contents,
    damaged,
    inspect_workbook,
    judge_workbook,
    protected,
    too_large,
)
from config.shared.sheets.raw import Limits, Raw, Unusable, raw_from_lines

_PIECE = 1 << 20
_LETTERS = 26


def read_workbook(stream: IO[bytes], filename: str, limits: Limits, sheet_name: str) -> Raw:
    """The sheet called `sheet_name`, else the first visible sheet with content. Raises Unusable."""
    judge_workbook(stream, filename, limits)
    with _on_disk(stream) as path, _child(path, sheet_name, limits) as process:
        contents = inspect_workbook(stream, filename, limits)  # while the child is at work
        output = io.TextIOWrapper(process.stdout, encoding="utf-8", newline="")  # type: ignore[type-var]
        about = output.readline()
        if not about:
            raise _reason(process.wait(), filename)
        raw = raw_from_lines(csv.reader(output), filename=filename, limits=limits)
        if process.wait():
            raise _reason(process.returncode, filename)
    return _with_remarks(raw, json.loads(about), contents)


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


def _with_remarks(raw: Raw, about: dict, contents: Contents) -> Raw:
    name = about["sheet"]
    notices = [_merged(first, last) for first, last in about["merged"] if first != last][:20]
    if name in contents.formula_sheets:
        notices.append(_formulas())
    for (row, column), shown in contents.error_cells.get(name, {}).items():
        if row in raw.frame.index and column in raw.frame.columns:
            raw.frame.loc[row, column] = shown
    return replace(raw, sheet_name=name, template=contents.template, notices=raw.notices + notices)


def _merged(first: list[int], last: list[int]) -> Finding:
    cells = f"{_cell_name(*first)}:{_cell_name(*last)}"
    return Finding(
        row=first[0] + 1,
        column="",
        level=WARNING,
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
        level=WARNING,
        code="formulas",
        message=_("The sheet has formulas; the values they last showed were read."),
        remedy=_("Check those values, or paste them as values."),
        value="",
    )


def _cell_name(row: int, column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
