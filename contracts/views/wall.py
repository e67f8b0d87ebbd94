"""The coordinator's first screen: where is room, and who waits too long?"""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_tables2 import RequestConfig

from accounts.enums import Permission
from config.shared.display import day
from config.shared.tables import BaseTable
from config.shared.views import Action, Page, Panel
from contracts.enums import CapacityCounts
from contracts.filters.contracts import contracted_gemeenten, contracted_providers
from contracts.forms.capacity import WallForm
from contracts.models import CapacityLine, Placement, WaitlistEntry
from contracts.models.capacity import CapacityLineQuerySet
from contracts.models.waiting import WaitlistEntryQuerySet
from contracts.tables.capacity import CapacityLineTable
from contracts.tables.groups import OffSizeTable
from contracts.tables.sources import SeatSource, source_of
from contracts.tables.waiting import WaitlistEntryTable
from contracts.tables.wall import WaitingTable, WallTable
from contracts.views import forecasts
from contracts.views.asked import asked_of
from contracts.views.wall_figures import Wall, figure_tiles, seats_chart, sentence

LONGEST = 8
LONGEST_COLUMNS = ("reference", "gemeente", "route", "level", "days", "guaranteed_weeks")
PER_PAGE = 8
"""Rows of a table on the wall; each has pages of its own."""


class WallPage(Page, TemplateView):
    """What the wall and its parts are asked, and the lines that answer."""

    permission = Permission.CAPACITY_VIEW

    @cached_property
    def form(self) -> WallForm:
        """What is asked of the wall."""
        return WallForm(
            self.request.GET or None,
            gemeenten=contracted_gemeenten(self.request),
            providers=contracted_providers(self.request),
        )

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Route, provider, gemeente and day; all of today where nothing valid was asked."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return {
            "route": asked.get("route") or "",
            "provider": asked.get("provider"),
            "gemeente": asked.get("gemeente"),
            "day": asked.get("day") or timezone.localdate(),
        }

    def lines(self) -> CapacityLineQuerySet:
        """The lines that run on the day."""
        lines = CapacityLine.objects.visible_to(self.person).running_on(self.chosen["day"])
        if self.chosen["route"]:
            lines = lines.filter(route=self.chosen["route"])
        if self.chosen["provider"]:
            lines = lines.filter(contract__provider=self.chosen["provider"])
        if self.chosen["gemeente"]:
            lines = lines.filter(contract__gemeenten=self.chosen["gemeente"])
        return lines.order_by("route", "contract__provider__legal_name", "place", "pk")

    @cached_property
    def source(self) -> SeatSource | None:
        """Where the figures lead; nowhere for who sees no placements."""
        if not self.may(Permission.PLACEMENT_VIEW):
            return None
        return source_of(self.person, self.chosen["day"], self.chosen["gemeente"])

    @cached_property
    def wall(self) -> Wall:
        """The figures of the lines."""
        return Wall(self.lines(), on=self.chosen["day"], gemeente=self.chosen["gemeente"])

    @cached_property
    def narrowed(self) -> dict[str, Any]:
        """What beside the gemeente narrows the wall, as the list of placements is asked."""
        provider = self.chosen["provider"]
        return {"route": self.chosen["route"], "provider": provider.pk if provider else None}

    def paged(self, table: BaseTable) -> BaseTable:
        """The rows of `table` on the page that was asked for."""
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return table


class CapacityWallPage(WallPage):
    """Seats per route, provider, place, gemeente and start; groups off size; who waits longest."""

    title = _("Where is room, and who waits too long?")
    template_name = "contracts/capacity_wall.html"

    def page_actions(self) -> list[Action]:
        """The lists behind the wall."""
        waiting = reverse("contracts:waitlistentry-list")
        sees = Permission.WAITLIST_VIEW
        return [
            Action(_("Waiting list"), waiting, "hourglass-split", permission=sees),
            Action(_("Planning board"), reverse("contracts:coursegroup-board"), "calendar3"),
            Action(_("All seats"), reverse("contracts:capacityline-list"), "list-ul"),
            Action(_("All groups"), reverse("contracts:coursegroup-list"), "people"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the seats, the groups and the waiting; gemeenten and starts follow."""
        on, wall = self.chosen["day"], self.wall
        return super().get_context_data(
            form=self.form,
            day=on,
            sentence=sentence(wall, listed=self.listed_entries.count() if self.sees_list else 0),
            asked=asked_of(self.person),
            has_lines=wall.has_lines,
            kinds=figure_tiles(wall.uses, self.source, self.narrowed),
            tables=[panel for panel in self.tables() if panel.table] if wall.has_lines else [],
            panels=[panel for panel_of in PANELS for panel in panel_of(self)],
            chart=seats_chart(wall) if wall.has_lines else None,
            source=gettext("Source: contracts and placements, %(day)s") % {"day": day(on)},
            **kwargs,
        )

    def tables(self) -> list[Panel]:
        """The parts that stand at once, in their order."""
        return [
            Panel(_("Seats by route and provider"), table=self.wall_table()),
            Panel(_("Groups below their minimum or over their maximum"), table=self.off_table()),
            Panel(_("Waiting longest"), table=self.waiting_table()),
        ]

    def wall_table(self) -> BaseTable:
        """The lines; what each counts is said once they do not all count alike."""
        on, gemeente = self.chosen["day"], self.chosen["gemeente"]
        lines = self.lines().with_use(on=on, gemeente=gemeente)
        is_mixed = list(self.wall.uses) != [CapacityCounts.PLACES]
        shown = CapacityLineTable.default_columns if is_mixed else ()
        rows = lines.select_related("contract__provider")
        return self.paged(
            WallTable(rows, prefix="wall-", orderable=False, shown=shown, source=self.source)
        )

    def off_table(self) -> BaseTable:
        """Planned and running groups under their minimum or over their maximum."""
        rows = self.wall.off_size.with_stake().select_related("line__contract__provider")
        rows = rows.order_by("first_on", "pk")
        return self.paged(OffSizeTable(rows, prefix="groups-", orderable=False))

    def waiting_table(self) -> BaseTable | None:
        """Who waits longest: on the region's list; for who sees none, for one of the lines."""
        if self.sees_list:
            return self.list_table()
        return self.line_table() if self.may(Permission.PLACEMENT_VIEW) else None

    @property
    def sees_list(self) -> bool:
        """Whether the person sees the waiting list of a region or gemeente."""
        return bool(self.may(Permission.WAITLIST_VIEW))

    @property
    def listed_entries(self) -> WaitlistEntryQuerySet:
        """Who stands on the waiting list, as far as the wall is asked for them."""
        asked = {
            "route": self.chosen["route"],
            "gemeente": self.chosen["gemeente"],
            "placement__contract__provider": self.chosen["provider"],
        }
        rows = WaitlistEntry.objects.visible_to(self.person).waiting()
        return rows.filter(**{name: value for name, value in asked.items() if value})

    def list_table(self) -> BaseTable:
        """Who stands longest on the waiting list, also for a route that has no seats."""
        rows = self.listed_entries.with_guarantee(self.chosen["day"]).select_related("gemeente")
        return WaitlistEntryTable(
            rows.order_by("since_on", "pk")[:LONGEST],
            prefix="w-",
            on=self.chosen["day"],
            shown=LONGEST_COLUMNS,
            orderable=False,
        )

    def line_table(self) -> BaseTable:
        """Who waits longest for one of the lines."""
        rows = Placement.objects.visible_to(self.person).longest_waiting()
        if self.chosen["gemeente"]:
            rows = rows.filter(gemeente=self.chosen["gemeente"])
        rows = rows.filter(capacity_line__in=self.lines())
        rows = rows.select_related("gemeente", "contract")[:LONGEST]
        return WaitingTable(rows, prefix="w-", on=self.chosen["day"])


def parts_of(page: CapacityWallPage) -> list[Panel]:
    """Gemeenten and starts, asked for what the wall was asked."""
    names = {"wall-gemeenten": _("Seats per gemeente"), "wall-starts": _("Seats by start")}
    query = page.request.GET.urlencode()
    return [
        Panel(title, url=f"{reverse(f'contracts:{name}')}?{query}") for name, title in names.items()
    ]


PANELS: Sequence[Callable[[CapacityWallPage], list[Panel]]] = (parts_of, forecasts.panels_of)
"""Who adds parts of their own under the wall: panels that load from an address."""
