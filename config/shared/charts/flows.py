"""Amounts that flow through stations from left to right, as bands as high as what they carry."""

import textwrap
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from config.shared.charts.chart import Chart
from config.shared.charts.look import BUDGET, HATCH, INK, OVER, PARTS, SURFACE, described
from config.shared.display import whole_euros
from config.shared.money import euro

HEIGHT_OF_ALL = 260
"""Units of height that the whole of the amounts takes at each station."""
LINE, SPACE = 17, 14
"""Units of height of a line of words, and between the words or stations below each other."""
STATION = 0.035
"""Breadth of a station, where the way from one to the next is 1."""
LAST_WORDS = 0.75
"""Breadth for the words beside the last stations."""
STEPS = 24
PHONE = 340
"""Breadth of the picture for a phone: two ways and words need more than other charts."""
WIDE_LETTERS, WIDE_SIZE, NARROW_LETTERS, NARROW_SIZE = 26, 13, 19, 11


class Flow(NamedTuple):
    """An amount above zero and the stations it passes, one for each column.

    `stands_out` hatches it: money that lacks, such as cost that nobody covers.
    """

    path: tuple[str, ...]
    amount: Decimal
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class _Node:
    top: float
    bottom: float
    words: tuple[str, ...]


def flow_chart(
    flows: Sequence[Flow], *, title: str, description: str, header: Sequence[str]
) -> Chart:
    """Bands from column to column; the table has a row for each flow.

    `header` names the columns. Raises ValueError for an amount that is not above zero, and for a
    path of another length than the header: such an amount has no band.
    """
    if any(flow.amount <= 0 or len(flow.path) != len(header) for flow in flows):
        raise ValueError("A flow has an amount above zero and a station in each column.")
    rows = [[*flow.path, euro(flow.amount)] for flow in flows]
    wide = _spec(flows, len(header), WIDE_LETTERS, WIDE_SIZE)
    narrow = _spec(flows, len(header), NARROW_LETTERS, NARROW_SIZE)
    phone = {name: narrow[name] for name in ("layer", "datasets", "height")} | {"width": PHONE}
    return Chart(title, description, wide, [*header, _("amount")], rows, narrow=phone)


def _spec(flows: Sequence[Flow], columns: int, letters: int, size: int) -> dict[str, Any]:
    scale = _scale(flows)
    nodes = [_nodes(flows, column, scale, letters) for column in range(columns)]
    ends = [_room(node)[1] for column in nodes for node in column.values()]
    height = max(ends, default=0.0) + SPACE
    axes = {
        "x": _axis([0, columns - 1 + LAST_WORDS]),
        "y": _axis([height, 0]),
    }
    return described(
        height=int(height),
        datasets={"bands": _bands(flows, nodes, scale), "nodes": _stations(nodes)},
        data={"name": "bands"},
        layer=[_band_mark(axes), _node_mark(axes), *_words(axes, size)],
    )


def _scale(flows: Sequence[Flow]) -> float:
    """Units of height for a euro; drawn, so a float will do."""
    return HEIGHT_OF_ALL / (float(sum((flow.amount for flow in flows), Decimal(0))) or 1)


def _axis(domain: list[float]) -> dict[str, Any]:
    scale = {"domain": domain, "nice": False, "zero": False}
    return {"type": "quantitative", "axis": None, "scale": scale}


def _nodes(flows: Sequence[Flow], column: int, scale: float, letters: int) -> dict[str, _Node]:
    """The stations of a column from top to bottom, in the order in which flows name them; where
    the words are higher than the station, they keep clear of the next.
    """
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    for flow in flows:
        amounts[flow.path[column]] += flow.amount
    found, top = {}, 0.0
    for name, amount in amounts.items():
        words = (
            *textwrap.wrap(name, letters, break_long_words=False),
            whole_euros(amount),
        )
        breadth = float(amount) * scale
        begin = top + max(len(words) * LINE - breadth, 0) / 2
        found[name] = _Node(begin, begin + breadth, words)
        top = _room(found[name])[1] + SPACE
    return found


def _room(node: _Node) -> tuple[float, float]:
    """Where a station or its words begin and end, whichever is higher."""
    middle, half = (node.top + node.bottom) / 2, len(node.words) * LINE / 2
    return min(node.top, middle - half), max(node.bottom, middle + half)


def _bands(
    flows: Sequence[Flow], nodes: list[dict[str, _Node]], scale: float
) -> list[dict[str, Any]]:
    """Points along both edges of every band; bands leave and enter a station below each other."""
    points: list[dict[str, Any]] = []
    for column, (begin, end) in enumerate(pairwise(nodes)):
        sums: defaultdict[tuple[str, str, bool], Decimal] = defaultdict(Decimal)
        for flow in flows:
            sums[flow.path[column], flow.path[column + 1], flow.stands_out] += flow.amount
        leaving = {name: node.top for name, node in begin.items()}
        entering = {name: node.top for name, node in end.items()}
        for index, ((source, target, marked), amount) in enumerate(sums.items()):
            breadth = float(amount) * scale
            band = {"band": f"{column}-{index}", "way": "lacks" if marked else "flows"}
            points += [
                band | point for point in _edge(column, leaving[source], entering[target], breadth)
            ]
            leaving[source] += breadth
            entering[target] += breadth
    return points


def _edge(column: int, begin: float, end: float, breadth: float) -> list[dict[str, float]]:
    """From the right of one station to the left of the next, level at both ends."""
    points = []
    for step in range(STEPS + 1):
        part = step / STEPS
        eased = part * part * (3 - 2 * part)
        top = begin + (end - begin) * eased
        x = column + STATION + (1 - STATION) * part
        points.append({"x": round(x, 4), "top": round(top, 2), "bottom": round(top + breadth, 2)})
    return points


def _stations(nodes: list[dict[str, _Node]]) -> list[dict[str, Any]]:
    """With the height at which the first of its lines of words stands."""
    return [
        {
            "x": column,
            "x2": column + STATION,
            "top": round(node.top, 2),
            "bottom": round(max(node.bottom, node.top + 1), 2),
            "line": round((node.top + node.bottom - (len(node.words) - 1) * LINE) / 2, 2),
            "words": "\n".join(node.words),
        }
        for column, named in enumerate(nodes)
        for node in named.values()
    ]


def _band_mark(axes: dict[str, Any]) -> dict[str, Any]:
    ways = {"domain": ["flows", "lacks"], "range": [PARTS[0], HATCH]}
    strokes = {"domain": ["flows", "lacks"], "range": [SURFACE, OVER]}
    way = {"field": "way", "type": "nominal", "legend": None}
    return {
        "mark": {"type": "area", "opacity": 0.35, "strokeWidth": 1, "line": False},
        "encoding": {
            "x": axes["x"] | {"field": "x"},
            "y": axes["y"] | {"field": "top"},
            "y2": {"field": "bottom"},
            "detail": {"field": "band", "type": "nominal"},
            "fill": {**way, "scale": ways},
            "stroke": {**way, "scale": strokes},
        },
    }


def _node_mark(axes: dict[str, Any]) -> dict[str, Any]:
    return {
        "data": {"name": "nodes"},
        "mark": {"type": "rect", "fill": BUDGET},
        "encoding": {
            "x": axes["x"] | {"field": "x"},
            "x2": {"field": "x2"},
            "y": axes["y"] | {"field": "top"},
            "y2": {"field": "bottom"},
        },
    }


def _words(axes: dict[str, Any], size: int) -> list[dict[str, Any]]:
    """Name and amount beside each station, on an edge of the page's own colour."""
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 5, "lineBreak": "\n"}
    mark |= {"fontSize": size, "lineHeight": LINE}
    edge = {
        "stroke": SURFACE,
        "strokeWidth": 4,
        "strokeJoin": "round",
        "strokeOpacity": 0.75,
        "fill": SURFACE,
    }
    encoding = {
        "x": axes["x"] | {"field": "x2"},
        "y": axes["y"] | {"field": "line"},
        "text": {"field": "words", "type": "nominal"},
    }
    return [
        {"data": {"name": "nodes"}, "mark": mark | ink, "encoding": encoding}
        for ink in (edge, {"fill": INK})
    ]
