"""The procurement calendar of one year as a picture, with its table."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared import charts
from config.shared.charts import Chart, Span
from config.shared.display import day
from procurement.models import PlannedTender

LABEL_LENGTH = 38


def planning_chart(planned: Iterable[PlannedTender], year: int) -> Chart | None:
    """A bar from publication to start for each line; None when no line has a date.

    A line with one date of the two is a point on that day. `planned` come in the order of the
    picture.
    """
    spans = [(row, span) for row in planned if (span := _span(row))]
    if not spans:
        return None
    rows = [row for row, _span in spans]
    return charts.spans(
        [span for _row, span in spans],
        title=_title(rows, year),
        description=_("From the planned publication of each tender to the first day of contract."),
        header=[_("Tender"), _("Planned publication"), _("First day of the contract")],
        texts=[[row.title, day(row.publication_on), day(row.start_on)] for row in rows],
    )


def _span(row: PlannedTender) -> Span | None:
    days: list[date] = [each for each in (row.publication_on, row.start_on) if each]
    if not days:
        return None
    return Span(Truncator(row.title).chars(LABEL_LENGTH), days[0], days[-1])


def _title(rows: Sequence[PlannedTender], year: int) -> str:
    """The finding: how many, and which comes first."""
    days = [row.publication_on for row in rows if row.publication_on]
    counted = ngettext(
        "%(count)s planned tender in %(year)s", "%(count)s planned tenders in %(year)s", len(rows)
    ) % {"count": len(rows), "year": year}
    if not days:
        return counted
    first = {"counted": counted, "day": day(min(days))}
    return _("%(counted)s, the first published on %(day)s") % first
