"""What belongs to one delivery: what was found in it, and what each of its rows does."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.views import Action, Crumb, ListPage
from contracts.filters.deliveries import DeliveryFindingFilterSet, DeliveryRowFilterSet
from contracts.models import Delivery, DeliveryFinding, DeliveryRow
from contracts.tables.deliveries import DeliveryFindingTable, DeliveryRowTable


class DeliveryPartPage(ListPage):
    """A list of what belongs to one delivery, which the person must be able to see."""

    permission = Permission.PLACEMENT_VIEW

    @cached_property
    def delivery(self) -> Delivery:
        """The delivery of the address; 404 when it is not visible."""
        visible = Delivery.objects.visible_to(self.person)
        return get_object_or_404(visible, pk=self.kwargs["delivery_pk"])

    def scoped_queryset(self) -> "QuerySet[Any]":
        return self.model.objects.filter(delivery=self.delivery)

    def breadcrumbs(self) -> list[Crumb]:
        trail = Crumb(_("Deliveries"), reverse("contracts:delivery-list"))
        return [trail, Crumb(str(self.delivery), self.delivery.get_absolute_url())]


class DeliveryFindingListPage(DeliveryPartPage):
    model = DeliveryFinding
    table_class = DeliveryFindingTable
    filterset_class = DeliveryFindingFilterSet
    title = _("What was found")
    empty_text = _("Nothing was found in this sheet.")

    def page_actions(self) -> list[Action]:
        if self.delivery.provider_id not in providers_of(self.person):
            return []
        url = reverse("contracts:delivery-errors", args=[self.delivery.pk])
        deliver = Permission.PLACEMENT_DELIVER
        return [Action(_("Sheet with errors"), url, "file-earmark-spreadsheet", permission=deliver)]


class DeliveryRowListPage(DeliveryPartPage):
    model = DeliveryRow
    table_class = DeliveryRowTable
    filterset_class = DeliveryRowFilterSet
    title = _("What each row does")
