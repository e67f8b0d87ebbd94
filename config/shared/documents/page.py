"""A document within a page of the site: the same words as in the PDF and the docx, as HTML."""

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from config.shared.documents.blocks import (
    Block,
    Bold,
    Bullets,
    Document,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Rich,
    Signature,
    Table,
)

BREAK, RULE = SafeString("<br>"), SafeString("<hr>")
TOP = 1
"""The page has the title as its h1, so that a heading of level 1 is an h2."""


def to_html(document: Document) -> SafeString:
    """Addressee, place, reference and blocks; the page itself shows the title as its h1."""
    head = [_lines(document.addressee), _lines((document.place_and_date, document.reference))]
    mark = [format_html("<p><strong>{}</strong></p>", document.mark)] if document.mark else []
    return _joined([*mark, *head, *map(_block, document.blocks)])


def _block(block: Block) -> SafeString:
    return MAKERS[type(block)](block)


def _heading(block: Heading) -> SafeString:
    level = block.level + TOP
    return format_html("<h{}>{}</h{}>", level, block.text, level)


def _paragraph(block: Paragraph) -> SafeString:
    return format_html("<p>{}</p>", _rich(block.text))


def _bullets(block: Bullets) -> SafeString:
    return format_html("<ul>{}</ul>", _items(block.items))


def _numbered(block: Numbered) -> SafeString:
    return format_html('<ol start="{}">{}</ol>', block.start, _items(block.items))


def _facts(block: Facts) -> SafeString:
    pairs = ((label, _rich(value)) for label, value in block.pairs)
    return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", pairs))


def _note(block: Note) -> SafeString:
    title = format_html("<p><strong>{}</strong></p>", block.title) if block.title else ""
    text = format_html_join("", "<p>{}</p>", ((_rich(one),) for one in block.paragraphs))
    return format_html('<div class="notice">{}{}</div>', title, text)


def _page_break(block: PageBreak) -> SafeString:
    return RULE


def _signature(block: Signature) -> SafeString:
    people = _joined([_lines((one.name, one.role)) for one in block.signatories])
    return format_html("<p>{}</p>{}", block.closing, people)


def _table(block: Table) -> SafeString:
    heads = ((_side(column), column.label) for column in block.columns)
    rows = [_row(block, row) for row in block.rows]
    totals = [_row(block, _strong(block.totals))] if block.totals else []
    return format_html(
        '<table class="table">{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        format_html("<caption>{}</caption>", block.caption) if block.caption else "",
        format_html_join("", '<th scope="col" class="{}">{}</th>', heads),
        _joined([*rows, *totals]),
    )


def _strong(row: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(format_html("<strong>{}</strong>", cell) for cell in row)


def _row(block: Table, row: tuple[str, ...]) -> SafeString:
    """On a narrow screen a row is a card that its first cell heads."""
    first = [("telling", block.columns[0].label, row[0])]
    rest = [
        (_side(column), column.label, cell)
        for column, cell in zip(block.columns[1:], row[1:], strict=True)
    ]
    cells = format_html_join("", '<td class="{}" data-label="{}">{}</td>', [*first, *rest])
    return format_html("<tr>{}</tr>", cells)


def _side(column: Any) -> str:
    return "num" if column.align == "right" else ""


def _items(items: tuple[Rich, ...]) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((_rich(item),) for item in items))


def _rich(text: Rich) -> SafeString:
    parts = (text,) if isinstance(text, str) else text
    return _joined(
        [
            format_html("<strong>{}</strong>", part.text)
            if isinstance(part, Bold)
            else _lines_in(part)
            for part in parts
        ]
    )


def _lines_in(text: str) -> SafeString:
    return format_html_join(BREAK, "{}", ((line,) for line in text.split("\n")))


def _lines(lines: tuple[str, ...]) -> SafeString:
    said = "\n".join(line for line in lines if line)
    return format_html("<p>{}</p>", _lines_in(said)) if said else SafeString("")


def _joined(parts: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


MAKERS: dict[type[Any], Callable[[Any], SafeString]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Numbered: _numbered,
    Facts: _facts,
    Table: _table,
    Note: _note,
    PageBreak: _page_break,
    Signature: _signature,
}
