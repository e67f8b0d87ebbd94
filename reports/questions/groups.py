"""How large are the groups, and what do their empty seats cost?"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.shared.display import money, number
from config.shared.money import cents
from contracts.models import CourseGroup
from providers.enums import LearningRoute
from reports.questions.base import Column, Kind, Question, Row


class GroupSizes(Question):
    """Open groups with their learners, and the euros of the seats that stay empty."""

    code = "group-sizes"
    title = gettext_lazy("Group sizes and empty seats")
    asks = gettext_lazy("How large are the groups, and what do empty seats cost?")
    labels = 3
    columns = (
        Column("group", gettext_lazy("Group"), Kind.TEXT),
        Column("provider", gettext_lazy("Provider"), Kind.TEXT),
        Column("route", gettext_lazy("Route"), Kind.TEXT),
        Column("first_on", gettext_lazy("First day"), Kind.DAY),
        Column("heads", gettext_lazy("Learners")),
        Column("minimum", gettext_lazy("Minimum")),
        Column("maximum", gettext_lazy("Maximum")),
        Column("free_seats", gettext_lazy("Free seats")),
        Column("price_per_head", gettext_lazy("Price for each learner"), Kind.MONEY),
        Column("empty_amount", gettext_lazy("Empty seats in euro"), Kind.MONEY),
    )

    def answer(self) -> list[Row]:
        """Groups that are planned or running, the earliest first."""
        rows = self.asked.among(self.scope.of(CourseGroup), route="line__route")
        groups = rows.open().with_heads().with_stake()  # type: ignore[attr-defined]
        named = groups.select_related("line__contract__provider").order_by("first_on", "pk")
        return [self._row(group) for group in named]

    def _row(self, group: CourseGroup) -> Row:
        return (
            group.reference,
            str(group.line.contract.provider),
            str(LearningRoute(group.line.route).label),
            group.first_on,
            group.heads,
            group.minimum,
            group.maximum,
            max(group.free_seats, 0),
            _price_per_head(group),
            _empty_amount(group),
        )

    def totals(self) -> Row:
        """Of all groups."""
        return self.summed("heads", "minimum", "maximum", "free_seats", "empty_amount")

    def finding(self) -> str:
        """How many groups are too small, and what empty seats cost."""
        heads = zip(self.column("heads"), self.column("minimum"), strict=True)
        small = sum(1 for present, minimum in heads if present < minimum)
        words = {
            "small": number(small),
            "groups": number(len(self.rows)),
            "amount": money(sum(self.column("empty_amount"), Decimal(0))),
        }
        return (
            ngettext(
                "%(small)s of %(groups)s groups is too small; empty seats cost %(amount)s.",
                "%(small)s of %(groups)s groups are too small; empty seats cost %(amount)s.",
                small,
            )
            % words
        )

    def definitions(self) -> list[tuple[str, str]]:
        """Two ways in which an empty seat costs."""
        return [
            (_("Learners"), _("Who is taught in the group, scheduled in it or accepted for it.")),
            (
                _("Price for each learner"),
                _("The main tariff of the contract for the whole course, at the size of now."),
            ),
            (
                _("Empty seats in euro"),
                _(
                    "Of a price for the group: the part of its empty seats, which the gemeenten "
                    "pay. Of a price for each learner: what the school lacks up to the minimum."
                ),
            ),
        ]


def _price_per_head(group: CourseGroup) -> Decimal | None:
    price = group.course_price
    if price is None or not group.heads:
        return None
    return cents(price.income(group.heads) / group.heads)


def _empty_amount(group: CourseGroup) -> Decimal:
    price = group.course_price
    if price is not None and price.per_group:
        return cents(price.per_group * max(group.free_seats, 0) / group.maximum)
    return cents(group.stake)
