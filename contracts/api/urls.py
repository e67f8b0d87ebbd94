"""Addresses of the API about contracts and what is delivered under them."""

from django.urls import path

from contracts.api import (
    capacity,
    contracts,
    deliveries,
    duo,
    groups,
    invoices,
    placements,
    waiting,
)

urlpatterns = [
    path("contracts", contracts.ContractListEndpoint.as_view(), name="contract-list"),
    path("contracts/<int:pk>", contracts.ContractDetailEndpoint.as_view(), name="contract-detail"),
    path("capacity", capacity.CapacityLineListEndpoint.as_view(), name="capacityline-list"),
    path(
        "capacity/<int:pk>",
        capacity.CapacityLineDetailEndpoint.as_view(),
        name="capacityline-detail",
    ),
    path("groups", groups.GroupListEndpoint.as_view(), name="coursegroup-list"),
    path("groups/<int:pk>", groups.GroupDetailEndpoint.as_view(), name="coursegroup-detail"),
    path("waiting-list", waiting.WaitingListEndpoint.as_view(), name="waitlistentry-list"),
    path(
        "waiting-list/<int:pk>",
        waiting.WaitingDetailEndpoint.as_view(),
        name="waitlistentry-detail",
    ),
    path("placements", placements.PlacementListEndpoint.as_view(), name="placement-list"),
    path(
        "placements/<int:pk>", placements.PlacementDetailEndpoint.as_view(), name="placement-detail"
    ),
    path("deliveries", deliveries.DeliveryListEndpoint.as_view(), name="delivery-list"),
    path(
        "deliveries/<int:pk>", deliveries.DeliveryDetailEndpoint.as_view(), name="delivery-detail"
    ),
    path(
        "deliveries/<int:pk>/findings",
        deliveries.DeliveryFindingListEndpoint.as_view(),
        name="delivery-findings",
    ),
    path(
        "deliveries/<int:pk>/rows",
        deliveries.DeliveryRowListEndpoint.as_view(),
        name="delivery-rows",
    ),
    path(
        "deliveries/<int:pk>/confirmation",
        deliveries.DeliveryConfirmationEndpoint.as_view(),
        name="delivery-confirmation",
    ),
    path(
        "deliveries/<int:pk>/rejection",
        deliveries.DeliveryRejectionEndpoint.as_view(),
        name="delivery-rejection",
    ),
    path("duo-exports", duo.DuoExportListEndpoint.as_view(), name="duoexport-list"),
    path("duo-exports/<int:pk>", duo.DuoExportDetailEndpoint.as_view(), name="duoexport-detail"),
    path("duo-exports/<int:pk>/lines", duo.DuoLineListEndpoint.as_view(), name="duoexport-lines"),
    path("statements", invoices.StatementListEndpoint.as_view(), name="statement-list"),
    path(
        "statements/<int:pk>", invoices.StatementDetailEndpoint.as_view(), name="statement-detail"
    ),
    path(
        "statements/<int:pk>/lines",
        invoices.StatementLineListEndpoint.as_view(),
        name="statement-lines",
    ),
    path("invoices", invoices.InvoiceListEndpoint.as_view(), name="invoice-list"),
    path("invoices/<int:pk>", invoices.InvoiceDetailEndpoint.as_view(), name="invoice-detail"),
    path(
        "invoices/<int:pk>/lines", invoices.InvoiceLineListEndpoint.as_view(), name="invoice-lines"
    ),
]
