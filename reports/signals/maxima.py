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
from reports.overruns import ReportRow
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


def maximum_findings(rows: Iterable[ReportRow]) -> Iterator[Finding]:
    """Every binding contract with a maximum; `rows` say what is expected under budgets of its own.

    Four queries, however many contracts.
    """
    limited = Contract.objects.filter(status__in=BINDING, maximum_amount__isnull=False)
    contracts = list(limited.order_by("pk"))
    members = _members([contract.pk for contract in contracts])
    due, expected = _due_by_month(members), _expected_by_month(members, rows)
    uses = [_use(contract, due[contract.pk], expected[contract.pk]) for contract in contracts]
    crossings = {use.contract.pk: use.crossing for use in uses}
    passed = [pk for pk, owner in members.items() if crossings[owner]]
    days = day_sums({found.month for found in crossings.values() if found}, passed)
    for use in uses:
        yield _finding(use, [one for one in days if members[one.contract_id] == use.contract.pk])


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
    due = [(one.due_on, one.amount) for one in days if month_start(one.due_on) == found.month]
    return passing_day(use.maximum, found, due, use.expected.get(found.month, NIL))


def _members(contracts: Iterable[int]) -> dict[int | None, int]:
    """The contract whose maximum counts, by id of it and of each of its call-offs."""
    owners = {pk: pk for pk in contracts}
    called = Contract.objects.filter(framework__in=owners).order_by("pk")
    return owners | dict(called.values_list("pk", "framework"))


def _due_by_month(members: Mapping[int | None, int]) -> defaultdict[int, Months]:
    sums: defaultdict[int, Months] = defaultdict(dict)
    rows = CostMonth.objects.filter(contract__in=members).order_by()
    for contract, month, amount in rows.values_list("contract", "month").annotate(Sum("amount")):
        found = sums[members[contract]]
        found[month] = found.get(month, NIL) + amount
    return sums


def _expected_by_month(
    members: Mapping[int | None, int], rows: Iterable[ReportRow]
) -> defaultdict[int, Months]:
    """What is expected under budgets of one contract; a shared budget is of none."""
    sums: defaultdict[int, Months] = defaultdict(dict)
    for row in rows:
        if row.bucket.contract_id in members:
            found = sums[members[row.bucket.contract_id]]
            for month, figures in row.by_month.items():
                found[month] = found.get(month, NIL) + figures.expected
    return sums
