"""A statement as a letter of figures, and the list by which an accountant checks it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.shared.display import day, money, number, percentage
from config.shared.documents import Block, Column, Document, Facts, Heading, Note, Paragraph, Table
from config.shared.periods import amsterdam
from config.shared.sheets import write_csv
from contracts.enums import DataTaskStatus
from contracts.enums.payments import StatementStatus
from contracts.models import DataTask, Statement, StatementLine
from contracts.statements.sums import parts_of, vat_of

MOST_ROWS = 5_000
"""Lines that a paper shows; the sheet has them all."""


def document_of(statement: Statement, at: datetime) -> Document:
    """The statement as a report in the reader's language; with a mark until it is approved."""
    is_approved = statement.status == StatementStatus.APPROVED
    lines = list(_lines(statement)[: MOST_ROWS + 1])
    ordinary = [line for line in lines if not line.is_correction]
    corrections = [line for line in lines if line.is_correction]
    blocks: list[Block] = [
        Facts(_facts(statement)),
        Heading(_("Totals by contract and gemeente")),
        _parts_table(statement),
        Heading(_("VAT")),
        _vat_table(statement),
        Heading(_("Lines")),
        _lines_table(ordinary) if ordinary else Paragraph(_("There are none.")),
    ]
    if corrections:
        blocks += [Heading(_("Corrections of earlier months")), _lines_table(corrections)]
    if len(lines) > MOST_ROWS:
        blocks.append(Note((_("The paper stops here: the sheet has every line."),)))
    return Document(
        title=_("Statement of %(month)s") % {"month": statement.month_name},
        blocks=tuple(blocks),
        created_at=statement.approved_at or at,
        reference=statement.number,
        sender=(statement.region.name,),
        mark="" if is_approved else _("CONCEPT"),
    )


def _lines(statement: Statement) -> Any:
    return statement.lines.select_related("contract", "gemeente").order_by("position")


def _facts(statement: Statement) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Provider"), f"{statement.provider.legal_name} ({statement.provider.kvk_number})"),
        (_("Region"), str(statement.region)),
        (_("Number"), statement.number),
        (_("Status"), statement.get_status_display()),
        (_("Total excl. VAT"), money(statement.amount_excl)),
        (_("Of which corrections of earlier months"), money(statement.amount_corrections)),
        (_("VAT"), money(statement.amount_vat)),
        (_("Total"), money(statement.amount_incl)),
    ]
    if statement.approved_at:
        facts.append((pgettext("statement", "Approved"), day(amsterdam(statement.approved_at))))
    return tuple(facts)


def _right(label: str) -> Column:
    return Column(label, "right")


def _parts_table(statement: Statement) -> Table:
    parts = parts_of(statement)
    return Table(
        (
            Column(_("Contract")),
            Column(_("Gemeente")),
            _right(_("Lines")),
            _right(_("Of which corrections")),
            _right(_("Amount")),
        ),
        tuple(
            (
                part.contract,
                part.gemeente,
                number(part.lines),
                money(part.corrections),
                money(part.amount),
            )
            for part in parts
        ),
        totals=(
            _("Total"),
            "",
            number(sum(part.lines for part in parts)),
            money(statement.amount_corrections),
            money(statement.amount_excl),
        ),
    )


def _vat_table(statement: Statement) -> Table:
    return Table(
        (
            Column(_("VAT (%)")),
            Column(_("Ground of the VAT exemption")),
            _right(_("Amount")),
            _right(_("VAT")),
        ),
        tuple(
            (percentage(part.rate), part.ground, money(part.base), money(part.tax))
            for part in vat_of(statement)
        ),
    )


def _lines_table(lines: Sequence[StatementLine]) -> Table:
    total = sum((line.amount for line in lines), Decimal(0))
    return Table(
        (
            Column(_("For")),
            Column(_("Contract")),
            Column(_("Gemeente")),
            Column(_("Kind")),
            Column(_("Days")),
            _right(_("Amount")),
        ),
        tuple(
            (
                line.subject,
                line.contract.reference,
                line.gemeente.name,
                line.get_kind_display(),
                f"{day(line.first_on)} - {day(line.last_on)}",
                money(line.amount),
            )
            for line in lines
        ),
        totals=(_("Total"), "", "", "", "", money(total)),
    )


# --- For the accountant ---------------------------------------------------------------------------


def write_assurance(stream: IO[bytes], statement: Statement) -> None:
    """What each placement was paid for, and the evidence: the return and its file's SHA-256."""
    header = [
        _("Statement"),
        _("Contract"),
        _("Gemeente"),
        _("Placement"),
        _("Route"),
        _("Status"),
        _("Hours offered"),
        _("Hours attended"),
        _("First day"),
        _("Last day"),
        _("Amount"),
        _("Monthly return"),
        _("Answered"),
        _("Delivery"),
        _("SHA-256"),
    ]
    write_csv(stream, header, _assurance_rows(statement))


def _assurance_rows(statement: Statement) -> Iterator[tuple[Any, ...]]:
    """A row a placement, contract and gemeente; group and booked costs have none."""
    returns = _returns(statement)
    rows = statement.lines.filter(placement__isnull=False).order_by(
        "contract__reference", "placement__reference", "gemeente__name"
    )
    names = (
        "contract__reference",
        "gemeente__name",
        "placement__reference",
        "placement__route",
        "placement__status",
        "placement__offered_hours",
        "placement__attended_hours",
        "placement__actual_first_on",
        "placement__actual_last_on",
    )
    for contract, *values, total in rows.values_list(*names, "contract").annotate(
        total=Sum("amount")
    ):
        *facts, contract_id = values
        yield (statement.number, contract, *facts, total, *_evidence(returns.get(contract_id)))


def _returns(statement: Statement) -> dict[int | None, DataTask]:
    """The return of the month of each contract."""
    tasks = DataTask.objects.filter(
        contract__in=statement.lines.values("contract"), month=statement.month
    )
    return {task.contract_id: task for task in tasks.select_related("delivery")}


def _evidence(task: DataTask | None) -> tuple[Any, ...]:
    if task is None:
        return (_("Not asked"), None, None, "")
    label = str(DataTaskStatus(task.status).label)
    answered = amsterdam(task.answered_at) if task.answered_at else None
    delivery = task.delivery
    return (label, answered, delivery.pk if delivery else None, delivery.sha256 if delivery else "")
