"""Tables of seats and groups, with bars beside their figures."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge_text
from config.shared.display import NOTHING, money, number
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import CapacityLine, CourseGroup, Placement

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


class HeadsColumn(BarColumn):
    """Heads against the minimum, in a bar up to the maximum."""

    def render(self, value: int, record: CourseGroup, bound_column: Any) -> SafeString:
        """ "4 of at least 6", with a badge where the group is off size."""
        label = gettext("%(heads)s of at least %(minimum)s, at most %(maximum)s") % {
            "heads": value,
            "minimum": record.minimum,
            "maximum": record.maximum,
        }
        text = f"{value} / {record.minimum}–{record.maximum}"
        is_off = value < record.minimum or value > record.maximum
        shown = badge_text(text, "attention") if is_off else text
        return bar(shown, value, record.maximum, label)


class CourseGroupTable(BaseTable):
    """Groups with their heads; rows come from `with_heads().with_stake()`."""

    reference = LinkColumn(verbose_name=_("Group"))
    route = Column(
        accessor="line__get_route_display", order_by="line__route", verbose_name=_("Route")
    )
    provider = Column(accessor="line__contract__provider", verbose_name=_("Provider"))
    place = Column(accessor="line__place", verbose_name=_("Place"))
    first_on = DateColumn(verbose_name=_("First day"))
    last_on = DateColumn(verbose_name=_("Last day"))
    heads = HeadsColumn(verbose_name=_("Heads / size"))
    free_seats = NumberColumn(verbose_name=_("Free seats"))
    stake = MoneyColumn(verbose_name=_("At stake"))
    status = StatusColumn()
    default_columns: Sequence[str] = (
        "reference",
        "route",
        "provider",
        "place",
        "first_on",
        "heads",
        "free_seats",
        "stake",
        "status",
    )
    telling = ("reference", "status")

    class Meta:
        model = CourseGroup
        fields = (
            "reference",
            "route",
            "provider",
            "place",
            "level",
            "mode",
            "first_on",
            "last_on",
            "heads",
            "free_seats",
            "stake",
            "status",
        )
        order_by = ("first_on",)

    def render_stake(self, value: Decimal) -> str:
        return money(value) if value else NOTHING


class FreeGroupTable(CourseGroupTable):
    """Groups in which somebody can still begin."""

    default_columns = (
        "reference",
        "route",
        "place",
        "level",
        "mode",
        "first_on",
        "heads",
        "free_seats",
    )
    telling = ("reference", "free_seats")


class OffSizeTable(CourseGroupTable):
    """Groups under their minimum or over their maximum, on the wall."""

    default_columns = ("reference", "route", "provider", "first_on", "heads", "stake")
    telling = ("reference", "heads")


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
