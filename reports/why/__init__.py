"""Why the forecast differs from the budget."""

from reports.why.explanation import Explanation, Row, explain

__all__ = ["Explanation", "Row", "explain"]
