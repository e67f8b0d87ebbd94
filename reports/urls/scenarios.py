"""Addresses of scenarios."""

from django.urls import path

from reports.views import scenario_compare, scenarios

urlpatterns = [
    path("scenarios/", scenarios.ScenarioListPage.as_view(), name="scenario-list"),
    path("scenarios/new/", scenarios.ScenarioCreatePage.as_view(), name="scenario-create"),
    path("scenarios/reckon/", scenarios.ScenarioQueuePage.as_view(), name="scenario-queue"),
    path(
        "scenarios/compare/",
        scenario_compare.ScenarioComparePage.as_view(),
        name="scenario-compare",
    ),
    path("scenarios/<int:pk>/", scenarios.ScenarioDetailPage.as_view(), name="scenario-detail"),
    path(
        "scenarios/<int:pk>/progress/",
        scenarios.ScenarioProgressPage.as_view(),
        name="scenario-progress",
    ),
    path(
        "scenarios/<int:pk>/edit/", scenarios.ScenarioUpdatePage.as_view(), name="scenario-update"
    ),
    path("scenarios/<int:pk>/copy/", scenarios.ScenarioCopyPage.as_view(), name="scenario-copy"),
    path(
        "scenarios/<int:pk>/discard/",
        scenarios.ScenarioDiscardPage.as_view(),
        name="scenario-discard",
    ),
    path(
        "scenarios/<int:pk>/propose/",
        scenarios.ScenarioProposePage.as_view(),
        name="scenario-propose",
    ),
    path(
        "scenarios/<int:pk>/<slug:name>/",
        scenarios.ScenarioTransitionPage.as_view(),
        name="scenario-transition",
    ),
]
