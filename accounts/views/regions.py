"""Regions as they are known to others: of which numbers invoices to them speak."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.access import regions_of
from accounts.enums import Permission
from accounts.filters import RegionFilterSet
from accounts.forms import BuyerForm
from accounts.models import Region
from accounts.tables import RegionTable
from config.shared.views import Action, Crumb, DetailPage, FormPage, ListPage
from config.shared.views.pages import page_url

FACTS = ("kvk_number", "oin", "invoice_reference")


class OwnRegions:
    """Only regions that the person acts for, not those of a single gemeente."""

    person: Any

    def scoped_queryset(self) -> "QuerySet[Region]":
        """Those of the person's role."""
        return Region.objects.filter(pk__in=regions_of(self.person))


class RegionListPage(OwnRegions, ListPage):
    model = Region
    table_class = RegionTable
    filterset_class = RegionFilterSet
    permission = Permission.SETTINGS_MANAGE
    empty_text = gettext_lazy("There is no region that you manage.")


class RegionDetailPage(OwnRegions, DetailPage):
    """How e-invoices reach the region and name it."""

    model = Region
    permission = Permission.SETTINGS_MANAGE

    def facts(self) -> list[tuple[str, Any]]:
        """The numbers, also where they are still empty."""
        region = self.object
        return [
            (_("Kind"), region.get_kind_display()),
            (_("KvK number"), region.kvk_number),
            (_("OIN"), region.oin),
            (_("Reference that an invoice names"), region.invoice_reference),
        ]

    def page_actions(self) -> list[Action]:
        """Change them."""
        url = page_url(self.model, "update", self.object.pk)
        return [Action(_("Numbers for invoices"), url, "pencil", primary=True)]


class RegionUpdatePage(OwnRegions, FormPage):
    model = Region
    form_class = BuyerForm
    permission = Permission.SETTINGS_MANAGE
    title = gettext_lazy("Numbers for invoices")
    success_message = gettext_lazy("The numbers of %(object)s are recorded.")

    def get_initial(self) -> dict[str, Any]:
        """What stands."""
        return {name: getattr(self.object, name) for name in FACTS}

    def perform(self, form: Any) -> Region:
        """Record them."""
        return actions.set_buyer(
            region=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )

    def breadcrumbs(self) -> list[Crumb]:
        """Under the region."""
        return [*super().breadcrumbs(), Crumb(str(self.object), self.get_success_url())]

    def get_success_url(self, result: Any = None) -> str:
        """Back to the region."""
        return page_url(self.model, "detail", self.object.pk)
