"""Addresses of bids and applications."""

from django.urls import path

from procurement.views import applications, bid_files, bid_list, bid_parts, bid_submitting, bids

urlpatterns = [
    path("tenders/<int:pk>/bid/", bids.BidCreatePage.as_view(), name="bid-create"),
    path(
        "tenders/<int:pk>/apply/",
        applications.ApplicationCreatePage.as_view(),
        name="application-create",
    ),
    path("bids/", bid_list.BidListPage.as_view(), name="bid-list"),
    path("bids/<int:pk>/", bids.BidDetailPage.as_view(), name="bid-detail"),
    path("bids/<int:pk>/parts/<slug:part>/", bid_parts.BidPartPage.as_view(), name="bid-part"),
    path(
        "bids/<int:pk>/attachments/",
        bid_files.BidAttachmentsPage.as_view(),
        name="bid-attachments",
    ),
    path(
        "bids/<int:pk>/attachments/<int:file>/delete/",
        bid_files.BidAttachmentRemovePage.as_view(),
        name="bid-attachment-delete",
    ),
    path("bids/<int:pk>/restore/", bid_files.BidRestorePage.as_view(), name="bid-restore"),
    path("bids/<int:pk>/copy.json", bid_files.BidCopyDownload.as_view(), name="bid-copy"),
    path("bids/<int:pk>/copy.pdf", bid_files.BidPaperDownload.as_view(), name="bid-paper"),
    path("bids/<int:pk>/submit/", bid_submitting.BidSubmitPage.as_view(), name="bid-submit"),
    path(
        "bids/<int:pk>/receipts/<int:sequence>.json",
        bid_files.ReceiptDownload.as_view(),
        name="bid-receipt",
    ),
    path("bids/<int:pk>/<slug:name>/", bids.BidTransitionPage.as_view(), name="bid-transition"),
    path("applications/", applications.ApplicationListPage.as_view(), name="application-list"),
    path(
        "applications/<int:pk>/",
        applications.ApplicationDetailPage.as_view(),
        name="application-detail",
    ),
    path(
        "applications/<int:pk>/edit/",
        applications.ApplicationUpdatePage.as_view(),
        name="application-update",
    ),
    path(
        "applications/<int:pk>/judge/",
        applications.ApplicationJudgePage.as_view(),
        name="application-judge",
    ),
    path(
        "applications/<int:pk>/<slug:name>/",
        applications.ApplicationTransitionPage.as_view(),
        name="application-transition",
    ),
]
