"""What a provider's own headers mean: kept for the next sheet, asked where nobody said it yet."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from config.shared.columns import Parsed, Understood, Unrecognised
from config.shared.sheets import Line, Unusable, open_sheet
from contracts.enums import DeliveryStatus
from contracts.imports.sheet import PLACEMENTS
from contracts.models import ColumnMapping, Delivery

EXAMPLES = 3
LONGEST_EXAMPLE = 40


class Shown(TypedDict):
    """A header as `Delivery.understood` keeps it, with a few cells from under it."""

    header: str
    column: str | None
    by: str
    examples: list[str]


def names_its_columns(delivery: Delivery) -> bool:
    """Whether these are rows of JSON: their members are the columns, whatever anybody's sheets
    call them.
    """
    return delivery.filename.lower().endswith(".json")


def remembered_columns(delivery: Delivery) -> dict[str, str]:
    """The column that somebody of the provider pointed out, by spelling of the header.

    "" for a header to pass over.
    """
    if names_its_columns(delivery):
        return {}
    found = ColumnMapping.objects.filter(provider=delivery.provider_id, sheet=PLACEMENTS.name)
    return dict(found.order_by().values_list("spelling", "column"))


def ask_columns(delivery: Delivery, refusal: Unusable) -> bool:
    """Keep a sheet that was just received for its provider to say what its headers mean.

    False where that cannot help: these are rows of JSON, the headers that nobody knows are fewer
    than the columns that are missing, or something else is wrong with the file.
    """
    if delivery.status != DeliveryStatus.RECEIVED or not isinstance(refusal, Unrecognised):
        return False
    if names_its_columns(delivery):
        return False
    unknown = [each for each in refusal.understood if each["column"] is None]
    if len(unknown) < len(refusal.missing):
        return False
    with delivery.file.open("rb") as stream, open_sheet(stream, delivery.filename) as opened:
        shown = with_examples(refusal.understood, opened.header_rows)
    Delivery.objects.filter(pk=delivery.pk).update(understood=shown, message=str(refusal))
    return True


def shown_of(parsed: Parsed) -> list[Shown]:
    """How the header of a sheet that could be read was understood."""
    return with_examples(parsed.understood, parsed.raw.first_lines(EXAMPLES + 1))


def with_examples(understood: Iterable[Understood], lines: Sequence[Line]) -> list[Shown]:
    """How the header was understood, with the first cells under each; `lines` open the sheet."""
    headers = list(understood)
    names = [each["header"] for each in headers]
    places, below = _under(names, lines)
    return [
        Shown(**each, examples=_examples(place, below))
        for each, place in zip(headers, places, strict=True)
    ]


def _under(names: Sequence[str], lines: Sequence[Line]) -> tuple[list[int], Sequence[Line]]:
    """Where in a line each header stands, and the lines below the header; all lines without one."""
    for number, line in enumerate(lines, 1):
        filled = [place for place, cell in enumerate(line.cells) if cell.strip()]
        if [line.cells[place].strip() for place in filled] == list(names):
            return filled, lines[number:]
    return list(range(len(names))), lines


def _examples(place: int, lines: Iterable[Line]) -> list[str]:
    cells = [line.cells[place].strip() for line in lines if place < len(line.cells)]
    return [cell[:LONGEST_EXAMPLE] for cell in dict.fromkeys(cells) if cell][:EXAMPLES]
