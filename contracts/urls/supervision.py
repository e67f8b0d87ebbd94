"""Addresses of supervision: sample checks and the card of a provider."""

from django.urls import path

from contracts.views import provider_card, supervision

urlpatterns = [
    path("samples/", supervision.SampleCheckListPage.as_view(), name="samplecheck-list"),
    path("samples/new/", supervision.SampleCheckCreatePage.as_view(), name="samplecheck-create"),
    path("samples/asked/", supervision.AskedCheckListPage.as_view(), name="samplecheck-asked"),
    path(
        "samples/asked/<int:pk>/",
        supervision.AskedCheckPage.as_view(),
        name="samplecheck-evidence",
    ),
    path(
        "samples/<int:pk>/", supervision.SampleCheckDetailPage.as_view(), name="samplecheck-detail"
    ),
    path("samples/<int:pk>/hear/", supervision.HearingPage.as_view(), name="samplecheck-hear"),
    path(
        "samples/<int:pk>/conclude/",
        supervision.ConclusionPage.as_view(),
        name="samplecheck-conclude",
    ),
    path(
        "samples/<int:pk>/<slug:name>/",
        supervision.SampleCheckTransitionPage.as_view(),
        name="samplecheck-transition",
    ),
    path("samples/items/<int:pk>/", supervision.JudgePage.as_view(), name="sampleitem-judge"),
    path(
        "samples/items/<int:pk>/evidence/",
        supervision.EvidencePage.as_view(),
        name="sampleitem-evidence",
    ),
    path(
        "samples/items/<int:pk>/file/",
        supervision.EvidenceFilePage.as_view(),
        name="sampleitem-file",
    ),
    path("providers/<int:pk>/card/", provider_card.ProviderCardPage.as_view(), name="provider-kpi"),
]
