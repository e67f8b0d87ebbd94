"""What a group brings in at every number of learners against what it costs, as a picture."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from config.shared.charts import BUDGET, CONFIG, HATCH, HEIGHT, PARTS, WIDTH, Chart
from config.shared.display import money, number
from contracts.group_effects import Standing
from contracts.group_prices import Fill

ABOVE_COLUMN = -8
"""Pixels between a column and the word above it."""


def fill_chart(rows: Sequence[Fill], group: Standing, break_even: int | None) -> Chart:
    """A column of income for each number of learners, the cost of the group as a line; what falls
    short is hatched. `rows` are the fills of a group with the cost of `group`.
    """
    header = [
        _("Learners"),
        _("Income"),
        _("Cost per learner"),
        _("Price per learner"),
        _("Result"),
    ]
    return Chart(
        title=_finding(group, break_even, most=len(rows)),
        description=_(
            "Income of the group for each number of learners, with the cost of the group as a line."
        ),
        spec=_spec(rows, group),
        header=header,
        rows=[_row(row, group) for row in rows],
    )


def _finding(group: Standing, break_even: int | None, *, most: int) -> str:
    if break_even is None or break_even > most:
        return _("The tariff does not pay for this group, however full it is")
    if break_even == 0:
        return _("The price of the group pays for it, however full it is")
    text = _("The group pays for itself from %(count)s learners; now there are %(heads)s")
    return text % {"count": number(break_even), "heads": number(group.heads)}


def _row(row: Fill, group: Standing) -> list[str]:
    said = _words(row.heads, group)
    heads = f"{number(row.heads)} ({said})" if said else number(row.heads)
    return [
        heads,
        money(row.income),
        money(row.cost_per_head),
        money(row.paid_per_head),
        money(row.result),
    ]


def _words(heads: int, group: Standing) -> str:
    """What is special about a number of learners."""
    marks = ((group.heads, _("now")), (group.minimum, _("minimum")), (group.maximum, _("maximum")))
    return ", ".join(word for count, word in marks if count == heads)


def _spec(rows: Sequence[Fill], group: Standing) -> dict[str, Any]:
    """Drawn, so floats will do."""
    values = [
        {
            "heads": number(row.heads),
            "income": float(row.income),
            "short": row.result < 0,
            "mark": _words(row.heads, group),
        }
        for row in rows
    ]
    band: dict[str, Any] = {"field": "heads", "type": "nominal", "sort": None}
    band |= {"title": _("learners"), "axis": {"labelAngle": 0}}
    income = {"field": "income", "type": "quantitative", "title": _("euro")}
    fill = {"condition": {"test": "datum.short", "value": HATCH}, "value": PARTS[0]}
    columns = {
        "mark": {"type": "bar", "stroke": "currentColor", "strokeWidth": 0.5},
        "encoding": {"x": band, "y": income, "fill": fill},
    }
    words: dict[str, Any] = {
        "mark": {"type": "text", "dy": ABOVE_COLUMN, "fontSize": 13, "fill": "currentColor"},
        "encoding": {"x": band, "y": income, "text": {"field": "mark"}},
    }
    once = {"values": [{"cost": float(group.cost or 0), "name": _("cost of the group")}]}
    cost = {"field": "cost", "type": "quantitative"}
    line = {
        "data": once,
        "mark": {"type": "rule", "stroke": BUDGET, "strokeWidth": 3},
        "encoding": {"y": cost},
    }
    name = {
        "data": once,
        "mark": {**words["mark"], "align": "left"},
        "encoding": {"x": {"value": 4}, "y": cost, "text": {"field": "name"}},
    }
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "data": {"values": values},
        "layer": [columns, line, words, name],
        "config": CONFIG,
    }
