"""Tables of seats, with bars beside their figures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge_text
from config.shared.display import number
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    NumberColumn,
)
from contracts.models import CapacityLine, Placement

WEEK = 7


def bar(text: object, value: int, maximum: int, label: object) -> SafeString:
    """`text` with a bar of `value` against `maximum` under it, named for who cannot see it."""
    most = max(maximum, 1)
    return format_html(
        '<div class="seats">{}<meter min="0" max="{}" value="{}" aria-label="{}"></meter></div>',
        text,
        most,
        min(max(value, 0), most),
        label,
    )


class BarColumn(Column):
    """A right-aligned figure with a bar under it."""

    attrs = {"td": {"class": "num"}, "th": {"class": "num"}}

    def value(self, value: Any) -> Any:
        """The bare figure, for export."""
        return value


class SeatColumn(BarColumn):
    """Seats as a number and a bar against what was contracted."""

    def render(self, value: int, record: Any, bound_column: Any) -> SafeString:
        """The number above its bar; a badge where more was given out than contracted."""
        label = gettext("%(label)s: %(value)s of %(maximum)s") % {
            "label": bound_column.header,
            "value": value,
            "maximum": record.contracted,
        }
        over = gettext("%(seats)s over") % {"seats": number(-value)}
        text = number(value) if value >= 0 else badge_text(over, "wrong")
        return bar(text, value, record.contracted, label)


class CapacityLineTable(BaseTable):
    """Contracted lines with what became of their seats; rows come from `with_use`."""

    route = LinkColumn(accessor="get_route_display", order_by="route", verbose_name=_("Route"))
    provider = Column(accessor="contract__provider", verbose_name=_("Provider"))
    contract = LinkColumn(
        accessor="contract__reference",
        verbose_name=_("Contract"),
        linkify=lambda record: record.contract.get_absolute_url(),
    )
    place = Column(verbose_name=_("Place"))
    counts = Column(verbose_name=_("Counts"))
    first_on = DateColumn(verbose_name=_("From"))
    last_on = DateColumn(verbose_name=_("Until"))
    contracted = NumberColumn(verbose_name=_("Contracted"))
    used = SeatColumn(verbose_name=_("In use"))
    held = SeatColumn(verbose_name=_("Held"))
    waiting = SeatColumn(verbose_name=_("Waiting"))
    free = SeatColumn(verbose_name=_("Free"))
    default_columns: Sequence[str] = (
        "route",
        "provider",
        "place",
        "counts",
        "contracted",
        "used",
        "held",
        "waiting",
        "free",
    )
    telling = ("route", "provider")

    class Meta:
        model = CapacityLine
        fields = (
            "route",
            "provider",
            "place",
            "contract",
            "counts",
            "first_on",
            "last_on",
            "contracted",
            "used",
            "held",
            "waiting",
            "free",
        )
        order_by = ("route", "provider", "place")


class WallTable(CapacityLineTable):
    """The wall: lines of the day, in the order of routes."""

    default_columns = (
        "route",
        "provider",
        "place",
        "contracted",
        "used",
        "held",
        "waiting",
        "free",
    )


class WaitingTable(BaseTable):
    """Who waits longest, on the wall; `on` is the day up to which days are counted."""

    reference = LinkColumn(verbose_name=_("Placement"), orderable=False)
    gemeente = Column(verbose_name=_("Gemeente"), orderable=False)
    route = Column(verbose_name=_("Route"), orderable=False)
    days = NumberColumn(accessor="status_on", verbose_name=_("Days waiting"), orderable=False)
    contract = Column(
        accessor="contract__start_guarantee_weeks",
        verbose_name=_("Start guarantee"),
        orderable=False,
    )

    class Meta:
        model = Placement
        fields = ("reference", "gemeente", "route", "days", "contract")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on

    def render_days(self, value: date) -> str:
        return number((self.on - value).days)

    def render_contract(self, value: int, record: Placement) -> SafeString | str:
        text = gettext("%(weeks)s weeks") % {"weeks": value}
        is_late = (self.on - record.status_on).days > value * WEEK
        return (
            badge_text(gettext("%(weeks)s passed") % {"weeks": text}, "wrong") if is_late else text
        )
