"""The overrun report in words: the answer, what each figure is, and on which basis."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.display import day, money, number
from contracts.enums import CostType
from providers.enums import LearningRoute
from reports.overruns.bases import by_service, counts_on
from reports.overruns.figures import NIL, Basis
from reports.overruns.report import OverrunReport, ReportRow


def overrun_text(amount: Decimal) -> str:
    """€ 214.300,00 nadeel, € 10,00 voordeel, or that there is no difference."""
    if not amount:
        return _("no difference")
    text = _("%(amount)s overrun") if amount > 0 else _("%(amount)s underspend")
    return text % {"amount": money(abs(amount))}


def overrun_word(amount: Decimal) -> str:
    """The word alone, for a column beside the amount."""
    if not amount:
        return _("no difference")
    return _("overrun") if amount > 0 else _("underspend")


def sentence(report: OverrunReport) -> str:
    """The answer to the report's question, with where most of it comes from."""
    if report.is_empty:
        return _("There is no budget and there are no costs for %(year)s.") % {"year": report.year}
    if not report.has_budget:
        return _("Nothing has been budgeted for %(year)s; the forecast is %(forecast)s.") % {
            "year": report.year,
            "forecast": money(report.total.forecast),
        }
    overrun = report.total.overrun
    if not overrun:
        return _("The forecast for %(year)s equals the budget.") % {"year": report.year}
    return _("%(overrun)s%(where)s.") % {
        "overrun": overrun_text(overrun),
        "where": _mostly_where(report),
    }


def _mostly_where(report: OverrunReport) -> str:
    """The route and gemeente that weigh most on the side of the total; empty where there is one."""
    sums: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: NIL)
    for row in report.rows:
        sums[_in_sentence(row), row.gemeente.name] += row.figures.overrun
    if len(sums) < 2:  # noqa: PLR2004 - one place is everywhere
        return ""
    most = max if report.total.overrun > 0 else min
    route, gemeente = most(sorted(sums), key=lambda place: sums[place])
    return _(", mostly %(route)s in %(gemeente)s") % {
        "route": route,
        "gemeente": gemeente,
    }


def _in_sentence(row: ReportRow) -> str:
    if row.bucket.cost_type == CostType.LEARNING_ROUTES and row.bucket.route:
        return route_in_sentence(row.bucket.route)
    return row.subject


def route_in_sentence(route: str) -> str:
    """The route as it stands within a sentence."""
    return {
        LearningRoute.EDUCATION: _("the education route"),
        LearningRoute.B1: _("the B1 route"),
        LearningRoute.SELF_RELIANCE: _("the Z route"),
    }[LearningRoute(route)]


def definitions(report: OverrunReport) -> list[tuple[str, str]]:
    """What each figure is: term and explanation."""
    on = {"day": day(report.on), "year": report.year}
    return [
        (_("Budget"), _("The budget lines of %(year)s.") % on),
        (_("Realised"), _realised(report) % on),
        (_("Committed"), _committed(report) % on),
        (
            _("Expected"),
            _(
                "Learners without cost lines yet: who was agreed, who waits and whom gemeenten "
                "expect, at the price of the contract. Where no intake forecast was given, "
                "planned learners whom nobody knows yet come on top, times the planned part of the "
                "planned price. Nothing once the year is over."
            ),
        ),
        (_("Forecast"), _("Realised, committed and expected together.")),
        (
            _("Difference"),
            _("Forecast less budget: more is an overrun, less is an underspend."),
        ),
    ]


def _realised(report: OverrunReport) -> str:
    if by_service(report.regions):
        return _("The part of the costs of %(year)s that counts up to and including %(day)s.")
    return _("Cost lines of %(year)s that fell due on or before %(day)s.")


def _committed(report: OverrunReport) -> str:
    if by_service(report.regions):
        return _(
            "The part of the costs of %(year)s that counts after %(day)s: scheduled and running "
            "placements."
        )
    return _(
        "Cost lines of %(year)s that fall due after %(day)s: scheduled and running placements."
    )


def footnote(report: OverrunReport) -> str:
    """Basis, sources and date."""
    source = _("Source: cost lines and budget lines, as on %(day)s.") % {"day": day(report.on)}
    text = f"{counts_on(report.regions)} {source}"
    if not report.planned_rows:
        return text
    planned = ngettext(
        "For %(count)s budget no intake forecast was given: planned learners whom nobody knows yet "
        "are expected at the planned price.",
        "For %(count)s budgets no intake forecast was given: planned learners whom nobody knows "
        "yet are expected at the planned price.",
        report.planned_rows,
    )
    return f"{text} {planned % {'count': number(report.planned_rows)}} {_planned_where(report)}"


def _planned_where(report: OverrunReport) -> str:
    """The gemeente and subject of each budget that its plan fills up."""
    rows = [row for row in report.rows if row.basis is Basis.PLAN]
    places = dict.fromkeys(f"{row.gemeente.name} ({row.subject})" for row in rows)
    return _("They are: %(budgets)s.") % {"budgets": ", ".join(places)}
