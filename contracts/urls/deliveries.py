"""Addresses of deliveries."""

from django.urls import path

from contracts.views import (
    deliveries,
    delivery_corrections,
    delivery_files,
    delivery_mapping,
    delivery_parts,
    delivery_rules,
)

urlpatterns = [
    path("deliveries/", deliveries.DeliveryListPage.as_view(), name="delivery-list"),
    path("deliveries/new/", deliveries.DeliveryCreatePage.as_view(), name="delivery-create"),
    path("deliveries/rules/", delivery_rules.DeliveryRulesPage.as_view(), name="delivery-rules"),
    path(
        "deliveries/template/",
        delivery_files.DeliveryTemplatePage.as_view(),
        name="delivery-template",
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
    path(
        "deliveries/<int:pk>/file/", delivery_files.DeliveryFilePage.as_view(), name="delivery-file"
    ),
    path(
        "deliveries/<int:pk>/errors/",
        delivery_files.DeliveryErrorsPage.as_view(),
        name="delivery-errors",
    ),
    path(
        "deliveries/<int:pk>/receipt/",
        delivery_files.DeliveryReceiptPage.as_view(),
        name="delivery-receipt",
    ),
    path(
        "deliveries/<int:pk>/receipt/<slug:kind>/",
        delivery_files.DeliveryProofPage.as_view(),
        name="delivery-proof",
    ),
    path(
        "deliveries/<int:pk>/columns/",
        delivery_mapping.DeliveryMappingPage.as_view(),
        name="delivery-mapping",
    ),
    path(
        "deliveries/<int:pk>/correct/",
        delivery_corrections.DeliveryCorrectPage.as_view(),
        name="delivery-correct",
    ),
    path(
        "deliveries/headers/",
        delivery_mapping.ColumnMappingListPage.as_view(),
        name="columnmapping-list",
    ),
    path(
        "deliveries/headers/<int:pk>/forget/",
        delivery_mapping.ColumnMappingForgetPage.as_view(),
        name="columnmapping-forget",
    ),
    path(
        "deliveries/<int:delivery_pk>/left-out/",
        delivery_corrections.LeftOutListPage.as_view(),
        name="delivery-left-out",
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
]
