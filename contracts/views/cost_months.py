"""Pages on which months close, for one contract or for all of a region."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.display import number
from config.shared.periods import Period, add_months, month_start
from config.shared.views import Action, ConfirmPage, ListPage, Panel
from contracts.actions.costs import close_months, close_months_of_region, next_open_month
from contracts.enums import ContractStatus
from contracts.filters.cost_entries import MonthClosingFilterSet
from contracts.forms.costs import CloseMonthsForm, CloseRegionForm
from contracts.models import Contract, MonthClosing
from contracts.tables.cost_entries import MonthClosingTable

if TYPE_CHECKING:
    from contracts.views.contracts import ContractDetailPage

MONTHS_BACK = 24
"""How far back a region can close its months at once."""


def panels_of(page: "ContractDetailPage") -> list[Panel]:
    """The cost lines of the contract and its closed months, for who sees costs."""
    if page.object.status == ContractStatus.DRAFT or not page.may(Permission.COST_VIEW):
        return []
    where = f"?contract={page.object.pk}&_panel=1"
    return [
        Panel(_("Cost lines"), url=reverse("contracts:costline-list") + where),
        Panel(_("Closed months"), url=reverse("contracts:monthclosing-list") + where),
    ]


def actions_of(page: "ContractDetailPage") -> list[Action]:
    """To close months, where there are any."""
    if page.object.status == ContractStatus.DRAFT:
        return []
    url = reverse("contracts:contract-close-months", args=[page.object.pk])
    return [Action(_("Close months"), url, "lock", permission=Permission.COST_BOOK)]


class MonthClosingListPage(ListPage):
    model = MonthClosing
    table_class = MonthClosingTable
    filterset_class = MonthClosingFilterSet
    permission = Permission.COST_VIEW
    main_action = Action(
        _("Close months of a region"),
        reverse_lazy("contracts:monthclosing-create"),
        "lock",
        primary=True,
        permission=Permission.COST_BOOK,
    )
    empty_text = _("No month has been closed yet: every cost line still follows its placement.")


CONSEQUENCES = (
    _("The cost lines of these months stand for good."),
    _("What changes afterwards is taken back and booked anew in the first open month."),
    _("A month that was closed cannot be opened again."),
)


class ContractCloseMonthsPage(ConfirmPage):
    model = Contract
    form_class = CloseMonthsForm
    permission = Permission.COST_BOOK
    title = _("Close months")
    submit_label = _("Close months")
    success_message = _("The months of %(object)s are closed.")

    @cached_property
    def months(self) -> list[date]:
        """Months that are over and open, in order."""
        first, last = next_open_month(self.object), _last_month()
        return Period(first, last).months() if first <= last else []

    def get_form_kwargs(self) -> dict[str, Any]:
        """The months to choose from."""
        return super().get_form_kwargs() | {"months": self.months}

    def get_initial(self) -> dict[str, Any]:
        """One month at a time, unless another is chosen."""
        return {"until": self.months[0].isoformat()} if self.months else {}

    def missing(self) -> list[str]:
        """Why nothing can be closed."""
        return [] if self.months else [gettext("No month of this contract is over and open.")]

    def consequences(self) -> list[Any]:
        """What closing means."""
        return list(CONSEQUENCES)

    def perform(self, form: Any) -> Contract:
        """Close them."""
        until = form.cleaned_data["until"]
        close_months(contract=self.object, until=until, by=self.person, at=timezone.now())
        return self.object


class MonthClosingCreatePage(ConfirmPage):
    """Closes the months of every contract of a region."""

    model = MonthClosing
    object = None
    form_class = CloseRegionForm
    permission = Permission.COST_BOOK
    title = _("Close months of a region")
    submit_label = _("Close months")
    success_url = reverse_lazy("contracts:monthclosing-list")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The last months, the newest first, and the regions of the person."""
        last = _last_month()
        months = [add_months(last, -back) for back in range(MONTHS_BACK)]
        return super().get_form_kwargs() | {"months": months, "person": self.person}

    def consequences(self) -> list[Any]:
        """What closing means."""
        return list(CONSEQUENCES)

    def perform(self, form: Any) -> int:
        """Close them for every contract with costs in them."""
        return close_months_of_region(**form.cleaned_data, by=self.person, at=timezone.now())

    def get_success_message(self, result: int) -> str:
        """Of how many contracts."""
        words = ngettext(
            "The months of %(count)s contract are closed.",
            "The months of %(count)s contracts are closed.",
            result,
        )
        return words % {"count": number(result)}


def _last_month() -> date:
    return add_months(month_start(timezone.localdate()), -1)
