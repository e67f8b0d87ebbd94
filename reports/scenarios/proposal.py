"""What a scenario would make of the budgets of a year: shown first, then drafted."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from config.shared.money import share_out
from reports.budget_plans import Plan
from reports.forecast.engine import euros
from reports.models import BudgetLine, Scenario
from reports.overruns.figures import Bucket


@dataclass(frozen=True, slots=True)
class Proposed:
    """One budget line and the plan that it would get."""

    line: BudgetLine
    before: Decimal
    plan: Plan

    @property
    def difference(self) -> Decimal:
        """Euro that the budget would go up, or down below zero."""
        return self.plan.amount - self.before


def proposed_lines(scenario: Scenario, year: int, percentage: int) -> list[Proposed]:
    """Each budget of the year at what it costs at most in `percentage` of the draws; not below 0.

    Lines of one budget (several funding streams) share it as they do now. By gemeente and route;
    three queries.
    """
    lines = _lines(scenario, year)
    found: list[Proposed] = []
    for budget in scenario.figures.get("budgets", []):
        if budget["year"] != year:
            continue
        amount = max(euros(budget["percentiles"][str(percentage)]), Decimal(0))
        found.extend(_divided(lines[_bucket(scenario, budget)], amount))
    return sorted(found, key=lambda each: (each.line.gemeente.name, each.line.route, each.line.pk))


def _lines(scenario: Scenario, year: int) -> dict[Bucket, list[BudgetLine]]:
    found: defaultdict[Bucket, list[BudgetLine]] = defaultdict(list)
    lines = BudgetLine.objects.filter(region=scenario.region_id, year=year)
    named = lines.select_related("gemeente", "contract").with_changes_by(date.max)
    for line in named.order_by("pk"):
        bucket = Bucket(
            line.region_id, line.gemeente_id, line.route, line.contract_id, line.cost_type
        )
        found[bucket].append(line)
    return found


def _bucket(scenario: Scenario, budget: dict[str, object]) -> Bucket:
    names = ("gemeente_id", "route", "contract_id", "cost_type")
    return Bucket(scenario.region_id, *(budget[name] for name in names))  # type: ignore[arg-type]


def _divided(lines: list[BudgetLine], amount: Decimal) -> Iterator[Proposed]:
    if not lines:  # thrown away since the scenario was reckoned
        return
    plans = [line.as_on(date.max) for line in lines]
    weights = [plan.amount for plan in plans]
    if not sum(weights):
        weights = [Decimal(1)] * len(weights)
    for line, plan, share in zip(lines, plans, share_out(amount, weights), strict=True):
        yield Proposed(line, plan.amount, replace(plan, amount=share))
