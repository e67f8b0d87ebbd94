"""Statuses and kinds, one file a subject."""

from reports.enums.budgets import BudgetChangeStatus, CostType, Recurrence
from reports.enums.signals import (
    UNSETTLED,
    CauseCode,
    SignalKind,
    SignalStatus,
)
from reports.enums.texts import TextKind, TextStatus

__all__ = [
    "UNSETTLED",
    "BudgetChangeStatus",
    "CauseCode",
    "CostType",
    "Recurrence",
    "SignalKind",
    "SignalStatus",
    "TextKind",
    "TextStatus",
]
