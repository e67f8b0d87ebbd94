"""Charts as SVG, drawn on the server: a Vega-Lite description in, one picture for light and dark
out.

Colours are the page's CSS variables, so a chart must stand inside the page, not in an img element.
The renderer starts threads at its first conversion, and a process forked after that hangs: convert
in web and worker processes only, never while a parent loads the application.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.shared.money import euro

FONT = "Liberation Sans, Arial, Arimo, Helvetica, sans-serif"
WIDTH, HEIGHT = 720, 300
FEW = 6  # columns, of which every one keeps its label however narrow
NARROW = 340  # on a phone
BAR_HEIGHT, AROUND_ROWS = 38, 100
HATCH = "url(#hatch)"
BUDGET, OVER = "var(--chart-budget)", "var(--chart-over)"
GRID, SURFACE = "var(--chart-grid)", "var(--color-surface, Canvas)"
PARTS = ("var(--chart-1)", "var(--chart-5)", "var(--chart-3)")
Locale = Literal["nl-NL", "en-GB"]
_SPOKEN_BY_VEGA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_IDS = re.compile(r'(\bid="|url\(#)')
_ROOT = re.compile(r'<svg\b[^>]*?viewBox="([^"]*)"[^>]*>')
_VARIABLE = re.compile(r"var\((--[\w-]+)[^)]*\)")
_COLOUR = re.compile(r"(--[\w-]+): (#\w+);")
_TOKENS = Path(__file__).parents[1] / "static/css/tokens.css"


@dataclass(frozen=True)
class Chart:
    """`title` states the finding, `description` says it to who cannot see the picture; the table
    holds the figures.

    `header` and `rows` are texts in the active language, one row for each bar.
    """

    title: str
    description: str
    spec: Mapping[str, Any]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Each text with the header above it, for a page that turns rows into cards."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]

    def svg(self) -> SafeString:
        """The picture, without script, style attributes or references to elsewhere.

        Its ids are unique to its content, so that a page may hold several.
        """
        return self._drawn(self.spec)

    def narrow_svg(self) -> SafeString:
        """The same for a phone: text keeps its size where the wide picture would shrink it."""
        return self._drawn({**self.spec, "width": NARROW, "config": _NARROW_CONFIG})

    def file_svg(self) -> str:
        """The picture as a file of its own: in the light colours, on white."""
        light = _light_colours()
        drawn = _VARIABLE.sub(lambda found: light[found[1]], self.svg())
        inked = drawn.replace("currentColor", light["--color-ink"])
        return inked.replace("</defs>", '</defs><rect width="100%" height="100%" fill="#fff"/>', 1)

    def _drawn(self, spec: Mapping[str, Any]) -> SafeString:
        locale: Locale = "en-GB" if (get_language() or "nl").startswith("en") else "nl-NL"
        drawn = _vega_svg(json.dumps(spec, sort_keys=True), locale)
        return mark_safe(self._dressed(drawn))  # noqa: S308  the texts in it are escaped by the renderer and here

    def _dressed(self, drawn: str) -> str:
        """Vega's English aria texts out, unique ids, title and description in."""
        prefix = f"c{hashlib.sha256((self.title + drawn).encode()).hexdigest()[:10]}-"
        quiet = _IDS.sub(rf"\g<1>{prefix}", _SPOKEN_BY_VEGA.sub("", drawn))
        head = (
            rf'<svg xmlns="http://www.w3.org/2000/svg" viewBox="\1" role="img" '
            rf'aria-labelledby="{prefix}title {prefix}desc">'
            rf'<title id="{prefix}title">{_literal(self.title)}</title>'
            rf'<desc id="{prefix}desc">{_literal(self.description)}</desc>'
            rf'<defs><pattern id="{prefix}hatch" width="7" height="7" '
            rf'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            rf'<rect width="7" height="7" fill="{SURFACE}"/>'
            rf'<rect width="3" height="7" fill="{OVER}"/></pattern></defs>'
        )
        return _ROOT.sub(head, quiet, count=1)


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

    `heading` names what the bars are (month, gemeente); `over_time` joins the budget of successive
    months to one line; places stand apart.
    """
    parts = [_("realised"), _("committed"), _("expected")]
    stacks = [(bar.label, bar.budget, (bar.realised, bar.committed, bar.expected)) for bar in bars]
    spec = stacked_columns(
        stacks, parts, limit=_("budget"), beyond=_("over budget"), axis=_("euro"), joined=over_time
    )
    header = [heading, _("budget"), *parts, _("forecast"), _("overrun")]
    rows = [
        [bar.label, *map(euro, (*bar[1:], bar.forecast, bar.forecast - bar.budget))] for bar in bars
    ]
    return Chart(title, description, spec, header, rows)


def seats(bars: Sequence[SeatBar], *, title: str, description: str, heading: str) -> Chart:
    """Used, held and free seats in a bar, the contracted number as a line, the excess hatched."""
    parts = [_("used"), _("held"), _("free")]
    stacks = [(bar.label, Decimal(bar.contracted), (bar.used, bar.held, bar.free)) for bar in bars]
    spec = stacked_rows(
        stacks, parts, limit=_("contracted"), beyond=_("over contract"), axis=_("seats")
    )
    header = [heading, _("contracted"), *parts]
    rows = [
        [bar.label, *(number_format(count, use_l10n=True) for count in bar[1:])] for bar in bars
    ]
    return Chart(title, description, spec, header, rows)


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
    spec = {
        "width": WIDTH,
        "height": AROUND_ROWS + BAR_HEIGHT * len({bar.label for bar in bars}),
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "data": {"values": values},
        "layer": [_span_bar(), _span_end("begin"), _span_end("end")],
        "config": CONFIG,
    }
    return Chart(title, description, spec, header, texts)


def _span_bar() -> dict[str, Any]:
    return {
        "mark": {"type": "bar", "fill": PARTS[0], "height": BAR_HEIGHT // 2},
        "encoding": {"y": _SPAN_ROW, "x": _day_axis("begin"), "x2": {"field": "end"}},
    }


def _span_end(field: str) -> dict[str, Any]:
    mark = {"type": "point", "filled": True, "size": 110, "fill": BUDGET, "opacity": 1}
    return {"mark": mark, "encoding": {"y": _SPAN_ROW, "x": _day_axis(field)}}


def _day_axis(field: str) -> dict[str, Any]:
    axis = {"format": "%b %Y", "tickCount": "month", "labelOverlap": True, "grid": True}
    scale = {"type": "utc", "nice": "month"}
    return {"field": field, "type": "temporal", "title": None, "axis": axis, "scale": scale}


_SPAN_ROW = {
    "field": "label",
    "type": "nominal",
    "sort": None,
    "title": None,
    "axis": {"labelPadding": 10},
}
WHOLE_NUMBERS = {"format": ",.0f", "labelExpr": "datum.value % 1 ? '' : datum.label"}
"""Of an axis of people, seats or euros: on a short one no number stands twice."""

Stack = tuple[str, Decimal, tuple[Decimal | int, ...]]


def stacked_columns(
    stacks: Sequence[Stack], parts: list[str], *, limit: str, beyond: str, axis: str, joined: bool
) -> dict[str, Any]:
    band: dict[str, Any] = {"field": "label", "type": "nominal", "sort": None, "title": None}
    band["axis"] = {"labelAngle": 0, "labelLimit": 90, "labelOverlap": len(stacks) > FEW}
    measure = {"type": "quantitative", "title": axis, "axis": WHOLE_NUMBERS | {"tickCount": 5}}
    line = {"type": "line", "interpolate": "monotone", "point": {"size": 40, "filled": True}}
    mark = line if joined else {"type": "tick", "thickness": 3, "opacity": 1}
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
    return {
        "width": WIDTH,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "background": None,
        "datasets": {"pieces": pieces, "limits": limits},
        "data": {"name": "pieces"},
        "layer": layers,
        "resolve": {"scale": {"fill": "independent", "color": "independent"}},
        "config": CONFIG,
    }


def _pieces(stack: Stack, parts: list[str], beyond: str) -> list[dict[str, Any]]:
    """Where each part begins and ends, and where the whole passes the limit; drawn, so a float
    will do.
    """
    label, limit, values = stack
    pieces = []
    end = Decimal(0)
    for part, value in zip(parts, values, strict=True):
        begin, end = end, end + value
        pieces.append({"label": label, "part": part, "begin": float(begin), "end": float(end)})
    if end > limit:
        pieces.append({"label": label, "part": beyond, "begin": float(limit), "end": float(end)})
    return pieces


@lru_cache(maxsize=64)
def _vega_svg(spec: str, locale: Locale) -> str:
    """What the renderer makes of a description; it takes a tenth of a second, so it is kept."""
    import vl_convert  # takes a second at its first use, and may not be used before a fork

    return vl_convert.vegalite_to_svg(
        spec, allowed_base_urls=[], format_locale=locale, time_format_locale=locale
    )


@cache
def _light_colours() -> dict[str, str]:
    """The page's tokens as they stand before the dark ones."""
    return dict(_COLOUR.findall(_TOKENS.read_text().split("@media")[0]))


def _literal(text: str) -> str:
    """Escaped for XML, and for a regular expression's replacement."""
    return escape(text).replace("\\", r"\\")


CONFIG: dict[str, Any] = {
    # What every description ends with: fonts, and colours that follow the page.
    "font": FONT,
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 14,
        "titleFontSize": 14,
        "titleFontWeight": "normal",
        "domainColor": GRID,
        "gridColor": GRID,
        "tickColor": GRID,
    },
    "axisY": {"labelLimit": 260},
    "axisBand": {"grid": False, "ticks": False},
    "legend": {
        "labelColor": "currentColor",
        "labelFontSize": 14,
        "labelLimit": 240,
        # The limit gets a row of its own: beside four parts it would run out of the picture.
        "layout": {"top": {"direction": "vertical", "anchor": "start"}},
    },
    "scale": {"bandPaddingInner": 0.35, "bandPaddingOuter": 0.15},
    "tick": {"bandSize": 40},
    "view": {"stroke": None},
}
_NARROW_CONFIG = {
    **CONFIG,
    "axisY": {"labelLimit": 130},
    "legend": {
        **CONFIG["legend"],
        "columns": 2,
    },
}
