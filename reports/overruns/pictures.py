"""The overrun report as charts, each of which says its finding in its title."""

from datetime import date
from decimal import Decimal

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.charts import BudgetBar, Chart, budget_against_forecast
from config.shared.display import money, month_short
from reports.overruns.figures import Figures, total
from reports.overruns.report import OverrunReport
from reports.overruns.words import overrun_text

NAMED = 2
"""How many gemeenten a title names."""


def month_chart(report: OverrunReport) -> Chart:
    """The costs of the year so far, month after month, against the budget of the whole year."""
    running = [
        (month, total(part for _month, part in report.by_month[: number + 1]))
        for number, (month, _figures) in enumerate(report.by_month)
    ]
    budget = report.total.budget
    return budget_against_forecast(
        [_bar(month_short(month), figures, budget) for month, figures in running],
        title=_month_finding(running, budget, report.has_budget),
        description=_description(report),
        heading=_("up to and including"),
        over_time=True,
    )


def gemeente_chart(report: OverrunReport) -> Chart:
    """Each gemeente's forecast against its budget."""
    over = [gemeente.name for gemeente, _rows, figures in report.by_gemeente if figures.overrun > 0]
    return budget_against_forecast(
        [_bar(gemeente.name, part, part.budget) for gemeente, _rows, part in report.by_gemeente],
        title=_gemeente_finding(over),
        description=_description(report),
        heading=_("gemeente"),
    )


def _bar(label: str, figures: Figures, budget: Decimal) -> BudgetBar:
    return BudgetBar(label, budget, figures.realised, figures.committed, figures.expected)


def _month_finding(running: list[tuple[date, Figures]], budget: Decimal, has_budget: bool) -> str:
    if not has_budget:
        return _("There is no budget to set the costs against")
    passed = next((month for month, figures in running if figures.forecast > budget), None)
    if passed is None:
        return _("The forecast stays within the budget all year")
    return _("The forecast passes the budget in %(month)s") % {"month": _full(passed)}


def _gemeente_finding(over: list[str]) -> str:
    if not over:
        return _("No gemeente passes its budget")
    if len(over) <= NAMED:
        names = _(" and ").join(over)
        return ngettext(
            "%(names)s passes its budget", "%(names)s pass their budgets", len(over)
        ) % {"names": names}
    return _("%(count)s gemeenten pass their budgets") % {"count": len(over)}


def _description(report: OverrunReport) -> str:
    figures = report.total
    return _(
        "Budget %(budget)s; forecast %(forecast)s, of which %(realised)s realised, "
        "%(committed)s committed and %(expected)s expected: %(overrun)s."
    ) % {
        "budget": money(figures.budget),
        "forecast": money(figures.forecast),
        "realised": money(figures.realised),
        "committed": money(figures.committed),
        "expected": money(figures.expected),
        "overrun": overrun_text(figures.overrun),
    }


def _full(month: date) -> str:
    """The month as it stands within a sentence."""
    return str(MONTHS[month.month])
