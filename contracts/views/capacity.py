"""Pages of capacity lines and their shares."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.views import Action, Crumb, DetailPage, FormPage, ListPage, Page, Panel
from contracts.actions.terms import (
    add_capacity_line,
    change_capacity_line,
    remove_capacity_line,
    set_shares,
)
from contracts.capacity import SeatUse, spread_seats
from contracts.enums import BINDING, ContractStatus, OverTargetPolicy, SeatFigure
from contracts.filters.capacity import CapacityLineFilterSet
from contracts.forms.capacity import CapacityLineForm, SharesForm
from contracts.models import CapacityLine, Contract
from contracts.tables.capacity import CapacityLineTable
from contracts.tables.groups import CourseGroupTable
from contracts.tables.sources import SeatSource, source_of
from contracts.tables.wall import AuthorisationTable, ShareRow, ShareTable
from contracts.views.wall_figures import share_row, tiles


class CapacityLineListPage(ListPage):
    model = CapacityLine
    table_class = CapacityLineTable
    filterset_class = CapacityLineFilterSet
    permission = Permission.CAPACITY_VIEW
    title = _("Seats per contract")
    empty_text = _("No seats have been contracted yet. They come with a contract.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what became of the seats until today."""
        visible: Any = super().scoped_queryset()
        return visible.with_use(on=timezone.localdate())

    def get_table_kwargs(self) -> dict[str, Any]:
        """With where the figures lead."""
        return super().get_table_kwargs() | {"source": seat_source(self)}


def seat_source(page: Page) -> SeatSource | None:
    """Where the figures of today lead on `page`; nowhere for who sees no placements."""
    if not page.may(Permission.PLACEMENT_VIEW):
        return None
    return source_of(page.person, timezone.localdate())


class LinePage:
    """The trail of a page about one capacity line: its contract stands above it."""

    def breadcrumbs(self) -> list[Crumb]:
        """Contract and, on a page under the line, the line."""
        line, contract = self.object, self.object.contract  # type: ignore[attr-defined]
        trail = [
            Crumb(str(contract), contract.get_absolute_url()),
            Crumb(str(line), line.get_absolute_url()),
        ]
        return [crumb for crumb in trail if crumb.url != self.request.path]  # type: ignore[attr-defined]


class CapacityLineDetailPage(LinePage, DetailPage):
    model = CapacityLine
    permission = Permission.CAPACITY_VIEW
    template_name = "contracts/capacityline_detail.html"

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what became of the seats until today."""
        visible: Any = super().scoped_queryset()
        rows = visible.with_use(on=timezone.localdate())
        return rows.select_related("contract__provider", "key")

    def facts(self) -> list[tuple[Any, Any]]:
        """What was contracted."""
        line = self.object
        sizes = f"{line.group_minimum}–{line.group_maximum}" if line.group_minimum else None
        return [
            (_("Contract"), line.contract),
            (_("Provider"), line.contract.provider),
            (_("Route"), line.get_route_display()),
            (_("Place"), line.place),
            (_("From"), line.first_on),
            (_("Until"), line.last_on),
            (_("Counts"), line.get_counts_display()),
            (_("Agreed group size"), sizes),
            *([(_("Divided by"), line.key)] if line.key else []),
        ]

    def panels(self) -> list[Panel]:
        """Shares and groups here; placements as a list of their own."""
        groups = self.object.groups.with_heads().with_stake()
        columns = ("reference", "level", "first_on", "last_on", "heads", "stake", "status")
        panels = [
            Panel(_("Per gemeente"), table=self.share_table()),
            Panel(_("Groups"), table=CourseGroupTable(groups, prefix="groups-", shown=columns)),
        ]
        if self.may(Permission.PLACEMENT_VIEW):
            url = f"{reverse('contracts:placement-list')}?capacity_line={self.object.pk}&_panel=1"
            panels.append(Panel(_("Placements"), url=url))
        if self.object.contract.over_target_policy == OverTargetPolicy.AUTHORISE:
            panels.append(Panel(_("Extra seats"), table=self.extra_table()))
        return panels

    def extra_table(self) -> AuthorisationTable:
        """What was authorised beyond the number."""
        return AuthorisationTable(
            self.object.authorisations.select_related("authorised_by"),
            prefix="extra-",
            may_withdraw=self.may(Permission.CONTRACT_SIGN),
            on=timezone.localdate(),
        )

    def page_actions(self) -> list[Action]:
        """A draft's line is changed; a binding one gets groups and placements."""
        status = self.object.contract.status
        if status == ContractStatus.DRAFT:
            return [self._action(*page, Permission.CONTRACT_DRAFT) for page in DRAFTING]
        if status not in BINDING:
            return []
        actions = [self._action(*page, Permission.CAPACITY_MANAGE) for page in PLANNING]
        if self.object.contract.over_target_policy == OverTargetPolicy.AUTHORISE:
            actions.append(self._action(*EXTRA, Permission.CONTRACT_SIGN))
        return actions

    def _action(self, label: Any, name: str, icon: str, permission: str) -> Action:
        url = reverse(f"contracts:{name}", args=[self.object.pk])
        return Action(label, url, icon, permission=permission)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The figures of the line, each leading to who is behind it."""
        line = self.object
        use = SeatUse(line.contracted, line.used, line.held, line.waiting)
        source = seat_source(self)
        urls = {
            figure: source.of_line(figure, line) if source else "" for figure in SeatFigure.values
        }
        return super().get_context_data(tiles=tiles(use, urls), **kwargs)

    def share_table(self) -> ShareTable:
        """Each gemeente of the contract with the use of its share, by name."""
        line = self.object
        return ShareTable(
            _shares_with_use(line),
            prefix="shares-",
            shown=[name for name in ShareTable.base_columns if name != "counts"],
            source=seat_source(self),
            line=line,
        )


DRAFTING = (
    (_("Edit"), "capacityline-update", "pencil"),
    (_("Divide over gemeenten"), "capacityline-shares", "pie-chart"),
    (_("Divide by an allocation key"), "capacityline-key", "pie-chart-fill"),
    (_("Take out"), "capacityline-remove", "trash"),
)
PLANNING = (
    (_("Reserve a seat"), "placement-create", "person-plus"),
    (_("New group"), "coursegroup-create", "people"),
)


EXTRA = (_("Authorise extra seats"), "seatauthorisation-create", "plus-circle")


def _shares_with_use(line: CapacityLine) -> list[ShareRow]:
    """Nought is contracted for a gemeente without a share."""
    shares = {share.gemeente_id: share.number for share in line.shares.all()}
    found = line.tallies.figures(timezone.localdate(), "gemeente_id")
    figures = {row["gemeente_id"]: row for row in found}
    return [
        share_row(gemeente, line.counts, shares.get(gemeente.pk, 0), figures.get(gemeente.pk))
        for gemeente in line.contract.gemeenten.order_by("name")
    ]


class CapacityLineCreatePage(FormPage):
    model = Contract
    form_class = CapacityLineForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Add seats")
    success_message = _("%(object)s is added, spread over the gemeenten by inhabitants.")

    def get_initial(self) -> dict[str, Any]:
        """The period of the contract."""
        return {"first_on": self.object.first_on, "last_on": self.object.last_on}

    def perform(self, form: Any) -> CapacityLine:
        """Add the line."""
        form.instance.contract = self.object
        return add_capacity_line(line=form.instance, by=self.person, at=timezone.now())


class CapacityLineUpdatePage(LinePage, FormPage):
    model = CapacityLine
    form_class = CapacityLineForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Edit the seats")
    success_message = _("%(object)s is changed.")

    def perform(self, form: Any) -> CapacityLine:
        """Change the line."""
        return change_capacity_line(
            line=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class CapacityLineSharesPage(LinePage, FormPage):
    """One form with a row for each gemeente of the contract."""

    model = CapacityLine
    form_class = SharesForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Divide over gemeenten")
    success_message = _("The seats of %(object)s are divided.")
    template_name = "contracts/capacityline_shares.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        """The shares that stand; a gemeente without one starts at nought."""
        shares = {share.gemeente_id: share.number for share in self.object.shares.all()}
        gemeenten = list(self.object.contract.gemeenten.order_by("name"))
        return super().get_form_kwargs() | {
            "shares": {gemeente: shares.get(gemeente.pk, 0) for gemeente in gemeenten}
        }

    def perform(self, form: Any) -> CapacityLine:
        """Divide as typed."""
        return set_shares(
            line=self.object, numbers=form.numbers(), by=self.person, at=timezone.now()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Beside the form: what inhabitants alone would give."""
        gemeenten = list(self.object.contract.gemeenten.order_by("name"))
        weights = [gemeente.inhabitants or 0 for gemeente in gemeenten]
        fair = zip(gemeenten, spread_seats(self.object.number, weights), strict=True)
        return super().get_context_data(line=self.object, fair=list(fair), **kwargs)


class CapacityLineRemovePage(LinePage, FormPage):
    model = CapacityLine
    form_class = PageForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Take out the seats")
    submit_label = _("Take out")
    success_message = _("The seats are taken out of %(object)s.")

    def perform(self, form: Any) -> Contract:
        """Take them out."""
        return remove_capacity_line(line=self.object, by=self.person, at=timezone.now())
