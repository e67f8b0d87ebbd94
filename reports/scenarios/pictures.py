"""Scenarios as charts, each of which says its finding in its title."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from config.shared.charts import PARTS, Chart, Curve, curves, described, fan_chart
from config.shared.charts.look import HEIGHT, WHOLE_NUMBERS, across
from config.shared.display import money, month_year, number
from config.shared.money import euro
from reports.models import Scenario
from reports.scenarios.reading import Figures, Outcome
from reports.scenarios.words import chance_text

BELOW_NOUGHT = 10
"""So far below the axis stand the first amount and the nought beside it clear of each other."""


def fan(outcome: Outcome, year: int, figures: Figures) -> Chart:
    """The costs of a year as they add up, against the budget."""
    points = [point._replace(label=month_year(month)) for month, point in outcome.fan(year)]
    budget = Curve(_("budget"), [figures.budget] * len(points)) if figures.budget else None
    return fan_chart(
        points,
        title=_("The costs of %(year)s: %(chance)s above the budget")
        % {"year": year, "chance": chance_text(figures).lower()},
        description=_(
            "Costs since January, added up month by month. In December half of the draws lie "
            "between %(low)s and %(high)s; the budget is %(budget)s."
        )
        % {
            "low": money(figures.quarter),
            "high": money(figures.three_quarters),
            "budget": money(figures.budget),
        },
        heading=_("month"),
        limit=budget,
    )


def histogram(outcome: Outcome, year: int, figures: Figures) -> Chart:
    """How many draws end at what amount."""
    bars = outcome.bars(year)
    values = [{"label": number(round(first)), "draws": draws} for first, _end, draws in bars]
    x = across(len(bars)) | {"title": _("euro, from")}
    x["axis"]["labelPadding"] = BELOW_NOUGHT
    y = {"field": "draws", "type": "quantitative", "title": _("draws"), "axis": WHOLE_NUMBERS}
    spec = described(
        height=HEIGHT,
        data={"values": values},
        mark={"type": "bar", "color": PARTS[0]},
        encoding={"x": x, "y": y},
    )
    return Chart(
        _("Most draws of %(year)s end round %(amount)s")
        % {"year": year, "amount": money(figures.middle)},
        _("The number of draws by what the whole year costs, from %(least)s to %(most)s.")
        % {"least": money(bars[0][0]), "most": money(bars[-1][1])},
        spec,
        [_("from"), _("less than"), _("draws")],
        [[euro(first), euro(end), number(draws)] for first, end, draws in bars],
    )


def side_by_side(compared: Sequence[tuple[Scenario, Outcome, Figures]], year: int) -> Chart:
    """The middle outcome of each scenario as it adds up, on the same axes."""
    fans = [outcome.fan(year) for _scenario, outcome, _figures in compared]
    labels = [month_year(month) for month, _point in fans[0]]
    lines = [
        Curve(scenario.name, [point.middle for _of, point in points])
        for (scenario, _outcome, _figures), points in zip(compared, fans, strict=True)
    ]
    budget = compared[0][2].budget
    ordered = sorted(compared, key=lambda each: each[2].middle)
    low, high = ordered[0], ordered[-1]
    return curves(
        labels,
        lines,
        title=_("%(name)s costs most: %(difference)s above %(other)s")
        % {
            "name": high[0].name,
            "difference": money(high[2].middle - low[2].middle),
            "other": low[0].name,
        },
        description=_("The middle outcome of each scenario in %(year)s, added up since January.")
        % {"year": year},
        heading=_("month"),
        limit=Curve(_("budget of %(name)s") % {"name": compared[0][0].name}, [budget] * len(labels))
        if budget
        else None,
    )
