"""Tables of the capacity wall: lines, gemeenten, starts and who waits longest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.badges import badge_text
from config.shared.display import NOTHING, number
from config.shared.tables import BaseTable, Column, DateColumn, LinkColumn, NumberColumn
from contracts.enums import CapacityCounts
from contracts.models import CapacityLine, CourseGroup, Placement, SeatAuthorisation
from contracts.tables.capacity import CapacityLineTable, SeatColumn
from contracts.tables.sources import SeatSource

DAYS_A_WEEK = 7


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


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What is contracted for one gemeente, of one kind, and what became of it."""

    gemeente: Gemeente
    counts: CapacityCounts
    contracted: int
    used: int
    held: int
    waiting: int

    @property
    def free(self) -> int:
        """Seats left of the share; below zero when the gemeente has more than its part."""
        return self.contracted - self.used - self.held


class ShareTable(BaseTable):
    """Gemeenten beside their shares, of one line or of all that run: rows are ShareRow.

    `narrowed` is what else the list of placements is asked to show the same people.
    """

    gemeente = Column(verbose_name=_("Gemeente"))
    counts = Column(accessor="counts__label", verbose_name=_("Counts"))
    contracted = NumberColumn(verbose_name=_("Share"))
    used = SeatColumn(verbose_name=_("In use"))
    held = SeatColumn(verbose_name=_("Held"))
    waiting = SeatColumn(verbose_name=_("Waiting"))
    free = SeatColumn(verbose_name=_("Free"))
    telling = ("gemeente", "free")

    def __init__(
        self,
        *args: Any,
        source: SeatSource | None,
        line: CapacityLine | None = None,
        narrowed: Mapping[str, Any] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, orderable=False, **kwargs)
        self.source, self.line, self.narrowed = source, line, narrowed

    @property
    def caption(self) -> str:
        return gettext("Seats per gemeente")

    def limit(self, row: ShareRow) -> int:
        """Against what the bars of a row are drawn."""
        return row.contracted

    def behind(self, figure: str, row: ShareRow) -> str:
        """The address of the placements behind a figure of `row`; empty where nothing leads."""
        if self.source is None:
            return ""
        if self.line:
            return self.source.of_share(figure, self.line, row.gemeente.pk)
        return self.source.of_gemeente(figure, row.counts, row.gemeente.pk, **self.narrowed)


class StartTable(BaseTable):
    """Groups that run or begin, by their first day; rows come from `with_heads().with_places()`."""

    first_on = DateColumn(verbose_name=_("Start"), orderable=False)
    reference = LinkColumn(verbose_name=_("Group"), orderable=False)
    route = Column(accessor="line__get_route_display", verbose_name=_("Route"), orderable=False)
    provider = Column(
        accessor="line__contract__provider", verbose_name=_("Provider"), orderable=False
    )
    place = Column(accessor="line__place", verbose_name=_("Place"), orderable=False)
    contracted = NumberColumn(accessor="maximum", verbose_name=_("Places"), orderable=False)
    seated = SeatColumn(verbose_name=_("In use"), orderable=False)
    accepted = SeatColumn(verbose_name=_("Held"), orderable=False)
    free_seats = SeatColumn(verbose_name=_("Free"), orderable=False)
    telling = ("first_on", "reference")

    class Meta:
        model = CourseGroup
        fields = (
            "first_on",
            "reference",
            "route",
            "provider",
            "place",
            "contracted",
            "seated",
            "accepted",
            "free_seats",
        )

    def __init__(self, *args: Any, source: SeatSource | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def limit(self, group: CourseGroup) -> int:
        """Against what the bars of a row are drawn."""
        return group.maximum

    def behind(self, figure: str, group: CourseGroup) -> str:
        """The address of the placements behind a figure of `group`; empty where nothing leads."""
        return self.source.of_group(figure, group) if self.source else ""


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
        is_late = (self.on - record.status_on).days > value * DAYS_A_WEEK
        return (
            badge_text(gettext("%(weeks)s passed") % {"weeks": text}, "wrong") if is_late else text
        )


class AuthorisationTable(BaseTable):
    """Extra seats that were authorised on a line."""

    authorised_at = DateColumn(orderable=False)
    number = NumberColumn(orderable=False)
    used = NumberColumn(orderable=False)
    valid_until_on = DateColumn(orderable=False)
    reason = Column(orderable=False)
    authorised_by = Column(orderable=False)
    withdraw = Column(accessor="pk", verbose_name=_("What is left"), orderable=False)
    telling = ("authorised_at", "number")

    class Meta:
        model = SeatAuthorisation
        fields = ("authorised_at", "number", "used", "valid_until_on", "reason", "authorised_by")

    def __init__(self, *args: Any, may_withdraw: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_withdraw, self.on = may_withdraw, on

    def render_withdraw(self, record: SeatAuthorisation) -> SafeString | str:
        is_over = record.valid_until_on is not None and record.valid_until_on < self.on
        if not self.may_withdraw or is_over or record.used == record.number:
            return NOTHING
        address = reverse("contracts:seatauthorisation-withdraw", args=[record.pk])
        return format_html('<a href="{}">{}</a>', address, gettext("Take back"))
