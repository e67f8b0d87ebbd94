"""Addresses of capacity."""

from django.urls import path

from contracts.views import authorisations, capacity, groups, wall, wall_parts

urlpatterns = [
    path(
        "contracts/<int:pk>/seats/new/",
        capacity.CapacityLineCreatePage.as_view(),
        name="capacityline-create",
    ),
    path("capacity/", wall.CapacityWallPage.as_view(), name="capacity-wall"),
    path("capacity/gemeenten/", wall_parts.SeatsByGemeentePage.as_view(), name="wall-gemeenten"),
    path("capacity/starts/", wall_parts.SeatsByStartPage.as_view(), name="wall-starts"),
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
        "capacity/lines/<int:pk>/extra/new/",
        authorisations.SeatAuthorisationCreatePage.as_view(),
        name="seatauthorisation-create",
    ),
    path(
        "capacity/extra/<int:pk>/withdraw/",
        authorisations.SeatAuthorisationWithdrawPage.as_view(),
        name="seatauthorisation-withdraw",
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
]
