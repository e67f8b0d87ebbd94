"""What changes budgets."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Gemeente, Region, User
from config.shared.errors import Refused
from config.shared.periods import year_of
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.models import Contract
from reports.models import BudgetLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a budget line says; `contract` None is for every contract not budgeted apart."""

    region: Region
    gemeente: Gemeente
    year: int
    route: str
    contract: Contract | None
    amount: Decimal
    planned_heads: int
    planned_units_per_head: Decimal
    planned_unit_price: Decimal
    pc_code: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """Field by field."""
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_budget_line(*, budget: Budget, by: User, at: datetime) -> BudgetLine:
    """Enter a budget for a gemeente, year and route."""
    _check_places(budget)
    line = valid(BudgetLine(**budget.values))
    line.save()
    record_made(line, by=by, at=at)
    return line


@transaction.atomic
def change_budget_line(*, line: BudgetLine, budget: Budget, by: User, at: datetime) -> BudgetLine:
    """Replace what a budget line says; the former version is kept."""
    _check_places(budget)
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    before = {name: getattr(line, name) for name in budget.values}
    for name, value in budget.values.items():
        setattr(line, name, value)
    valid(line).save()
    changed = {name: value for name, value in before.items() if value != getattr(line, name)}
    if changed:
        record_update(line, changed, by=by, at=at, what="")
    return line


def _check_places(budget: Budget) -> None:
    """The gemeente belongs to the region in the year, the contract serves both."""
    period = year_of(budget.year)
    belongs = budget.gemeente.regions.filter(
        region=budget.region, first_on__lte=period.last
    ).exclude(last_on__lt=period.first)
    if not belongs.exists():
        raise Refused(
            _("%(gemeente)s is not in %(region)s in %(year)s.")
            % {"gemeente": budget.gemeente, "region": budget.region, "year": budget.year},
            field="gemeente",
        )
    if budget.contract is not None:
        _check_contract(budget.contract, budget)


def _check_contract(contract: Contract, budget: Budget) -> None:
    if contract.region_id != budget.region.pk:
        raise Refused(_("This contract is of another region."), field="contract")
    if not contract.gemeenten.filter(pk=budget.gemeente.pk).exists():
        raise Refused(_("This gemeente does not take part in the contract."), field="contract")
    if not contract.capacity_lines.filter(route=budget.route).exists():
        raise Refused(_("This contract has no seats on that route."), field="contract")
