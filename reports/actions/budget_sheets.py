"""Budget lines from a sheet: compared with what stands, and written as a set."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.shared.display import number
from config.shared.errors import Refused
from contracts.actions.records import record_update
from reports.actions.budgets import Budget, require_budgets
from reports.budget_plans import PLANNED
from reports.models import BudgetLine

Name = tuple[Any, ...]
"""What tells budget lines of a region apart: ids and codes."""
_NAME = ("gemeente_id", "year", "route", "contract_id", "cost_type", "stream_id")

_SAID = ("amount", "recurrence", "planned_unit", *PLANNED, "pc_code")
"""What a row says of its line."""


@dataclass(frozen=True)
class SheetEffect:
    """What the lines of a sheet would do, or did; lines of no row stay as they are."""

    new: list[BudgetLine]
    changed: list[BudgetLine]
    unchanged: int

    @property
    def written(self) -> int:
        """How many lines are entered or changed."""
        return len(self.new) + len(self.changed)


def compare(region: Region, budgets: Iterable[Budget]) -> SheetEffect:
    """What stands differently; two queries at most."""
    budgets = list(budgets)
    standing = _standing(region, {budget.year for budget in budgets})
    effect, unchanged = SheetEffect([], [], 0), 0
    for budget in budgets:
        line = BudgetLine(**budget.values)
        found = standing.get(_name(line))
        if found is None:
            effect.new.append(line)
        elif _moved(found, budget):
            effect.changed.append(found)
        else:
            unchanged += 1
    return SheetEffect(effect.new, effect.changed, unchanged)


@transaction.atomic
def write_budgets(
    *, region: Region, budgets: Collection[Budget], by: User, at: datetime
) -> SheetEffect:
    """Enter and change the lines of a sheet; former versions are kept.

    Refused as a whole when a budget was adopted in the meantime.
    """
    for gemeente in {budget.gemeente for budget in budgets}:
        require_budgets(region, gemeente, by)
    Region.objects.select_for_update().get(pk=region.pk)
    effect = compare(region, budgets)
    ids = [line.pk for line in effect.changed]
    if BudgetLine.objects.filter(pk__in=ids).adopted().exists():
        raise Refused(_("The budget was adopted in the meantime: draft a budget change."))
    BudgetLine.objects.bulk_create(effect.new)
    if effect.changed:
        BudgetLine.objects.bulk_update(effect.changed, _SAID)
    if effect.written:
        what = _("Budget lines written: %(count)s") % {"count": number(effect.written)}
        record_update(region, {}, by=by, at=at, what=what)
    return effect


def _standing(region: Region, years: set[int]) -> Mapping[Name, BudgetLine]:
    rows = BudgetLine.objects.filter(region=region, year__in=years).order_by("pk")
    return {_name(line): line for line in rows}


def _name(line: BudgetLine) -> Name:
    return tuple(getattr(line, name) for name in _NAME)


def _moved(line: BudgetLine, budget: Budget) -> bool:
    """Write the budget on the line; whether that changed anything."""
    said = {name: getattr(budget, name) for name in _SAID}
    moved = any(getattr(line, name) != value for name, value in said.items())
    for name, value in said.items():
        setattr(line, name, value)
    return moved
