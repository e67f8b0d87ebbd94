"""Costs that a person books, occasions for a fee, and months that close for good."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import AllocationKey, Gemeente, Region, User
from config.shared.display import day, money, number
from config.shared.errors import Refused
from config.shared.money import share_out
from config.shared.periods import add_months, amsterdam, month_start
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.enums import FeeMoment, Rhythm, TariffUnit
from contracts.ledger import lock_ledger, rebuild_costs
from contracts.models import (
    Contract,
    CostEntry,
    CostEntryShare,
    CostLine,
    FeeOccasion,
    MonthClosing,
    Placement,
)

MOST_MONTHS = 120
"""How long a booked cost may come back."""

# --- Booked costs ---------------------------------------------------------------------------------


@transaction.atomic
def book_cost(
    *,
    entry: CostEntry,
    by: User,
    at: datetime,
    key: AllocationKey | None = None,
    amounts: Mapping[Gemeente, Decimal] | None = None,
) -> CostEntry:
    """Book a cost or credit that follows from no placement, for the gemeenten that bear it.

    Divided by the version of `key` that holds on the day it falls due first, or as `amounts` say
    in euro; those add up to the amount. What comes back is divided so each time. One due in a
    closed month of its contract is booked in the first open month.
    """
    require(by, Permission.COST_BOOK, entry)
    _check_rhythm(entry)
    if entry.contract and entry.contract.region_id != entry.region_id:
        raise Refused(_("This contract is another region's."), field="contract")
    shares = _by_key(entry, key) if key else _by_gemeente(entry, amounts or {})
    entry.recorded_at, entry.recorded_by = at, by
    valid(entry).save(force_insert=True)
    CostEntryShare.objects.bulk_create(
        CostEntryShare(entry=entry, gemeente_id=gemeente, amount=amount)
        for gemeente, amount in shares.items()
    )
    record_made(entry, by=by, at=at)
    rebuild_costs([], entry_ids=[entry.pk])
    return entry


def _check_rhythm(entry: CostEntry) -> None:
    if entry.rhythm == Rhythm.ONCE or entry.repeats_until is None:
        return
    if entry.repeats_until > add_months(entry.due_on, MOST_MONTHS):
        raise Refused(
            _("A cost comes back for ten years at most: book it anew after that."),
            field="repeats_until",
        )


def _by_key(entry: CostEntry, key: AllocationKey) -> dict[int, Decimal]:
    """Euros by id of the gemeente; the version that divided is kept with the entry."""
    version = key.version_on(entry.due_on)
    if version is None or key.region_id != entry.region_id:
        raise Refused(
            _("The key “%(key)s” has no percentages on %(day)s.")
            % {"key": key, "day": day(entry.due_on)},
            field="key",
        )
    entry.key = version
    percentages = version.percentages()
    amounts = share_out(entry.amount, list(percentages.values()))
    return dict(zip(percentages, amounts, strict=True))


def _by_gemeente(entry: CostEntry, amounts: Mapping[Gemeente, Decimal]) -> dict[int, Decimal]:
    total = sum(amounts.values(), Decimal(0))
    if total != entry.amount:
        raise Refused(
            _("The gemeenten bear %(total)s together, not %(amount)s.")
            % {"total": money(total), "amount": money(entry.amount)}
        )
    return {gemeente.pk: amount for gemeente, amount in amounts.items() if amount}


@transaction.atomic
def withdraw_cost(*, entry: CostEntry, reason: str, by: User, at: datetime) -> CostEntry:
    """Take a booked cost back; what stands in a closed month is taken back in the first open one.

    Refused when it was withdrawn before.
    """
    row = CostEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    require(by, Permission.COST_BOOK, row)
    if row.withdrawn_at is not None:
        raise Refused(_("This cost was already withdrawn."))
    row.withdrawn_at, row.withdrawn_by = at, by
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record_update(row, {"withdrawn_at": None}, by=by, at=at, what=reason)
    rebuild_costs([], entry_ids=[row.pk])
    return row


@transaction.atomic
def stop_cost(*, entry: CostEntry, last_on: date, reason: str, by: User, at: datetime) -> CostEntry:
    """Let a cost that comes back fall due no more after `last_on`.

    What fell due after that day is taken back: in closed months by a line in the first open one.
    Refused when it does not come back, was stopped or withdrawn before, or ends by then anyway.
    """
    row = CostEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    require(by, Permission.COST_BOOK, row)
    if not row.can_be_stopped:
        raise Refused(_("This cost does not come back any more."))
    if row.repeats_until and last_on >= row.repeats_until:
        raise Refused(_("It is stopped before the day until which it repeats."), field="last_on")
    row.ended_on, row.ended_at, row.ended_by = last_on, at, by
    row.save(update_fields=["ended_on", "ended_at", "ended_by"])
    record_update(row, {"ended_on": None}, by=by, at=at, what=reason)
    rebuild_costs([], entry_ids=[row.pk])
    return row


# --- Occasions for a fee --------------------------------------------------------------------------


def fees_of(placement: Placement) -> list[str]:
    """Names of the fees of its contract and route that fall due each time they are recorded."""
    if placement.contract is None:
        return []
    tariffs = placement.contract.tariffs.filter(
        route=placement.route, unit=TariffUnit.FEE, charged_at=FeeMoment.RECORDED
    )
    return list(tariffs.order_by("name").values_list("name", flat=True).distinct())


@transaction.atomic
def record_fee(*, placement: Placement, name: str, on: date, by: User, at: datetime) -> FeeOccasion:
    """Write down that a fee fell due for a learner on a day, such as an examination taken."""
    require(by, Permission.COST_BOOK, placement.contract)
    if name not in fees_of(placement):
        raise Refused(_("The contract has no such fee for this route."), field="name")
    made = FeeOccasion(placement=placement, name=name, on=on, recorded_at=at, recorded_by=by)
    valid(made).save(force_insert=True)
    record_update(placement, {}, by=by, at=at, what=_("Fee: %(fee)s") % {"fee": made})
    rebuild_costs([placement.pk])
    return made


@transaction.atomic
def take_back_fee(*, occasion: FeeOccasion, reason: str, by: User, at: datetime) -> Placement:
    """Take back an occasion for a fee that was recorded by mistake."""
    row = FeeOccasion.objects.select_for_update(of=("self",)).get(pk=occasion.pk)
    placement = row.placement
    require(by, Permission.COST_BOOK, placement.contract)
    what = _("Fee taken back: %(fee)s. %(reason)s") % {"fee": row, "reason": reason}
    record_update(placement, {}, by=by, at=at, what=what)
    row.delete()
    rebuild_costs([placement.pk])
    return placement


# --- Months ---------------------------------------------------------------------------------------


def next_open_month(contract: Contract) -> date:
    """The first month of the contract that is not closed: its first day."""
    closed: date | None = contract.month_closings.aggregate(newest=Max("month"))["newest"]
    if closed is not None:
        return add_months(closed, 1)
    lines = CostLine.objects.filter(contract=contract)
    first_due: date | None = lines.aggregate(first=Min("due_on"))["first"]
    return month_start(min(contract.first_on, first_due or contract.first_on))


@transaction.atomic
def close_months(*, contract: Contract, until: date, by: User, at: datetime) -> list[MonthClosing]:
    """Close every open month of a contract up to and including that of `until`.

    Their lines stand for good from then on. Refused for a month that is not over yet, and when
    there is nothing left to close. Who approves statements closes months too.
    """
    if not by.may(Permission.STATEMENT_APPROVE, contract):
        require(by, Permission.COST_BOOK, contract)
    lock_ledger(contract.pk)
    first, last = next_open_month(contract), month_start(until)
    if last >= month_start(amsterdam(at)):
        raise Refused(_("A month closes once it is over."), field="until")
    if last < first:
        raise Refused(_("These months are closed already."), field="until")
    return _close(contract, first, last, by=by, at=at)


def _close(
    contract: Contract, first: date, last: date, *, by: User, at: datetime
) -> list[MonthClosing]:
    months = [first]
    while months[-1] < last:
        months.append(add_months(months[-1], 1))
    closings = MonthClosing.objects.bulk_create(
        MonthClosing(contract=contract, month=month, closed_at=at, closed_by=by) for month in months
    )
    what = _("Months closed: %(first)s up to and including %(last)s") % {
        "first": f"{first:%m-%Y}",
        "last": f"{last:%m-%Y}",
    }
    record_update(contract, {}, by=by, at=at, what=what)
    return closings


@transaction.atomic
def close_months_of_region(*, region: Region, until: date, by: User, at: datetime) -> int:
    """Close the months up to and including that of `until` for every contract with costs in them.

    Returns how many contracts that concerned; Refused where it concerned none.
    """
    require(by, Permission.COST_BOOK, region)
    due = CostLine.objects.filter(region=region, due_on__lt=add_months(month_start(until), 1))
    contracts = Contract.objects.filter(pk__in=due.values("contract")).order_by("pk")
    open_ones = [row for row in contracts if next_open_month(row) <= month_start(until)]
    if not open_ones:
        raise Refused(_("These months are closed already."), field="until")
    for contract in open_ones:
        close_months(contract=contract, until=until, by=by, at=at)
    what = _("Months closed up to and including %(month)s: %(count)s contracts") % {
        "month": f"{until:%m-%Y}",
        "count": number(len(open_ones)),
    }
    record_update(region, {}, by=by, at=at, what=what)
    return len(open_ones)
