"""Pages on which the tariffs of a draft contract are set."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.forms import PageForm
from config.shared.views import FormPage
from contracts.actions.terms import (
    FACTS,
    TariffTerms,
    default_instalments,
    remove_tariff,
    set_tariff,
)
from contracts.forms.contracts import BandRows, TariffForm
from contracts.models import Contract, Tariff
from procurement.forms.rows import standing
from procurement.views.rows import RowsPage


class TariffPage(RowsPage):
    """Asks a tariff with its instalments and bands; below it for a new and an existing one."""

    form_class = TariffForm
    rows_class = BandRows
    row_label = _("Price band")
    more_label = _("Another price band")
    permission = Permission.CONTRACT_DRAFT

    def percentages(self) -> dict[str, Decimal]:
        """Per cents by moment to start from."""
        return default_instalments()

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the per cents to start from."""
        return super().get_form_kwargs() | {"percentages": self.percentages()}

    def save(self, contract: Contract, form: Any, tariff: Tariff | None) -> Contract:
        """Set the tariff as typed."""
        bands = {line["from_number"]: line["price"] for line in self.lines()}
        facts = {name: form.cleaned_data[name] for name in FACTS}
        terms = TariffTerms(**facts, instalments=form.instalments(), bands=bands)
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

    def initial_rows(self) -> list[dict[str, Any]]:
        """The bands that stand."""
        return standing(self.object.bands.order_by("from_number"), ("from_number", "price"))

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
