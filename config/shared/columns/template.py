"""The workbook a person fills in: the header, cells formatted so that nothing is guessed, and an
explanation.
"""

from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from config.shared.columns.sheet import Column, Sheet
from config.shared.sheets import sheet_title, workbook_to
from config.shared.sheets.writing import BytesSink

STAMP = "taalregie_template"
LAST_ROW = 20_000  # dropdowns reach this far
PROMPT_TITLE, PROMPT_TEXT = 32, 255  # the longest a spreadsheet program shows


def write_template(stream: BytesSink, sheet: Sheet) -> None:
    """An xlsx with the sheet to fill in first, then the explanation with an example row, then the
    lists.
    """
    with workbook_to(stream, constant_memory=False) as workbook:
        workbook.set_custom_property(STAMP, sheet.stamp)
        form = workbook.add_worksheet(sheet_title(sheet.title))
        explanation = workbook.add_worksheet(sheet_title(_("Explanation")))
        lists = workbook.add_worksheet(sheet_title(_("Lists")))
        lists.hide()
        for position, column in enumerate(sheet.columns):
            _write_column(workbook, form, position, column)
            _write_options(form, lists, position, column)
        form.freeze_panes(1, 0)
        _write_explanation(workbook, explanation, sheet)


def _write_column(workbook: Workbook, form: Worksheet, position: int, column: Column) -> None:
    label = str(column.label)
    form.set_column(
        position,
        position,
        max(14, len(label) + 3),
        workbook.add_format({"num_format": column.kind.number_format}),
    )
    look = {
        "bold": True,
        "bottom": 2,
        "bg_color": "#D9E2F0" if column.required else "#F2F2F2",
        "num_format": "@",
    }
    form.write_string(0, position, label, workbook.add_format(look))


def _write_options(form: Worksheet, lists: Worksheet, position: int, column: Column) -> None:
    prompt = {
        "input_title": str(column.label)[:PROMPT_TITLE],
        "input_message": _prompt(column)[:PROMPT_TEXT],
        "error_message": _("Choose a value from the list.")[:PROMPT_TEXT],
        "ignore_blank": True,
    }
    options = column.kind.options()
    if not options:
        form.data_validation(1, position, LAST_ROW, position, {"validate": "any", **prompt})
        return
    for row, option in enumerate(options):
        lists.write_string(row, position, option)
    first, last = _absolute(0, position), _absolute(len(options) - 1, position)
    area = f"='{lists.get_name()}'!{first}:{last}"
    form.data_validation(
        1, position, LAST_ROW, position, {"validate": "list", "source": area, **prompt}
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
    for position, (label, example) in enumerate(zip(sheet.header, sheet.example, strict=True)):
        explanation.write_string(example_row, position, label, bold)
        explanation.write_string(example_row + 1, position, example)


def _prompt(column: Column) -> str:
    parts = [str(column.help), column.kind.allowed(), _("required") if column.required else ""]
    return ". ".join(part.rstrip(".") for part in parts if part) or str(column.label)


def _absolute(row: int, column: int) -> str:
    return xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
