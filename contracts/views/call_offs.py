"""Call-offs on the page of their framework agreement."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.views import Action, FormPage, Panel
from contracts.actions.contracts import draft_contract
from contracts.enums import BINDING, ContractKind
from contracts.forms.contracts import CallOffForm
from contracts.models import Contract

if TYPE_CHECKING:
    from contracts.views.contracts import ContractDetailPage

COPIED = ("start_guarantee_weeks", "over_target_policy", "refills_intake", "interruption_weeks")
"""What a call-off takes over from its framework agreement, to begin with."""


def panels_of(page: "ContractDetailPage") -> list[Panel]:
    """The call-offs of a framework agreement."""
    contract = page.object
    if contract.kind != ContractKind.FRAMEWORK:
        return []
    url = f"{reverse('contracts:contract-list')}?framework={contract.pk}&_panel=1"
    return [Panel(_("Call-offs"), url=url)]


def actions_of(page: "ContractDetailPage") -> list[Action]:
    """To call off, while the framework agreement is in force."""
    contract = page.object
    if contract.kind != ContractKind.FRAMEWORK or contract.status not in BINDING:
        return []
    url = reverse("contracts:contract-call-off", args=[contract.pk])
    return [Action(_("New call-off"), url, "plus-lg", permission=Permission.CONTRACT_DRAFT)]


class CallOffCreatePage(FormPage):
    """A draft under the framework agreement of the address."""

    model = Contract
    form_class = CallOffForm
    permission = Permission.CONTRACT_DRAFT
    title = _("New call-off")
    submit_label = _("Make the draft")
    success_message = _("%(object)s is made. Add its tariffs and seats.")

    def scoped_queryset(self) -> Any:
        """Only under a framework agreement."""
        return super().scoped_queryset().filter(kind=ContractKind.FRAMEWORK)

    def get_form_kwargs(self) -> dict[str, Any]:
        """A new contract with the parties of its framework agreement."""
        framework = self.object
        copied = {name: getattr(framework, name) for name in COPIED}
        instance = Contract(
            kind=ContractKind.CALL_OFF,
            framework=framework,
            region=framework.region,
            provider=framework.provider,
            first_on=framework.first_on,
            last_on=framework.last_on,
            title=framework.title,
            **copied,
        )
        return super().get_form_kwargs() | {"person": self.person, "instance": instance}

    def get_initial(self) -> dict[str, Any]:
        """All its gemeenten, to begin with."""
        return {"gemeenten": self.object.gemeenten.all()}

    def perform(self, form: Any) -> Contract:
        """Save the draft, within what is left of the framework agreement."""
        gemeenten = list(form.cleaned_data["gemeenten"])
        return draft_contract(
            contract=form.instance, gemeenten=gemeenten, by=self.person, at=timezone.now()
        )
