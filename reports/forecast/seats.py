"""Who is expected beyond the contracted seats: who waits, and what they would cost elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from django.db.models import Max, Sum

from config.shared.periods import Period
from reports.overruns.figures import NIL
from reports.overruns.sources import Sources

Place = tuple[int, str, int | None]
"""The id of a gemeente, a route, and the id of a contract."""


class SeatLine(NamedTuple):
    """Of one gemeente, route and contract: who would begin, who of them finds a seat, and what
    the others would cost where there is one.
    """

    gemeente_id: int
    route: str
    contract_id: int | None
    coming: int
    seated: int
    elsewhere: Decimal

    @property
    def waiting(self) -> int:
        """Who still waits at the end of the period."""
        return max(self.coming - self.seated, 0)


@dataclass(frozen=True)
class BeyondSeats:
    """Of the last reckoning, in `period`; one query."""

    sources: Sources
    period: Period

    @cached_property
    def lines(self) -> list[SeatLine]:
        """Where not everybody finds a seat at once; in no particular order."""
        return [line for line in self._lines() if line.waiting or line.elsewhere]

    @property
    def waiting(self) -> int:
        """Everybody who still waits at the end of the period."""
        return sum(line.waiting for line in self.lines)

    @property
    def elsewhere(self) -> Decimal:
        """What is expected without a limit, less what is expected on seats."""
        return sum((line.elsewhere for line in self.lines), NIL)

    def _lines(self) -> Iterator[SeatLine]:
        """Who pays two tariffs counts once: each unit of a contract has the same learners."""
        days = (self.period.first, self.period.last)
        rows = self.sources.expected.filter(month__range=days).order_by()
        months = rows.values("gemeente", "route", "contract", "month")
        heads: dict[Place, list[int]] = {}
        amounts: dict[Place, Decimal] = {}
        for row in months.annotate(
            coming=Max("heads"),
            seated=Max("seated_heads"),
            beyond=Sum("amount") - Sum("seated_amount"),
        ):
            place: Place = (row["gemeente"], row["route"], row["contract"])
            coming, seated = heads.get(place, [0, 0])
            heads[place] = [coming + row["coming"], seated + row["seated"]]
            amounts[place] = amounts.get(place, NIL) + row["beyond"]
        for where, (coming, seated) in heads.items():
            yield SeatLine(*where, coming, seated, amounts[where])
