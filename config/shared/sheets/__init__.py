"""Sheets in and out: reading what people upload, writing what they download."""

from config.shared.sheets.book import Book, sheet_title
from config.shared.sheets.finding import ERROR, ERRORS_HEADER, NOTICE, WARNING, Finding
from config.shared.sheets.opened import OpenedSheet
from config.shared.sheets.raw import Limits, Line, Raw, Unusable
from config.shared.sheets.reading import open_sheet, read
from config.shared.sheets.records import raw_from_records
from config.shared.sheets.writing import (
    harmless,
    new_book,
    workbook_to,
    write_csv,
    write_errors_sheet,
    write_xlsx,
)

__all__ = [
    "ERROR",
    "ERRORS_HEADER",
    "NOTICE",
    "WARNING",
    "Book",
    "Finding",
    "Limits",
    "Line",
    "OpenedSheet",
    "Raw",
    "Unusable",
    "harmless",
    "new_book",
    "open_sheet",
    "raw_from_records",
    "read",
    "sheet_title",
    "workbook_to",
    "write_csv",
    "write_errors_sheet",
    "write_xlsx",
]
