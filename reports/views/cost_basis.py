"""The page on which a region chooses the basis of its costs."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.views import Crumb, FormPage
from contracts.models import CostBasis
from contracts.models.cost_basis import basis_of
from reports.actions.cost_basis import change_cost_basis
from reports.forms.cost_basis import CostBasisForm

if TYPE_CHECKING:
    from django.db.models import QuerySet


class CostBasisUpdatePage(FormPage):
    """The basis of the region in the address."""

    model: Any = Region
    form_class = CostBasisForm
    permission = Permission.OVERRUN_HANDLE
    title = _("On which days a cost counts")
    success_message = _("%(object)s. All figures are reckoned by it from now on.")
    success_url = reverse_lazy("reports:overruns")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The regions that the person acts for."""
        return super().scoped_queryset().filter(pk__in=regions_of(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        """The desk, where the rules of regions stand."""
        return [Crumb(_("What needs a decision?"), reverse("reports:signal-desk"))]

    def get_initial(self) -> dict[str, Any]:
        """What holds now, chosen or standard."""
        return super().get_initial() | {"basis": basis_of(self.object)}

    def perform(self, form: Any) -> CostBasis:
        """Change it."""
        return change_cost_basis(
            region=self.object, **form.cleaned_data, by=self.person, at=timezone.now()
        )
