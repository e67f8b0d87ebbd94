"""Is what providers deliver complete and in time?"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.shared.display import number
from contracts.enums import BEGUN, IN_USE, DeliveryStatus
from contracts.models import DataTask, Delivery, Placement
from reports.questions.base import Column, Kind, Question, Row

GAPS = {
    "without_group": Q(status__in=IN_USE, course_group__isnull=True),
    "without_tariff": Q(status__in=IN_USE, tariff__isnull=True),
    "without_hours": Q(status__in=BEGUN, offered_hours=0),
    "without_pip": Q(status__in=IN_USE, pip_on__isnull=True),
}
FIGURES = ("placements", *GAPS, "late_returns", "rows", "refused_rows")


class DataQuality(Question):
    """Gaps in placements, late returns and refused rows, by provider."""

    code = "data-quality"
    title = gettext_lazy("Quality of the data")
    asks = gettext_lazy("Is what providers deliver complete and in time?")
    columns = (
        Column("provider", gettext_lazy("Provider"), Kind.TEXT),
        Column("placements", gettext_lazy("Placements")),
        Column("without_group", gettext_lazy("Without a group")),
        Column("without_tariff", gettext_lazy("Without a tariff")),
        Column("without_hours", gettext_lazy("Without hours")),
        Column("without_pip", gettext_lazy("Without the day of the PIP")),
        Column("late_returns", gettext_lazy("Late returns")),
        Column("rows", gettext_lazy("Rows delivered in a year")),
        Column("refused_rows", gettext_lazy("Of which refused")),
    )

    def answer(self) -> list[Row]:
        """Three statements, whatever the number of placements."""
        found: defaultdict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(FIGURES, 0))
        for provider, values in (*self._gaps(), *self._late(), *self._rows()):
            found[provider].update(values)
        return [(provider, *values.values()) for provider, values in sorted(found.items())]

    def _gaps(self) -> Iterable[tuple[str, dict[str, int]]]:
        rows = self.asked.among(self.scope.of(Placement), gemeente="gemeente")
        counts = {name: Count("pk", filter=gap) for name, gap in GAPS.items()}
        return _by_provider(
            rows.filter(contract__isnull=False),
            "contract__provider",
            placements=Count("pk"),
            **counts,
        )

    def _late(self) -> Iterable[tuple[str, dict[str, int]]]:
        late = self.scope.of(DataTask).late(self.asked.on)  # type: ignore[attr-defined]
        return _by_provider(late, "provider", late_returns=Count("pk"))

    def _rows(self) -> Iterable[tuple[str, dict[str, int]]]:
        taken = self.scope.of(Delivery).filter(
            received_at__date__range=(self.asked.year_before, self.asked.on),
            status__in=(DeliveryStatus.APPLIED, DeliveryStatus.SUPERSEDED, DeliveryStatus.REJECTED),
        )
        return _by_provider(
            taken, "contract__provider", rows=Sum("rows_total"), refused_rows=Sum("rows_refused")
        )

    def totals(self) -> Row:
        """Of all providers."""
        return self.summed(*FIGURES)

    def finding(self) -> str:
        """How many gaps there are, and how many returns are late."""
        gaps, late = sum(sum(self.column(name)) for name in GAPS), sum(self.column("late_returns"))
        words = {"gaps": number(gaps), "late": number(late)}
        return (
            ngettext(
                "%(gaps)s figure is missing, and %(late)s monthly returns are late.",
                "%(gaps)s figures are missing, and %(late)s monthly returns are late.",
                gaps,
            )
            % words
        )

    def definitions(self) -> list[tuple[str, str]]:
        """Of whom something is missed."""
        return [
            (_("Without a group"), _("Of learners who are scheduled in a group or taught.")),
            (_("Without hours"), _("Of learners who have begun: no hours were ever delivered.")),
            (_("Late returns"), _("Monthly returns that are open after their last day.")),
            (_("Of which refused"), _("Rows of sheets and calls that broke a rule.")),
        ]


def _by_provider(found: Any, path: str, /, **sums: Any) -> Iterable[tuple[str, dict[str, int]]]:
    """The sums by the name of the provider, with which it is shown."""
    names = found.order_by().values(f"{path}__trade_name", f"{path}__legal_name")
    for values in names.annotate(**sums):
        legal_name = values.pop(f"{path}__legal_name")
        name = values.pop(f"{path}__trade_name") or legal_name
        yield name, values
