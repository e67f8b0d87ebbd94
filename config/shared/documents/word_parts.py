"""What python-docx has no words for: fields, numbering, borders, the language, fixed times."""

import io
import zipfile
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

HAIRLINE, RULE = ("4", "CFD7DF"), ("8", "17222E")  # eighths of a point, colour
LINE_TO_SIGN = ("4", "48586A")
EDGE_WIDTH, EDGE_SPACE = "24", "8"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can hold."""


def element(tag: str, **attributes: str) -> Any:
    """A new XML element of WordprocessingML with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """A value that the word processor fills in: PAGE, NUMPAGES."""
    field = element("fldSimple", instr=instruction)
    run = element("r")
    text = element("t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def new_numbering(word: WordDocument, style: str, *, start: int) -> int:
    """A numbering like the style's that begins at `start`; its id."""
    numberings: Any = word.part.numbering_part.element
    of_style: Any = word.styles[style].element
    like = numberings.num_having_numId(of_style.pPr.numPr.numId.val)
    number = numberings.add_num(like.abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(number.numId)


def number_by(paragraph: Paragraph, number_id: int) -> None:
    """Count this paragraph in a numbering of new_numbering."""
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.get_or_add_numPr().get_or_add_numId().val = number_id


def repeat_header(row: _Row) -> None:
    """Have the row stand above the table's part on each page, and be read out as its header."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_whole(row: _Row) -> None:
    """Do not tear the row over two pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def rule(table: Table, *, has_totals: bool) -> None:
    """Hairlines between rows, a line under the header and one above the totals."""
    borders = element("tblBorders")
    borders.append(_border("insideH", *HAIRLINE))
    properties: Any = table._tbl.tblPr
    properties.insert_element_before(borders, "w:tblLayout", "w:tblLook")
    for cell in table.rows[0].cells:
        _border_cell(cell, "bottom", *RULE)
    if has_totals:
        for cell in table.rows[-1].cells:
            _border_cell(cell, "top", *RULE)


def line_above(cell: Any) -> None:
    """A line to sign on."""
    _border_cell(cell, "top", *LINE_TO_SIGN)


def _border_cell(cell: Any, edge: str, size: str, colour: str) -> None:
    borders = element("tcBorders")
    borders.append(_border(edge, size, colour))
    cell._tc.get_or_add_tcPr().append(borders)


def _border(edge: str, size: str, colour: str, space: str = "0") -> Any:
    return element(edge, val="single", sz=size, space=space, color=colour)


def shade(style: Any, *, fill: str, edge: str, edges: tuple[str, ...]) -> None:
    """Give a paragraph style a background and a coloured line at some of its edges."""
    properties = style.element.get_or_add_pPr()
    borders = element("pBdr")
    for name in edges:
        borders.append(_border(name, EDGE_WIDTH if len(edges) == 1 else "6", edge, EDGE_SPACE))
    shading = element("shd", val="clear", color="auto", fill=fill)
    for made in (borders, shading):
        properties.insert_element_before(made, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def forget_theme_font(style: Any) -> None:
    """A font of the theme would win over the named one."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def set_language(word: WordDocument, region: str) -> None:
    """The language in which the word processor checks spelling and reads aloud: nl-NL."""
    for found in word.styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), region)


def with_fixed_times(package: bytes) -> bytes:
    """The same zip, of which no part says when it was written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            fixed = zipfile.ZipInfo(part.filename, EARLIEST)
            new.writestr(fixed, old.read(part), compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()
