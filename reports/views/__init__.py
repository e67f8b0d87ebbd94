"""Pages of reports and budgets."""
