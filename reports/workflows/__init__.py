"""How signals and texts move: states and transitions as data."""

from reports.workflows.budgets import BUDGET_CHANGE
from reports.workflows.scenarios import SCENARIO
from reports.workflows.signals import OVERRUN_SIGNAL
from reports.workflows.texts import PLANNING_TEXT

__all__ = ["BUDGET_CHANGE", "OVERRUN_SIGNAL", "PLANNING_TEXT", "SCENARIO"]
