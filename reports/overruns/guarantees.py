"""What contracts guarantee their providers, against what was taken and is still expected."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import day, money
from config.shared.periods import month_start
from contracts.alert_causes import WATCHED, Cause
from contracts.enums import AlertKind, CostKind
from contracts.models import ContractGuarantee
from reports.models import ExpectedCost
from reports.overruns.figures import NIL


class Coming(NamedTuple):
    """What is expected under a contract and route from a month on."""

    contract_id: int
    route: str
    month: date
    amount: Decimal
    heads: int


@dataclass(frozen=True, slots=True)
class GuaranteeOutlook:
    """A guarantee with what was taken or committed of it and what is expected beside that.

    Amounts are in euro by the day they fall due; the ledger knows the shortfall only once a
    person books it.
    """

    guarantee: ContractGuarantee
    amount: Decimal
    heads: int
    expected_amount: Decimal
    expected_heads: int

    @property
    def shortfall(self) -> Decimal:
        """Euro that will be owed beside the costs; nought once it was booked."""
        if self.guarantee.is_booked:
            return NIL
        return self.guarantee.shortfall(
            self.amount + self.expected_amount, self.heads + self.expected_heads
        )


def guarantee_outlooks(
    guarantees: "QuerySet[ContractGuarantee]", on: date
) -> list[GuaranteeOutlook]:
    """Of each guarantee, by contract and period; two queries."""
    rows: Any = guarantees.select_related("contract", "entry")
    found = list(rows.with_taken().order_by("contract__reference", "first_on", "pk"))
    coming = list(_coming({row.contract_id for row in found}, on)) if found else []
    return [_outlook(row, coming) for row in found]


def guarantees_of(user: User, on: date) -> list[GuaranteeOutlook]:
    """Of contracts that the person sees and that bind: those that run, and unbooked shortfalls."""
    visible = ContractGuarantee.objects.visible_to(user).filter(contract__status__in=WATCHED)
    found = guarantee_outlooks(visible, on)
    return [one for one in found if one.shortfall or one.guarantee.last_on >= on]


def _coming(contracts: Iterable[int], on: date) -> Iterator[Coming]:
    """Learners count by the tariff of their lessons: who pays a fee too counts once."""
    rows = ExpectedCost.objects.filter(contract__in=contracts, month__gte=month_start(on))
    heads = Sum("heads", filter=~Q(kind=CostKind.FEE), default=0)
    sums = rows.order_by().values_list("contract", "route", "month")
    for row in sums.annotate(Sum("amount"), number=heads):
        yield Coming(*row)


def _outlook(row: ContractGuarantee, coming: Iterable[Coming]) -> GuaranteeOutlook:
    own = [
        part
        for part in coming
        if part.contract_id == row.contract_id
        and row.route in ("", part.route)
        and month_start(row.first_on) <= part.month <= row.last_on
    ]
    return GuaranteeOutlook(
        row,
        row.taken_amount,
        row.taken_heads,
        sum((part.amount for part in own), NIL),
        sum(part.heads for part in own),
    )


def guarantees_missed(on: date) -> Iterator[Cause]:
    """Guarantees that will not be reached, from their first day until the shortfall is booked."""
    begun = ContractGuarantee.objects.filter(contract__status__in=WATCHED, first_on__lte=on)
    for found in guarantee_outlooks(begun, on):
        if found.shortfall:
            yield _cause(found.guarantee, found.shortfall)


def _cause(guarantee: ContractGuarantee, shortfall: Decimal) -> Cause:
    named = {"minimum": guarantee, "day": day(guarantee.last_on), "shortfall": money(shortfall)}
    return Cause(
        guarantee.contract_id,
        AlertKind.GUARANTEE,
        f"guarantee:{guarantee.pk}",
        _("Guaranteed until %(day)s: %(minimum)s. The forecast is %(shortfall)s short.") % named,
        guarantee.last_on,
    )
