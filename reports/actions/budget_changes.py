"""Budget changes: drafted line by line, and decided by a council or board."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Gemeente, Region, User
from config.shared.errors import Refused
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from reports.actions.budgets import require_budgets
from reports.budget_plans import PLANNED, Plan
from reports.enums.budgets import BudgetChangeStatus
from reports.models import BudgetChange, BudgetChangeLine, BudgetLine
from reports.workflows.budgets import BUDGET_CHANGE


@transaction.atomic
def draft_change(
    *,
    region: Region,
    gemeente: Gemeente | None,
    year: int,
    title: str,
    reason: str,
    by: User,
    at: datetime,
) -> BudgetChange:
    """Begin a change of the budget of a year; it gets the next number of the region and year."""
    require_budgets(region, gemeente, by)
    Region.objects.select_for_update().get(pk=region.pk)
    standing = BudgetChange.objects.filter(region=region, year=year)
    last = standing.aggregate(last=Max("number"))["last"]
    change = valid(
        BudgetChange(
            region=region,
            gemeente=gemeente,
            year=year,
            number=(last or 0) + 1,
            title=title,
            reason=reason,
            created_at=at,
            created_by=by,
        )
    )
    change.save()
    BUDGET_CHANGE.record_created(change, by=by, at=at)
    return change


@transaction.atomic
def set_change_line(
    *, change: BudgetChange, line: BudgetLine, plan: Plan, by: User, at: datetime
) -> BudgetChangeLine:
    """Write what a budget line becomes by the change; replaces what the draft said of it."""
    change = _draft(change, by)
    _check_line(change, line)
    found = change.lines.filter(line=line).first()
    written = found or BudgetChangeLine(change=change, line=line)
    written.amount_before = line.as_on(date.max).amount
    written.amount_after = plan.amount
    for name in PLANNED:
        setattr(written, name, getattr(plan, name))
    valid(written).save()
    _record(change, "line_set", line, by, at)
    return written


@transaction.atomic
def remove_change_line(*, change_line: BudgetChangeLine, by: User, at: datetime) -> BudgetChange:
    """Take a line out of a draft."""
    change = _draft(change_line.change, by)
    change.lines.filter(pk=change_line.pk).delete()
    _record(change, "line_removed", change_line.line, by, at)
    return change


@transaction.atomic
def decide_change(
    *, change: BudgetChange, decided_on: date, reference: str, by: User, at: datetime
) -> BudgetChange:
    """Record the decision: from `decided_on` reports go by the new amounts.

    Refused when another decision moved one of the lines since it was written.
    """
    change = _draft(change, by)
    for written in change.lines.select_related("line__gemeente").order_by("pk"):
        if written.amount_before != written.line.as_on(date.max).amount:
            raise Refused(
                _("Another decision has moved %(line)s meanwhile: write that line anew.")
                % {"line": written.line}
            )
    return BUDGET_CHANGE.apply(
        change, "decide", by=by, at=at, decided_on=decided_on, reference=reference
    )


@transaction.atomic
def withdraw_change(*, budget_change: BudgetChange, by: User, at: datetime, reason: str) -> None:
    """Give up a draft."""
    BUDGET_CHANGE.apply(_draft(budget_change, by), "withdraw", by=by, at=at, reason=reason)


def _draft(change: BudgetChange, by: User) -> BudgetChange:
    """The change, locked; Refused unless it is a draft that `by` keeps."""
    found = (
        BudgetChange.objects.select_for_update(of=("self",))
        .select_related("region", "gemeente")
        .get(pk=change.pk)
    )
    require_budgets(found.region, found.gemeente, by)
    if found.status != BudgetChangeStatus.DRAFT:
        raise Refused(_("This change is no draft any more."))
    return found


def _check_line(change: BudgetChange, line: BudgetLine) -> None:
    if (line.region_id, line.year) != (change.region_id, change.year):
        raise Refused(_("This budget line is of another region or year."), field="line")
    if change.gemeente_id not in (None, line.gemeente_id):
        raise Refused(_("This budget line is of another gemeente."), field="line")


def _record(change: BudgetChange, act: str, line: BudgetLine, by: User, at: datetime) -> None:
    recorder().record([Entry(change, act, by, at, {}, {}, str(line))])
