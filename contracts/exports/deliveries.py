"""The sheet of a delivery as it came, with what was found in it."""

from collections.abc import Iterator

from config.shared.sheets import Finding, write_errors_sheet
from config.shared.sheets.writing import BytesSink
from contracts.imports.examining import read_placements
from contracts.imports.mapping import remembered_columns
from contracts.imports.recording import WHOLE_SHEET
from contracts.models import Delivery


def findings_of(delivery: Delivery) -> Iterator[Finding]:
    """What was found in the delivery, in the order of the sheet."""
    columns = ("row_number", "column", "level", "code", "message", "remedy", "value")
    for row, *rest in delivery.findings.order_by("row_number", "pk").values_list(*columns):
        yield Finding(row if row != WHOLE_SHEET else None, *rest)


def write_error_sheet(stream: BytesSink, delivery: Delivery) -> None:
    """The sheet as it came, as xlsx, with what was found by row. Raises Unusable, a Refused."""
    with delivery.file.open("rb") as file:
        mapping = remembered_columns(delivery)
        raw = read_placements(file, delivery.filename, mapping).raw
    write_errors_sheet(stream, raw, list(findings_of(delivery)))
