"""Where the money of a signal can be looked up."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from config.shared.periods import year_of
from config.shared.views import Action
from reports.models import OverrunSignal


def sources_of(signal: OverrunSignal) -> list[Action]:
    """The budget lines and the report of the year; of a maximum there are neither."""
    if signal.gemeente_id is None:
        return []
    where = {"gemeente": signal.gemeente_id, "route": signal.route}
    budgets = where | {"year": signal.year, "contract": signal.contract_id or "null"}
    return [
        Action(_("Budget lines"), _address("reports:budgetline-list", budgets), "list-ul"),
        Action(_("Why?"), _address("reports:why", where | {"year": signal.year}), "diagram-3"),
        Action(
            _("Overrun report"),
            _address("reports:overruns", where | {"year": signal.year}),
            "bar-chart",
        ),
    ]


def cost_lines_url(signal: OverrunSignal) -> str:
    """The cost lines of the budget's year, or all of the contract."""
    asked: dict[str, Any] = {
        "gemeente": signal.gemeente_id,
        "route": signal.route,
        "contract": signal.contract_id,
    }
    if signal.year is not None:
        period = year_of(signal.year)
        asked |= {"due_on_after": period.first, "due_on_before": period.last}
    return _address("contracts:costline-list", asked)


def _address(name: str, values: dict[str, Any]) -> str:
    given = {key: value for key, value in values.items() if value not in ("", None)}
    return f"{reverse(name)}?{urlencode(given)}"
