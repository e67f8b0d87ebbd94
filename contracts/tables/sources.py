"""Where a figure of seats leads: to the list of the placements that it counts."""

from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, User
from contracts.enums import SeatFigure
from contracts.models import CapacityLine, Contract, CourseGroup


def placements_url(**asked: object) -> str:
    """The list of placements, asked for what is not empty."""
    query = {name: value for name, value in asked.items() if value not in (None, "")}
    return f"{reverse('contracts:placement-list')}?{urlencode(query)}"


@dataclass(frozen=True)
class SeatSource:
    """Leads from figures of the day `on` to placements, as far as the person sees all of them.

    `gemeente_id` is set where the figures are those of one gemeente. Who acts for a single
    gemeente (`gemeenten`) sees its placements alone, so that other figures lead nowhere.
    """

    on: date
    regions: Set[int] = field(default_factory=frozenset)
    providers: Set[int] = field(default_factory=frozenset)
    gemeenten: Set[int] = field(default_factory=frozenset)
    gemeente_id: int | None = None

    def of_line(self, figure: str, line: CapacityLine) -> str:
        """Who is behind a figure of one line."""
        return self.of_share(figure, line, self.gemeente_id)

    def of_share(self, figure: str, line: CapacityLine, gemeente_id: int | None) -> str:
        """Who of one gemeente (None: of all) is behind a figure of one line."""
        if figure not in SeatFigure.values or not self._sees(line.contract, gemeente_id):
            return ""
        return self._url(figure, capacity_line=line.pk, gemeente=gemeente_id)

    def of_all(self, figure: str, counts: str, route: str = "", provider: int | None = None) -> str:
        """Who is behind a figure of all lines that run on the day and count alike."""
        return self.of_gemeente(figure, counts, self.gemeente_id, route, provider)

    def of_gemeente(
        self,
        figure: str,
        counts: str,
        gemeente_id: int | None,
        route: str = "",
        provider: int | None = None,
    ) -> str:
        """Who of one gemeente (None: of all) is behind a figure of the lines that run."""
        if figure not in SeatFigure.values:
            return ""
        if self.gemeenten and gemeente_id not in self.gemeenten:
            return ""
        narrowed = {"route": route, "provider": provider, "gemeente": gemeente_id}
        return self._url(figure, counts=counts, **narrowed)

    def of_group(self, figure: str, group: CourseGroup) -> str:
        """Who is scheduled in a group or taught in it (`seated`), or `accepted` for it."""
        asked = {"seated": {"seated": "true"}, "accepted": {"status": "accepted"}}.get(figure)
        if asked is None or not self._sees(group.line.contract, None):
            return ""
        return placements_url(course_group=group.pk, **asked)

    def _url(self, figure: str, **where: object) -> str:
        return placements_url(seat=figure, seat_on=self.on.isoformat(), **where)

    def _sees(self, contract: Contract, gemeente_id: int | None) -> bool:
        return (
            contract.region_id in self.regions
            or contract.provider_id in self.providers
            or gemeente_id in self.gemeenten
        )


def source_of(user: User, on: date, gemeente: Gemeente | None = None) -> SeatSource:
    """What `user` sees of the placements behind figures of the day, or those of one gemeente."""
    return SeatSource(
        on=on,
        regions=regions_of(user),
        providers=providers_of(user),
        gemeenten=gemeenten_of(user),
        gemeente_id=gemeente.pk if gemeente else None,
    )
