"""Runs in a process of its own: turns one sheet into columns of text on standard output.

What people upload may take whatever memory and time it asks for: compiled code opens a workbook,
and one line of text can hold millions of cells. Here that costs a child with limits, never a web
server or a worker. Standard library and calamine only, so that it starts at once.

    child.py ORDER

ORDER is JSON, see `main`. What goes out are messages, each a line of JSON: facts about the sheet,
its first rows, blocks of rows (followed by their numbers and codes), and last why it ended.
"""

import csv
import datetime as dt
import json
import resource
import sys
from array import array
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain, islice, zip_longest
from typing import IO, Any, NamedTuple

DONE, UNREADABLE, PASSWORD, EMPTY = "done", "unreadable", "password", "empty"
TOO_LARGE, ROWS, COLUMNS, CELL = "too large", "rows", "columns", "cell"
QUOTATION, NULL = "quotation", "null"
"""Why reading ended."""

NUMBERS, CODES = "q", "i"
"""Types of the numbers of rows and of the codes of cells, as `array` and numpy call them."""
HEADER_MAY_STAND_IN = 10  # the first rows with content, under a title
BIGGEST_EXACT_FLOAT = 2**53

Numbered = tuple[int, list[str]]
"""A row: its number in the sheet, counted from 1, and its cells."""


class CannotRead(Exception):
    """`reason` is one of the above; `line` is where it shows, 0 for the file as a whole."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason, line)
        self.reason, self.line = reason, line


class Block(NamedTuple):
    """Rows by column: `codes` points each cell to one of the `texts` of its column."""

    numbers: "array[int]"
    texts: list[list[str]]
    codes: list["array[int]"]


def main(order: dict[str, Any]) -> None:
    """`order` names the path and the limits, and either encoding, delimiter and how many lines of
    text come before the first, or the sheet to prefer in a workbook.
    """
    _limit(resource.RLIMIT_AS, order["memory_bytes"])
    _limit(resource.RLIMIT_CPU, order["cpu_seconds"])
    out = sys.stdout.buffer
    try:
        lines = _lines_of_text(order) if "encoding" in order else _lines_of_workbook(order, out)
        most = order["rows"] + 1  # with the header
        head, blocks = headed(lines, most, order["columns"], order["chunk_rows"])
        _say(out, head)
        for block in blocks:
            _send(out, block)
        end = CannotRead(DONE)
    except CannotRead as problem:
        end = problem
    _say(out, {"reason": end.reason, "line": end.line})


def _limit(which: int, wanted: int) -> None:
    """Lower a limit; a stricter one that is already there stays."""
    _soft, hard = resource.getrlimit(which)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(which, (value, value))


def _say(out: IO[bytes], message: object) -> None:
    out.write(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    out.flush()


def _send(out: IO[bytes], block: Block) -> None:
    _say(out, {"rows": len(block.numbers), "texts": block.texts})
    for values in (block.numbers, *block.codes):
        out.write(values.tobytes())


def _lines_of_text(order: dict[str, Any]) -> Iterator[list[str]]:
    with open(order["path"], encoding=order["encoding"], newline="") as text:  # noqa: PTH123
        for _number in range(order["passed_over"]):
            text.readline()
        reader = csv.reader(text, delimiter=order["delimiter"], strict=True)
        begins_in = 1
        try:
            for line in reader:
                yield line
                begins_in = reader.line_num + 1
        except csv.Error as problem:
            reason = CELL if "field larger" in str(problem) else QUOTATION
            raise CannotRead(reason, begins_in) from problem


def _lines_of_workbook(order: dict[str, Any], out: IO[bytes]) -> Iterator[list[str]]:
    """Says which sheet it is and hears on standard input which of its cells hold errors, that are
    empty to calamine: by number of the row and place in it what to show.
    """
    import python_calamine as calamine

    try:
        sheet = _choose(calamine.load_workbook(order["path"]), order["sheet_name"])
    except calamine.PasswordError as problem:
        raise CannotRead(PASSWORD) from problem
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise CannotRead(UNREADABLE) from problem
    if sheet is None:
        raise CannotRead(EMPTY)
    if sheet.end is None or sheet.end[0] > order["rows"] or sheet.end[1] >= order["columns"]:
        raise CannotRead(TOO_LARGE)
    _say(out, {"sheet": sheet.name, "merged": sheet.merged_cell_ranges or []})
    errors = json.load(sys.stdin)
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [cell if cell.__class__ is str else cell_text(cell) for cell in row]
        if shown := errors.get(str(number)):
            cells = [shown.get(str(place), cell) for place, cell in enumerate(cells)]
        yield cells


def _choose(workbook: Any, sheet_name: str) -> Any:
    """The sheet with the template's name, else the first visible one with content."""
    import python_calamine as calamine

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


def headed(
    lines: Iterable[list[str]], rows: int, columns: int, chunk_rows: int, first: int = 1
) -> tuple[list[Numbered], Iterator[Block]]:
    """The first rows, in one of which the header stands, and all rows as blocks of so many.

    The line with the number `first` comes first; blank rows are left out. Raises CannotRead beyond
    so many rows or columns, also later.
    """
    numbered = _with_content(enumerate(lines, first), rows, columns)
    head = list(islice(numbered, HEADER_MAY_STAND_IN))
    if not head:
        raise CannotRead(EMPTY)
    return head, _blocks(chain(head, numbered), chunk_rows)


def _with_content(lines: Iterable[Numbered], rows: int, columns: int) -> Iterator[Numbered]:
    found = 0
    for number, cells in lines:
        if not any(map(str.strip, cells)):
            continue
        found += 1
        if found > rows:
            raise CannotRead(ROWS)
        if len(cells) > columns:
            if any(cells[columns:]):
                raise CannotRead(COLUMNS)
            del cells[columns:]
        yield number, cells


def _blocks(numbered: Iterator[Numbered], chunk_rows: int) -> Iterator[Block]:
    while chunk := list(islice(numbered, chunk_rows)):
        yield _block(chunk)


def _block(chunk: list[Numbered]) -> Block:
    numbers = array(NUMBERS, [number for number, _cells in chunk])
    block = Block(numbers, [], [])
    for cells in zip_longest(*(cells for _number, cells in chunk), fillvalue=""):
        texts = list(dict.fromkeys(cells))
        code_of = {text: code for code, text in enumerate(texts)}
        if "\x00" in "".join(texts):
            raise CannotRead(NULL)
        if len(max(texts, key=len)) > csv.field_size_limit():
            raise CannotRead(CELL, numbers[cells.index(max(texts, key=len))])
        block.texts.append(texts)
        block.codes.append(array(CODES, map(code_of.__getitem__, cells)))
    return block


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
    main(json.loads(sys.argv[1]))
