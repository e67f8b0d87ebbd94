"""Bars along the calendar."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from config.shared.charts.chart import Chart
from config.shared.charts.look import AROUND_ROWS, BAR_HEIGHT, BUDGET, PARTS, described


class Span(NamedTuple):
    """Something that runs from `first` to `last`; a point when these are one day."""

    label: str
    first: date
    last: date


def spans(
    bars: Sequence[Span],
    *,
    title: str,
    description: str,
    header: Sequence[str],
    texts: Sequence[Sequence[str]],
) -> Chart:
    """A bar along the calendar for each of `bars`, in their order, with a point on both ends.

    `texts` are the rows of the table below, under `header`. Bars with the same label share a row.
    """
    values = [
        {"label": bar.label, "begin": bar.first.isoformat(), "end": bar.last.isoformat()}
        for bar in bars
    ]
    spec = described(
        height=AROUND_ROWS + BAR_HEIGHT * len({bar.label for bar in bars}),
        data={"values": values},
        layer=[_bar(), _end("begin"), _end("end")],
    )
    return Chart(title, description, spec, header, texts)


def _bar() -> dict[str, Any]:
    return {
        "mark": {"type": "bar", "fill": PARTS[0], "height": BAR_HEIGHT // 2},
        "encoding": {"y": _ROW, "x": _day_axis("begin"), "x2": {"field": "end"}},
    }


def _end(field: str) -> dict[str, Any]:
    mark = {"type": "point", "filled": True, "size": 110, "fill": BUDGET, "opacity": 1}
    return {"mark": mark, "encoding": {"y": _ROW, "x": _day_axis(field)}}


def _day_axis(field: str) -> dict[str, Any]:
    axis = {"format": "%b %Y", "tickCount": "month", "labelOverlap": True, "grid": True}
    scale = {"type": "utc", "nice": "month"}
    return {"field": field, "type": "temporal", "title": None, "axis": axis, "scale": scale}


_ROW = {
    "field": "label",
    "type": "nominal",
    "sort": None,
    "title": None,
    "axis": {"labelPadding": 10},
}
