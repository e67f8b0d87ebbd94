"""Bars stacked from parts, with a limit: budgets and seats."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from config.shared.charts.chart import Chart
from config.shared.charts.look import (
    AROUND_ROWS,
    BAR_HEIGHT,
    BESIDE_ROWS,
    BUDGET,
    HATCH,
    HEIGHT,
    PARTS,
    SURFACE,
    WHOLE_NUMBERS,
    across,
    described,
    with_phone_legend,
)
from config.shared.money import euro

Stack = tuple[str, Decimal, tuple[Decimal | int, ...]]
"""Label, limit, and the values of the parts in their order."""


class BudgetBar(NamedTuple):
    """Euros of one month, gemeente or route."""

    label: str
    budget: Decimal
    realised: Decimal
    committed: Decimal
    expected: Decimal

    @property
    def forecast(self) -> Decimal:
        return self.realised + self.committed + self.expected


class SeatBar(NamedTuple):
    """Seats of one route, provider or place; `free` is what the contract still leaves, never below
    zero.
    """

    label: str
    contracted: int
    used: int
    held: int
    free: int


def budget_against_forecast(
    bars: Sequence[BudgetBar],
    *,
    title: str,
    description: str,
    heading: str,
    over_time: bool = False,
) -> Chart:
    """Forecast stacked from its three parts, the budget as a line, what passes it hatched.

    `heading` names what the bars are (month, gemeente). `over_time` sets months beside each other
    and joins their budgets to one line; places stand below each other, however many and long.
    """
    parts = [_("realised"), _("committed"), _("expected")]
    stacks = [(bar.label, bar.budget, (bar.realised, bar.committed, bar.expected)) for bar in bars]
    words = {"limit": _("budget"), "beyond": _("over budget"), "axis": _("euro")}
    spec = (stacked_columns if over_time else stacked_rows)(stacks, parts, **words)
    names = [*parts, words["beyond"]]
    narrow = with_phone_legend(names, height=HEIGHT) if over_time else phone_rows(spec, names)
    header = [heading, _("budget"), *parts, _("forecast"), _("overrun")]
    rows = [
        [bar.label, *map(euro, (*bar[1:], bar.forecast, bar.forecast - bar.budget))] for bar in bars
    ]
    return Chart(title, description, spec, header, rows, narrow=narrow)


def seats(bars: Sequence[SeatBar], *, title: str, description: str, heading: str) -> Chart:
    """Used, held and free seats in a bar, the contracted number as a line, the excess hatched."""
    parts = [_("used"), _("held"), _("free")]
    stacks = [(bar.label, Decimal(bar.contracted), (bar.used, bar.held, bar.free)) for bar in bars]
    beyond = _("over contract")
    spec = stacked_rows(stacks, parts, limit=_("contracted"), beyond=beyond, axis=_("seats"))
    header = [heading, _("contracted"), *parts]
    rows = [
        [bar.label, *(number_format(count, use_l10n=True) for count in bar[1:])] for bar in bars
    ]
    narrow = phone_rows(spec, [*parts, beyond])
    return Chart(title, description, spec, header, rows, narrow=narrow)


def stacked_columns(
    stacks: Sequence[Stack], parts: list[str], *, limit: str, beyond: str, axis: str
) -> dict[str, Any]:
    """The description of a column for each stack, with their limits as one line, for a Chart."""
    band = across(len(stacks))
    measure = {"type": "quantitative", "title": axis, "axis": WHOLE_NUMBERS | {"tickCount": 5}}
    mark = {"type": "line", "interpolate": "monotone", "point": {"size": 40, "filled": True}}
    layers = _layers(
        parts, limit, beyond, across=("x", band), along=("y", measure), limit_mark=mark
    )
    return _framed(stacks, parts, beyond, layers, height=HEIGHT)


def stacked_rows(
    stacks: Sequence[Stack], parts: list[str], *, limit: str, beyond: str, axis: str
) -> dict[str, Any]:
    """The description of a bar for each stack, with its limit as a mark, for a Chart."""
    band = {"field": "label", "type": "nominal", "sort": None, "title": None}
    measure = {"type": "quantitative", "title": axis, "axis": WHOLE_NUMBERS | {"tickCount": 6}}
    mark = {"type": "tick", "thickness": 3, "opacity": 1}
    layers = _layers(
        parts, limit, beyond, across=("y", band), along=("x", measure), limit_mark=mark
    )
    return _framed(stacks, parts, beyond, layers, height=AROUND_ROWS + BAR_HEIGHT * len(stacks))


def phone_rows(spec: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """What a phone shows otherwise of `stacked_rows`: `names` of the parts below each other."""
    return with_phone_legend(names, height=spec["height"], beside=BESIDE_ROWS)


def _layers(
    parts: list[str],
    limit: str,
    beyond: str,
    *,
    across: tuple[str, dict[str, Any]],
    along: tuple[str, dict[str, Any]],
    limit_mark: dict[str, Any],
) -> list[dict[str, Any]]:
    """Bars from part to part, the hatched piece beyond the limit, and the limit itself."""
    (across_name, band), (along_name, measure) = across, along
    fills = {"domain": [*parts, beyond], "range": [*PARTS[: len(parts)], HATCH]}
    legend = {"orient": "top", "title": None, "symbolType": "square", "symbolSize": 160}
    fill = {"field": "part", "type": "nominal", "scale": fills, "legend": legend}
    bar = {
        "mark": {"type": "bar", "stroke": SURFACE, "strokeWidth": 1},
        "encoding": {
            across_name: band,
            along_name: {**measure, "field": "begin"},
            f"{along_name}2": {"field": "end"},
            "fill": fill,
        },
    }
    stroke = {
        "datum": limit,
        "type": "nominal",
        "scale": {"domain": [limit], "range": [BUDGET]},
        "legend": {
            "orient": "top",
            "title": None,
            "symbolType": "stroke",
            "symbolStrokeWidth": 3,
            "symbolStrokeColor": BUDGET,
        },
    }
    line = {
        "data": {"name": "limits"},
        "mark": limit_mark,
        "encoding": {across_name: band, along_name: {**measure, "field": "limit"}, "color": stroke},
    }
    return [bar, line]


def _framed(
    stacks: Sequence[Stack],
    parts: list[str],
    beyond: str,
    layers: list[dict[str, Any]],
    *,
    height: int,
) -> dict[str, Any]:
    pieces = [piece for stack in stacks for piece in _pieces(stack, parts, beyond)]
    limits = [{"label": label, "limit": float(limit)} for label, limit, _values in stacks]
    return described(
        height=height,
        datasets={"pieces": pieces, "limits": limits},
        data={"name": "pieces"},
        layer=layers,
        resolve={"scale": {"fill": "independent", "color": "independent"}},
    )


def _pieces(stack: Stack, parts: list[str], beyond: str) -> list[dict[str, Any]]:
    """Where each part begins and ends, and where the whole passes the limit; parts below zero go
    down from zero. Drawn, so a float will do.
    """
    label, limit, values = stack
    ends: list[tuple[str, Decimal, Decimal]] = []
    above = below = Decimal(0)
    for part, value in zip(parts, values, strict=True):
        if value < 0:
            begin, below = below, below + value
            ends.append((part, begin, below))
        else:
            begin, above = above, above + value
            ends.append((part, begin, above))
    if above + below > limit:
        ends.append((beyond, limit, above + below))
    return [
        {"label": label, "part": part, "begin": float(begin), "end": float(end)}
        for part, begin, end in ends
    ]
