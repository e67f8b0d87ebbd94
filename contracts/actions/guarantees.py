"""What a contract guarantees: written in a draft, and its shortfall booked by a person."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import AllocationKey, Gemeente, User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.money import share_out
from config.shared.periods import amsterdam
from contracts.actions.conditions import Row, replace_rows
from contracts.actions.costs import book_cost
from contracts.actions.records import record_update
from contracts.actions.terms import lock_draft
from contracts.enums import CostKind, CostType
from contracts.models import CapacityShare, Contract, ContractGuarantee, CostEntry


@transaction.atomic
def set_guarantees(*, contract: Contract, rows: Sequence[Row], by: User, at: datetime) -> Contract:
    """What the region takes at least: what is given replaces what stood in the draft.

    Two of one kind and route begin on different days, so that an amendment can tell them apart.
    """
    draft = lock_draft(contract)
    if len({(row["kind"], row.get("route", ""), row["first_on"]) for row in rows}) < len(rows):
        raise Refused(_("Two guarantees of the same kind and route begin on one day."))
    for row in rows:
        if row["first_on"] < draft.first_on or row["last_on"] > draft.last_on:
            raise Refused(
                _("The period has to lie within the contract, from %(first)s to %(last)s.")
                % {"first": day(draft.first_on), "last": day(draft.last_on)}
            )
    said = replace_rows(draft, ContractGuarantee, _("Guaranteed minimum"), rows)
    record_update(draft, {}, by=by, at=at, what=said)
    return draft


@transaction.atomic
def book_shortfall(
    *,
    guarantee: ContractGuarantee,
    reason: str,
    by: User,
    at: datetime,
    key: AllocationKey | None = None,
) -> CostEntry:
    """Book what was taken too little, once the period is over; due on its last day.

    Divided by `key`, or by the seats that each gemeente has under the contract. Refused while
    the period runs, when it was booked already, and when nothing is short.
    """
    rows = ContractGuarantee.objects.select_for_update(of=("self",))
    row = rows.with_taken().get(pk=guarantee.pk)
    require(by, Permission.COST_BOOK, row.contract)
    amount = row.shortfall(row.taken_amount, row.taken_heads)
    if row.last_on >= amsterdam(at):
        raise Refused(_("A shortfall is booked once the period is over."))
    if row.is_booked:
        raise Refused(_("This shortfall was booked already."))
    if not amount:
        raise Refused(_("The guaranteed minimum was reached: there is nothing to book."))
    entry = _entry_of(row, amount, reason)
    amounts = {} if key else by_seats(row, amount)
    if not key and not amounts:
        raise Refused(_("No gemeente has seats under this contract: choose a key."), field="key")
    row.entry = book_cost(entry=entry, key=key, amounts=amounts, by=by, at=at)
    row.save(update_fields=["entry"])
    return row.entry


def _entry_of(guarantee: ContractGuarantee, amount: Decimal, reason: str) -> CostEntry:
    return CostEntry(
        region_id=guarantee.contract.region_id,
        contract=guarantee.contract,
        route=guarantee.route,
        cost_type=CostType.LEARNING_ROUTES,
        kind=CostKind.ENTRY,
        due_on=guarantee.last_on,
        first_on=guarantee.first_on,
        last_on=guarantee.last_on,
        description=_("Shortfall of the guaranteed minimum (%(minimum)s)") % {"minimum": guarantee},
        reason=reason,
        amount=amount,
    )


def by_seats(guarantee: ContractGuarantee, amount: Decimal) -> dict[Gemeente, Decimal]:
    """The amount over gemeenten by their seats under the contract, to the cent; nothing where no
    gemeente has a seat or nothing is short.
    """
    shares = CapacityShare.objects.filter(line__contract=guarantee.contract, number__gt=0)
    if guarantee.route:
        shares = shares.filter(line__route=guarantee.route)
    seats = dict(shares.order_by("gemeente__name").values_list("gemeente").annotate(Sum("number")))
    if not seats or not amount:
        return {}
    gemeenten = Gemeente.objects.in_bulk(seats)
    amounts = share_out(amount, list(seats.values()))
    return {gemeenten[pk]: part for pk, part in zip(seats, amounts, strict=True)}
