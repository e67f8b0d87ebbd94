"""Addresses of tenders that are withdrawn, letters and complaints."""

from django.urls import path

from procurement.views import awards, complaints, letters

urlpatterns = [
    path("tenders/<int:pk>/withdraw/", awards.TenderWithdrawPage.as_view(), name="tender-withdraw"),
    path("letters/<int:pk>/", letters.LetterDetailPage.as_view(), name="letter-detail"),
    path("letters/<int:pk>/edit/", letters.LetterUpdatePage.as_view(), name="letter-update"),
    path("letters/<int:pk>/<slug:kind>/", letters.LetterFilePage.as_view(), name="letter-file"),
    path("complaints/", complaints.ComplaintListPage.as_view(), name="complaint-list"),
    path("complaints/<int:pk>/", complaints.ComplaintDetailPage.as_view(), name="complaint-detail"),
    path(
        "complaints/<int:pk>/edit/",
        complaints.ComplaintUpdatePage.as_view(),
        name="complaint-update",
    ),
    path(
        "complaints/<int:pk>/<slug:name>/",
        complaints.ComplaintTransitionPage.as_view(),
        name="complaint-transition",
    ),
]
