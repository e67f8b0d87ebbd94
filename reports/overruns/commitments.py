"""What contracts bind us to: by contract, against their maximum value, and in one year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Sum

from accounts.models import User
from config.shared.periods import month_start, year_of
from contracts.capacity import ValueMeter
from contracts.models import Contract, CostLine, CostMonth
from reports.models import BudgetLine
from reports.overruns.expected import Expectation
from reports.overruns.figures import NIL
from reports.overruns.sources import Sources


@dataclass(frozen=True, slots=True)
class Commitment:
    """Euro of one contract. `realised` fell due by the day of the report, `committed` falls due
    after it for placements, `expected` is for who is expected under it; `of_year` of these is what
    falls in the year that was asked, and `budget` what was set aside for the contract in it.
    """

    contract: Contract
    realised: Decimal
    committed: Decimal
    expected: Decimal
    of_year: Decimal
    budget: Decimal

    @property
    def pk(self) -> int:
        """Of the contract."""
        return self.contract.pk

    @property
    def bound(self) -> Decimal:
        """Realised and committed."""
        return self.realised + self.committed

    @property
    def maximum(self) -> Decimal | None:
        """The maximum value of the contract; None without one."""
        return self.contract.maximum_amount

    @property
    def meter(self) -> ValueMeter | None:
        """What is bound of the maximum value."""
        return None if self.maximum is None else ValueMeter(self.bound, self.maximum)

    @property
    def left(self) -> Decimal | None:
        """What the maximum still leaves; below zero when it has been passed."""
        return None if self.maximum is None else self.maximum - self.bound

    @property
    def left_after(self) -> Decimal | None:
        """What it leaves when everybody who is expected came."""
        return None if self.left is None else self.left - self.expected


@dataclass(frozen=True)
class Commitments:
    """Of the contracts that `user` may see with a cost or a maximum, in `year` as on `on`.

    Who acts for one gemeente sees the costs of that gemeente. Ten queries.
    """

    user: User
    year: int
    on: date

    @cached_property
    def rows(self) -> list[Commitment]:
        """The largest first."""
        contracts = Contract.objects.visible_to(self.user).select_related("provider")
        found = [self._row(contract) for contract in contracts.order_by("reference", "pk")]
        told = [row for row in found if row.bound or row.expected or row.maximum]
        return sorted(told, key=lambda row: row.bound, reverse=True)

    def _row(self, contract: Contract) -> Commitment:
        realised = self._before[contract.pk] + self._due_this_month[contract.pk]
        return Commitment(
            contract,
            realised=realised,
            committed=self._total[contract.pk] - realised,
            expected=self._expected[contract.pk],
            of_year=self._of_year[contract.pk],
            budget=self._budget[contract.pk],
        )

    @cached_property
    def _total(self) -> "defaultdict[int, Decimal]":
        return _by_contract(CostMonth.objects.visible_to(self.user))

    @cached_property
    def _before(self) -> "defaultdict[int, Decimal]":
        months = CostMonth.objects.visible_to(self.user)
        return _by_contract(months.filter(month__lt=month_start(self.on)))

    @cached_property
    def _due_this_month(self) -> "defaultdict[int, Decimal]":
        lines = CostLine.objects.visible_to(self.user)
        return _by_contract(lines.filter(due_on__range=(month_start(self.on), self.on)))

    @property
    def uncontracted(self) -> Decimal:
        """What is expected for learners for whom nobody was contracted yet."""
        return self._expected[None]

    @cached_property
    def _expected(self) -> "defaultdict[int | None, Decimal]":
        found: defaultdict[int | None, Decimal] = defaultdict(lambda: NIL)
        for part in Expectation.ahead(Sources.of_user(self.user), self.on).to_come:
            found[part.bucket.contract_id] += part.amount
        return found

    @cached_property
    def _of_year(self) -> "defaultdict[int, Decimal]":
        period = year_of(self.year)
        months = CostMonth.objects.visible_to(self.user)
        return _by_contract(months.filter(month__range=(period.first, period.last)))

    @cached_property
    def _budget(self) -> "defaultdict[int, Decimal]":
        lines = BudgetLine.objects.visible_to(self.user).filter(year=self.year)
        return _by_contract(lines.with_amount_on(self.on), "amount_on")


def _by_contract(rows: Any, name: str = "amount") -> "defaultdict[int, Decimal]":
    sums: Iterable[tuple[int, Decimal]] = (
        rows.filter(contract__isnull=False).order_by().values_list("contract").annotate(Sum(name))
    )
    return defaultdict(lambda: NIL, sums)
