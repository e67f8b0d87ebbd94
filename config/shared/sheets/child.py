"""Runs in a process of its own: turns one sheet of a workbook into lines of text on standard
output.

A workbook is opened by compiled code that takes whatever memory the file asks for, and that ends
the process when there is none. Here that costs a child with limits, never a web server or a
worker. Standard library and calamine only, so that it starts at once.

    child.py PATH SHEET ROWS COLUMNS MEMORY_BYTES CPU_SECONDS

The first line is JSON about the sheet, the others are CSV. The exit code says what went wrong.
"""

import csv
import datetime as dt
import json
import resource
import sys
from decimal import Decimal

import python_calamine as calamine

UNREADABLE, PASSWORD, NO_CONTENT, TOO_LARGE = 3, 4, 5, 6
BIGGEST_EXACT_FLOAT = 2**53


def main(
    path: str, sheet_name: str, rows: str, columns: str, memory_bytes: str, cpu_seconds: str
) -> int:
    _limit(resource.RLIMIT_AS, int(memory_bytes))
    _limit(resource.RLIMIT_CPU, int(cpu_seconds))
    try:
        sheet = _choose(calamine.load_workbook(path), sheet_name)
    except calamine.PasswordError:
        return PASSWORD
    except (calamine.CalamineError, OSError, ValueError):
        return UNREADABLE
    if sheet is None:
        return NO_CONTENT
    if sheet.end is None or sheet.end[0] > int(rows) or sheet.end[1] >= int(columns):
        return TOO_LARGE
    _write(sheet)
    return 0


def _limit(which: int, wanted: int) -> None:
    """Lower a limit; a stricter one that is already there stays."""
    _soft, hard = resource.getrlimit(which)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (value, value))


def _choose(workbook: calamine.CalamineWorkbook, sheet_name: str) -> calamine.CalamineSheet | None:
    """The sheet with the template's name, else the first visible one with content."""
    sheets = [
        sheet for sheet in workbook.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    visible = [sheet.name for sheet in sheets if sheet.visible == calamine.SheetVisibleEnum.Visible]
    named = [sheet.name for sheet in sheets if sheet.name.casefold() == sheet_name.casefold()]
    for name in (*named, *visible):
        sheet = workbook.get_sheet_by_name(name)
        if sheet.start is not None:
            return sheet
    return None


def _write(sheet: calamine.CalamineSheet) -> None:
    out = sys.stdout
    out.write(json.dumps({"sheet": sheet.name, "merged": sheet.merged_cell_ranges or []}) + "\n")
    write = csv.writer(out).writerow
    for row in sheet.iter_rows():
        write([cell if cell.__class__ is str else cell_text(cell) for cell in row])


def cell_text(cell: object) -> str:
    """What the person sees in a Dutch sheet: 12 not 12.0, a decimal comma; dates as 2026-02-01,
    which leaves no doubt.
    """
    if isinstance(cell, bool):
        return "WAAR" if cell else "ONWAAR"
    if isinstance(cell, float):
        return _number_text(cell)
    if isinstance(cell, dt.datetime):
        return (
            cell.date().isoformat()
            if cell.time() == dt.time.min
            else cell.isoformat(sep=" ", timespec="seconds")
        )
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)


def _number_text(number: float) -> str:
    if number.is_integer() and abs(number) < BIGGEST_EXACT_FLOAT:
        return str(int(number))
    shortest = repr(number)
    if "e" in shortest:
        shortest = format(Decimal(shortest), "f")
    return shortest.replace(".", ",")


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
    sys.exit(main(*sys.argv[1:]))
