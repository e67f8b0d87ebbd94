"""The settlement of a gemeente as a paper."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Region
from config.shared.display import day, money
from config.shared.documents import Column, Document, Facts, Heading, Paragraph, Table
from config.shared.periods import amsterdam
from contracts.enums import CostType
from reports.funding.covering import NIL
from reports.funding.statement import Statement
from reports.funding.words import balance, balance_steps


def statement_document(statement: Statement, region: Region, at: datetime) -> Document:
    """What a gemeente got, used and paid in a year, with who still owes whom."""
    words = {"gemeente": statement.gemeente, "year": statement.year}
    return Document(
        title=_("Settlement of %(gemeente)s, %(year)s") % words,
        blocks=(
            Paragraph(balance(statement)),
            Heading(_("What came in")),
            _streams(statement),
            Heading(_("What it was spent on")),
            _costs(statement),
            Heading(_("What is still to settle")),
            _balance(statement),
        ),
        created_at=at,
        language="en" if (get_language() or "nl").startswith("en") else "nl",
        sender=(region.name,),
        footer=_("As known on %(day)s.") % {"day": day(amsterdam(at))},
    )


def _table(header: Iterable[str], rows: Iterable[list[str]], totals: list[str]) -> Table:
    """The first column is text, the others are figures."""
    first, *others = header
    columns = (Column(first), *(Column(text, "right") for text in others))
    return Table(columns, tuple(tuple(row) for row in rows), totals=tuple(totals))


def _streams(statement: Statement) -> Table:
    header = [_("Funding stream"), _("First told"), _("Corrected"), _("Now"), _("Spent"), _("Left")]
    names = ("first", "corrected", "amount", "used", "left")
    rows = [
        [part.stream.name, *(money(getattr(part, name)) for name in names)]
        for part in statement.parts
    ]
    sums = [sum((getattr(part, name) for part in statement.parts), NIL) for name in names]
    return _table(header, rows, [_("Total"), *map(money, sums)])


def _costs(statement: Statement) -> Table:
    header = [_("Kind of cost"), _("Cost"), _("Covered by streams"), _("Not covered")]
    rows, total = [], [NIL, NIL, NIL]
    for kind in CostType:
        if kind in statement.costs:
            cost, lacks = statement.costs[kind], statement.covered.open_cost.get(kind, NIL)
            figures = [cost, cost - lacks, lacks]
            total = [before + figure for before, figure in zip(total, figures, strict=True)]
            rows.append([str(kind.label), *map(money, figures)])
    return _table(header, rows, [_("Total"), *map(money, total)])


def _balance(statement: Statement) -> Facts:
    return Facts(tuple((label, money(amount)) for label, amount in balance_steps(statement)))
