"""From one amount to another by steps, as bars that hang on each other."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from config.shared.charts.chart import Chart
from config.shared.charts.look import (
    AROUND_ROWS,
    BAR_HEIGHT,
    BUDGET,
    GRID,
    HATCH,
    INK,
    OVER,
    UNDER,
    WHOLE_NUMBERS,
    described,
)
from config.shared.display import number
from config.shared.money import euro

LETTER_OF_WORDS, PLOT, NARROW_PLOT = 7.6, 470, 150
"""About how wide a letter of the words at the bars is, and where the bars stand: what the names
leave of the picture.
"""
WORDS_AFTER = 7
"""Between a bar and its words."""
BEFORE = 0.05
"""Of the breadth between the lowest and the highest amount, kept free before the lowest."""


class Step(NamedTuple):
    """What one cause adds to an amount, in euro; below zero it takes off."""

    label: str
    amount: Decimal


def waterfall(
    begin: Step,
    steps: Sequence[Step],
    *,
    end: str,
    title: str,
    description: str,
    heading: str,
) -> Chart:
    """From the amount of `begin` by `steps` to what they add up to, called `end`.

    More is hatched, less is filled, so that grey tells them apart; the two amounts at the ends are
    marks and no bars, because the axis need not begin at zero. `heading` names what the steps are.
    """
    levels = list(accumulate((step.amount for step in steps), initial=begin.amount))
    ends = [_level(begin.label, levels[0]), _level(end, levels[-1])]
    bars = [_bar(step, level) for step, level in zip(steps, levels, strict=False)]
    rows = [
        [begin.label, euro(begin.amount), ""],
        *([step.label, euro(step.amount), _way(step.amount)] for step in steps),
        [end, euro(levels[-1]), ""],
    ]
    labels = [begin.label, *(step.label for step in steps), end]
    wide, narrow = (_spec(labels, ends, bars, levels, plot) for plot in (PLOT, NARROW_PLOT))
    return Chart(
        title,
        description,
        wide,
        [heading, _("amount"), _("more or less")],
        rows,
        narrow={"layer": narrow["layer"]},
    )


def _way(amount: Decimal) -> str:
    """In words, so that no sign has to be read."""
    if not amount:
        return _("no difference")
    return _("more") if amount > 0 else _("less")


def _level(label: str, amount: Decimal) -> dict[str, Any]:
    return {"label": label, "level": float(amount), "words": number(round(amount))}


def _bar(step: Step, level: Decimal) -> dict[str, Any]:
    """Drawn, so floats will do; the words are exact to the euro."""
    sign = "+" if step.amount > 0 else ""
    return {
        "label": step.label,
        "begin": float(level),
        "end": float(level + step.amount),
        "right": float(max(level, level + step.amount)),
        "way": "more" if step.amount > 0 else "less",
        "words": f"{sign}{number(round(step.amount))}",
    }


def _spec(
    labels: list[str],
    ends: list[dict[str, Any]],
    bars: list[dict[str, Any]],
    levels: list[Decimal],
    plot: int,
) -> dict[str, Any]:
    """`plot` is the room in which bars and their words stand, in units of the picture."""
    low, high = float(min(levels)), float(max(levels))
    breadth = high - low or abs(high) or 1
    longest = max(len(each["words"]) for each in (*ends, *bars)) * LETTER_OF_WORDS + WORDS_AFTER
    room = breadth * (1 + BEFORE) * longest / (plot - longest)
    domain = [low - breadth * BEFORE, high + room]
    along = {
        "type": "quantitative",
        "title": _("euro"),
        "scale": {"domain": domain, "nice": False, "zero": False},
        "axis": WHOLE_NUMBERS | {"tickCount": plot // 120 + 1, "labelBound": True},
    }
    row = {"field": "label", "type": "nominal", "title": None, "sort": labels}
    return described(
        height=AROUND_ROWS + BAR_HEIGHT * len(labels),
        datasets={"ends": ends, "bars": bars},
        data={"name": "bars"},
        layer=[*_end_marks(row, along), *_step_marks(row, along)],
    )


def _end_marks(row: dict[str, Any], along: dict[str, Any]) -> list[dict[str, Any]]:
    """Both amounts, each with a line through the whole picture."""
    data = {"name": "ends"}
    level = {**along, "field": "level"}
    rule = {"type": "rule", "stroke": GRID, "strokeWidth": 2, "strokeDash": [6, 4]}
    tick = {"type": "tick", "thickness": 5, "opacity": 1, "color": BUDGET}
    return [
        {"data": data, "mark": rule, "encoding": {"x": level}},
        {"data": data, "mark": tick, "encoding": {"y": row, "x": level}},
        {"data": data, "mark": _WORDS | {"fontWeight": "bold"}, "encoding": _said(row, level)},
    ]


def _step_marks(row: dict[str, Any], along: dict[str, Any]) -> list[dict[str, Any]]:
    ways = {"domain": ["more", "less"], "range": [HATCH, UNDER]}
    strokes = {"domain": ["more", "less"], "range": [OVER, UNDER]}
    way = {"field": "way", "type": "nominal", "legend": None}
    bar = {
        "mark": {"type": "bar", "strokeWidth": 1.5},
        "encoding": {
            "y": row,
            "x": {**along, "field": "begin"},
            "x2": {"field": "end"},
            "fill": {**way, "scale": ways},
            "stroke": {**way, "scale": strokes},
        },
    }
    return [bar, {"mark": _WORDS, "encoding": _said(row, {**along, "field": "right"})}]


def _said(row: dict[str, Any], where: dict[str, Any]) -> dict[str, Any]:
    return {"y": row, "x": where, "text": {"field": "words", "type": "nominal"}}


_WORDS: dict[str, Any] = {
    "type": "text",
    "align": "left",
    "dx": WORDS_AFTER,
    "fontSize": 13,
    "fill": INK,
}
