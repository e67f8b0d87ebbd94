"""A chart: its words, its figures, and the picture that is drawn of them."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from config.shared.charts.framing import framed
from config.shared.charts.look import NARROW, NARROW_CONFIG, OVER, SURFACE

PNG_SCALE = 2
"""Pixels of a picture file for each unit of the drawing: sharp on paper and on a wide screen."""
ENDINGS = {"svg": "image/svg+xml", "png": "image/png"}
"""Files that a chart can be had as, with their content types."""

Locale = Literal["nl-NL", "en-GB"]
_SPOKEN_BY_VEGA = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
_IDS = re.compile(r'(\bid="|url\(#)')
_ROOT = re.compile(r'<svg\b[^>]*?viewBox="([^"]*)"[^>]*>')
_VARIABLE = re.compile(r"var\((--[\w-]+)[^)]*\)")
_COLOUR = re.compile(r"(--[\w-]+): (#\w+);")
_TOKENS = Path(__file__).parents[2] / "static/css/tokens.css"


@dataclass(frozen=True)
class Chart:
    """`title` states the finding, `description` says it to who cannot see the picture; the table
    holds the figures.

    `header` and `rows` are texts in the active language, one row for each bar. `narrow` replaces
    parts of `spec` on a phone. The page fills in `address`, where the picture is had as a file, up
    to its ending, and `source`: where the figures come from, and of which day they are.
    """

    title: str
    description: str
    spec: Mapping[str, Any]
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    narrow: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""
    source: str = ""

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Each text with the header above it, for a page that turns rows into cards."""
        return [list(zip(self.header, row, strict=True)) for row in self.rows]

    @property
    def files(self) -> list[tuple[str, str]]:
        """Ending and address of each file of the picture; none without an address."""
        return [(ending, self.address + ending) for ending in ENDINGS] if self.address else []

    def svg(self) -> SafeString:
        """The picture, without script, style attributes or references to elsewhere.

        Its ids are unique to its content, so that a page may hold several.
        """
        return self._drawn(self.spec)

    def narrow_svg(self) -> SafeString:
        """The same for a phone: text keeps its size where the wide picture would shrink it."""
        phone = {"width": NARROW, "config": NARROW_CONFIG}
        return self._drawn({**self.spec, **phone, **self.narrow})

    def file_svg(self, *words: str) -> str:
        """The picture as a file of its own: in the light colours, on white, under its title.

        Its source stands below it, and after that `words` such as the day on which it was made.
        """
        light = _light_colours()
        drawn = _VARIABLE.sub(lambda found: light[found[1]], self.svg())
        below = " ".join(filter(None, (self.source, *words)))
        return framed(drawn, self.title, below).replace("currentColor", light["--color-ink"])

    def file_png(self, *words: str) -> bytes:
        """The same as pixels, for a text or a slide."""
        import vl_convert  # takes a second at its first use, and may not be used before a fork

        return vl_convert.svg_to_png(self.file_svg(*words), scale=PNG_SCALE)

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
