"""Which placement, group or booked cost an invoice line charges, and what is due of it.

Set-based: a few queries for a whole invoice, however many lines it has.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet, Sum

from config.shared.periods import Period, month_of, month_start
from contracts.enums import BOOKED
from contracts.enums.payments import InvoiceLineKind
from contracts.invoices.comparing import Due
from contracts.models import (
    Contract,
    CostLine,
    CourseGroup,
    Invoice,
    InvoiceLine,
    InvoiceMatch,
    Placement,
    StatementLine,
)

WORDS = re.compile(r"[^\s,;:()\[\]\"']+")
EDGES = ".!?"
FACTS = ("due_on", "placement", "group", "contract", "amount", "quantity", "unit")


class Target(NamedTuple):
    """What is charged: a placement, a group, or with neither the booked costs of the contract."""

    contract_id: int
    placement_id: int | None = None
    group_id: int | None = None


def targets_of(invoice: Invoice, lines: Collection[InvoiceLine]) -> dict[int, Target]:
    """The target of each line, by id of the line; lines without one are left out.

    What was matched by hand stays. Else the line of the statement that the invoice names, else
    the one placement, or the one group, whose reference stands in the line.
    """
    by_reference = _by_reference(_contracts_of(invoice), lines)
    by_position = _by_position(invoice)
    found = {}
    for line in lines:
        target = _by_hand(line) or by_position.get(line.number)
        target = target or _named_in(line, by_reference)
        if target is not None:
            found[line.pk] = target
    return found


def _by_hand(line: InvoiceLine) -> Target | None:
    if line.matched_at is None or line.contract_id is None:
        return None
    return Target(line.contract_id, line.placement_id, line.group_id)


def _contracts_of(invoice: Invoice) -> "QuerySet[Contract]":
    """That of the invoice, else all between the region and the provider."""
    contracts = Contract.objects.filter(region=invoice.region_id, provider=invoice.provider_id)
    return contracts.filter(pk=invoice.contract_id) if invoice.contract_id else contracts


def _by_position(invoice: Invoice) -> dict[str, Target]:
    """Targets by the number of the line in the statement that the invoice names."""
    rows = StatementLine.objects.filter(statement=invoice.statement_id).order_by("position")
    columns = ("position", "contract_id", "placement_id", "group_id")
    return {
        str(position): Target(contract, placement, None if placement else group)
        for position, contract, placement, group in rows.values_list(*columns)
    }


def _by_reference(
    contracts: "QuerySet[Contract]", lines: Iterable[InvoiceLine]
) -> dict[str, set[Target]]:
    """Placements and groups by each reference that stands in one of the lines."""
    words = {word for line in lines for word in words_of(line)}
    found: dict[str, set[Target]] = defaultdict(set)
    placements = Placement.objects.filter(contract__in=contracts, reference__in=words)
    for reference, contract, pk in placements.values_list("reference", "contract", "pk"):
        found[reference].add(Target(contract, placement_id=pk))
    groups = CourseGroup.objects.filter(line__contract__in=contracts, reference__in=words)
    for reference, contract, pk in groups.values_list("reference", "line__contract", "pk"):
        found[reference].add(Target(contract, group_id=pk))
    return found


def words_of(line: InvoiceLine) -> list[str]:
    """What may be a reference: what the line says it is about, else every word of it."""
    if line.object_reference:
        return [line.object_reference]
    text = f"{line.name} {line.description}"
    return [word.strip(EDGES) for word in WORDS.findall(text)]


def _named_in(line: InvoiceLine, known: Mapping[str, set[Target]]) -> Target | None:
    """The one placement that the line names, else the one group; None when it is not one."""
    if line.kind != InvoiceLineKind.LINE:
        return None
    named = set().union(*(known.get(word, set()) for word in words_of(line)))
    for kind in ("placement_id", "group_id"):
        of_kind = [target for target in named if getattr(target, kind)]
        if of_kind:
            return of_kind[0] if len(of_kind) == 1 else None
    return None


# --- What is due ----------------------------------------------------------------------------------


def window_of(invoice: Invoice, line: InvoiceLine) -> Period | None:
    """Whole months of the line's period, else of the invoice's; None: all up to its date."""
    first_on = line.first_on or invoice.first_on
    last_on = line.last_on or invoice.last_on or first_on
    if first_on is None or last_on is None or last_on < first_on:
        return None
    return Period(month_start(first_on), month_of(last_on).last)


class Share(NamedTuple):
    """What is paid by itself: a month of a placement, a group, or a placement in a group.

    An id is 0 where there is none, so that shares can be sorted; with neither it is the booked
    costs of the contract.
    """

    month: date
    placement_id: int = 0
    group_id: int = 0


def due_of(targets: Collection[Target], until: date) -> dict[Target, list[Due]]:
    """What the ledger says is due of each target up to and including the month of `until`."""
    placements, groups, contracts = _by_column(targets)
    lines = CostLine.objects.filter(due_on__lte=month_of(until).last)
    found: dict[Target, list[Due]] = defaultdict(list)
    for column, known, rows in (
        ("placement_id", placements, lines.filter(placement__in=placements)),
        ("group_id", groups, lines.filter(group__in=groups)),
        ("contract_id", contracts, lines.filter(contract__in=contracts, kind__in=BOOKED)),
    ):
        for line in rows.only(*FACTS).order_by("due_on", "pk"):
            share = Share(month_start(line.due_on), line.placement_id or 0, line.group_id or 0)
            due = Due(share, line.amount, line.quantity, line.unit)
            found[known[getattr(line, column)]].append(due)
    return found


def _by_column(targets: Iterable[Target]) -> tuple[dict[int, Target], ...]:
    """Targets by id of the placement, of the group, and of the contract of booked costs."""
    placements, groups, contracts = {}, {}, {}
    for target in targets:
        if target.placement_id:
            placements[target.placement_id] = target
        elif target.group_id:
            groups[target.group_id] = target
        else:
            contracts[target.contract_id] = target
    return placements, groups, contracts


def granted_of(contracts: Collection[int]) -> dict[int, dict[Share, Decimal]]:
    """What was approved before, by id of the contract and by share."""
    rows = InvoiceMatch.objects.filter(contract__in=contracts, approved_amount__isnull=False)
    sums = rows.order_by().values_list("contract", "month", "placement", "group")
    found: dict[int, dict[Share, Decimal]] = defaultdict(dict)
    for contract, month, placement, group, amount in sums.annotate(total=Sum("approved_amount")):
        found[contract][Share(month, placement or 0, group or 0)] = amount
    return found
