"""How every chart looks: measures, colours that follow the page, and every description's end."""

from collections.abc import Sequence
from typing import Any

FONT = "Liberation Sans, Arial, Arimo, Helvetica, sans-serif"
WIDTH, HEIGHT = 720, 300
FEW = 6  # columns, of which every one keeps its label however narrow
NARROW = 300  # on a phone
BAR_HEIGHT, AROUND_ROWS = 38, 100
HATCH = "url(#hatch)"
BUDGET, OVER, UNDER = "var(--chart-budget)", "var(--chart-over)", "var(--chart-3)"
GRID, SURFACE = "var(--chart-grid)", "var(--color-surface, Canvas)"
INK = "currentColor"
PARTS = ("var(--chart-1)", "var(--chart-5)", "var(--chart-3)")
WHOLE_NUMBERS = {"format": ",.0f", "labelExpr": "datum.value % 1 ? '' : datum.label"}
"""Of an axis of people, seats or euros: on a short one no number stands twice."""

CONFIG: dict[str, Any] = {
    # What every description ends with: fonts, and colours that follow the page.
    "font": FONT,
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": 14,
        "labelSeparation": 6,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "domainColor": GRID,
        "gridColor": GRID,
        "tickColor": GRID,
    },
    "axisY": {"labelLimit": 260},
    "axisBand": {"grid": False, "ticks": False},
    "legend": {
        "labelColor": INK,
        "labelFontSize": 14,
        "labelLimit": 240,
        # The limit gets a row of its own: beside four parts it would run out of the picture.
        "layout": {"top": {"direction": "vertical", "anchor": "start"}},
    },
    "scale": {"bandPaddingInner": 0.35, "bandPaddingOuter": 0.15},
    "tick": {"bandSize": 40},
    "view": {"stroke": None},
}
NARROW_CONFIG = {
    **CONFIG,
    "axisY": {"labelLimit": 120},
    "legend": {**CONFIG["legend"], "columns": 2, "labelLimit": 170},
}


LETTER, SYMBOL, BETWEEN, LINE = 7.5, 44, 12, 22
"""Of a legend: about how wide a letter is, the mark before a name, and what is left between
columns; and how high a line is.
"""
BESIDE_CURVES, BESIDE_ROWS = 70, 130
"""How wide what stands left of the plot, and so of its legend, is: amounts, or names on a phone."""


def with_legend(names: Sequence[str]) -> dict[str, Any]:
    """For the wide picture: the legend in as many columns as its names leave room for."""
    return {"config": _in_columns(CONFIG, names, WIDTH - BESIDE_CURVES)}


def with_phone_legend(
    names: Sequence[str], *, height: int, beside: int = BESIDE_CURVES
) -> dict[str, Any]:
    """For the narrow picture: the same, and `height` with room for the lines that it takes."""
    config = _in_columns(NARROW_CONFIG, names, NARROW - beside)
    lines = -(-len(names) // config["legend"]["columns"])
    return {"config": config, "height": height + LINE * max(lines - 1, 0)}


def _in_columns(config: dict[str, Any], names: Sequence[str], room: int) -> dict[str, Any]:
    """Names are cut at the legend's limit, which they share with the room that there is."""
    limit = min(config["legend"]["labelLimit"], room - SYMBOL)
    longest = min(max(map(len, names), default=0) * LETTER, limit)
    columns = max(1, int((room + BETWEEN) // (longest + SYMBOL + BETWEEN)))
    return {**config, "legend": {**config["legend"], "columns": columns, "labelLimit": limit}}


def described(*, height: int, **parts: Any) -> dict[str, Any]:
    """A Vega-Lite description of the house's width and look, `height` pixels high."""
    return {
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        **parts,
        "config": CONFIG,
    }


def across(count: int) -> dict[str, Any]:
    """The axis of `count` labels beside each other, in their order."""
    axis: dict[str, Any] = {"labelAngle": 0, "labelLimit": 90, "labelOverlap": count > FEW}
    axis["labelSeparation"] = 6
    return {"field": "label", "type": "nominal", "sort": None, "title": None, "axis": axis}
