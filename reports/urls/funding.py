"""Addresses of funding."""

from django.urls import path

from reports.views import (
    funding,
    funding_counts,
    funding_facts,
    funding_pages,
    funding_years,
    housed_counts,
)

urlpatterns = [
    path("funding/", funding_pages.SettlementPage.as_view(), name="funding"),
    path(
        "funding/gemeenten/<int:pk>/",
        funding_pages.StatementPage.as_view(),
        name="funding-statement",
    ),
    path("funding/flow/", funding_pages.MoneyFlowPage.as_view(), name="funding-flow"),
    path("funding/spuk/", funding_counts.SpukPage.as_view(), name="funding-spuk"),
    path("funding/supplement/", funding_counts.SupplementPage.as_view(), name="funding-supplement"),
    path("funding/streams/", funding.FundingStreamListPage.as_view(), name="fundingstream-list"),
    path(
        "funding/streams/new/",
        funding.FundingStreamCreatePage.as_view(),
        name="fundingstream-create",
    ),
    path(
        "funding/streams/national/", funding.FundingAdoptPage.as_view(), name="fundingstream-adopt"
    ),
    path(
        "funding/streams/<int:pk>/",
        funding.FundingStreamDetailPage.as_view(),
        name="fundingstream-detail",
    ),
    path(
        "funding/streams/<int:pk>/edit/",
        funding.FundingStreamUpdatePage.as_view(),
        name="fundingstream-update",
    ),
    path(
        "funding/streams/<int:pk>/years/new/",
        funding_years.StreamYearCreatePage.as_view(),
        name="streamyear-create",
    ),
    path(
        "funding/years/<int:pk>/",
        funding_years.StreamYearDetailPage.as_view(),
        name="streamyear-detail",
    ),
    path(
        "funding/years/<int:pk>/compare/",
        funding_years.StreamYearComparePage.as_view(),
        name="streamyear-compare",
    ),
    path(
        "funding/payments/",
        funding_facts.FundingPaymentListPage.as_view(),
        name="fundingpayment-list",
    ),
    path(
        "funding/payments/new/",
        funding_facts.FundingPaymentCreatePage.as_view(),
        name="fundingpayment-create",
    ),
    path("funding/housed/", housed_counts.HousedCountListPage.as_view(), name="housedcount-list"),
    path(
        "funding/housed/new/",
        housed_counts.HousedCountCreatePage.as_view(),
        name="housedcount-create",
    ),
    path(
        "funding/housed/template/",
        housed_counts.HousedTemplatePage.as_view(),
        name="housedcount-template",
    ),
    path(
        "funding/housed/<int:pk>/sheet/",
        housed_counts.HousedCountSheetPage.as_view(),
        name="housedcount-sheet",
    ),
    path(
        "funding/housed/sheets/",
        housed_counts.HousedCountSheetListPage.as_view(),
        name="housedcountsheet-list",
    ),
    path(
        "funding/housed/sheets/<int:pk>/",
        housed_counts.HousedCountSheetDetailPage.as_view(),
        name="housedcountsheet-detail",
    ),
    path(
        "funding/housed/sheets/<int:pk>/confirm/",
        housed_counts.HousedCountSheetConfirmPage.as_view(),
        name="housedcountsheet-confirm",
    ),
    path(
        "funding/housed/sheets/<int:pk>/file/",
        housed_counts.HousedCountSheetFilePage.as_view(),
        name="housedcountsheet-file",
    ),
    path(
        "funding/rules/<int:pk>/new/",
        funding_facts.FundingRuleCreatePage.as_view(),
        name="fundingrule-create",
    ),
]
