"""Addresses of reports and budgets."""

from django.urls import path

from reports import urls_budgets, urls_funding, urls_scenarios
from reports.views import overruns, questions, signal_desk, signals, text_series, texts, why

app_name = "reports"

urlpatterns = [
    *urls_budgets.urlpatterns,
    *urls_funding.urlpatterns,
    *urls_scenarios.urlpatterns,
    path("overruns/", overruns.OverrunPage.as_view(), name="overruns"),
    path("", questions.QuestionIndexPage.as_view(), name="questions"),
    path("questions/<slug:code>/", questions.QuestionPage.as_view(), name="question"),
    path("why/", why.WhyPage.as_view(), name="why"),
    path("signals/", signals.OverrunSignalListPage.as_view(), name="overrunsignal-list"),
    path("signals/desk/", signal_desk.SignalDeskPage.as_view(), name="signal-desk"),
    path("signals/months/", signal_desk.OverrunMonthsPage.as_view(), name="overrun-months"),
    path(
        "signals/<int:pk>/",
        signals.OverrunSignalDetailPage.as_view(),
        name="overrunsignal-detail",
    ),
    path(
        "signals/<int:pk>/assign/",
        signals.OverrunSignalAssignPage.as_view(),
        name="overrunsignal-assign",
    ),
    path(
        "signals/<int:pk>/cause/",
        signals.OverrunSignalCausePage.as_view(),
        name="overrunsignal-cause",
    ),
    path(
        "signals/<int:pk>/decide/",
        signals.OverrunSignalDecidePage.as_view(),
        name="overrunsignal-decide",
    ),
    path(
        "signals/<int:pk>/<slug:name>/",
        signals.OverrunSignalTransitionPage.as_view(),
        name="overrunsignal-transition",
    ),
    path(
        "decisions/<int:pk>/carry-out/",
        signals.SignalDecisionCarryOutPage.as_view(),
        name="signaldecision-carry-out",
    ),
    path(
        "regions/<int:pk>/overrun-rule/",
        signals.OverrunRuleUpdatePage.as_view(),
        name="overrunrule-update",
    ),
    path("texts/", texts.PlanningTextListPage.as_view(), name="planningtext-list"),
    path("texts/new/", texts.PlanningTextCreatePage.as_view(), name="planningtext-create"),
    path("texts/<int:pk>/", texts.PlanningTextDetailPage.as_view(), name="planningtext-detail"),
    path(
        "texts/<int:pk>/series/",
        text_series.PlanningTextSeriesPage.as_view(),
        name="planningtext-series",
    ),
    path(
        "texts/<int:pk>/refresh/",
        texts.PlanningTextRefreshPage.as_view(),
        name="planningtext-refresh",
    ),
    path(
        "texts/<int:pk>/discard/",
        texts.PlanningTextDiscardPage.as_view(),
        name="planningtext-discard",
    ),
    path(
        "texts/<int:pk>/paper/<slug:kind>/",
        texts.PlanningTextFilePage.as_view(),
        name="planningtext-file",
    ),
    path(
        "texts/<int:pk>/<slug:name>/",
        texts.PlanningTextTransitionPage.as_view(),
        name="planningtext-transition",
    ),
    path(
        "text-sections/<int:pk>/edit/",
        texts.PlanningSectionUpdatePage.as_view(),
        name="planningsection-update",
    ),
]
