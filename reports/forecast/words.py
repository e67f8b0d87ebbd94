"""The forecast in words: on which basis each part of it rests."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.display import money, number
from reports.forecast.names import Names
from reports.forecast.outlook import ForecastOutlook
from reports.overruns.figures import NIL, Basis, ExpectedSum
from reports.overruns.report import subject_of

Budgeted = tuple[int, str, str, int]
"""Gemeente, route, kind of cost and year."""


class Planned(NamedTuple):
    """Which budgets are filled up by their plan: a sentence, and a text for each of them."""

    sentence: str
    budgets: list[str]


def planned_in_words(outlook: ForecastOutlook) -> Planned | None:
    """Where no intake forecast was given; None where nothing rests on a plan. A query at most."""
    sums = _by_budget(part for part in outlook.expected if part.basis is Basis.PLAN)
    if not sums:
        return None
    names = Names.of({gemeente for gemeente, *_rest in sums})
    sentence = ngettext(
        "For %(count)s budget no intake forecast was given: planned learners whom nobody knows yet "
        "are expected at the planned price.",
        "For %(count)s budgets no intake forecast was given: planned learners whom nobody knows "
        "yet are expected at the planned price.",
        len(sums),
    )
    return Planned(
        sentence % {"count": number(len(sums))},
        sorted(_text(budget, amount, names) for budget, amount in sums.items()),
    )


def _by_budget(parts: Iterable[ExpectedSum]) -> dict[Budgeted, Decimal]:
    sums: defaultdict[Budgeted, Decimal] = defaultdict(lambda: NIL)
    for part in parts:
        bucket = part.bucket
        sums[bucket.gemeente_id, bucket.route, bucket.cost_type, part.month.year] += part.amount
    return {budget: amount for budget, amount in sums.items() if amount}


def _text(budget: Budgeted, amount: Decimal, names: Names) -> str:
    gemeente, route, cost_type, year = budget
    return _("%(gemeente)s, %(subject)s, %(year)s: %(amount)s") % {
        "gemeente": names.gemeente(gemeente),
        "subject": subject_of(route, cost_type),
        "year": year,
        "amount": money(amount),
    }
