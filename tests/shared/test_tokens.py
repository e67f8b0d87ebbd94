"""The colours are measured (WCAG 2.2): text 4.5:1, borders of controls 3:1, light and dark."""

import re
from pathlib import Path

import pytest

import config

SHEET = Path(config.__path__[0]) / "static" / "css" / "tokens.css"
SURFACES = ("page", "surface", "sunken")
TONES = ("neutral", "busy", "good", "attention", "wrong")

TEXT = [
    *((text, surface) for text in ("ink", "ink-subtle", "accent") for surface in SURFACES),
    ("accent-strong", "accent-subtle"),
    ("ink", "accent-subtle"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-frame", "frame"),
    ("on-frame", "frame-hover"),
    ("wrong", "surface"),
    *((tone, f"{tone}-subtle") for tone in TONES),
    *(("ink", f"{tone}-subtle") for tone in TONES),
]
CONTROLS = [
    *(("control-border", surface) for surface in ("page", "surface")),
    *(("focus", surface) for surface in SURFACES),
    ("accent", "surface"),
]


def colours(scheme: str) -> dict[str, str]:
    """The tokens of a scheme; dark ones stand over the light ones."""
    sheet = SHEET.read_text()
    light, dark = sheet.split("@media screen and (prefers-color-scheme: dark)")
    dark = dark.split("/* Bootstrap")[0]
    pattern = r"--(?:color-)?([\w-]+): (#[0-9a-f]{6});"
    found = dict(re.findall(pattern, light))
    return found | dict(re.findall(pattern, dark)) if scheme == "dark" else found


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_controls_stand_out(scheme):
    known = colours(scheme)
    asked = [(pair, 4.5) for pair in TEXT] + [(pair, 3) for pair in CONTROLS]

    weak = {
        pair: round(found, 2)
        for pair, least in asked
        if (found := contrast(known[pair[0]], known[pair[1]])) < least
    }

    assert weak == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_chart_colours_stand_out_from_the_paper(scheme):
    known = colours(scheme)
    series = [f"chart-{number}" for number in range(1, 7)] + ["chart-over", "chart-budget"]

    assert [name for name in series if contrast(known[name], known["surface"]) < 3] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_parts_that_touch_in_a_stack_differ_in_grey(scheme):
    known = colours(scheme)
    first, second, third = (known[f"chart-{number}"] for number in (1, 5, 3))
    assert min(contrast(first, second), contrast(second, third)) >= 1.5


def test_a_known_contrast_is_measured_right():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
