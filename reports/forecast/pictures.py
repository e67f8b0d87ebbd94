"""The forecast as charts, each of which says its finding in its title."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from config.shared.charts import Chart, Curve, curves
from config.shared.display import day, money, month_year
from reports.forecast.kept import Comparison
from reports.forecast.outlook import ForecastOutlook


def outlook_chart(outlook: ForecastOutlook) -> Chart:
    """By month: what is bound already, and what it becomes with who is expected."""
    figures = [each for _month, each in outlook.by_month]
    whole = outlook.total
    title = _("%(expected)s of the coming costs is for learners who have not begun") % {
        "expected": money(whole.expected)
    }
    description = _(
        "Each month until %(last)s: realised and committed costs, and those with expected "
        "learners; %(total)s together."
    ) % {"last": month_year(outlook.period.last), "total": money(whole.forecast)}
    return curves(
        [month_year(month) for month, _figures in outlook.by_month],
        [
            Curve(
                _("realised and committed"), [each.realised + each.committed for each in figures]
            ),
            Curve(_("with who is expected"), [each.forecast for each in figures]),
        ],
        title=title,
        description=description,
        heading=_("month"),
    )


def kept_chart(comparison: Comparison) -> Chart:
    """By month: what was said then, what a later forecast said, and what was realised."""
    months = comparison.by_month
    lines = [Curve(_said_on(comparison.then.taken_on), [said.then for said in months])]
    if comparison.later:
        later: Sequence[Decimal | None] = [said.later for said in months]
        lines.append(Curve(_said_on(comparison.later.taken_on), later))
    realised = [_passed(said.name, said.realised, comparison.on) for said in months]
    lines.append(Curve(_("realised"), realised))
    return curves(
        [month_year(said.name) for said in months],
        lines,
        title=_finding(comparison),
        description=_("The cost of each month as it was forecast, and as it was realised."),
        heading=_("month"),
    )


def _finding(comparison: Comparison) -> str:
    """Of the months that have passed: how far the forecast was off."""
    passed = [said for said in comparison.by_month if said.name < comparison.on.replace(day=1)]
    after = [said for said in passed if said.name > comparison.then.taken_on]
    said = sum((each.then or Decimal(0) for each in after), Decimal(0))
    came = sum((each.realised for each in after), Decimal(0))
    if not after:
        return _("No month has passed since this forecast was kept")
    if came == said:
        return _("The months that have passed since cost what was forecast")
    text = (
        _("The months that have passed since cost %(amount)s more than forecast")
        if came > said
        else _("The months that have passed since cost %(amount)s less than forecast")
    )
    return text % {"amount": money(abs(came - said))}


def _passed(month: date, amount: Decimal, on: date) -> Decimal | None:
    return amount if month < on.replace(day=1) else None


def _said_on(taken_on: date) -> str:
    return _("forecast of %(day)s") % {"day": day(taken_on)}
