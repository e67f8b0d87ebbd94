"""Amounts over time: lines beside each other, and a middle with the breadth of what may come."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from config.shared.charts.chart import Chart
from config.shared.charts.look import (
    BUDGET,
    HEIGHT,
    PARTS,
    WHOLE_NUMBERS,
    across,
    described,
    with_legend,
    with_phone_legend,
)
from config.shared.display import NOTHING
from config.shared.money import euro

COLOURS = (*PARTS, "var(--chart-2)", "var(--chart-4)", "var(--chart-6)")
DASHES = ([1, 0], [7, 3], [2, 3], [10, 3, 2, 3], [12, 5], [4, 2])
"""Of the curves in their order: told apart in grey too."""


class Curve(NamedTuple):
    """Euros at each label of the axis; None where there is no figure."""

    name: str
    values: Sequence[Decimal | None]


class FanPoint(NamedTuple):
    """Of many outcomes at one label: the lowest tenth, the lowest quarter, the middle, the highest
    quarter and the highest tenth begin here, in euro.
    """

    label: str
    tenth: Decimal
    quarter: Decimal
    middle: Decimal
    three_quarters: Decimal
    nine_tenths: Decimal


def curves(
    labels: Sequence[str],
    lines: Sequence[Curve],
    *,
    title: str,
    description: str,
    heading: str,
    limit: Curve | None = None,
) -> Chart:
    """A line for each of `lines`, at most six, and `limit` (a budget) as a thick one.

    `heading` names the labels (month, year).
    """
    drawn = [*lines, limit] if limit else list(lines)
    values = [
        {"label": label, "name": line.name, "amount": float(amount)}
        for line in drawn
        for label, amount in zip(labels, line.values, strict=True)
        if amount is not None
    ]
    layer = [_line(lines, labels)]
    if limit:
        layer.append(_limit(limit.name, labels))
    spec = described(height=HEIGHT, data={"values": values}, layer=layer, resolve=_APART)
    names = [line.name for line in lines]
    wide, narrow = with_legend(names), with_phone_legend(names, height=HEIGHT)
    header, rows = [heading, *(line.name for line in drawn)], []
    for number, label in enumerate(labels):
        rows.append([label, *(_amount(line.values[number]) for line in drawn)])
    return Chart(title, description, spec | wide, header, rows, narrow=narrow)


def fan_chart(
    points: Sequence[FanPoint],
    *,
    title: str,
    description: str,
    heading: str,
    limit: Curve | None = None,
) -> Chart:
    """The middle of many outcomes as a line, half of them in a dark band, eight of ten in a light
    one, and `limit` (a budget) as a thick line. `heading` names the labels.
    """
    names = _("8 of 10 outcomes"), _("half of the outcomes")
    values = [_fan_value(number, point, limit) for number, point in enumerate(points)]
    labels = [point.label for point in points]
    layer = [
        _band(("tenth", "nine_tenths"), names[0], names, labels),
        _band(("quarter", "three_quarters"), names[1], names, labels),
        _rule_of("middle", _("middle outcome"), labels, stroke=PARTS[0]),
    ]
    if limit:
        layer.append(_rule_of("limit", limit.name, labels, stroke=BUDGET))
    spec = described(height=HEIGHT, data={"values": values}, layer=layer, resolve=_APART)
    header = [heading, "10%", "25%", _("middle outcome"), "75%", "90%"]
    rows = [[point.label, *map(euro, point[1:])] for point in points]
    if limit:
        header.append(limit.name)
        rows = [[*row, _amount(amount)] for row, amount in zip(rows, limit.values, strict=True)]
    wide, narrow = with_legend(names), with_phone_legend(names, height=HEIGHT)
    return Chart(title, description, spec | wide, header, rows, narrow=narrow)


def _amount(amount: Decimal | None) -> str:
    return NOTHING if amount is None else euro(amount)


def _fan_value(number: int, point: FanPoint, limit: Curve | None) -> dict[str, Any]:
    """Drawn, so floats will do."""
    value: dict[str, Any] = {
        name: float(amount) for name, amount in zip(FanPoint._fields[1:], point[1:], strict=True)
    }
    bound = limit.values[number] if limit else None
    return value | {"label": point.label, "limit": None if bound is None else float(bound)}


def _line(lines: Sequence[Curve], labels: Sequence[str]) -> dict[str, Any]:
    """Colour and dash in one legend."""
    names = [line.name for line in lines]
    name = {"field": "name", "type": "nominal", "legend": _LEGEND}
    colours = {"domain": names, "range": list(COLOURS[: len(names)])}
    dashes = {"domain": names, "range": list(DASHES[: len(names)])}
    return {
        "transform": [{"filter": {"field": "name", "oneOf": names}}],
        "mark": {"type": "line", "strokeWidth": 2.5, "point": _points(labels)},
        "encoding": {
            "x": across(len(labels)),
            "y": _MEASURE | {"field": "amount"},
            "stroke": {**name, "scale": colours},
            "strokeDash": {**name, "scale": dashes},
        },
    }


def _limit(name: str, labels: Sequence[str]) -> dict[str, Any]:
    drawn = _rule_of("amount", name, labels, stroke=BUDGET)
    return {"transform": [{"filter": {"field": "name", "equal": name}}], **drawn}


def _rule_of(field: str, name: str, labels: Sequence[str], *, stroke: str) -> dict[str, Any]:
    """A thick line, named in a legend of its own."""
    legend = {**_LEGEND, "symbolStrokeColor": stroke}
    scale = {"domain": [name], "range": [stroke]}
    return {
        "mark": {"type": "line", "strokeWidth": 3, "point": _points(labels)},
        "encoding": {
            "x": across(len(labels)),
            "y": _MEASURE | {"field": field},
            "color": {"datum": name, "type": "nominal", "scale": scale, "legend": legend},
        },
    }


def _points(labels: Sequence[str]) -> dict[str, Any] | bool:
    """A ring where there is one label: a line would be nothing there."""
    return len(labels) == 1 and {"size": 90, "filled": False}


def _band(
    edges: tuple[str, str], name: str, names: tuple[str, str], labels: Sequence[str]
) -> dict[str, Any]:
    scale = {"domain": list(names), "range": [PARTS[1], PARTS[0]]}
    legend = {"orient": "top", "title": None, "symbolType": "square", "symbolOpacity": 0.5}
    low, high = edges
    return {
        "mark": {"type": "area", "fillOpacity": 0.35},
        "encoding": {
            "x": across(len(labels)),
            "y": _MEASURE | {"field": low},
            "y2": {"field": high},
            "fill": {"datum": name, "type": "nominal", "scale": scale, "legend": legend},
        },
    }


_MEASURE: dict[str, Any] = {
    "type": "quantitative",
    "title": "euro",
    "axis": WHOLE_NUMBERS | {"tickCount": 5},
}
_LEGEND = {
    "orient": "top",
    "title": None,
    "symbolType": "stroke",
    "symbolStrokeWidth": 3,
    "symbolSize": 900,
}
_APART = {"scale": {"color": "independent"}}
