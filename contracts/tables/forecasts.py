"""Tables of intake forecasts and of the outlook on seats."""

from datetime import date
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge_text
from config.shared.display import NOTHING, day
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, NumberColumn
from contracts.models import IntakeForecast
from contracts.models.outlooks import AreaOutlook


class IntakeForecastTable(BaseTable):
    gemeente = Column()
    month = Column()
    route = Column()
    expected = NumberColumn()
    low = NumberColumn()
    high = NumberColumn()
    recorded_at = DateColumn()
    telling = ("gemeente", "month")

    class Meta:
        model = IntakeForecast
        fields = (
            "gemeente",
            "month",
            "route",
            "expected",
            "low",
            "high",
            "source",
            "recorded_at",
        )

    def render_month(self, value: date) -> str:
        """The month, such as 03-2027."""
        return f"{value:%m-%Y}"

    def value_month(self, value: Any) -> Any:
        """Its first day, for export."""
        return value


class OutlookTable(BaseTable):
    """One row a route and subregion, the first to run out first."""

    area = LinkColumn(
        accessor="pk",
        verbose_name=_("Route and subregion"),
        orderable=False,
        linkify=lambda record: record["url"],
    )
    runs_out = Column(accessor="area", verbose_name=_("Seats run out"), orderable=False)
    between = Column(accessor="area", verbose_name=_("If more or fewer come"), orderable=False)
    places = NumberColumn(verbose_name=_("Places now"), orderable=False)
    waiting = NumberColumn(verbose_name=_("Waiting"), orderable=False)
    persons = NumberColumn(verbose_name=_("Expected"), orderable=False)
    short = NumberColumn(verbose_name=_("Without a seat at the end"), orderable=False)
    telling = ("area", "runs_out")

    def render_area(self, record: dict[str, Any]) -> str:
        """The route, with its subregion."""
        return str(record["name"])

    def render_runs_out(self, value: AreaOutlook) -> SafeString | str:
        """The day, marked; or that seats are enough."""
        if value.runs_out_on is None:
            return gettext("seats are enough")
        return badge_text(day(value.runs_out_on), "attention")

    def render_between(self, value: AreaOutlook) -> str:
        """The day when the most come, and when the fewest do."""
        soon, late = value.high.runs_out_on, value.low.runs_out_on
        if soon == late:
            return NOTHING
        last = day(late) if late else gettext("never within this period")
        return gettext("%(soon)s to %(late)s") % {"soon": day(soon), "late": last}


def outlook_rows(areas: list[tuple[AreaOutlook, str, str]]) -> list[dict[str, Any]]:
    """Rows for an OutlookTable, each area with its name and address."""
    return [
        {
            "pk": place,
            "area": area,
            "name": name,
            "url": url,
            "places": area.expected.places_at_first,
            "waiting": area.waiting,
            "persons": area.persons,
            "short": area.expected.months[-1].waiting,
        }
        for place, (area, name, url) in enumerate(areas)
    ]
