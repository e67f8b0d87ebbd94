"""Steps of a contract that ask more than a yes: offering, recording, terminating, ending."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.documents import to_html
from config.shared.views import Action, ModelPage, TransitionPage
from contracts.actions.contract_steps import (
    end_contract,
    offer_contract,
    resume_contract,
    suspend_contract,
    take_back_contract,
    terminate_contract,
)
from contracts.actions.papers import draft_of, usual_wording
from contracts.actions.signing import sign_outside
from contracts.enums import ContractStatus, PartySide
from contracts.forms.papers import OfferForm, OutsideForm, TerminateForm
from contracts.models import Contract
from contracts.workflows import CONTRACT
from contracts.workflows.closing import outstanding

STEPS: Mapping[str, Callable[..., Any]] = {
    "take_back": take_back_contract,
    "suspend": suspend_contract,
    "resume": resume_contract,
    "end": end_contract,
}
"""Actions of the steps that ask no more than a reason."""


class ContractStepPage(TransitionPage):
    """One named step of a contract, with a form of its own."""

    model = Contract
    workflow = CONTRACT
    step = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The address names the step in words, not as an argument."""
        super().setup(request, *args, name=self.step, **kwargs)

    @property
    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class ContractOfferPage(ContractStepPage):
    """Who stands for each side, and which clauses the paper has."""

    step = "offer"

    def get_form_class(self) -> type[OfferForm]:
        return OfferForm

    def get_form_kwargs(self) -> dict[str, Any]:
        wording = usual_wording(self.object, by=self.person)
        return super().get_form_kwargs() | {"contract": self.object, "wording": wording}

    def page_actions(self) -> list[Action]:
        url = reverse("contracts:contract-paper", args=[self.object.pk])
        return [Action(_("Read the draft"), url, "eye")]

    def perform(self, form: OfferForm) -> Contract:
        return offer_contract(contract=self.object, wording=form.worded(), **self.moment)


class ContractSignOutsidePage(ContractStepPage):
    """Both sides signed on paper; the scan is the contract."""

    step = "sign_outside"

    def get_form_class(self) -> type[OutsideForm]:
        return OutsideForm

    def perform(self, form: OutsideForm) -> Contract:
        return sign_outside(
            contract=self.object,
            buyer=form.signed(PartySide.BUYER),
            provider=form.signed(PartySide.PROVIDER),
            file=form.cleaned_data["file"],
            **self.moment,
        )


class ContractTerminatePage(ContractStepPage):
    """The last day and the reason; what is still open is said, and does not stand in the way."""

    step = "terminate"

    def get_form_class(self) -> type[TerminateForm]:
        return TerminateForm

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def consequences(self) -> list[Any]:
        """With what is left open."""
        still = [found.sentence for found in outstanding(self.object, timezone.now())]
        return [*super().consequences(), *still]

    def perform(self, form: TerminateForm) -> Contract:
        return terminate_contract(contract=self.object, **form.cleaned_data, **self.moment)


class ContractEndPage(ContractStepPage):
    """Names what is outstanding, each with a link to where it is settled."""

    step = "end"
    template_name = "contracts/contract_end.html"

    def perform(self, form: Any) -> Contract:
        return end_contract(contract=self.object, **self.moment)

    def missing(self) -> list[Any]:
        """What stands in the way; with its address where it is outstanding."""
        if self.object.status not in self.transition.sources:
            return super().missing()
        return outstanding(self.object, timezone.now())


class ContractPaperPage(ModelPage, TemplateView):
    """A draft as it would be put on paper now; nothing is kept."""

    model = Contract
    permission = Permission.CONTRACT_DRAFT
    template_name = "contracts/contract_paper.html"
    title = gettext_lazy("Draft of the paper")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = draft_of(
            self.object, usual_wording(self.object, by=self.person), at=timezone.now()
        )
        return super().get_context_data(
            contract=self.object, text=to_html(document), heading=document.title, **kwargs
        )


def actions_of(page: Any) -> list[Action]:
    """The draft on paper before it is offered, the paper itself while it waits for signatures."""
    contract = page.object
    if contract.status == ContractStatus.OFFERED:
        return [_to_paper(page, contract)]
    if contract.status != ContractStatus.DRAFT:
        return []
    url = reverse("contracts:contract-paper", args=[contract.pk])
    label = _("Draft of the paper")
    return [Action(label, url, "file-earmark-text", permission=Permission.CONTRACT_DRAFT)]


def _to_paper(page: Any, contract: Contract) -> Action:
    """Filled for who can sign it for a side."""
    signs = (Permission.CONTRACT_SIGN, Permission.CONTRACT_COUNTERSIGN)
    may_sign = any(page.may(permission, contract) for permission in signs)
    label = _("Read and sign") if may_sign else _("Read the paper")
    paper = contract.papers.of_contract().standing().get()
    icon = "pen" if may_sign else "eye"
    return Action(label, paper.get_absolute_url(), icon, primary=may_sign)
