"""Addresses of the waiting list, and of allocation keys where they meet seats."""

from django.urls import path

from contracts.views import shares

urlpatterns = [
    path(
        "capacity/lines/<int:pk>/key/",
        shares.CapacityLineKeyPage.as_view(),
        name="capacityline-key",
    ),
    path(
        "capacity/keys/<int:pk>/version/",
        shares.AllocationKeyVersionCreatePage.as_view(),
        name="allocationkeyversion-create",
    ),
]
