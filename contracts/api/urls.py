"""Addresses of the API about contracts and what is delivered under them."""

from django.urls import path

from contracts.api import deliveries, placements

urlpatterns = [
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
]
