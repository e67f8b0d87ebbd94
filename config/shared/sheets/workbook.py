"""xlsx, xls, xlsb and ods: judged by their bytes here, opened and read in a child process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets.cells import letters_of
from config.shared.sheets.finding import NOTICE, Finding
from config.shared.sheets.guard import Contents, inspect_workbook, judge_workbook
from config.shared.sheets.opened import OpenedSheet
from config.shared.sheets.raw import Limits
from config.shared.sheets.reader import reader

MOST_REMARKS = 20


@contextmanager
def open_workbook(
    stream: IO[bytes], filename: str, limits: Limits, sheet_name: str
) -> Iterator[OpenedSheet]:
    """The sheet called `sheet_name`, else the first visible sheet with content. Raises Unusable."""
    judge_workbook(stream, filename, limits)
    with reader(stream, filename, limits, {"sheet_name": sheet_name}) as reading:
        contents = inspect_workbook(stream, filename, limits)  # while the child is at work
        facts = reading.facts()
        reading.answer(contents.error_cells.get(facts["sheet"], {}))
        yield OpenedSheet(
            reading.head(),
            reading.blocks(),
            filename=filename,
            sheet_name=facts["sheet"],
            template=contents.template,
            notices=_remarks(facts, contents),
        )


def _remarks(facts: dict, contents: Contents) -> list[Finding]:
    merged = [_merged(first, last) for first, last in facts["merged"] if first != last]
    return merged[:MOST_REMARKS] + [_formulas()] * (facts["sheet"] in contents.formula_sheets)


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
