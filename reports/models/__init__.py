"""What it adds up to."""

from reports.models.budgets import BudgetLine

__all__ = ["BudgetLine"]
