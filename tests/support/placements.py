"""Sheets of placements as providers make them, for tests."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.core.files.base import ContentFile

from config.shared.sheets import write_xlsx
from contracts.models import Contract

COLUMNS = (
    "reference",
    "gemeente",
    "route",
    "target_group",
    "literacy",
    "group",
    "place",
    "level",
    "mode",
    "pip_on",
    "planned_first_on",
    "planned_last_on",
    "actual_first_on",
    "actual_last_on",
    "status",
    "status_on",
    "status_reason",
    "offered_hours",
    "attended_hours",
    "interruption_reason",
    "cohort",
    "term_ends_on",
    "outcome",
    "diploma_on",
    "conversation_on",
    "conversation_outcome",
)
ON = date(2026, 11, 23)
"""The day on which tests check sheets."""


def row(number: int = 1, **cells: object) -> dict[str, object]:
    """A correct row for a contract of `ContractFactory(active=True)` with Waterveen in it."""
    return {
        "reference": f"TV-{number:05}",
        "gemeente": "9001",
        "route": "O",
        "target_group": "statushouder",
        "level": "B1",
        "pip_on": "2026-01-12",
        "planned_first_on": "2026-02-02",
        "planned_last_on": "2027-07-30",
        "actual_first_on": "2026-02-02",
        "status": "Gestart",
        "status_on": "2026-02-02",
        "offered_hours": "120",
        "attended_hours": "96,5",
        **cells,
    }


def rows(count: int, **cells: object) -> list[dict[str, object]]:
    return [row(number, **cells) for number in range(1, count + 1)]


def as_csv(
    lines: Iterable[Mapping[str, object]],
    *,
    columns: Sequence[str] = COLUMNS,
    delimiter: str = ";",
    encoding: str = "utf-8",
) -> bytes:
    """The lines under the names of the columns, as csv."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode(encoding)


def as_xlsx(lines: Iterable[Mapping[str, object]], *, columns: Sequence[str] = COLUMNS) -> bytes:
    """The lines under the names of the columns, as xlsx."""
    stream = io.BytesIO()
    write_xlsx(
        stream, "Plaatsingen", columns, ([line.get(name) for name in columns] for line in lines)
    )
    return stream.getvalue()


def sheet(content: bytes, name: str = "plaatsingen.csv") -> ContentFile:
    return ContentFile(content, name=name)


def cells_of(contract: Contract) -> list[tuple]:
    """What stands of each placement, by reference."""
    return list(
        contract.placements.order_by("reference").values_list(
            "reference", "status", "offered_hours"
        )
    )
