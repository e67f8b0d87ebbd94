"""The figures of the wall: summed by the database, never counted from placements."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared import charts
from config.shared.display import day, number
from contracts.capacity import SeatUse
from contracts.enums import CapacityCounts, PlacementStatus, SeatFigure
from contracts.models import CapacityLine, CapacityShare, CourseGroup, SeatTally
from contracts.models.capacity import CapacityLineQuerySet
from contracts.models.groups import CourseGroupQuerySet
from contracts.models.seats import SeatTallyQuerySet
from contracts.tables.sources import SeatSource
from contracts.tables.wall import ShareRow
from providers.enums import LearningRoute
from providers.models import Provider

MOST_BARS = 20
LINE_KEYS = ("line__counts", "line__route", "line__contract__provider_id")


class Tile(NamedTuple):
    """A figure with its label, and where it leads, or an empty text."""

    label: Any
    value: int
    url: str = ""


@dataclass(frozen=True)
class Wall:
    """What was contracted on these lines and what became of it; with a gemeente, of its share.

    The lines are named to the database as a query: the ids of hundreds cost more to send than to
    find.
    """

    lines: CapacityLineQuerySet
    on: date
    gemeente: Gemeente | None = None

    @cached_property
    def shares(self) -> list[ShareRow]:
        """Each gemeente and kind with its share and its people, by name."""
        keys = ("gemeente_id", "line__counts")
        shares = CapacityShare.objects.filter(line__in=self._ids, **self._whose)
        sums = shares.order_by().values(*keys).annotate(contracted=Sum("number"))
        contracted = {tuple(row[key] for key in keys): row["contracted"] for row in sums}
        figures = self._figures(*keys)
        every = {*figures, *contracted}
        names = Gemeente.objects.in_bulk({gemeente for gemeente, _counts in every})
        rows = [
            share_row(names[key[0]], key[1], contracted.get(key, 0), figures.get(key))
            for key in every
        ]
        return sorted(rows, key=lambda row: (row.gemeente.name, row.counts.value))

    @cached_property
    def uses(self) -> dict[CapacityCounts, SeatUse]:
        """All of the lines together, by what they count; places first."""
        figures, contracted = self._figures("line__counts"), Counter[str]()
        for (counts, _route, _provider), seats in self._contracted.items():
            contracted[counts] += seats
        return {
            counts: use_of(contracted[counts], figures.get((counts.value,)))
            for counts in CapacityCounts
            if counts in contracted
        }

    def by_route_and_provider(self, counts: CapacityCounts) -> dict[tuple[str, int], SeatUse]:
        """The lines of one kind, by route and provider."""
        figures = self._figures(*LINE_KEYS)
        return {
            key[1:]: use_of(number, figures.get(key))
            for key, number in sorted(self._contracted.items())
            if key[0] == counts
        }

    @cached_property
    def waiting(self) -> int:
        """How many wait; who waits for a place that also counts in an intake, once."""
        places = CapacityLine.objects.filter(
            contract=OuterRef("line__contract"),
            route=OuterRef("line__route"),
            place=OuterRef("line__place"),
            counts=CapacityCounts.PLACES,
            first_on__lte=OuterRef("line__last_on"),
            last_on__gte=OuterRef("line__first_on"),
        )
        rows = self._tallies.filter(status=PlacementStatus.WAITLISTED)
        twice = Q(line__counts=CapacityCounts.INTAKE) & Exists(places)
        return rows.exclude(twice).aggregate(total=Coalesce(Sum("number"), 0))["total"]

    @cached_property
    def off_size(self) -> CourseGroupQuerySet:
        """Planned and running groups under their minimum or over their maximum."""
        return CourseGroup.objects.filter(line__in=self._ids).open().with_heads().off_size()

    @property
    def _whose(self) -> dict[str, Any]:
        return {"gemeente": self.gemeente} if self.gemeente else {}

    @property
    def _tallies(self) -> SeatTallyQuerySet:
        return SeatTally.objects.filter(line__in=self._ids, **self._whose)

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        return list(self._tallies.figures(self.on, "gemeente_id", *LINE_KEYS))

    def _figures(self, *keys: str) -> dict[tuple[Any, ...], Counter[str]]:
        """Used, held and waiting, summed by `keys`."""
        sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
        for row in self._rows:
            found = sums[tuple(row[key] for key in keys)]
            found.update({figure: row[figure] for figure in SeatFigure.values})
        return sums

    @cached_property
    def _contracted(self) -> Counter[tuple[str, str, int]]:
        """Contracted seats by what they count, route and provider; with a gemeente, its share."""
        sums = Counter[tuple[str, str, int]]()
        for counts, route, provider, seats in self._own_shares() if self.gemeente else self._seats:
            sums[counts, route, provider] += seats
        return sums

    def _own_shares(self) -> Iterable[tuple[str, str, int, int]]:
        shares = CapacityShare.objects.filter(line__in=self._ids, **self._whose).order_by()
        return shares.values_list(*LINE_KEYS, "number")

    @cached_property
    def _seats(self) -> list[tuple[str, str, int, int]]:
        """What each line counts, its route, its provider and its number."""
        keys = (key.removeprefix("line__") for key in LINE_KEYS)
        return list(self.lines.order_by().values_list(*keys, "number"))

    @property
    def has_lines(self) -> bool:
        """Whether any line runs."""
        return bool(self._seats)

    @property
    def _ids(self) -> Any:
        return self.lines.order_by().values("pk")


def use_of(contracted: int, row: Mapping[str, int] | None) -> SeatUse:
    """What became of `contracted` seats, as a row of figures says; nothing without a row."""
    figures = row or dict.fromkeys(SeatFigure.values, 0)
    return SeatUse(contracted, figures["used"], figures["held"], figures["waiting"])


def share_row(
    gemeente: Gemeente, counts: str, contracted: int, row: Mapping[str, int] | None
) -> ShareRow:
    """A gemeente beside its share, as a row of figures says."""
    use = use_of(contracted, row)
    return ShareRow(gemeente, CapacityCounts(counts), contracted, use.used, use.held, use.waiting)


def figure_tiles(
    uses: Mapping[CapacityCounts, SeatUse], source: SeatSource | None, narrowed: dict[str, Any]
) -> list[tuple[Any, list[Tile]]]:
    """For each kind its label and its figures, each leading to who is behind it."""

    def url(figure: str, counts: str) -> str:
        return source.of_all(figure, counts, **narrowed) if source else ""

    return [
        (counts.label, tiles(use, {figure: url(figure, counts) for figure in SeatFigure}))
        for counts, use in uses.items()
    ]


def tiles(use: SeatUse, urls: Mapping[str, str]) -> list[Tile]:
    """The five figures of seats."""
    return [
        Tile(_("Contracted"), use.contracted),
        Tile(_("In use"), use.used, urls.get(SeatFigure.USED, "")),
        Tile(_("Held"), use.held, urls.get(SeatFigure.HELD, "")),
        Tile(_("Waiting"), use.waiting, urls.get(SeatFigure.WAITING, "")),
        Tile(_("Free"), use.free),
    ]


def sentence(wall: Wall, *, listed: int) -> str:
    """The answer in words: free seats, groups off size, how many wait.

    `listed` stand on the waiting list, as far as the reader sees it.
    """
    off = wall.off_size.aggregate(
        under=Count("pk", filter=Q(lacking__gt=0)), over=Count("pk", filter=Q(lacking=0))
    )
    under, over = off["under"], off["over"]
    parts = [_free(counts, use) for counts, use in wall.uses.items()]
    parts.append(
        ngettext("%(count)s group below its minimum", "%(count)s groups below their minimum", under)
        % {"count": number(under)}
    )
    if over:
        text = ngettext(
            "%(count)s group over its maximum", "%(count)s groups over their maximum", over
        )
        parts.append(text % {"count": number(over)})
    return "; ".join([*parts, _waiting(wall.waiting, listed)]) + "."


def _waiting(count: int, listed: int) -> str:
    """Who waits for a seat of a line; and all on the list, where others wait for any provider."""
    texts = {"count": number(count), "listed": number(listed)}
    if listed <= count:
        return ngettext("%(count)s waits", "%(count)s wait", count) % texts
    text = ngettext(
        "%(listed)s waits, %(count)s with a provider",
        "%(listed)s wait, %(count)s of them with a provider",
        listed,
    )
    return text % texts


def _free(counts: CapacityCounts, use: SeatUse) -> str:
    """Free seats of the lines that count alike."""
    texts = {
        CapacityCounts.PLACES: gettext("%(free)s of %(contracted)s places free"),
        CapacityCounts.INTAKE: gettext("%(free)s of %(contracted)s trajectories can still begin"),
    }
    return texts[counts] % {"free": number(use.free), "contracted": number(use.contracted)}


def seats_chart(wall: Wall) -> charts.Chart:
    """Used, held and free seats of each route and provider, at most MOST_BARS of them.

    Of the places where there are any, else of the intake: the two are not added up.
    """
    counts = next(iter(wall.uses))
    uses = wall.by_route_and_provider(counts)
    names = Provider.objects.in_bulk({provider for _route, provider in uses})
    total = wall.uses[counts]
    bars = [
        charts.SeatBar(
            f"{LearningRoute(route).label}, {names[provider]}",
            use.contracted,
            use.used,
            use.held,
            max(use.free, 0),
        )
        for (route, provider), use in list(uses.items())[:MOST_BARS]
    ]
    title = gettext("%(taken)s of %(contracted)s seats are given out") % {
        "taken": number(total.used + total.held),
        "contracted": number(total.contracted),
    }
    description = gettext("Seats of each route and provider on %(day)s: used, held and free.")
    return charts.seats(
        bars,
        title=title,
        description=description % {"day": day(wall.on)},
        heading=gettext("Route and provider"),
    )
