"""What a covenant aims at against what the months show, as a picture with its table."""

from typing import Any

from django.utils.translation import gettext as _

from config.shared.charts import BUDGET, CONFIG, HATCH, HEIGHT, PARTS, WIDTH, Chart
from config.shared.display import NOTHING, month_year, number
from contracts.covenant_figures import Figures
from contracts.covenant_indicators import Series, rounded
from contracts.enums import CovenantMeasure, TargetVerdict


def target_chart(figures: Figures, shown: Series) -> Chart | None:
    """A column for each month, the target as a line, months that miss it hatched; None when empty.

    `shown` is the row of `figures` that the picture is about.
    """
    if not shown.known:
        return None
    labels = [month_year(month) for month in figures.months]
    header = [_("Month"), str(figures.indicator), _("target"), _("verdict")]
    return Chart(
        title=finding(figures, shown),
        description=_("%(measure)s for each month, with the target as a line.")
        % {"measure": figures.indicator},
        spec=_spec(figures, shown, labels),
        header=header,
        rows=[
            _row(figures, label, value) for label, value in zip(labels, shown.values, strict=True)
        ],
    )


def finding(figures: Figures, shown: Series) -> str:
    """What the months show, in words: the last figure, and how often the target was missed."""
    words = {
        "measure": figures.indicator,
        "target": target_words(figures),
        "latest": number(rounded(shown.latest)),
        "missed": shown.missed(figures.target),
        "known": shown.known,
    }
    if shown.latest is None:
        return _("%(measure)s: no figures yet, agreed is %(target)s") % words
    if words["missed"] == 0:
        return _("%(measure)s: %(latest)s, agreed is %(target)s; met in each month") % words
    return (
        _("%(measure)s: %(latest)s, agreed is %(target)s; missed in %(missed)s of %(known)s months")
        % words
    )


def target_words(figures: Figures) -> str:
    """At most 15."""
    indicator = figures.indicator
    direction = str(indicator.get_direction_display()).lower()
    return f"{direction} {number(indicator.target.normalize() + 0)}"


def _row(figures: Figures, label: str, value: Any) -> list[str]:
    verdict = figures.target.verdict(value)
    figure = NOTHING if value is None else number(rounded(value))
    return [label, figure, target_words(figures), str(verdict.label)]


def _spec(figures: Figures, shown: Series, labels: list[str]) -> dict[str, Any]:
    """Drawn, so floats will do."""
    values = [
        {
            "label": label,
            "value": float(value),
            "missed": figures.target.verdict(value) == TargetVerdict.MISSED,
        }
        for label, value in zip(labels, shown.values, strict=True)
        if value is not None
    ]
    axis = {"labelAngle": 0, "labelOverlap": True}
    band = {"field": "label", "type": "nominal", "sort": labels, "title": None, "axis": axis}
    is_size = figures.indicator.measure == CovenantMeasure.GROUP_SIZE
    unit = _("learners") if is_size else "%"
    measure = {"field": "value", "type": "quantitative", "title": unit}
    fill = {"condition": {"test": "datum.missed", "value": HATCH}, "value": PARTS[0]}
    scale = {"domain": labels}
    columns = {
        "mark": {"type": "bar"},
        "encoding": {"x": {**band, "scale": scale}, "y": measure, "fill": fill},
    }
    line = {
        "mark": {"type": "rule", "stroke": BUDGET, "strokeWidth": 3},
        "encoding": {"y": {"datum": float(figures.indicator.target)}},
    }
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "data": {"values": values},
        "layer": [columns, line],
        "config": CONFIG,
    }
