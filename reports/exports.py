"""Reports as csv, xlsx and JSON: the same figures for page, command and file."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from config.shared import sheets
from config.shared.sheets.writing import BytesSink
from reports.overruns import Figures, OverrunReport, ReportRow
from reports.overruns.words import definitions, footnote, overrun_word, sentence

AMOUNTS = ("budget", "realised", "committed", "expected", "forecast", "overrun")


def write_csv(stream: BytesSink, report: OverrunReport) -> None:
    """The rows, and their total as the last."""
    sheets.write_csv(stream, _header(), _cells(report))


def write_xlsx(stream: BytesSink, report: OverrunReport) -> None:
    """A sheet with the rows and their total, and one that says what the figures are."""
    with sheets.new_book(stream) as book:
        book.add(_("Overruns"), _header(), _cells(report))
        explained = [(_("Answer"), sentence(report)), *definitions(report)]
        explained.append((_("Basis"), footnote(report)))
        book.add(_("Explanation"), [_("Figure"), _("Meaning")], explained)


def write_json(stream: BytesSink, report: OverrunReport) -> None:
    """Amounts as text with two decimals, so that no reader makes a float of a cent."""
    answer = {
        "report": "overruns",
        "year": report.year,
        "on": report.on.isoformat(),
        "basis": "due day",
        "answer": sentence(report),
        "definitions": dict(definitions(report)),
        "rows": [_described(row) for row in report.rows],
        "total": _amounts(report.total),
    }
    text = json.dumps(answer, ensure_ascii=False, indent=2)
    stream.write(f"{text}\n".encode())


WRITERS: dict[str, Callable[[BytesSink, OverrunReport], None]] = {
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
        _("Provider"),
        _("Planned learners"),
        _("Learners with costs"),
        _("Original budget"),
        _("Budget"),
        _("Realised"),
        _("Committed"),
        _("Expected"),
        _("Forecast"),
        _("Difference"),
        _("Overrun or underspend"),
    ]


def _cells(report: OverrunReport) -> Iterator[list[Any]]:
    for row in report.rows:
        yield [
            row.region.name,
            row.gemeente.code,
            row.gemeente.name,
            row.subject,
            ", ".join(contract.reference for contract in row.contracts),
            ", ".join(_providers(row)),
            row.planned_heads,
            row.heads,
            row.original,
            *_figures(row.figures),
        ]
    planned = sum(row.planned_heads for row in report.rows)
    heads = sum(row.heads for row in report.rows)
    original = sum((row.original for row in report.rows), Decimal(0))
    yield [_("Total"), "", "", "", "", "", planned, heads, original, *_figures(report.total)]


def _figures(figures: Figures) -> list[Any]:
    return [*(getattr(figures, name) for name in AMOUNTS), overrun_word(figures.overrun)]


def _described(row: ReportRow) -> dict[str, Any]:
    return {
        "region": row.region.name,
        "gemeente": row.gemeente.name,
        "gemeente_code": row.gemeente.code,
        "route": row.bucket.route,
        "cost_type": row.bucket.cost_type,
        "contracts": [contract.reference for contract in row.contracts],
        "providers": _providers(row),
        "budget_is_shared": row.is_shared,
        "planned_heads": row.planned_heads,
        "heads": row.heads,
        "expected_rests_on": row.basis.value,
        "original_budget": f"{row.original:.2f}",
        **_amounts(row.figures),
    }


def _providers(row: ReportRow) -> list[str]:
    return sorted({str(contract.provider) for contract in row.contracts})


def _amounts(figures: Figures) -> dict[str, str]:
    return {name: f"{getattr(figures, name):.2f}" for name in AMOUNTS}
