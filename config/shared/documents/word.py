"""Documents as docx, to be edited: real styles, so that headings and tables are found as such."""

import io
from collections.abc import Callable, Iterable
from datetime import UTC
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from config.shared.documents import word_parts as parts
from config.shared.documents.blocks import (
    Bold,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Rich,
    Signatory,
    Signature,
    Table,
)
from config.shared.documents.plain import cleaned
from config.shared.documents.word_styles import TEXT_WIDTH, prepare
from config.shared.documents.wording import Wording, wording

REGIONS = {"nl": "nl-NL", "en": "en-GB"}
LABEL_WIDTH = Cm(4.6)
SIGNED_WIDTH = Cm(7.4)
ROOM_TO_SIGN = Pt(54)
SIDE_BY_SIDE = 2
LONGEST_PROPERTY = 255
NARROWEST, WIDEST = 6, 40


def to_docx(document: Document) -> bytes:
    """The same content as the PDF, in the same order, without macros or anything from elsewhere."""
    content = cleaned(document)
    word = docx.Document()
    prepare(word, REGIONS[content.language])
    words = wording(content.language)
    _describe(word, content)
    _frame(word, content, words)
    _open(word, content, words)
    for block in content.blocks:
        _WRITERS[type(block)](word, block)
    stream = io.BytesIO()
    word.save(stream)
    return parts.with_fixed_times(stream.getvalue())


# --- Frame ----------------------------------------------------------------------------------------


def _describe(word: WordDocument, content: Document) -> None:
    about = word.core_properties
    moment = content.created_at.astimezone(UTC).replace(tzinfo=None)
    about.title = _property(f"{content.mark}: {content.title}" if content.mark else content.title)
    about.author = about.last_modified_by = _property("".join(content.sender[:1]))
    about.subject = _property(content.reference)
    about.language = REGIONS[content.language]
    about.comments = about.keywords = ""
    about.created = about.modified = moment


def _property(text: str) -> str:
    """A property of the file takes one line of at most 255 characters."""
    return text.replace("\n", " ")[:LONGEST_PROPERTY]


def _frame(word: WordDocument, content: Document, words: Wording) -> None:
    section = word.sections[0]
    if content.mark:
        section.header.paragraphs[0].text = content.mark
        section.header.paragraphs[0].style = word.styles["Mark"]
    footer = section.footer.paragraphs[0]
    footer.text = content.footer.replace("\n", " ")
    footer.add_run("\t")
    parts.add_field(footer, "PAGE")
    footer.add_run(f" {words.of} ")
    parts.add_field(footer, "NUMPAGES")


def _open(word: WordDocument, content: Document, words: Wording) -> None:
    """Sender, addressee, particulars and title; a report has its title before the particulars."""
    _lines(word, content.sender[:1], style="Sender")
    _lines(word, content.sender[1:], style="Sender Details")
    _lines(word, content.addressee, style="Addressee")
    about = [
        (words.place_and_date, content.place_and_date),
        (words.reference, content.reference),
    ]
    particulars = Facts(tuple((label, value) for label, value in about if value))
    title = Heading(content.title, level=0)
    for block in (particulars, title) if content.addressee else (title, particulars):
        _WRITERS[type(block)](word, block)


def _lines(word: WordDocument, lines: Iterable[str], *, style: str) -> None:
    text = "\n".join(lines)
    if text:
        word.add_paragraph(text, style=style)


# --- Blocks ---------------------------------------------------------------------------------------


def _fill(paragraph: WordParagraph, text: Rich) -> WordParagraph:
    for part in (text,) if isinstance(text, str) else text:
        is_bold = isinstance(part, Bold)
        run = paragraph.add_run(part.text if isinstance(part, Bold) else part)
        run.bold = is_bold or None
    return paragraph


def _write_heading(word: WordDocument, heading: Heading) -> None:
    if heading.text.strip():
        word.add_heading(heading.text, level=heading.level + 1)


def _write_paragraph(word: WordDocument, paragraph: Paragraph) -> None:
    _fill(word.add_paragraph(), paragraph.text)


def _write_bullets(word: WordDocument, bullets: Bullets) -> None:
    for item in bullets.items:
        _fill(word.add_paragraph(style="List Bullet"), item)


def _write_numbered(word: WordDocument, numbered: Numbered) -> None:
    number_id = parts.new_numbering(word, "List Number", start=numbered.start)
    for item in numbered.items:
        paragraph = _fill(word.add_paragraph(style="List Number"), item)
        parts.number_by(paragraph, number_id)


def _write_facts(word: WordDocument, facts: Facts) -> None:
    if not facts.pairs:
        return
    table = _table(word, len(facts.pairs), [LABEL_WIDTH, TEXT_WIDTH - LABEL_WIDTH])
    for row, (label, value) in zip(table.rows, facts.pairs, strict=True):
        _fill(_first(row.cells[0], "Fact Label"), label)
        _fill(_first(row.cells[1], "Fact"), value)
    _space(word)


def _write_table(word: WordDocument, block: Table) -> None:
    if block.caption:
        word.add_paragraph(block.caption, style="Caption").paragraph_format.keep_with_next = True
    header = tuple(column.label for column in block.columns)
    texts = [header, *block.rows, *filter(None, [block.totals])]
    table = _table(word, len(texts), _widths(texts))
    for row, cells in zip(table.rows, texts, strict=True):
        is_bold = cells is header or cells is block.totals
        for cell, text, column in zip(row.cells, cells, block.columns, strict=True):
            _write_cell(cell, text, column, is_bold=is_bold)
        parts.keep_whole(row)
    parts.rule(table, has_totals=bool(block.totals))
    parts.repeat_header(table.rows[0])
    _space(word)


def _write_cell(cell: Any, text: str, column: Column, *, is_bold: bool) -> None:
    paragraph = _first(cell, "Cell")
    _fill(paragraph, (Bold(text),) if is_bold else text)
    if column.align == "right":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _write_note(word: WordDocument, note: Note) -> None:
    title: tuple[Rich, ...] = ((Bold(note.title),),) if note.title else ()
    for text in (*title, *note.paragraphs):
        _fill(word.add_paragraph(style="Note"), text)


def _write_page_break(word: WordDocument, _block: PageBreak) -> None:
    word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _write_signature(word: WordDocument, signature: Signature) -> None:
    closing = word.add_paragraph(signature.closing, style="Closing Words")
    closing.paragraph_format.space_after = ROOM_TO_SIGN
    people = signature.signatories
    for start in range(0, len(people), SIDE_BY_SIDE):
        _write_signatories(word, people[start : start + SIDE_BY_SIDE])


def _write_signatories(word: WordDocument, people: tuple[Signatory, ...]) -> None:
    table = _table(word, 1, [SIGNED_WIDTH] * len(people))
    for cell, person in zip(table.rows[0].cells, people, strict=True):
        _fill(_first(cell, "Cell"), (Bold(person.name),))
        cell.add_paragraph(person.role, style="Cell")
        parts.line_above(cell)
    parts.keep_whole(table.rows[0])
    _space(word)


_WRITERS: dict[type, Callable[[WordDocument, Any], None]] = {
    Heading: _write_heading,
    Paragraph: _write_paragraph,
    Bullets: _write_bullets,
    Numbered: _write_numbered,
    Facts: _write_facts,
    Table: _write_table,
    Note: _write_note,
    PageBreak: _write_page_break,
    Signature: _write_signature,
}


# --- Tables ---------------------------------------------------------------------------------------


def _table(word: WordDocument, rows: int, widths: list[Any]) -> WordTable:
    table = word.add_table(rows, len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _widths(texts: list[tuple[str, ...]]) -> list[int]:
    """The width of the page, shared by the longest text of each column within bounds."""
    longest = [max(map(len, column)) for column in zip(*texts, strict=True)]
    weights = [min(max(length, NARROWEST), WIDEST) for length in longest]
    return [TEXT_WIDTH * weight // sum(weights) for weight in weights]


def _first(cell: Any, style: str) -> WordParagraph:
    """The paragraph that every cell has."""
    paragraph: WordParagraph = cell.paragraphs[0]
    paragraph.style = style
    return paragraph


def _space(word: WordDocument) -> None:
    """Tables that touch would become one."""
    word.add_paragraph(style="Spacer")
