"""Seats over the coming months as a picture, with the finding as its title."""

from decimal import Decimal

from django.utils.translation import gettext as _

from config.shared.charts import Chart, stacked_columns
from config.shared.display import day, month_year, number
from config.shared.periods import month_of
from contracts.forecasting import MonthEnd
from contracts.models.outlooks import AreaOutlook


def area_name(area: AreaOutlook) -> str:
    """The route, with its subregion where there is one."""
    return f"{area.route.label}, {area.subregion}" if area.subregion else str(area.route.label)


def finding(area: AreaOutlook) -> str:
    """When seats run out, in one sentence, and why when contracts end before."""
    what = {"area": area_name(area), "day": day(area.runs_out_on)}
    if area.runs_out_on is None:
        return _("%(area)s: seats are enough.") % what
    if area.expected.is_short_at_once:
        return _("%(area)s: there is no seat now for who waits.") % what
    if area.expected.has_fewer_places:
        lost = area.expected.places_at_first - area.expected.places_then
        return _("%(area)s: seats run out on %(day)s, after %(lost)s of them have ended.") % {
            **what,
            "lost": number(lost),
        }
    return _("%(area)s: seats run out on %(day)s.") % what


def outlook_chart(area: AreaOutlook) -> Chart:
    """Who has a seat and who waits at the end of each month, against what was contracted."""
    parts = [_("has a seat"), _("waits for a seat")]
    stacks = [
        (month_year(each.month), _limit(each), (each.taken, each.waiting))
        for each in area.expected.months
    ]
    spec = stacked_columns(
        stacks,
        parts,
        limit=_("contracted"),
        beyond=_("without a seat"),
        axis=_("learners"),
    )
    header = [_("Month"), _("comes"), *parts, _("contracted")]
    return Chart(finding(area), _description(area), spec, header, _rows(area))


def _limit(month: MonthEnd) -> Decimal:
    """Contracted places; where only trajectories are counted, those who could begin."""
    return Decimal(month.taken if month.places is None else month.places)


def _description(area: AreaOutlook) -> str:
    last = area.expected.months[-1]
    return _(
        "Of %(persons)s people expected until %(month)s, %(waiting)s wait at the end; "
        "%(taken)s have a seat then."
    ) % {
        "persons": number(area.persons),
        "month": day(month_of(last.month).last),
        "waiting": number(last.waiting),
        "taken": number(last.taken),
    }


def _rows(area: AreaOutlook) -> list[list[str]]:
    return [
        [
            month_year(each.month),
            number(each.came),
            number(each.taken),
            number(each.waiting),
            number(each.places),
        ]
        for each in area.expected.months
    ]
