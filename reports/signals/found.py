"""Every budget and every maximum as it stands on a day, and which of them ask a decision."""

from datetime import date

from reports.models import BudgetLine
from reports.models.signals import thresholds
from reports.overruns import OverrunReport, Sources
from reports.signals.budgets import budget_findings
from reports.signals.maxima import maximum_findings
from reports.signals.shapes import Finding


def findings_on(on: date) -> list[Finding]:
    """All budgets of this year and later ones, and all maxima; a few queries a year."""
    reports = [
        OverrunReport(Sources.of_region(None), year=year, on=on) for year in watched_years(on)
    ]
    rules = thresholds()
    budgets = [found for report in reports for found in budget_findings(report, rules)]
    return [*budgets, *maximum_findings(on)]


def watched_years(on: date) -> list[int]:
    """This year, and later ones with a budget; a year that is over has its accounts instead."""
    later = BudgetLine.objects.filter(year__gt=on.year).order_by()
    return sorted({on.year, *later.values_list("year", flat=True).distinct()})
