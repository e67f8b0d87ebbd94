"""Pages on which the tariffs of a draft contract are set."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.views import FormPage
from contracts.actions.terms import TariffTerms, default_instalments, remove_tariff, set_tariff
from contracts.forms.contracts import TariffForm
from contracts.models import Contract, Tariff


class TariffPage(FormPage):
    """Asks a tariff with its instalments; below it for a new and for an existing one."""

    form_class = TariffForm
    permission = Permission.CONTRACT_DRAFT
    tariff: Tariff | None = None

    def percentages(self) -> dict[str, Decimal]:
        """Per cents by moment to start from."""
        return default_instalments()

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the per cents to start from."""
        return super().get_form_kwargs() | {"percentages": self.percentages()}

    def save(self, contract: Contract, form: Any, tariff: Tariff | None) -> Contract:
        """Set the tariff as typed."""
        names = ("route", "price", "first_on", "last_on", "charges_other_groups")
        facts = {name: form.cleaned_data[name] for name in names}
        terms = TariffTerms(**facts, instalments=form.instalments())
        set_tariff(contract=contract, terms=terms, tariff=tariff, by=self.person, at=timezone.now())
        return contract


class TariffCreatePage(TariffPage):
    model = Contract
    title = _("Add a tariff")
    success_message = _("The tariff is added to %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        """The period of the contract, and the route that its seats are for."""
        routes = self.object.capacity_lines.order_by("route").values_list("route", flat=True)
        period = {"first_on": self.object.first_on, "last_on": self.object.last_on}
        return period | {"route": routes.first()}

    def perform(self, form: Any) -> Contract:
        """Add it."""
        return self.save(self.object, form, None)


class TariffUpdatePage(TariffPage):
    model = Tariff
    title = _("Edit the tariff")
    success_message = _("The tariff of %(object)s is changed.")

    def percentages(self) -> dict[str, Decimal]:
        """Those that stand."""
        return {each.moment: each.percentage for each in self.object.instalments.all()}

    def perform(self, form: Any) -> Contract:
        """Change it."""
        tariff = Tariff.objects.get(pk=self.object.pk)
        return self.save(tariff.contract, form, tariff)


class TariffRemovePage(FormPage):
    model = Tariff
    form_class = PageForm
    permission = Permission.CONTRACT_DRAFT
    title = _("Take out the tariff")
    submit_label = _("Take out")
    success_message = _("The tariff is taken out of %(object)s.")

    def perform(self, form: Any) -> Contract:
        """Take it out."""
        return remove_tariff(tariff=self.object, by=self.person, at=timezone.now())
