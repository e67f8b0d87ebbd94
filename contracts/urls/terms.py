"""Addresses of what contracts say: agreements, indexation, options, call-offs, running ones."""

from django.urls import path

from contracts.views import call_offs, guarantees, indexation, renewals, running, terms

urlpatterns = [
    path("contracts/running/", running.RunningCreatePage.as_view(), name="contract-running"),
    path("contracts/sheets/", running.ContractSheetListPage.as_view(), name="contractsheet-list"),
    path(
        "contracts/sheets/new/",
        running.ContractSheetCreatePage.as_view(),
        name="contractsheet-create",
    ),
    path(
        "contracts/sheets/template/",
        running.ContractSheetTemplatePage.as_view(),
        name="contractsheet-template",
    ),
    path(
        "contracts/sheets/<int:pk>/",
        running.ContractSheetDetailPage.as_view(),
        name="contractsheet-detail",
    ),
    path(
        "contracts/sheets/<int:pk>/record/",
        running.ContractSheetConfirmPage.as_view(),
        name="contractsheet-confirm",
    ),
    path("contracts/figures/", indexation.IndexFigureListPage.as_view(), name="indexfigure-list"),
    path(
        "contracts/figures/new/",
        indexation.IndexFigureCreatePage.as_view(),
        name="indexfigure-create",
    ),
    path(
        "contracts/figures/<int:pk>/edit/",
        indexation.IndexFigureUpdatePage.as_view(),
        name="indexfigure-update",
    ),
    path(
        "contracts/<int:pk>/settlements/",
        terms.SettlementsPage.as_view(),
        name="contract-settlements",
    ),
    path("contracts/<int:pk>/renewals/", terms.RenewalsPage.as_view(), name="contract-renewals"),
    path(
        "contracts/<int:pk>/guarantees/",
        guarantees.GuaranteesPage.as_view(),
        name="contract-guarantees",
    ),
    path(
        "contracts/guarantees/<int:pk>/",
        guarantees.ContractGuaranteeDetailPage.as_view(),
        name="contractguarantee-detail",
    ),
    path(
        "contracts/guarantees/<int:pk>/book/",
        guarantees.ContractGuaranteeBookPage.as_view(),
        name="contractguarantee-book",
    ),
    path("contracts/<int:pk>/indicators/", terms.KpisPage.as_view(), name="contract-kpis"),
    path(
        "contracts/<int:pk>/indexation-rule/",
        terms.IndexationRulePage.as_view(),
        name="contract-indexation-rule",
    ),
    path(
        "contracts/<int:pk>/indexation/",
        indexation.IndexationPage.as_view(),
        name="contract-indexation",
    ),
    path(
        "contracts/<int:pk>/social-return/new/",
        terms.SocialReturnCreatePage.as_view(),
        name="socialreturn-create",
    ),
    path("contracts/options/", renewals.RenewalOptionListPage.as_view(), name="renewaloption-list"),
    path(
        "contracts/options/<int:pk>/<slug:name>/",
        renewals.RenewalOptionTransitionPage.as_view(),
        name="renewaloption-transition",
    ),
    path(
        "contracts/<int:pk>/call-offs/new/",
        call_offs.CallOffCreatePage.as_view(),
        name="contract-call-off",
    ),
]
