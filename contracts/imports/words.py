"""Changes of a row as a person reads them, by the declaration of the columns."""

from collections.abc import Iterator
from datetime import date

from config.shared import display
from config.shared.columns import Choice, Date
from contracts.enums import RowKind
from contracts.imports.sheet import PLACEMENTS
from contracts.models import DeliveryRow


def sentences(row: DeliveryRow) -> Iterator[str]:
    """ "Status: Ingepland → Gestart" for each change; of a new placement only what it gets."""
    for name, (before, after) in row.changes.items():
        column = PLACEMENTS.column(name)
        label = str(column.label).capitalize()
        if row.kind == RowKind.NEW:
            yield f"{label}: {shown(name, after)}"
        else:
            yield f"{label}: {shown(name, before)} → {shown(name, after)}"


def shown(name: str, value: str | None) -> str:
    """A canonical value of the column `name` in words; a dash for nothing."""
    if not value:
        return display.NOTHING
    kind = PLACEMENTS.column(name).kind
    if isinstance(kind, Choice):
        return str(dict(kind.pairs).get(value, value))
    return display.day(date.fromisoformat(value)) if isinstance(kind, Date) else value
