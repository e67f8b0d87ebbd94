"""Pages of cost lines: every euro opens to its placement, its tariff and its instalment."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.display import money, number
from config.shared.views import DetailPage, ListPage, Panel
from contracts.cost_words import part_in_words, period_in_words, tariff_in_words
from contracts.enums import ENDED, CostKind, InstalmentMoment
from contracts.filters.costs import CostLineFilterSet
from contracts.models import CostLine
from contracts.pricing import Course
from contracts.tables.costs import CostLineTable, InstalmentTable


class CostLineListPage(ListPage):
    model = CostLine
    table_class = CostLineTable
    filterset_class = CostLineFilterSet
    permission = Permission.COST_VIEW
    empty_text = gettext_lazy(
        "Nothing has been charged yet. Costs appear as soon as placements are scheduled."
    )


class CostLineDetailPage(DetailPage):
    model = CostLine
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        return (
            super()
            .scoped_queryset()
            .select_related("placement", "tariff", "contract__provider", "gemeente")
        )

    def facts(self) -> list[tuple[Any, Any]]:
        """What is owed, when, why, and where it comes from."""
        line = self.object
        return [
            (_("Amount"), money(line.amount)),
            (_("Due"), line.due_on),
            (_("Share of the price"), share_in_words(line)),
            (_("Why on that day"), due_in_words(line)),
            (_("Placement"), line.placement),
            (_("Status of the placement"), line.placement.get_status_display()),
            (_("Gemeente"), line.gemeente),
            (_("Route"), line.get_route_display()),
            (_("Contract"), line.contract),
            (_("Provider"), line.contract.provider),
            (_("Tariff"), tariff_in_words(line)),
            (_("Pays for the days"), period_in_words(line.first_on, line.last_on)),
        ]

    def panels(self) -> list[Panel]:
        """The other instalments of the same placement."""
        lines = CostLine.objects.visible_to(self.person).filter(placement=self.object.placement_id)
        table = InstalmentTable(lines, prefix="instalments-")
        return [Panel(_("All instalments of this placement"), table=table)]


def share_in_words(line: CostLine) -> str:
    """40% of € 15.000,00, at the start; other kinds as the list has them."""
    if line.kind != CostKind.INSTALMENT or line.tariff is None:
        return part_in_words(line)
    return _("%(percentage)s%% of %(price)s, %(moment)s") % {
        "percentage": number((abs(line.quantity) * 100).normalize()),
        "price": money(line.tariff.price, 4),
        "moment": InstalmentMoment(line.part).label,
    }


def due_in_words(line: CostLine) -> str:
    """The clause of `pricing.due_day` that gave the day."""
    placement = line.placement
    course = Course(*(getattr(placement, name) for name in Course._fields))
    if line.part == InstalmentMoment.START:
        return _("The first day of the course.")
    if placement.status in ENDED and line.due_on == placement.actual_last_on:
        return _("The last day of the course: what was left is settled.")
    if line.part == InstalmentMoment.HALFWAY:
        return _("Halfway: %(period)s.") % {
            "period": period_in_words(course.first_on, course.end_on)
        }
    return _("The planned last day of the course.")
