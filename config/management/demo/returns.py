"""What the schools of the demo owe each month, and how far they are."""

from dataclasses import replace

from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.shared.periods import add_months
from contracts.actions.returns import ask_returns, report_nothing, set_return_rule
from contracts.models import DataTask
from contracts.models.returns import figures_of
from contracts.returns import standard_terms


def owe(cast: Cast, days: Days) -> None:
    """Two months back one school had no changes; for the rest returns wait, some of them late."""
    terms = replace(standard_terms(), grace_days=2, holds_payment=True)
    set_return_rule(region=cast.region, terms=terms, by=cast.people["coordinator"], at=days.at(-70))
    ask_returns(at=days.at(-30))
    ask_returns(at=days.at(0, 7))
    month = add_months(days.month(-30), -1)
    reported = DataTask.objects.filter(provider=cast.providers["polderzicht"], month=month)
    rows = list(reported.with_agreement().without_sheet().order_by("pk"))
    by = cast.of("polderzicht")
    report_nothing(confirmed=figures_of(rows), by=by, at=days.at(-25))
