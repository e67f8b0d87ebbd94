"""How many learners are there, in numbers that name nobody?"""

from typing import Any

from django.conf import settings
from django.db.models import Count
from django.db.models.functions import Coalesce, ExtractYear
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.display import number
from contracts.enums import PlacementStatus, TargetGroup
from contracts.models import Placement
from providers.enums import LearningRoute
from reports.questions.base import Column, Kind, Question, Row


class Statistics(Question):
    """Placements by gemeente, year, route, target group and status; small numbers are left out."""

    code = "statistics"
    title = gettext_lazy("Numbers for statistics")
    asks = gettext_lazy("How many learners are there, in numbers that name nobody?")
    labels = 5
    columns = (
        Column("gemeente_code", gettext_lazy("Gemeente code"), Kind.TEXT),
        Column("gemeente", gettext_lazy("Gemeente"), Kind.TEXT),
        Column("year", gettext_lazy("Year of the start"), Kind.TEXT),
        Column("route", gettext_lazy("Route"), Kind.TEXT),
        Column("target_group", gettext_lazy("Target group"), Kind.TEXT),
        Column("status", gettext_lazy("Status"), Kind.TEXT),
        Column("learners", gettext_lazy("Learners")),
    )

    def answer(self) -> list[Row]:
        """One statement; a number under the threshold is not told."""
        rows: Any = self.asked.among(self.scope.of(Placement), gemeente="gemeente")
        counted = (
            rows.order_by()
            .annotate(began=ExtractYear(Coalesce("actual_first_on", "planned_first_on")))
            .values_list(
                "gemeente__code", "gemeente__name", "began", "route", "target_group", "status"
            )
            .annotate(learners=Count("pk"))
        )
        return [
            (code, gemeente, str(year), *_labels(*codes), _told(learners))
            for code, gemeente, year, *codes, learners in sorted(counted)
        ]

    def finding(self) -> str:
        """How many are told, and how many cells are not."""
        told = [learners for learners in self.column("learners") if learners is not None]
        words = {"learners": number(sum(told)), "hidden": number(len(self.rows) - len(told))}
        return _("%(learners)s learners; %(hidden)s numbers are too small to tell.") % words

    def definitions(self) -> list[tuple[str, str]]:
        """From which number on."""
        least = number(settings.STATISTICS_LEAST_NUMBER)
        return [
            (
                _("Learners"),
                _(
                    "Placements; numbers below %(least)s are left out, so that nobody "
                    "can be recognised."
                )
                % {"least": least},
            ),
        ]


def _labels(route: str, target_group: str, status: str) -> tuple[str, str, str]:
    return (
        str(LearningRoute(route).label),
        str(TargetGroup(target_group).label),
        str(PlacementStatus(status).label),
    )


def _told(learners: int) -> int | None:
    return learners if learners >= settings.STATISTICS_LEAST_NUMBER else None
