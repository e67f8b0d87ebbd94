"""Pages of index figures, and the one on which the prices of a contract follow them."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.errors import Refused
from config.shared.views import Action, ConfirmPage, FormPage, ListPage
from contracts.actions.indexation import (
    Proposal,
    apply_indexation,
    correct_figure,
    propose_indexation,
    record_figure,
)
from contracts.capacity import ValueMeter
from contracts.enums import BINDING
from contracts.filters.terms import IndexFigureFilterSet
from contracts.forms.terms import ApplyIndexationForm, CorrectedFigureForm, IndexFigureForm
from contracts.models import Contract, IndexFigure
from contracts.tables.terms import IndexFigureTable

if TYPE_CHECKING:
    from contracts.views.contracts import ContractDetailPage


def actions_of(page: "ContractDetailPage") -> list[Action]:
    """To index prices, where a rule says so."""
    contract = page.object
    if contract.status not in BINDING or page.indexation_rule is None:
        return []
    url = reverse("contracts:contract-indexation", args=[contract.pk])
    return [Action(_("Index prices"), url, "graph-up", permission=Permission.CONTRACT_SIGN)]


class IndexFigureListPage(ListPage):
    model = IndexFigure
    table_class = IndexFigureTable
    filterset_class = IndexFigureFilterSet
    permission = Permission.CONTRACT_SIGN
    main_action = Action(
        _("Enter a figure"), reverse_lazy("contracts:indexfigure-create"), "plus-lg", primary=True
    )
    empty_text = _("No figure yet. Enter the figure of the first month of a contract's rule.")


class IndexFigureCreatePage(FormPage):
    model = IndexFigure
    form_class = IndexFigureForm
    permission = Permission.CONTRACT_SIGN
    title = _("Enter a figure")
    success_message = _("%(object)s is kept.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Regions that the person acts for."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> IndexFigure:
        """Keep it."""
        return record_figure(figure=form.instance, by=self.person, at=timezone.now())


class IndexFigureUpdatePage(FormPage):
    model = IndexFigure
    form_class = CorrectedFigureForm
    permission = Permission.CONTRACT_SIGN
    title = _("Correct the figure")
    success_message = _("%(object)s is kept.")

    def perform(self, form: Any) -> IndexFigure:
        """Correct it, unless prices rest on it."""
        facts = {name: form.cleaned_data[name] for name in ("figure", "source")}
        return correct_figure(index_figure=self.object, by=self.person, at=timezone.now(), **facts)


class IndexationPage(ConfirmPage):
    """Shows what the next indexation does, tariff by tariff and year by year, before it does it."""

    model = Contract
    form_class = ApplyIndexationForm
    permission = Permission.CONTRACT_SIGN
    template_name = "contracts/contract_indexation.html"
    title = _("Index prices")
    submit_label = _("Apply the new prices")
    success_message = _("%(object)s: the new prices are made.")

    def scoped_queryset(self) -> Any:
        """With what was spent, for the meter afterwards."""
        visible: Any = super().scoped_queryset()
        return visible.with_spent().select_related("region")

    @cached_property
    def proposal(self) -> Proposal | Refused:
        """The next indexation, or why there is none."""
        try:
            return propose_indexation(self.object)
        except Refused as refused:
            return refused

    def missing(self) -> list[str]:
        """What the next indexation waits for."""
        return self.proposal.messages if isinstance(self.proposal, Refused) else []

    def get_initial(self) -> dict[str, Any]:
        """The day of the new prices."""
        if isinstance(self.proposal, Refused):
            return {}
        return {"applies_on": self.proposal.applies_on}

    def perform(self, form: Any) -> Contract:
        """Index the prices from the day that was shown."""
        made = apply_indexation(
            contract=self.object,
            applies_on=form.cleaned_data["applies_on"],
            by=self.person,
            at=timezone.now(),
        )
        return made.contract

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The effect, in prices and euros."""
        proposal = None if isinstance(self.proposal, Refused) else self.proposal
        told = {
            "proposal": proposal,
            "meter_after": self._meter_after(proposal) if proposal else None,
            "figures_url": reverse("contracts:indexfigure-list"),
        }
        return super().get_context_data(**told | kwargs)

    def _meter_after(self, proposal: Proposal) -> ValueMeter | None:
        contract = self.object
        if contract.maximum_amount is None:
            return None
        return ValueMeter(contract.spent + proposal.total, contract.maximum_amount)
