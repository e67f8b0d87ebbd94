"""What it adds up to."""

from reports.models.budget_changes import BudgetAdoption, BudgetChange, BudgetChangeLine
from reports.models.budgets import BudgetLine
from reports.models.forecasts import (
    ExpectedCost,
    ForecastFigure,
    ForecastSnapshot,
    IndexationExpectation,
)
from reports.models.funding import FundingStream, StreamShare, StreamYear
from reports.models.funding_payments import FundingPayment
from reports.models.housed_counts import FundingRule, HousedCount, HousedCountSheet
from reports.models.saved_reports import ReportMail, ReportSchedule, SavedReport
from reports.models.scenarios import Scenario
from reports.models.signals import OverrunRule, OverrunSignal, SignalDecision
from reports.models.texts import PlanningSection, PlanningText

__all__ = [
    "BudgetAdoption",
    "BudgetChange",
    "BudgetChangeLine",
    "BudgetLine",
    "ExpectedCost",
    "ForecastFigure",
    "ForecastSnapshot",
    "FundingPayment",
    "FundingRule",
    "FundingStream",
    "HousedCount",
    "HousedCountSheet",
    "IndexationExpectation",
    "OverrunRule",
    "OverrunSignal",
    "PlanningSection",
    "PlanningText",
    "ReportMail",
    "ReportSchedule",
    "SavedReport",
    "Scenario",
    "SignalDecision",
    "StreamShare",
    "StreamYear",
]
