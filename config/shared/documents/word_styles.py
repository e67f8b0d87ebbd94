"""The page and the styles of a docx, as far as its editor shows them under names of their own."""

from typing import Any

from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt, RGBColor

from config.shared.documents import word_parts as parts

FONT = "Arial"  # on every machine, or one of the same widths
INK, SUBTLE, ACCENT = "17222E", "48586A", "0F4C81"
ACCENT_SUBTLE, ATTENTION, ATTENTION_SUBTLE = "E3EDF7", "6D4300", "FDEDCF"
PAGE_WIDTH, PAGE_HEIGHT = Cm(21), Cm(29.7)
LEFT, RIGHT, TOP, BOTTOM = Cm(2.5), Cm(2.3), Cm(2.6), Cm(2.5)
TEXT_WIDTH = PAGE_WIDTH - LEFT - RIGHT

_CHANGED: dict[str, tuple[float, str, bool, float, float]] = {
    # size, colour, bold, points above, points below
    "Normal": (10, INK, False, 0, 7),
    "Heading 1": (16, ACCENT, True, 0, 14),
    "Heading 2": (12, INK, True, 16, 6),
    "Heading 3": (10.5, INK, True, 12, 5),
    "Heading 4": (10, SUBTLE, True, 10, 4),
    "Caption": (9.5, INK, True, 8, 4),
    "Header": (10, INK, False, 0, 0),
    "Footer": (8.5, SUBTLE, False, 0, 0),
    "List Bullet": (10, INK, False, 0, 4),
    "List Number": (10, INK, False, 0, 4),
}
_ADDED: dict[str, tuple[float, str, bool, float, float]] = {
    "Sender": (13, ACCENT, True, 0, 0),
    "Sender Details": (9, SUBTLE, False, 2, 0),
    "Addressee": (10, INK, False, 40, 40),
    "Fact Label": (10, SUBTLE, False, 0, 2),
    "Fact": (10, INK, False, 0, 2),
    "Cell": (9, INK, False, 3, 3),
    "Note": (10, INK, False, 0, 0),
    "Mark": (11, ATTENTION, True, 0, 0),
    "Closing Words": (10, INK, False, 20, 0),
    "Spacer": (5, INK, False, 0, 4),
}


def prepare(word: WordDocument, region: str) -> None:
    """Make an empty document ours: A4, its language, its styles."""
    parts.set_language(word, region)
    _size_page(word.sections[0])
    for name, look in _CHANGED.items():
        _dress(word.styles[name], *look)
    for name, look in _ADDED.items():
        _dress(word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), *look)
    _finish(word)


def _size_page(section: Any) -> None:
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.top_margin, section.bottom_margin = TOP, BOTTOM


def _dress(style: Any, size: float, colour: str, is_bold: bool, above: float, below: float) -> None:
    style.font.name = FONT
    parts.forget_theme_font(style)
    style.font.size, style.font.bold = Pt(size), is_bold
    style.font.color.rgb = RGBColor.from_string(colour)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(above), Pt(below)


def _finish(word: WordDocument) -> None:
    parts.shade(word.styles["Note"], fill=ACCENT_SUBTLE, edge=ACCENT, edges=("left",))
    word.styles["Note"].paragraph_format.keep_together = True
    parts.shade(
        word.styles["Mark"],
        fill=ATTENTION_SUBTLE,
        edge=ATTENTION,
        edges=("top", "left", "bottom", "right"),
    )
    word.styles["Mark"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.styles["Closing Words"].paragraph_format.keep_with_next = True
    tabs = word.styles["Footer"].paragraph_format.tab_stops
    tabs.clear_all()
    tabs.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
