"""Pages of cost lines: every euro opens to what it is for, its tariff and why on that day."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from accounts.models import User
from config.shared.display import money, number
from config.shared.views import Action, DetailPage, ListPage, Panel
from contracts.actions.costs import fees_of
from contracts.cost_words import due_in_words, part_in_words, period_in_words, tariff_in_words
from contracts.enums import CostKind, InstalmentMoment
from contracts.filters.costs import CostLineFilterSet
from contracts.models import CostLine, CourseGroup, FeeOccasion, Placement
from contracts.tables.cost_entries import FeeOccasionTable
from contracts.tables.costs import CostLineTable, GroupCostTable, OwnCostTable


class CostLineListPage(ListPage):
    model = CostLine
    table_class = CostLineTable
    filterset_class = CostLineFilterSet
    permission = Permission.COST_VIEW
    empty_text = gettext_lazy(
        "Nothing has been charged yet. Costs appear as soon as placements are scheduled."
    )

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what names a line that has no placement."""
        return super().scoped_queryset().select_related("placement", "entry", "group")


class CostLineDetailPage(DetailPage):
    model = CostLine
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the facts walk through."""
        return (
            super()
            .scoped_queryset()
            .select_related(
                "placement", "entry", "group", "tariff", "contract__provider", "gemeente"
            )
        )

    def facts(self) -> list[tuple[Any, Any]]:
        """What is owed, when, why, and where it comes from."""
        line = self.object
        return [
            (_("Amount"), money(line.amount)),
            (_("Due"), line.due_on),
            (_("Kind"), line.get_kind_display()),
            (_("Share of the price"), share_in_words(line)),
            (_("Why on that day"), due_in_words(line)),
            *self._origin(),
            (_("Gemeente"), line.gemeente),
            (_("Route"), line.get_route_display()),
            (_("Contract"), line.contract),
            (_("Provider"), line.contract and line.contract.provider),
            (_("Tariff"), tariff_in_words(line)),
            (_("Pays for the days"), period_in_words(line.first_on, line.last_on)),
            (_("Corrects the line of"), line.corrects),
        ]

    def _origin(self) -> list[tuple[Any, Any]]:
        line = self.object
        told = [
            (_("Placement"), line.placement),
            (_("Status of the placement"), line.placement and line.placement.get_status_display()),
            (_("Group"), line.group),
            (_("Booked cost"), line.entry),
        ]
        return [(label, value) for label, value in told if value]

    def panels(self) -> list[Panel]:
        """The other lines of the same origin, and what corrected this one."""
        line, lines = self.object, CostLine.objects.visible_to(self.person)
        same = lines.filter(placement=line.placement_id, entry=line.entry_id)
        if line.placement_id is None:
            same = same.filter(group=line.group_id)
        found = [Panel(_("All lines of this origin"), table=OwnCostTable(same, prefix="lines-"))]
        corrections = lines.filter(Q(corrects=line) | Q(pk=line.corrects_id))
        if corrections.exists():
            table = OwnCostTable(corrections, prefix="corrections-")
            found.append(Panel(_("Corrections"), table=table))
        return found


def share_in_words(line: CostLine) -> str:
    """40% of € 15.000,00, at the start; other kinds as the list has them."""
    if line.kind != CostKind.INSTALMENT or line.tariff is None:
        return part_in_words(line)
    return _("%(percentage)s%% of %(price)s, %(moment)s") % {
        "percentage": number((abs(line.quantity) * 100).normalize()),
        "price": money(line.tariff.price, 4),
        "moment": InstalmentMoment(line.part).label,
    }


# --- Tabs on other pages --------------------------------------------------------------------------


def panels_of_placement(person: User, placement: Placement) -> list[Panel]:
    """What a learner costs, for who sees costs; for who books them the fees that were recorded."""
    if placement.contract_id is None or not person.may(Permission.COST_VIEW, placement.contract):
        return []
    lines = CostLine.objects.visible_to(person).filter(placement=placement)
    panels = [Panel(_("Costs"), table=OwnCostTable(lines, prefix="costs-"))]
    fees = FeeOccasion.objects.visible_to(person).filter(placement=placement)
    if person.may(Permission.COST_BOOK, placement.contract) and fees.exists():
        panels.append(Panel(_("Fees recorded"), table=FeeOccasionTable(fees, prefix="fees-")))
    return panels


def actions_of_placement(placement: Placement) -> list[Action]:
    """To record a fee, where the contract has one for that."""
    if not fees_of(placement):
        return []
    url = reverse("contracts:placement-fee", args=[placement.pk])
    return [Action(_("Record a fee"), url, "receipt", permission=Permission.COST_BOOK)]


def panels_of_group(person: User, group: CourseGroup) -> list[Panel]:
    """What the group costs by month and learner, for who sees costs and where it has a price."""
    if not person.may(Permission.COST_VIEW, group.line.contract):
        return []
    lines = CostLine.objects.visible_to(person).filter(group=group)
    table = GroupCostTable(lines.select_related("placement", "entry"), prefix="costs-")
    return [Panel(_("Costs"), table=table)]
