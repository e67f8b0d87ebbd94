"""The maximum value of contracts against all that they will cost."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from config.shared.periods import month_start
from contracts.enums import BINDING
from contracts.models import Contract, CostMonth
from reports.enums import CauseCode, CostType, SignalKind
from reports.overruns.expected import Expectation
from reports.overruns.sources import Sources
from reports.signals.days import DaySum, day_sums
from reports.signals.prediction import NIL, Crossing, crossing, passing_day
from reports.signals.shapes import Finding, Subject

Months = dict[date, Decimal]


@dataclass(frozen=True, slots=True)
class Use:
    """What one contract and its call-offs cost by month, and where that passes the maximum."""

    contract: Contract
    maximum: Decimal
    due: Months
    expected: Months

    @property
    def forecast(self) -> Decimal:
        return sum([*self.due.values(), *self.expected.values()], NIL)

    @property
    def crossing(self) -> Crossing | None:
        """None while the maximum holds."""
        months = {*self.due, *self.expected}
        return crossing(
            self.maximum,
            {month: self.due.get(month, NIL) + self.expected.get(month, NIL) for month in months},
        )


def maximum_findings(on: date) -> Iterator[Finding]:
    """Every binding contract with a maximum, those that hold too; nine queries in all."""
    limited = Contract.objects.filter(status__in=BINDING, maximum_amount__isnull=False)
    contracts = list(limited.order_by("pk"))
    members = _members([contract.pk for contract in contracts])
    due, expected = _due_by_month(members), _expected_by_month(members, on)
    uses = [_use(contract, due[contract.pk], expected[contract.pk]) for contract in contracts]
    crossings = {use.contract.pk: use.crossing for use in uses}
    passed = [pk for pk, owner in members.items() if pk and crossings[owner]]
    days = day_sums({found.month for found in crossings.values() if found}, passed)
    for use in uses:
        own = [one for one in days if members[one.origin.contract_id] == use.contract.pk]
        yield _finding(use, own)


def _use(contract: Contract, due: Months, expected: Months) -> Use:
    return Use(contract, contract.maximum_amount or NIL, due, expected)


def _finding(use: Use, days: Iterable[DaySum]) -> Finding:
    contract, found = use.contract, use.crossing
    passes = use.forecast > use.maximum
    return Finding(
        subject=Subject(contract.region_id, None, None, "", CostType.LEARNING_ROUTES, contract.pk),
        kind=SignalKind.CEILING_PASSED if passes else None,
        limit=use.maximum,
        forecast=use.forecast,
        passes_on=_passing_day(use, found, days) if found else None,
        cause=CauseCode.VOLUME if passes else CauseCode.UNKNOWN,
    )


def _passing_day(use: Use, found: Crossing, days: Iterable[DaySum]) -> date:
    due = [(one.on, one.amount) for one in days if month_start(one.on) == found.month]
    return passing_day(use.maximum, found, due, use.expected.get(found.month, NIL))


def _members(contracts: Iterable[int]) -> dict[int | None, int]:
    """The contract whose maximum counts, by id of it and of each of its call-offs."""
    owners: dict[int | None, int] = {pk: pk for pk in contracts}
    called = Contract.objects.filter(framework__in=owners).order_by("pk")
    rows = called.values_list("pk", "framework")
    return owners | {pk: framework for pk, framework in rows if framework}


def _due_by_month(members: Mapping[int | None, int]) -> defaultdict[int, Months]:
    months = CostMonth.objects.filter(contract__in=members).order_by()
    keys = months.values_list("contract", "month")
    return _by_month(members, keys.annotate(Sum("amount")))


def _expected_by_month(members: Mapping[int | None, int], on: date) -> defaultdict[int, Months]:
    """What is expected under each contract, from the month of `on` on."""
    parts = Expectation.ahead(Sources.of_region(None), on).to_come
    named = ((part.bucket.contract_id, part.month, part.amount) for part in parts)
    return _by_month(members, (row for row in named if row[0] in members))


def _by_month(
    members: Mapping[int | None, int], rows: Iterable[tuple[int | None, date, Decimal]]
) -> defaultdict[int, Months]:
    sums: defaultdict[int, Months] = defaultdict(dict)
    for contract, month, amount in rows:
        found = sums[members[contract]]
        found[month] = found.get(month, NIL) + amount
    return sums
