"""Tables of groups, with their heads as a bar."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge_text
from config.shared.display import NOTHING, money
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from contracts.models import CourseGroup
from contracts.tables.capacity import BarColumn, bar


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
    decide_on = DateColumn(verbose_name=_("Decide on"))
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
            "decide_on",
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
