"""The workbook a person fills in: the header, cells formatted so that nothing is guessed, and an
explanation.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import zip_longest

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from config.shared.columns.sheet import Column, Sheet
from config.shared.sheets import sheet_title, workbook_to
from config.shared.sheets.writing import BytesSink

STAMP = "taalregie_template"
LAST_ROW = 20_000  # dropdowns reach this far
PROMPT_TITLE, PROMPT_TEXT = 32, 255  # the longest a spreadsheet program shows


def write_template(stream: BytesSink, sheet: Sheet, rows: Iterable[Sequence[object]] = ()) -> None:
    """An xlsx with the sheet to fill in first, then the explanation with an example row, then the
    lists.

    `rows` stand in it already: cells in the order of the columns, as str, date, Decimal or None.
    However many they are, they take no more memory than one.
    """
    with workbook_to(stream) as workbook:
        workbook.set_custom_property(STAMP, sheet.stamp)
        form = workbook.add_worksheet(sheet_title(sheet.title))
        explanation = workbook.add_worksheet(sheet_title(_("Explanation")))
        lists = workbook.add_worksheet(sheet_title(_("Lists")))
        lists.hide()
        formats = [
            _write_header(workbook, form, position, column)
            for position, column in enumerate(sheet.columns)
        ]
        last_row = max(LAST_ROW, _write_rows(form, rows, formats))
        _write_lists(lists, sheet)
        for position, column in enumerate(sheet.columns):
            _write_choice(form, lists, position, column, last_row)
        form.freeze_panes(1, 0)
        _write_explanation(workbook, explanation, sheet)


def _write_header(workbook: Workbook, form: Worksheet, position: int, column: Column) -> Format:
    """The head of one column; returns how its cells look."""
    label = str(column.label)
    cells: Format = workbook.add_format({"num_format": column.kind.number_format})
    form.set_column(position, position, max(14, len(label) + 3), cells)
    look = {
        "bold": True,
        "bottom": 2,
        "bg_color": "#D9E2F0" if column.required else "#F2F2F2",
        "num_format": "@",
    }
    form.write_string(0, position, label, workbook.add_format(look))
    return cells


def _write_rows(
    form: Worksheet, rows: Iterable[Sequence[object]], formats: Sequence[Format]
) -> int:
    """Each cell as the type it has, never as a formula or link; returns how many rows."""
    number = 0
    for number, row in enumerate(rows, 1):
        for position, (cell, look) in enumerate(zip(row, formats, strict=True)):
            if isinstance(cell, dt.date):
                form.write_datetime(number, position, cell, look)
            elif isinstance(cell, Decimal):
                form.write_number(number, position, cell, look)
            elif cell:
                form.write_string(number, position, str(cell), look)
    return number


def _write_lists(lists: Worksheet, sheet: Sheet) -> None:
    """What may be chosen, one column for each column of the sheet."""
    options = [column.kind.options() for column in sheet.columns]
    for row, line in enumerate(zip_longest(*options, fillvalue="")):
        for position, option in enumerate(line):
            if option:
                lists.write_string(row, position, option)


def _write_choice(
    form: Worksheet, lists: Worksheet, position: int, column: Column, last_row: int
) -> None:
    """What a cell says when it is entered, and its drop-down where there is one."""
    prompt = {
        "input_title": str(column.label)[:PROMPT_TITLE],
        "input_message": _prompt(column)[:PROMPT_TEXT],
        "error_message": _("Choose a value from the list.")[:PROMPT_TEXT],
        "ignore_blank": True,
    }
    options = column.kind.options()
    if not options:
        form.data_validation(1, position, last_row, position, {"validate": "any", **prompt})
        return
    first, last = _absolute(0, position), _absolute(len(options) - 1, position)
    area = f"='{lists.get_name()}'!{first}:{last}"
    form.data_validation(
        1, position, last_row, position, {"validate": "list", "source": area, **prompt}
    )


def _write_explanation(workbook: Workbook, explanation: Worksheet, sheet: Sheet) -> None:
    bold = workbook.add_format({"bold": True})
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    explanation.set_column(0, 0, 28)
    explanation.set_column(1, 6, 24)
    explanation.write_string(0, 0, str(sheet.title), bold)
    explanation.write_string(1, 0, _("Template version: %(version)s") % {"version": sheet.stamp})
    explanation.write_string(
        2, 0, _("Blue headers are required. Keep the headers; the order of columns is free.")
    )
    headings = [
        _("column"),
        _("required"),
        _("kind"),
        _("may be filled in"),
        _("meaning"),
        _("example"),
    ]
    explanation.write_row(4, 0, headings, bold)
    for row, about in enumerate(sheet.describe(), 5):
        required = _("yes") if about["required"] else _("no")
        cells = (
            about["label"],
            required,
            about["kind"],
            about["allowed"],
            about["help"],
            about["example"],
        )
        for position, text in enumerate(cells):
            explanation.write_string(row, position, text, wrapped)
    example_row = 7 + len(sheet.columns)
    explanation.write_string(example_row - 1, 0, _("A row could look like this:"), bold)
    for position, label in enumerate(sheet.header):
        explanation.write_string(example_row, position, label, bold)
    for position, example in enumerate(sheet.example):
        explanation.write_string(example_row + 1, position, example)
    _write_rules(explanation, sheet, example_row + 3, bold, wrapped)


def _write_rules(
    explanation: Worksheet, sheet: Sheet, first_row: int, bold: Format, wrapped: Format
) -> None:
    """What is asked of cells and rows, and how to mend it."""
    described = sheet.describe_rules()
    if not described:
        return
    explanation.write_string(first_row, 0, _("What is checked:"), bold)
    headings = (_("what is asked"), _("columns"), _("what is wrong"), _("how to mend it"))
    explanation.write_row(first_row + 1, 0, headings, bold)
    for row, rule in enumerate(described, first_row + 2):
        cells = (rule["title"], ", ".join(rule["columns"]), rule["message"], rule["remedy"])
        for position, text in enumerate(cells):
            explanation.write_string(row, position, text, wrapped)


def _prompt(column: Column) -> str:
    parts = [str(column.help), column.kind.allowed(), _("required") if column.required else ""]
    return ". ".join(part.rstrip(".") for part in parts if part) or str(column.label)


def _absolute(row: int, column: int) -> str:
    return xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
