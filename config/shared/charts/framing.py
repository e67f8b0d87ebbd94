"""The words round a picture that leaves its page: the title above it, the source below."""

import re
import textwrap
from typing import NamedTuple

from django.utils.html import escape

from config.shared.charts.look import FONT, INK

MARGIN = 16
"""Units of the drawing that stay white on every side."""
LETTER_BREADTH, LINE_HEIGHT = 0.54, 1.35
"""Of the size of letters: about how wide one is, and how far lines stand from each other."""
_VIEW = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


class Lettering(NamedTuple):
    """How words are written."""

    size: int
    weight: str


TITLE, SOURCE = Lettering(18, "bold"), Lettering(12, "normal")


def framed(svg: str, title: str, source: str) -> str:
    """The picture on white, grown by the lines that its words need.

    `svg` is as `Chart.svg` draws it: from nought, with its definitions before everything drawn.
    """
    view = _VIEW.search(svg)
    if view is None:
        raise ValueError("A picture begins with its measures.")
    width, height = float(view[1]), float(view[2])
    above, below = _lines(title, TITLE, width), _lines(source, SOURCE, width)
    top = _height(above, TITLE) + 2 * MARGIN
    whole = top + height + MARGIN + _height(below, SOURCE) + MARGIN
    frame = f"{-MARGIN:g} {-top:g} {width + 2 * MARGIN:g} {whole:g}"
    ground = f'<rect x="{-MARGIN:g}" y="{-top:g}" width="100%" height="100%" fill="#fff"/>'
    words = [
        *_written(above, TITLE, MARGIN - top),
        *_written(below, SOURCE, height + MARGIN),
    ]
    drawn = f"</defs>{ground}{''.join(words)}"
    return svg.replace(view[0], f'viewBox="{frame}"', 1).replace("</defs>", drawn, 1)


def _lines(text: str, letters: Lettering, width: float) -> list[str]:
    return textwrap.wrap(text, int(width / (letters.size * LETTER_BREADTH)))


def _height(lines: list[str], letters: Lettering) -> float:
    return len(lines) * letters.size * LINE_HEIGHT


def _written(lines: list[str], letters: Lettering, top: float) -> list[str]:
    """Each line as an element; `top` is where the first begins."""
    size = letters.size
    return [
        f'<text x="0" y="{top + size + number * size * LINE_HEIGHT:g}" font-family="{FONT}" '
        f'font-size="{size}" font-weight="{letters.weight}" fill="{INK}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
