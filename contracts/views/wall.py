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
from contracts.models import CapacityLine, CourseGroup, Placement
from contracts.models.capacity import CapacityLineQuerySet
from contracts.tables.capacity import CapacityLineTable
from contracts.tables.groups import OffSizeTable
from contracts.tables.sources import SeatSource, source_of
from contracts.tables.wall import ShareTable, StartTable, WaitingTable, WallTable
from contracts.views import forecasts
from contracts.views.wall_figures import Wall, figure_tiles, seats_chart, sentence

LONGEST = 8
PER_PAGE = 12
"""Rows of a table on the wall; each has pages of its own."""


class CapacityWallPage(Page, TemplateView):
    """Seats per route, provider, place, gemeente and start; groups off size; who waits longest."""

    permission = Permission.CAPACITY_VIEW
    title = _("Where is room, and who waits too long?")
    template_name = "contracts/capacity_wall.html"

    def page_actions(self) -> list[Action]:
        """The lists behind the wall."""
        return [
            Action(_("Planning board"), reverse("contracts:coursegroup-board"), "calendar3"),
            Action(_("All seats"), reverse("contracts:capacityline-list"), "list-ul"),
            Action(_("All groups"), reverse("contracts:coursegroup-list"), "people"),
        ]

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
        ids = list(self.lines().values_list("pk", flat=True))
        return Wall(ids, on=self.chosen["day"], gemeente=self.chosen["gemeente"])

    @cached_property
    def narrowed(self) -> dict[str, Any]:
        """What beside the gemeente narrows the wall, as the list of placements is asked."""
        provider = self.chosen["provider"]
        return {"route": self.chosen["route"], "provider": provider.pk if provider else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the seats, the gemeenten, the starts, the groups and the waiting."""
        on, wall = self.chosen["day"], self.wall
        return super().get_context_data(
            form=self.form,
            day=on,
            sentence=sentence(wall),
            has_lines=bool(wall.line_ids),
            kinds=figure_tiles(wall.uses, self.source, self.narrowed),
            tables=[panel for panel in self.tables() if panel.table] if wall.line_ids else [],
            panels=[panel for panel_of in PANELS for panel in panel_of(self)],
            chart=seats_chart(wall) if wall.line_ids else None,
            source=gettext("Source: contracts and placements, %(day)s") % {"day": day(on)},
            **kwargs,
        )

    def tables(self) -> list[Panel]:
        """The parts of the wall, in their order."""
        people = self.waiting_table() if self.may(Permission.PLACEMENT_VIEW) else None
        return [
            Panel(_("Seats by route and provider"), table=self.wall_table()),
            Panel(_("Seats per gemeente"), table=self.share_table()),
            Panel(_("Seats by start"), table=self.start_table()),
            Panel(_("Groups below their minimum or over their maximum"), table=self.off_table()),
            Panel(_("Waiting longest"), table=people),
        ]

    def wall_table(self) -> BaseTable:
        """The lines; what each counts is said once they do not all count alike."""
        on, gemeente = self.chosen["day"], self.chosen["gemeente"]
        lines = self.lines().with_use(on=on, gemeente=gemeente)
        is_mixed = list(self.wall.uses) != [CapacityCounts.PLACES]
        shown = CapacityLineTable.default_columns if is_mixed else ()
        rows = lines.select_related("contract__provider")
        return self._paged(
            WallTable(rows, prefix="wall-", orderable=False, shown=shown, source=self.source)
        )

    def share_table(self) -> BaseTable:
        """Each gemeente beside its share."""
        is_mixed = len(self.wall.uses) > 1
        shown = () if is_mixed else [name for name in ShareTable.base_columns if name != "counts"]
        return ShareTable(
            self.wall.shares,
            prefix="shares-",
            shown=shown,
            source=self.source,
            narrowed=self.narrowed,
        )

    def start_table(self) -> BaseTable:
        """Groups that run on the day or begin after it, by first day."""
        groups = CourseGroup.objects.filter(line__in=self.wall.line_ids).open()
        rows = groups.filter(last_on__gte=self.chosen["day"]).with_heads().with_places()
        rows = rows.select_related("line__contract__provider").order_by("first_on", "pk")
        return self._paged(StartTable(rows, prefix="starts-", source=self.source))

    def off_table(self) -> BaseTable:
        """Planned and running groups under their minimum or over their maximum."""
        rows = self.wall.off_size.with_stake().select_related("line__contract__provider")
        rows = rows.order_by("first_on", "pk")
        return self._paged(OffSizeTable(rows, prefix="groups-", orderable=False))

    def waiting_table(self) -> BaseTable:
        """Who waits longest for one of the lines."""
        rows = Placement.objects.visible_to(self.person).longest_waiting()
        if self.chosen["gemeente"]:
            rows = rows.filter(gemeente=self.chosen["gemeente"])
        rows = rows.filter(capacity_line__in=self.wall.line_ids)
        rows = rows.select_related("gemeente", "contract")[:LONGEST]
        return WaitingTable(rows, prefix="w-", on=self.chosen["day"])

    def _paged(self, table: BaseTable) -> BaseTable:
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return table


PANELS: Sequence[Callable[[CapacityWallPage], list[Panel]]] = (forecasts.panels_of,)
"""Who adds parts of their own under the wall: panels that load from an address."""
