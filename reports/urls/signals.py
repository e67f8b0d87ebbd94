"""Addresses of overruns that ask a decision."""

from django.urls import path

from reports.views import cost_basis, signal_desk, signals

urlpatterns = [
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
    path(
        "regions/<int:pk>/cost-basis/",
        cost_basis.CostBasisUpdatePage.as_view(),
        name="costbasis-update",
    ),
]
