"""Why a forecast differs from its budget as csv, xlsx and JSON: every row with its parts."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from config.shared import sheets
from config.shared.money import half_up
from config.shared.sheets.writing import BytesSink
from contracts.enums import TariffUnit
from reports.enums.why import OverrunPart
from reports.overruns import ReportRow
from reports.why.explanation import Row
from reports.why.opened import Asked
from reports.why.split import Facts
from reports.why.words import footnote, meaning, sentence


def write_csv(stream: BytesSink, asked: Asked) -> None:
    """The rows, and their total as the last."""
    sheets.write_csv(stream, _header(), _cells(asked))


def write_xlsx(stream: BytesSink, asked: Asked) -> None:
    """A sheet with the rows and their total, and one that says what the parts are."""
    with sheets.new_book(stream) as book:
        book.add(_("Why"), _header(), _cells(asked))
        explained = [(_("Answer"), sentence(asked.found))]
        explained += [(str(part.label), meaning(part)) for part in OverrunPart]
        explained.append((_("Basis"), footnote(asked.found)))
        book.add(_("Explanation"), [_("Part"), _("Meaning")], explained)


def write_json(stream: BytesSink, asked: Asked) -> None:
    """Amounts as text with two decimals, so that no reader makes a float of a cent."""
    found, named = asked.found, asked.named()
    answer = {
        "report": "why",
        "year": found.year,
        "on": found.on.isoformat(),
        "basis": "due day",
        "answer": sentence(found),
        "definitions": {part.value: meaning(part) for part in OverrunPart},
        "rows": [_described(row, named[row.key.bucket]) for row in found.rows],
        "total": _amounts(found.budget, found.forecast, found.parts),
    }
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    stream.write(f"{text}\n".encode())


WRITERS: dict[str, Callable[[BytesSink, Asked], None]] = {
    "csv": write_csv,
    "json": write_json,
    "xlsx": write_xlsx,
}


def _header() -> list[str]:
    return [
        _("Region"),
        _("Gemeente code"),
        _("Gemeente"),
        _("Route"),
        _("Contract"),
        _("Unit"),
        _("Planned learners"),
        _("Learners"),
        _("Budget"),
        _("Forecast"),
        _("Difference"),
        *(str(part.label) for part in OverrunPart),
    ]


def _cells(asked: Asked) -> Iterator[list[Any]]:
    named, found = asked.named(), asked.found
    for row in found.rows:
        whole = named[row.key.bucket]
        yield [
            whole.region.name,
            whole.gemeente.code,
            whole.gemeente.name,
            whole.subject,
            ", ".join(contract.reference for contract in whole.contracts),
            str(TariffUnit(row.key.unit).label) if row.key.unit else "",
            row.plan.heads,
            row.forecast.heads,
            row.budget,
            row.forecast_amount,
            row.overrun,
            *row.parts.values(),
        ]
    sums = [found.budget, found.forecast, found.overrun, *found.parts.values()]
    planned = sum(row.plan.heads for row in found.rows)
    yield [
        _("Total"),
        "",
        "",
        "",
        "",
        "",
        planned,
        sum(row.forecast.heads for row in found.rows),
        *sums,
    ]


def _described(row: Row, whole: ReportRow) -> dict[str, Any]:
    sides = {"planned": _side(row.plan), "forecast": _side(row.forecast)}
    return {
        "region": whole.region.name,
        "gemeente": whole.gemeente.name,
        "gemeente_code": whole.gemeente.code,
        "route": row.key.bucket.route,
        "cost_type": row.key.bucket.cost_type,
        "contracts": [contract.reference for contract in whole.contracts],
        "unit": row.key.unit,
        "learners_of_gemeente": dict(zip(sides, row.heads_in_all, strict=True)),
        "sides": sides,
        **_amounts(row.budget, row.forecast_amount, row.parts),
    }


def _side(facts: Facts) -> dict[str, Any]:
    exact = ("groups", "units", "cost", "indexed", "settlements")
    found = {name: str(half_up(getattr(facts, name), 6).normalize()) for name in exact}
    return {"learners": facts.heads, **found}


def _amounts(budget: Decimal, forecast: Decimal, parts: Any) -> dict[str, Any]:
    return {
        "budget": f"{budget:.2f}",
        "forecast": f"{forecast:.2f}",
        "overrun": f"{forecast - budget:.2f}",
        "parts": {part.value: f"{amount:.2f}" for part, amount in parts.items()},
    }
