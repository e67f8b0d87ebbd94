"""Addresses of the tender room."""

from django.urls import path

from procurement.views import awards, bids, desk, lots, open_data, opening, parts, scoring, tenders

app_name = "procurement"
urlpatterns = [
    path("", desk.DeskPage.as_view(), name="desk"),
    path("tenders/", tenders.TenderListPage.as_view(), name="tender-list"),
    path("tenders/new/", tenders.TenderCreatePage.as_view(), name="tender-create"),
    path("tenders/<int:pk>/", tenders.TenderDetailPage.as_view(), name="tender-detail"),
    path("tenders/<int:pk>/edit/", tenders.TenderUpdatePage.as_view(), name="tender-update"),
    path(
        "tenders/<int:pk>/open-data/",
        open_data.TenderOpenDataPage.as_view(),
        name="tender-open-data",
    ),
    path("tenders/<int:pk>/opening/", opening.TenderOpenPage.as_view(), name="tender-open"),
    path("tenders/<int:pk>/bid/", bids.BidCreatePage.as_view(), name="bid-create"),
    path("tenders/<int:pk>/lots/new/", lots.LotCreatePage.as_view(), name="lot-create"),
    path(
        "tenders/<int:pk>/criteria/new/",
        parts.CriterionCreatePage.as_view(),
        name="awardcriterion-create",
    ),
    path("tenders/<int:pk>/panel/new/", parts.SeatCreatePage.as_view(), name="panelseat-create"),
    path(
        "tenders/<int:pk>/<slug:name>/",
        tenders.TenderTransitionPage.as_view(),
        name="tender-transition",
    ),
    path("lots/<int:pk>/", lots.LotDetailPage.as_view(), name="lot-detail"),
    path("lots/<int:pk>/edit/", lots.LotUpdatePage.as_view(), name="lot-update"),
    path("lots/<int:pk>/delete/", lots.LotDeletePage.as_view(), name="lot-delete"),
    path("lots/<int:pk>/scoring/", scoring.ScoringPage.as_view(), name="scoring"),
    path("lots/<int:pk>/lock/", awards.LotLockPage.as_view(), name="lot-lock"),
    path("lots/<int:pk>/decide/", awards.LotDecidePage.as_view(), name="lot-decide"),
    path("lots/<int:pk>/end/", awards.LotEndPage.as_view(), name="lot-end"),
    path("lots/<int:pk>/<slug:name>/", lots.LotTransitionPage.as_view(), name="lot-transition"),
    path(
        "criteria/<int:pk>/edit/",
        parts.CriterionUpdatePage.as_view(),
        name="awardcriterion-update",
    ),
    path(
        "criteria/<int:pk>/delete/",
        parts.CriterionDeletePage.as_view(),
        name="awardcriterion-delete",
    ),
    path("panel/<int:pk>/delete/", parts.SeatDeletePage.as_view(), name="panelseat-delete"),
    path("bids/<int:pk>/", bids.BidDetailPage.as_view(), name="bid-detail"),
    path("bids/<int:pk>/edit/", bids.BidUpdatePage.as_view(), name="bid-update"),
    path("bids/<int:pk>/submit/", bids.BidSubmitPage.as_view(), name="bid-submit"),
    path("bids/<int:pk>/<slug:name>/", bids.BidTransitionPage.as_view(), name="bid-transition"),
    path(
        "lot-bids/<int:pk>/criteria/<int:criterion>/",
        scoring.LotBidScorePage.as_view(),
        name="lotbid-score",
    ),
    path(
        "lot-bids/<int:pk>/<slug:name>/",
        lots.LotBidTransitionPage.as_view(),
        name="lotbid-transition",
    ),
]
