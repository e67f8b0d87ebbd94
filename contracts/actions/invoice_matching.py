"""Compare the lines of an invoice with what is due, by rule and by hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import regions_of, require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.periods import Period
from contracts.actions.records import record_update
from contracts.enums.payments import (
    UNDECIDED,
    InvoiceLineKind,
    LineDecision,
    MatchVerdict,
)
from contracts.invoices.comparing import Asked, Compared, Due, compare
from contracts.invoices.targets import Share, Target, due_of, granted_of, targets_of, window_of
from contracts.models import CourseGroup, Invoice, InvoiceLine, InvoiceMatch, Placement
from providers.models import Provider


def locked(invoice: Invoice) -> Invoice:
    """The invoice, while nobody else decides about one of the same provider: what is granted of a
    cost is counted once.
    """
    Provider.objects.select_for_update(no_key=True).get(pk=invoice.provider_id)
    return Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)


def require_handler(invoice: Invoice, by: User) -> None:
    """Raise Refused unless `by` decides about invoices of this region, and this one is open."""
    require(by, Permission.INVOICE_HANDLE, invoice)
    if invoice.region_id not in regions_of(by):
        raise Refused(_("You do not act for this region."))
    if invoice.status not in UNDECIDED:
        raise Refused(_("Nothing is decided about this invoice any more."))


def match_invoice(invoice: Invoice) -> None:
    """Compare every line that is not decided with the ledger as it stands; call it `locked`."""
    lines = list(invoice.lines.filter(decision=LineDecision.OPEN).order_by("position"))
    targets = targets_of(invoice, lines)
    due = due_of(set(targets.values()), _until(invoice, lines))
    granted = granted_of({target.contract_id for target in targets.values()})
    compared: dict[int, Compared] = {}
    for (target, window), pool in _pools(invoice, lines, targets).items():
        before = granted.get(target.contract_id, {})
        within = _within(due.get(target, []), before, window)
        compared |= compare([_asked(line) for line in pool], within, before)
    _keep(lines, targets, compared, due, granted)


def _until(invoice: Invoice, lines: Sequence[InvoiceLine]) -> date:
    """The last day about which the invoice asks anything."""
    ends = [window.last for line in lines if (window := window_of(invoice, line))]
    return max([invoice.issued_on, *ends])


def _pools(
    invoice: Invoice, lines: Sequence[InvoiceLine], targets: Mapping[int, Target]
) -> dict[tuple[Target, Period | None], list[InvoiceLine]]:
    """Lines that ask for the same over the same months, in their order."""
    pools: dict[tuple[Target, Period | None], list[InvoiceLine]] = defaultdict(list)
    for line in lines:
        if line.pk in targets:
            pools[targets[line.pk], window_of(invoice, line)].append(line)
    return pools


def _within(
    due: Sequence[Due], granted: Mapping[Share, Decimal], window: Period | None
) -> list[Due]:
    """What falls in the window; without one, in the months of which something is still open."""
    if window is not None:
        return [each for each in due if window.contains(each.part.month)]
    left: dict[Share, Decimal] = defaultdict(Decimal)
    for each in due:
        left[each.part] += each.amount
    open_months = {part.month for part in left if left[part] != granted.get(part, 0)}
    return [each for each in due if each.part.month in open_months] or list(due)


def _asked(line: InvoiceLine) -> Asked:
    return Asked(line.pk, line.amount, line.quantity, line.unit_code)


def _keep(
    lines: Sequence[InvoiceLine],
    targets: Mapping[int, Target],
    compared: Mapping[int, Compared],
    due: Mapping[Target, Sequence[Due]],
    granted: Mapping[int, Mapping[Share, Decimal]],
) -> None:
    """Write verdicts and matches in a handful of statements."""
    InvoiceMatch.objects.filter(line__in=[line.pk for line in lines]).delete()
    matches = []
    for line in lines:
        target, found = targets.get(line.pk), compared.get(line.pk)
        if target is None or found is None:
            _mark_unfound(line)
            continue
        line.contract_id, line.placement_id, line.group_id = target
        line.verdict, line.difference = found.verdict, found.difference
        known = granted.get(target.contract_id, {})
        matches += _matches(line, target, found, due.get(target, []), known)
    fields = ["contract", "placement", "group", "verdict", "difference"]
    InvoiceLine.objects.bulk_update(lines, fields, batch_size=500)
    InvoiceMatch.objects.bulk_create(matches, batch_size=2_000)


def _mark_unfound(line: InvoiceLine) -> None:
    """An allowance or charge is about no placement; of another line that is a question."""
    is_line = line.kind == InvoiceLineKind.LINE
    line.contract_id = line.placement_id = line.group_id = None
    line.verdict = MatchVerdict.UNKNOWN if is_line else MatchVerdict.APART
    line.difference = line.amount


def _matches(
    line: InvoiceLine,
    target: Target,
    found: Compared,
    due: Sequence[Due],
    granted: Mapping[Share, Decimal],
) -> list[InvoiceMatch]:
    """A match for each share of which the line asks something."""
    return [
        InvoiceMatch(
            line=line,
            contract_id=target.contract_id,
            placement_id=share.placement_id or None,
            group_id=share.group_id or None,
            month=share.month,
            expected_amount=sum((d.amount for d in due if d.part == share), Decimal(0)),
            expected_quantity=sum((d.quantity for d in due if d.part == share), Decimal(0)),
            granted_before=granted.get(share, Decimal(0)),
            claimed_amount=claimed,
        )
        for share, claimed in sorted(found.shares.items())
        if claimed
    ]


@transaction.atomic
def compare_again(*, invoice: Invoice, by: User, at: datetime) -> Invoice:
    """Compare the lines that are not decided once more, as after a delivery or a correction."""
    row = locked(invoice)
    require_handler(row, by)
    match_invoice(row)
    record_update(row, {}, by=by, at=at, what=_("Compared with the costs again"), after={})
    return row


@transaction.atomic
def match_by_hand(
    *,
    line: InvoiceLine,
    placement: Placement | None,
    group: CourseGroup | None,
    by: User,
    at: datetime,
) -> InvoiceLine:
    """Say what a line charges, where the rule found nothing or something else.

    Refused for two things at once or neither, and for what is not between region and provider.
    """
    invoice = locked(line.invoice)
    require_handler(invoice, by)
    if (placement is None) == (group is None):
        raise Refused(_("Choose a placement or a group."), field="placement")
    contract = placement.contract if placement else group.line.contract if group else None
    if contract is None or (contract.region_id, contract.provider_id) != (
        invoice.region_id,
        invoice.provider_id,
    ):
        raise Refused(_("This is not under a contract with this provider."), field="placement")
    row = invoice.lines.select_for_update().get(pk=line.pk)
    if row.decision != LineDecision.OPEN:
        raise Refused(_("This line is already decided."))
    row.contract, row.placement, row.group = contract, placement, group
    row.matched_at, row.matched_by = at, by
    row.save()
    match_invoice(invoice)
    after = {"line": row.position, "placement": row.placement_id, "group": row.group_id}
    record_update(invoice, {}, by=by, at=at, what=_("Line matched by hand"), after=after)
    row.refresh_from_db()
    return row
