"""A table as tints: where, among many rows and columns, it is most."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from config.shared.charts.chart import Chart
from config.shared.charts.look import AROUND_ROWS, BAR_HEIGHT, GRID, INK, OVER, UNDER, described

FAINTEST, STRONGEST = 0.06, 0.45
"""Tints between which the words in a cell stay legible, on white and in the dark."""


class HeatCell(NamedTuple):
    """`value` gives the tint, above zero as a disadvantage; `text` stands in the cell and in the
    table, short and with its sign, so that no colour has to be seen.
    """

    row: str
    column: str
    value: Decimal
    text: str


def heat_map(cells: Sequence[HeatCell], *, title: str, description: str, heading: str) -> Chart:
    """A cell for each of `cells`, in the order in which rows and columns first appear.

    `heading` names the rows; a name of two parts with a comma between them takes two lines. A row
    and column without a cell stay open. On a phone the words give way to a mark in each cell above
    zero.
    """
    rows = list(dict.fromkeys(cell.row for cell in cells))
    columns = list(dict.fromkeys(cell.column for cell in cells))
    texts = {(cell.row, cell.column): cell.text for cell in cells}
    spec = _spec(cells, rows, columns)
    return Chart(
        title,
        description,
        {**spec, "layer": [*spec["layer"], _words()]},
        [heading, *columns],
        [[row, *(texts.get((row, column), "") for column in columns)] for row in rows],
        narrow={"layer": [*spec["layer"], _mark()]},
    )


def _spec(cells: Sequence[HeatCell], rows: list[str], columns: list[str]) -> dict[str, Any]:
    values = [
        {
            "row": cell.row,
            "column": cell.column,
            "size": abs(float(cell.value)),
            "over": cell.value > 0,
            "words": cell.text,
        }
        for cell in cells
    ]
    return described(
        height=AROUND_ROWS + BAR_HEIGHT * len(rows),
        data={"values": values},
        encoding=_place(rows, columns),
        layer=[_tint(max((abs(float(cell.value)) for cell in cells), default=0))],
    )


def _place(rows: list[str], columns: list[str]) -> dict[str, Any]:
    whole = {"paddingInner": 0.04, "paddingOuter": 0}
    side = {"type": "nominal", "title": None, "scale": whole}
    top = {"orient": "top", "labelAngle": 0, "labelOverlap": True}
    names = {"labelPadding": 8, "labelExpr": "split(datum.label, ', ')"}
    return {
        "y": {**side, "field": "row", "sort": rows, "axis": names},
        "x": {**side, "field": "column", "sort": columns, "axis": top},
    }


def _tint(most: float) -> dict[str, Any]:
    depth = {"domain": [0, most or 1], "range": [FAINTEST, STRONGEST]}
    edge = {"condition": {"test": "datum.over", "value": OVER}, "value": GRID}
    return {
        "mark": {"type": "rect", "strokeWidth": 1.5},
        "encoding": {
            "fill": {"condition": {"test": "datum.over", "value": OVER}, "value": UNDER},
            "stroke": edge,
            "fillOpacity": {
                "field": "size",
                "type": "quantitative",
                "scale": depth,
                "legend": None,
            },
        },
    }


def _words() -> dict[str, Any]:
    mark = {"type": "text", "fontSize": 12, "fill": INK}
    return {"mark": mark, "encoding": {"text": {"field": "words", "type": "nominal"}}}


def _mark() -> dict[str, Any]:
    """Where it is too much, for who sees no words and no colours."""
    mark = {"type": "point", "shape": "triangle-up", "filled": True, "size": 60, "fill": INK}
    return {
        "transform": [{"filter": "datum.over"}],
        "mark": mark | {"opacity": 1},
    }
