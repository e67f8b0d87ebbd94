"""Addresses of contracts."""

from django.urls import path

from contracts.views import contract_desk, contracts, tariffs

urlpatterns = [
    path("contracts/", contracts.ContractListPage.as_view(), name="contract-list"),
    path("contracts/desk/", contract_desk.ContractDeskPage.as_view(), name="desk"),
    path("contracts/new/", contracts.ContractCreatePage.as_view(), name="contract-create"),
    path(
        "contracts/from-award/<int:pk>/",
        contracts.ContractFromAwardPage.as_view(),
        name="contract-from-award",
    ),
    path("contracts/<int:pk>/", contracts.ContractDetailPage.as_view(), name="contract-detail"),
    path(
        "contracts/<int:pk>/edit/", contracts.ContractUpdatePage.as_view(), name="contract-update"
    ),
    path(
        "contracts/<int:pk>/remove/",
        contracts.ContractRemovePage.as_view(),
        name="contract-remove",
    ),
    path(
        "contracts/<int:pk>/tariffs/new/", tariffs.TariffCreatePage.as_view(), name="tariff-create"
    ),
    path(
        "contracts/<int:pk>/<slug:name>/",
        contracts.ContractTransitionPage.as_view(),
        name="contract-transition",
    ),
    path("tariffs/<int:pk>/edit/", tariffs.TariffUpdatePage.as_view(), name="tariff-update"),
    path("tariffs/<int:pk>/remove/", tariffs.TariffRemovePage.as_view(), name="tariff-remove"),
]
