"""Addresses of placements."""

from django.urls import path

from contracts.views import placements, provider_desk

urlpatterns = [
    path(
        "capacity/lines/<int:pk>/placements/new/",
        placements.PlacementCreatePage.as_view(),
        name="placement-create",
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
]
