"""Charts as SVG, drawn on the server: a Vega-Lite description in, one picture for light and dark
out.

Colours are the page's CSS variables, so a chart must stand inside the page, not in an img element.
The renderer starts threads at its first conversion, and a process forked after that hangs: convert
in web and worker processes only, never while a parent loads the application.
"""

from config.shared.charts.chart import ENDINGS, Chart
from config.shared.charts.curves import Curve, FanPoint, curves, fan_chart
from config.shared.charts.flows import Flow, flow_chart
from config.shared.charts.heat import HeatCell, heat_map
from config.shared.charts.look import (
    BUDGET,
    CONFIG,
    HATCH,
    HEIGHT,
    INK,
    OVER,
    PARTS,
    UNDER,
    WIDTH,
    described,
)
from config.shared.charts.spans import Span, spans
from config.shared.charts.stacked import (
    BudgetBar,
    SeatBar,
    Stack,
    budget_against_forecast,
    phone_rows,
    seats,
    stacked_columns,
    stacked_rows,
)
from config.shared.charts.waterfall import Step, waterfall

__all__ = [
    "BUDGET",
    "CONFIG",
    "ENDINGS",
    "HATCH",
    "HEIGHT",
    "INK",
    "OVER",
    "PARTS",
    "UNDER",
    "WIDTH",
    "BudgetBar",
    "Chart",
    "Curve",
    "FanPoint",
    "Flow",
    "HeatCell",
    "SeatBar",
    "Span",
    "Stack",
    "Step",
    "budget_against_forecast",
    "curves",
    "described",
    "fan_chart",
    "flow_chart",
    "heat_map",
    "phone_rows",
    "seats",
    "spans",
    "stacked_columns",
    "stacked_rows",
    "waterfall",
]
