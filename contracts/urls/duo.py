"""Addresses of exports for DUO."""

from django.urls import path

from contracts.views import duo

urlpatterns = [
    path("duo/", duo.DuoExportListPage.as_view(), name="duoexport-list"),
    path("duo/new/", duo.DuoExportCreatePage.as_view(), name="duoexport-create"),
    path("duo/<int:pk>/", duo.DuoExportDetailPage.as_view(), name="duoexport-detail"),
    path("duo/<int:pk>/json/", duo.DuoDocumentPage.as_view(), name="duoexport-json"),
    path("duo/<int:pk>/changed/", duo.DuoChangedPage.as_view(), name="duoexport-changed"),
    path("duo/<int:pk>/zip/", duo.DuoZipPage.as_view(), name="duoexport-zip"),
    path("duo/<int:export_pk>/lines/", duo.DuoLineListPage.as_view(), name="duoline-list"),
]
