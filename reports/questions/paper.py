"""A report as a paper: the answer, its rows, the sums, and what the figures are."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.shared.display import long_day
from config.shared.documents import Block, Column, Document, Facts, Heading, Paragraph, Table
from reports.questions.base import Column as Asked
from reports.questions.base import Kind, Question, Row


def question_document(
    question: Question, *, at: datetime, sender: str, is_training: bool = False
) -> Document:
    """In the language that is spoken; `sender` is the organisation whose figures they are.

    Of a report that is too wide for a page, the rows have the columns of `on_paper` and every sum
    stands in a table of its own.
    """
    return Document(
        title=str(question.title),
        blocks=tuple(_blocks(question)),
        created_at=at,
        language=get_language() or "nl",
        sender=(sender,),
        mark=_("PRACTICE") if is_training else "",
        footer=question.footnote,
    )


def _blocks(question: Question) -> Iterator[Block]:
    yield Facts(((_("Figures of"), long_day(question.asked.on)),))
    yield Paragraph(question.sentence)
    if not question.rows:
        return
    yield Heading(str(question.asks))
    columns = _on_paper(question)
    yield _rows(question, columns)
    totals = question.totals()
    if totals is not None and len(columns) < len(question.columns):
        yield Heading(_("In all"))
        yield _sums(question, totals)
    yield Heading(_("What the figures are"))
    yield Facts(tuple(question.definitions()))


def _on_paper(question: Question) -> list[Asked]:
    wanted = question.on_paper
    return [column for column in question.columns if not wanted or column.name in wanted]


def _rows(question: Question, columns: list[Asked]) -> Table:
    names = {column.name for column in columns}
    shown = [place for place, column in enumerate(question.columns) if column.name in names]
    totals = question.totals()
    return Table(
        tuple(_head(column) for column in columns),
        tuple(_cells(question, row, shown) for row in question.rows),
        totals=_cells(question, totals, shown, first=_("Total")) if totals else (),
    )


def _cells(question: Question, row: Row, places: list[int], first: str = "") -> tuple[str, ...]:
    cells = [question.columns[place].shown(row[place]) for place in places]
    return (first or cells[0], *cells[1:])


def _sums(question: Question, totals: Row) -> Table:
    pairs = zip(question.columns, totals, strict=True)
    rows = [
        (str(column.label), column.shown(value))
        for column, value in pairs
        if column.kind.is_figure and column.kind is not Kind.DAY and value != ""
    ]
    return Table((Column(_("Figure")), Column(_("Total"), "right")), tuple(rows))


def _head(column: Asked) -> Column:
    return Column(str(column.label), "right" if column.kind.is_figure else "left")
