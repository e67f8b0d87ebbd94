"""Tables of seats, with bars beside their figures."""

from collections.abc import Sequence
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
from contracts.models import CapacityLine
from contracts.tables.sources import SeatSource


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


def linked(text: object, address: str) -> object:
    """`text`, leading to `address` where there is one."""
    return format_html('<a href="{}">{}</a>', address, text) if address else text


class BarColumn(Column):
    """A right-aligned figure with a bar under it."""

    attrs = {"td": {"class": "num"}, "th": {"class": "num"}}

    def value(self, value: Any) -> Any:
        """The bare figure, for export."""
        return value


class SeatColumn(BarColumn):
    """Seats as a number and a bar against what was contracted."""

    def render(self, value: int, record: Any, bound_column: Any, table: Any) -> SafeString:
        """The number above its bar, leading to who is behind it; a badge where more was given out
        than contracted.
        """
        label = gettext("%(label)s: %(value)s of %(maximum)s") % {
            "label": bound_column.header,
            "value": value,
            "maximum": table.limit(record),
        }
        over = gettext("%(seats)s over") % {"seats": number(-value)}
        text = number(value) if value >= 0 else badge_text(over, "wrong")
        address = table.behind(bound_column.name, record)
        return bar(linked(text, address), value, table.limit(record), label)


class CapacityLineTable(BaseTable):
    """Contracted lines with what became of their seats; rows come from `with_use`.

    With `source` the figures lead to the placements behind them.
    """

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

    def __init__(self, *args: Any, source: SeatSource | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def limit(self, line: CapacityLine) -> int:
        """Against what the bars of a row are drawn."""
        return line.contracted

    def behind(self, figure: str, line: CapacityLine) -> str:
        """The address of the placements behind a figure of `line`; empty where nothing leads."""
        return self.source.of_line(figure, line) if self.source else ""
