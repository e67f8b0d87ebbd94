"""Why the forecast differs from the budget."""
