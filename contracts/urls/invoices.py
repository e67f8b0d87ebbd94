"""Addresses of invoices."""

from django.urls import path

from contracts.views import invoice_lines, invoices

urlpatterns = [
    path("invoices/", invoices.InvoiceListPage.as_view(), name="invoice-list"),
    path("invoices/new/", invoices.InvoiceCreatePage.as_view(), name="invoice-create"),
    path("invoices/record/", invoices.InvoiceRecordPage.as_view(), name="invoice-record"),
    path("invoices/<int:pk>/", invoices.InvoiceDetailPage.as_view(), name="invoice-detail"),
    path("invoices/<int:pk>/file/", invoices.InvoiceFilePage.as_view(), name="invoice-file"),
    path("invoices/<int:pk>/answer/", invoices.InvoiceAnswerPage.as_view(), name="invoice-answer"),
    path("invoices/<int:pk>/pay/", invoices.InvoicePaymentPage.as_view(), name="invoice-pay"),
    path(
        "invoices/<int:pk>/compare/",
        invoice_lines.InvoiceComparePage.as_view(),
        name="invoice-compare",
    ),
    path(
        "invoices/<int:pk>/approve-matching/",
        invoice_lines.InvoiceApproveMatchingPage.as_view(),
        name="invoice-approve-matching",
    ),
    path(
        "invoices/<int:pk>/approve/",
        invoice_lines.InvoiceApprovePage.as_view(),
        name="invoice-approve",
    ),
    path(
        "invoices/<int:invoice_pk>/lines/",
        invoice_lines.InvoiceLineListPage.as_view(),
        name="invoiceline-list",
    ),
    path(
        "invoices/lines/<int:pk>/",
        invoice_lines.InvoiceLineDetailPage.as_view(),
        name="invoiceline-detail",
    ),
    path(
        "invoices/lines/<int:pk>/decide/",
        invoice_lines.InvoiceLineDecidePage.as_view(),
        name="invoiceline-decide",
    ),
    path(
        "invoices/lines/<int:pk>/match/",
        invoice_lines.InvoiceLineMatchPage.as_view(),
        name="invoiceline-match",
    ),
    path(
        "invoices/<int:pk>/<slug:name>/",
        invoices.InvoiceTransitionPage.as_view(),
        name="invoice-transition",
    ),
]
