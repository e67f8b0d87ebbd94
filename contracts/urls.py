"""Addresses of contracts, costs, seats, groups and placements."""

from django.urls import path

from contracts.views import (
    capacity,
    contract_desk,
    contracts,
    costs,
    deliveries,
    delivery_parts,
    groups,
    placements,
    provider_desk,
    tariffs,
    wall,
)

app_name = "contracts"

urlpatterns = [
    path("contracts/", contracts.ContractListPage.as_view(), name="contract-list"),
    path("contracts/desk/", contract_desk.ContractDeskPage.as_view(), name="desk"),
    path("contracts/new/", contracts.ContractCreatePage.as_view(), name="contract-create"),
    path(
        "contracts/from-award/<int:pk>/",
        contracts.ContractFromAwardPage.as_view(),
        name="contract-from-award",
    ),
    path("contracts/<int:pk>/", contracts.ContractDetailPage.as_view(), name="contract-detail"),
    path(
        "contracts/<int:pk>/edit/", contracts.ContractUpdatePage.as_view(), name="contract-update"
    ),
    path(
        "contracts/<int:pk>/remove/",
        contracts.ContractRemovePage.as_view(),
        name="contract-remove",
    ),
    path(
        "contracts/<int:pk>/tariffs/new/", tariffs.TariffCreatePage.as_view(), name="tariff-create"
    ),
    path(
        "contracts/<int:pk>/seats/new/",
        capacity.CapacityLineCreatePage.as_view(),
        name="capacityline-create",
    ),
    path(
        "contracts/<int:pk>/<slug:name>/",
        contracts.ContractTransitionPage.as_view(),
        name="contract-transition",
    ),
    path("tariffs/<int:pk>/edit/", tariffs.TariffUpdatePage.as_view(), name="tariff-update"),
    path("tariffs/<int:pk>/remove/", tariffs.TariffRemovePage.as_view(), name="tariff-remove"),
    path("capacity/", wall.CapacityWallPage.as_view(), name="capacity-wall"),
    path("capacity/lines/", capacity.CapacityLineListPage.as_view(), name="capacityline-list"),
    path(
        "capacity/lines/<int:pk>/",
        capacity.CapacityLineDetailPage.as_view(),
        name="capacityline-detail",
    ),
    path(
        "capacity/lines/<int:pk>/edit/",
        capacity.CapacityLineUpdatePage.as_view(),
        name="capacityline-update",
    ),
    path(
        "capacity/lines/<int:pk>/shares/",
        capacity.CapacityLineSharesPage.as_view(),
        name="capacityline-shares",
    ),
    path(
        "capacity/lines/<int:pk>/remove/",
        capacity.CapacityLineRemovePage.as_view(),
        name="capacityline-remove",
    ),
    path(
        "capacity/lines/<int:pk>/groups/new/",
        groups.CourseGroupCreatePage.as_view(),
        name="coursegroup-create",
    ),
    path(
        "capacity/lines/<int:pk>/placements/new/",
        placements.PlacementCreatePage.as_view(),
        name="placement-create",
    ),
    path("groups/", groups.CourseGroupListPage.as_view(), name="coursegroup-list"),
    path("groups/free/", groups.FreeGroupListPage.as_view(), name="coursegroup-free"),
    path("groups/<int:pk>/", groups.CourseGroupDetailPage.as_view(), name="coursegroup-detail"),
    path(
        "groups/<int:pk>/edit/", groups.CourseGroupUpdatePage.as_view(), name="coursegroup-update"
    ),
    path(
        "groups/<int:pk>/<slug:name>/",
        groups.CourseGroupTransitionPage.as_view(),
        name="coursegroup-transition",
    ),
    path("placements/", placements.PlacementListPage.as_view(), name="placement-list"),
    path("placements/<int:pk>/", placements.PlacementDetailPage.as_view(), name="placement-detail"),
    path(
        "placements/<int:pk>/group/",
        placements.PlacementUpdatePage.as_view(),
        name="placement-update",
    ),
    path(
        "placements/<int:pk>/<slug:name>/",
        placements.PlacementTransitionPage.as_view(),
        name="placement-transition",
    ),
    path("desk/", provider_desk.ProviderDeskPage.as_view(), name="provider-desk"),
    path("deliveries/", deliveries.DeliveryListPage.as_view(), name="delivery-list"),
    path("deliveries/new/", deliveries.DeliveryCreatePage.as_view(), name="delivery-create"),
    path(
        "deliveries/template/", deliveries.DeliveryTemplatePage.as_view(), name="delivery-template"
    ),
    path("deliveries/<int:pk>/", deliveries.DeliveryDetailPage.as_view(), name="delivery-detail"),
    path(
        "deliveries/<int:pk>/progress/",
        deliveries.DeliveryProgressPage.as_view(),
        name="delivery-progress",
    ),
    path(
        "deliveries/<int:pk>/again/", deliveries.DeliveryCheckPage.as_view(), name="delivery-check"
    ),
    path(
        "deliveries/<int:pk>/stop/", deliveries.DeliveryCancelPage.as_view(), name="delivery-cancel"
    ),
    path("deliveries/<int:pk>/file/", deliveries.DeliveryFilePage.as_view(), name="delivery-file"),
    path(
        "deliveries/<int:pk>/errors/",
        deliveries.DeliveryErrorsPage.as_view(),
        name="delivery-errors",
    ),
    path(
        "deliveries/<int:delivery_pk>/findings/",
        delivery_parts.DeliveryFindingListPage.as_view(),
        name="deliveryfinding-list",
    ),
    path(
        "deliveries/<int:delivery_pk>/rows/",
        delivery_parts.DeliveryRowListPage.as_view(),
        name="deliveryrow-list",
    ),
    path(
        "deliveries/<int:pk>/<slug:name>/",
        deliveries.DeliveryTransitionPage.as_view(),
        name="delivery-transition",
    ),
    path("costs/", costs.CostLineListPage.as_view(), name="costline-list"),
    path("costs/<int:pk>/", costs.CostLineDetailPage.as_view(), name="costline-detail"),
]
