"""Addresses of papers, of steps of a contract with a page of their own, and of warnings."""

from django.urls import path

from contracts.views import alerts, contract_steps, papers

urlpatterns = [
    path(
        "contracts/<int:pk>/offer/",
        contract_steps.ContractOfferPage.as_view(),
        name="contract-offer",
    ),
    path(
        "contracts/<int:pk>/sign_outside/",
        contract_steps.ContractSignOutsidePage.as_view(),
        name="contract-sign-outside",
    ),
    path(
        "contracts/<int:pk>/terminate/",
        contract_steps.ContractTerminatePage.as_view(),
        name="contract-terminate",
    ),
    path("contracts/<int:pk>/end/", contract_steps.ContractEndPage.as_view(), name="contract-end"),
    path(
        "contracts/<int:pk>/paper/",
        contract_steps.ContractPaperPage.as_view(),
        name="contract-paper",
    ),
    path("papers/<int:pk>/", papers.PaperDetailPage.as_view(), name="paper-detail"),
    path("papers/<int:pk>/sign/", papers.SignPage.as_view(), name="paper-sign"),
    path(
        "papers/<int:pk>/countersign/", papers.CountersignPage.as_view(), name="paper-countersign"
    ),
    path("papers/<int:pk>/record/", papers.RecordPage.as_view(), name="paper-record"),
    path("papers/<int:pk>/<slug:kind>/", papers.PaperFilePage.as_view(), name="paper-file"),
    path(
        "papers/signatures/<int:pk>/file/",
        papers.SignatureFilePage.as_view(),
        name="papersignature-file",
    ),
    path("contract-alerts/", alerts.ContractAlertListPage.as_view(), name="contractalert-list"),
    path(
        "contract-alerts/<int:pk>/",
        alerts.ContractAlertDetailPage.as_view(),
        name="contractalert-detail",
    ),
    path(
        "contract-alerts/<int:pk>/acknowledge/",
        alerts.ContractAlertAcknowledgePage.as_view(),
        name="contractalert-acknowledge",
    ),
]
