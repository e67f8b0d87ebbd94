"""What enters and corrects budgets until they are adopted."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import gemeenten_of, regions_of, require
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.errors import Refused
from config.shared.periods import year_of
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.enums import CostType, TariffUnit
from contracts.models import Contract
from reports.enums.budgets import Recurrence
from reports.models import BudgetAdoption, BudgetLine, FundingStream

FREE = frozenset({"pc_code", "recurrence"})
"""What a decision does not fix."""


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
    cost_type: str = CostType.LEARNING_ROUTES
    stream: FundingStream | None = None
    recurrence: str = Recurrence.STRUCTURAL
    planned_unit: str = TariffUnit.TRAJECTORY
    planned_heads_per_group: Decimal | None = None
    planned_settlements: Decimal = Decimal(0)

    @property
    def values(self) -> dict[str, Any]:
        """Field by field."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def is_empty(self) -> bool:
        """Whether it sets nothing aside: such a line waits for a change that does."""
        return not (self.amount or self.planned_heads or self.planned_settlements)


@transaction.atomic
def add_budget_line(*, budget: Budget, by: User, at: datetime) -> BudgetLine:
    """Enter a budget for a gemeente and year; an empty one where the year was adopted."""
    _check_places(budget)
    line = BudgetLine(**budget.values)
    if not budget.is_empty:
        _refuse_adopted(line)
    valid(line).save()
    record_made(line, by=by, at=at)
    return line


@transaction.atomic
def change_budget_line(*, line: BudgetLine, budget: Budget, by: User, at: datetime) -> BudgetLine:
    """Replace what a budget line says; the former version is kept.

    Of an adopted budget only what the decision did not fix; a budget change moves the rest.
    """
    _check_places(budget)
    line = BudgetLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    before = {name: getattr(line, name) for name in budget.values}
    changed = {name for name, value in budget.values.items() if value != before[name]}
    if changed - FREE:
        _refuse_adopted(line)
    for name, value in budget.values.items():
        setattr(line, name, value)
    if changed - FREE:
        _refuse_adopted(line)
    valid(line).save()
    if changed:
        told = {name: before[name] for name in before if name in changed}
        record_update(line, told, by=by, at=at, what="")
    return line


@transaction.atomic
def adopt_budget(
    *,
    region: Region,
    gemeente: Gemeente | None,
    year: int,
    decided_on: date,
    reference: str,
    by: User,
    at: datetime,
) -> BudgetAdoption:
    """Let the original budget of a year stand fast, of one gemeente or of all in the region."""
    require_budgets(region, gemeente, by)
    lines = BudgetLine.objects.filter(region=region, year=year)
    lines = lines.filter(gemeente=gemeente) if gemeente else lines
    if not lines.exists():
        raise Refused(_("Nothing has been budgeted for %(year)s yet.") % {"year": year})
    adoption = valid(
        BudgetAdoption(
            region=region,
            gemeente=gemeente,
            year=year,
            decided_on=decided_on,
            reference=reference,
            adopted_at=at,
            adopted_by=by,
        )
    )
    adoption.save()
    record_made(adoption, by=by, at=at)
    return adoption


def require_budgets(region: Region, gemeente: Gemeente | None, by: User) -> None:
    """Refuse who does not keep the budgets of the region, or else of this one gemeente."""
    require(by, Permission.BUDGET_MANAGE, region)
    if region.pk in regions_of(by):
        return
    if gemeente is None or gemeente.pk not in gemeenten_of(by):
        raise Refused(_("You keep only the budget of your own gemeente."), field="gemeente")


def _refuse_adopted(line: BudgetLine) -> None:
    adoption = BudgetAdoption.objects.of(line).first()
    if adoption is not None:
        raise Refused(
            _(
                "The budget of %(year)s was adopted (%(reference)s): draft a budget change. A new "
                "line starts at 0 euro."
            )
            % {"year": line.year, "reference": adoption.reference}
        )


def _check_places(budget: Budget) -> None:
    """The gemeente belongs to the region in the year, the contract and stream serve both."""
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
    if budget.stream is not None and budget.stream.region_id != budget.region.pk:
        raise Refused(_("This funding stream is of another region."), field="stream")


def _check_contract(contract: Contract, budget: Budget) -> None:
    if contract.region_id != budget.region.pk:
        raise Refused(_("This contract is of another region."), field="contract")
    if not contract.gemeenten.filter(pk=budget.gemeente.pk).exists():
        raise Refused(_("This gemeente does not take part in the contract."), field="contract")
    if budget.route and not contract.capacity_lines.filter(route=budget.route).exists():
        raise Refused(_("This contract has no seats on that route."), field="contract")
