"""The coordinator's first screen: where is room, and who waits too long?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared import charts
from config.shared.display import day, number
from config.shared.views import Action, Page
from contracts.capacity import SeatUse, total_use
from contracts.enums import CapacityCounts
from contracts.filters.contracts import contracted_gemeenten
from contracts.forms.capacity import WallForm
from contracts.models import CapacityLine, CourseGroup, Placement
from contracts.tables.capacity import CapacityLineTable, WaitingTable, WallTable
from contracts.tables.groups import OffSizeTable

LONGEST = 8
MOST_BARS = 20
MOST_ROWS = 100
"""Lines and groups on one screen; the lists have them all."""


class CapacityWallPage(Page, TemplateView):
    """Seats per route, provider and place; groups off size; who waits longest."""

    permission = Permission.CAPACITY_VIEW
    title = _("Where is room, and who waits too long?")
    template_name = "contracts/capacity_wall.html"

    def page_actions(self) -> list[Action]:
        """The lists behind the wall."""
        return [
            Action(_("All seats"), reverse("contracts:capacityline-list"), "list-ul"),
            Action(_("All groups"), reverse("contracts:coursegroup-list"), "people"),
        ]

    @cached_property
    def form(self) -> WallForm:
        """What is asked of the wall."""
        return WallForm(self.request.GET or None, gemeenten=contracted_gemeenten(self.request))

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """Route, gemeente and day; the whole wall of today where nothing valid was asked."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return {
            "route": asked.get("route") or "",
            "gemeente": asked.get("gemeente"),
            "day": asked.get("day") or timezone.localdate(),
        }

    def lines(self) -> QuerySet[CapacityLine]:
        """The lines that run on the day, with their use."""
        route, gemeente, on = self.chosen["route"], self.chosen["gemeente"], self.chosen["day"]
        lines = CapacityLine.objects.visible_to(self.person).running_on(on)
        if route:
            lines = lines.filter(route=route)
        if gemeente:
            lines = lines.filter(contract__gemeenten=gemeente)
        order = ("route", "contract__provider__legal_name", "place", "pk")
        return (
            lines.with_use(on=on, gemeente=gemeente)
            .select_related("contract__provider")
            .order_by(*order)
        )

    def waiting(self, lines: Sequence[CapacityLine]) -> QuerySet[Placement]:
        """Who waits longest for one of `lines`, as far as the person may see placements."""
        rows = Placement.objects.visible_to(self.person).longest_waiting()
        if self.chosen["gemeente"]:
            rows = rows.filter(gemeente=self.chosen["gemeente"])
        rows = rows.filter(capacity_line__in=[line.pk for line in lines])
        return rows.select_related("gemeente", "contract")[:LONGEST]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the wall, the groups and the waiting."""
        lines = list(self.lines())
        on = self.chosen["day"]
        groups = list(off_size_groups(lines))
        use = total_use(use_of(line) for line in lines)
        sees_people = self.may(Permission.PLACEMENT_VIEW)
        return super().get_context_data(
            form=self.form,
            day=on,
            use=use,
            sentence=sentence(lines, groups),
            has_lines=bool(lines),
            wall=wall_table(lines[:MOST_ROWS]),
            groups=OffSizeTable(groups[:MOST_ROWS], prefix="groups-", orderable=False),
            waiting=WaitingTable(self.waiting(lines), prefix="w-", on=on) if sees_people else None,
            chart=seats_chart(lines, on) if lines else None,
            source=gettext("Source: contracts and placements, %(day)s") % {"day": day(on)},
            **kwargs,
        )


def use_of(line: CapacityLine) -> SeatUse:
    """The annotated figures of a line."""
    return SeatUse(line.contracted, line.used, line.held, line.waiting)


def wall_table(lines: Sequence[CapacityLine]) -> WallTable:
    """The wall; it says what each line counts once they do not all count places."""
    is_mixed = any(line.counts != CapacityCounts.PLACES for line in lines)
    shown = CapacityLineTable.default_columns if is_mixed else ()
    return WallTable(lines, prefix="wall-", orderable=False, shown=shown)


def off_size_groups(lines: Sequence[CapacityLine]) -> QuerySet[CourseGroup]:
    """Planned and running groups on `lines` under their minimum or over their maximum."""
    groups = CourseGroup.objects.filter(line__in=[line.pk for line in lines]).open()
    off_size = groups.with_heads().with_stake().off_size()
    return off_size.select_related("line__contract__provider").order_by("first_on", "pk")


def sentence(lines: Sequence[CapacityLine], groups: Sequence[CourseGroup]) -> str:
    """The answer in words: free seats, groups off size, how many wait."""
    parts = [_counted(lines, counts) for counts in CapacityCounts]
    under = sum(1 for group in groups if group.lacking)
    over = len(groups) - under
    waiting = sum(line.waiting for line in lines)
    parts += [
        ngettext("%(count)s group below its minimum", "%(count)s groups below their minimum", under)
        % {"count": number(under)},
        ngettext("%(count)s group over its maximum", "%(count)s groups over their maximum", over)
        % {"count": number(over)}
        if over
        else "",
        ngettext("%(count)s waits", "%(count)s wait", waiting) % {"count": number(waiting)},
    ]
    return "; ".join(part for part in parts if part) + "."


def _counted(lines: Sequence[CapacityLine], counts: CapacityCounts) -> str:
    """Free seats of the lines that count alike; empty where there are none."""
    uses = [use_of(line) for line in lines if line.counts == counts]
    if not uses:
        return ""
    total = total_use(uses)
    texts = {
        CapacityCounts.PLACES: gettext("%(free)s of %(contracted)s places free"),
        CapacityCounts.INTAKE: gettext("%(free)s of %(contracted)s trajectories can still begin"),
    }
    return texts[counts] % {"free": number(total.free), "contracted": number(total.contracted)}


def seats_chart(lines: Sequence[CapacityLine], on: date) -> charts.Chart:
    """Used, held and free seats of each route and provider, at most MOST_BARS of them."""
    uses: dict[str, SeatUse] = {}
    for line in lines:
        label = f"{line.get_route_display()}, {line.contract.provider}"
        uses[label] = uses.get(label, SeatUse(0, 0, 0)) + use_of(line)
    total = total_use(uses.values())
    bars = [
        charts.SeatBar(label, use.contracted, use.used, use.held, max(use.free, 0))
        for label, use in list(uses.items())[:MOST_BARS]
    ]
    title = gettext("%(taken)s of %(contracted)s seats are given out") % {
        "taken": number(total.used + total.held),
        "contracted": number(total.contracted),
    }
    description = gettext("Seats of each route and provider on %(day)s: used, held and free.")
    return charts.seats(
        bars,
        title=title,
        description=description % {"day": day(on)},
        heading=gettext("Route and provider"),
    )
