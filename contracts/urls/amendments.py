"""Addresses of amendments."""

from django.urls import path

from contracts.views import amendment_copy, amendments

urlpatterns = [
    path("amendments/", amendments.AmendmentListPage.as_view(), name="amendment-list"),
    path(
        "contracts/<int:pk>/amendments/new/",
        amendments.AmendmentCreatePage.as_view(),
        name="amendment-create",
    ),
    path("amendments/<int:pk>/", amendments.AmendmentDetailPage.as_view(), name="amendment-detail"),
    path(
        "amendments/<int:pk>/edit/",
        amendments.AmendmentUpdatePage.as_view(),
        name="amendment-update",
    ),
    path(
        "amendments/<int:pk>/ground/",
        amendments.AmendmentGroundPage.as_view(),
        name="amendment-ground",
    ),
    path(
        "amendments/<int:pk>/merge/",
        amendments.AmendmentMergePage.as_view(),
        name="amendment-merge",
    ),
    path(
        "amendments/<int:pk>/notice/",
        amendments.AmendmentNoticePage.as_view(),
        name="amendment-notice",
    ),
    path(
        "amendments/<int:pk>/gemeenten/",
        amendment_copy.GemeentenPage.as_view(),
        name="amendment-gemeenten",
    ),
    path(
        "amendments/<int:pk>/parts/<slug:section>/new/",
        amendment_copy.PartCreatePage.as_view(),
        name="amendment-part-create",
    ),
    path(
        "amendments/<int:pk>/parts/<path:row>/edit/",
        amendment_copy.PartUpdatePage.as_view(),
        name="amendment-part-update",
    ),
    path(
        "amendments/<int:pk>/parts/<path:row>/remove/",
        amendment_copy.PartRemovePage.as_view(),
        name="amendment-part-remove",
    ),
    path(
        "amendments/<int:pk>/parts/<path:row>/divide/",
        amendment_copy.DivisionPage.as_view(),
        name="amendment-division",
    ),
    path(
        "amendments/<int:pk>/parts/<path:row>/price/",
        amendment_copy.NewPricePage.as_view(),
        name="amendment-price",
    ),
    path(
        "amendments/<int:pk>/<slug:name>/",
        amendments.AmendmentTransitionPage.as_view(),
        name="amendment-transition",
    ),
]
