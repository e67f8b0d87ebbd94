"""Are the seats that were contracted used?"""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.charts import Chart, SeatBar, seats
from config.shared.display import number
from contracts.enums import CapacityCounts
from contracts.models import CapacityLine
from providers.enums import LearningRoute
from reports.questions.base import Column, Kind, Question, Row

FIGURES = ("contracted", "used", "held", "free", "waiting")


class CapacityUse(Question):
    """Seats by route and provider; a gemeente's share of them where one is asked."""

    code = "capacity-use"
    title = gettext_lazy("Use of capacity")
    asks = gettext_lazy("Are the seats that were contracted used?")
    labels = 2
    columns = (
        Column("route", gettext_lazy("Route"), Kind.TEXT),
        Column("provider", gettext_lazy("Provider"), Kind.TEXT),
        Column("contracted", gettext_lazy("Contracted")),
        Column("used", gettext_lazy("Used")),
        Column("held", gettext_lazy("Held")),
        Column("free", gettext_lazy("Free")),
        Column("waiting", gettext_lazy("Waiting")),
    )

    def answer(self) -> list[Row]:
        """One row for each route and provider with places on the day."""
        asked = self.asked
        running: Any = asked.among(self.scope.of(CapacityLine).running_on(asked.on))  # type: ignore[attr-defined]
        places = running.filter(counts=CapacityCounts.PLACES)
        lines = places.with_use(on=asked.on, gemeente=asked.gemeente)
        sums: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0] * len(FIGURES))
        for line in lines.select_related("contract__provider"):
            if line.contracted is None:
                continue
            found = sums[line.route, str(line.contract.provider)]
            for place, name in enumerate(FIGURES):
                found[place] += getattr(line, name) or 0
        return [
            (str(LearningRoute(route).label), provider, *figures)
            for (route, provider), figures in sorted(sums.items())
        ]

    def totals(self) -> Row:
        """Over all routes."""
        return self.summed(*FIGURES)

    def finding(self) -> str:
        """How many seats are empty, or how many too many were given."""
        contracted, free = sum(self.column("contracted")), sum(self.column("free"))
        words = {"free": number(abs(free)), "contracted": number(contracted)}
        if free < 0:
            return _("%(free)s seats more than the %(contracted)s contracted are taken.") % words
        return _("%(free)s of %(contracted)s contracted seats are free.") % words

    def definitions(self) -> list[tuple[str, str]]:
        """As on the capacity wall."""
        return [
            (
                _("Contracted"),
                _("Seats at the same time of contracts that bind and run on the day."),
            ),
            (_("Used"), _("Learners who are scheduled, taught or interrupted.")),
            (_("Held"), _("Accepted learners whose reservation has not passed.")),
            (_("Free"), _("Contracted less used and held; below nought is too many.")),
            (_("Waiting"), _("Learners on the waiting list of the provider.")),
        ]

    def chart(self) -> Chart:
        """Seats of each route at each provider."""
        bars = [
            SeatBar(f"{route}, {provider}", contracted, used, held, max(free, 0))
            for route, provider, contracted, used, held, free, _waiting in self.rows
        ]
        return seats(
            bars,
            title=self.finding(),
            description=self.footnote,
            heading=_("route and provider"),
        )
