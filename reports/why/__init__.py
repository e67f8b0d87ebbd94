"""Why the forecast differs from the budget."""

from reports.why.explanation import Explanation, Row, explain, parts_by_bucket

__all__ = ["Explanation", "Row", "explain", "parts_by_bucket"]
