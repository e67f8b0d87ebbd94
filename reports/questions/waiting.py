"""How long do people wait for a seat?"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Aggregate, Count, DateField, Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.shared.display import number
from contracts.models import WaitlistEntry
from contracts.waiting import days_waited
from providers.enums import LearningRoute
from reports.questions.base import Column, Kind, Question, Row

FIGURES = ("waiting", "over_guarantee")


class _Since(Aggregate):
    """The day since which `part` of the people wait no longer; whole days, never between two."""

    name = "Since"
    function = "PERCENTILE_DISC"
    template = "%(function)s(%(part)s) WITHIN GROUP (ORDER BY %(expressions)s DESC)"
    output_field = DateField()

    def __init__(self, column: str, part: str) -> None:
        super().__init__(column, part=part)


class WaitingTimes(Question):
    """Who waits, by route and gemeente, and for how many days."""

    code = "waiting-times"
    title = gettext_lazy("Waiting times")
    asks = gettext_lazy("How long do people wait for a seat?")
    labels = 2
    columns = (
        Column("gemeente", gettext_lazy("Gemeente"), Kind.TEXT),
        Column("route", gettext_lazy("Route"), Kind.TEXT),
        Column("waiting", gettext_lazy("Waiting")),
        Column("median_days", gettext_lazy("Days, half of them at most")),
        Column("ninetieth_days", gettext_lazy("Days, nine of ten at most")),
        Column("longest_days", gettext_lazy("Days, the longest")),
        Column("over_guarantee", gettext_lazy("Past the start guarantee")),
    )

    def answer(self) -> list[Row]:
        """Two statements: days, and who waits longer than a contract promises."""
        waiting = self.asked.among(self.scope.of(WaitlistEntry).waiting(), gemeente="gemeente")  # type: ignore[attr-defined]
        late = self._late(waiting)
        found = (
            waiting.order_by()
            .values_list("gemeente__name", "route")
            .annotate(
                people=Count("pk"),
                median=_Since("since_on", "0.5"),
                ninetieth=_Since("since_on", "0.9"),
                longest=Min("since_on"),
            )
        )
        return [
            (
                gemeente,
                str(LearningRoute(route).label),
                people,
                *(days_waited(day, self.asked.on) for day in days),
                late.get((gemeente, route), 0),
            )
            for gemeente, route, people, *days in sorted(found)
        ]

    def _late(self, waiting: Any) -> Mapping[tuple[str, str], int]:
        rows = waiting.with_guarantee(self.asked.on).over_guarantee(self.asked.on).order_by()
        counted = rows.values_list("gemeente__name", "route").annotate(Count("pk"))
        return {(gemeente, route): people for gemeente, route, people in counted}

    def totals(self) -> Row:
        """People; days do not add up."""
        return self.summed(*FIGURES)

    def finding(self) -> str:
        """How many wait, and how many for too long."""
        people, late = sum(self.column("waiting")), sum(self.column("over_guarantee"))
        words = {"people": number(people), "late": number(late)}
        return (
            ngettext(
                "%(people)s person waits, %(late)s past the start guarantee.",
                "%(people)s people wait, %(late)s of them past the start guarantee.",
                people,
            )
            % words
        )

    def definitions(self) -> list[tuple[str, str]]:
        """From when, and what is too long."""
        return [
            (_("Days"), _("From the day since which somebody waits up to the day of the report.")),
            (
                _("Past the start guarantee"),
                _("Who waits longer than a contract for the route promises the gemeente."),
            ),
        ]
