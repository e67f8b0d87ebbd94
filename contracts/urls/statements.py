"""Addresses of statements."""

from django.urls import path

from contracts.views import statement_files, statement_sending, statements

urlpatterns = [
    path("statements/", statements.StatementListPage.as_view(), name="statement-list"),
    path("statements/new/", statements.StatementCreatePage.as_view(), name="statement-create"),
    path("statements/<int:pk>/", statements.StatementDetailPage.as_view(), name="statement-detail"),
    path(
        "statements/<int:statement_pk>/lines/",
        statements.StatementLineListPage.as_view(),
        name="statementline-list",
    ),
    path(
        "statements/<int:pk>/renew/",
        statements.StatementRenewPage.as_view(),
        name="statement-renew",
    ),
    path(
        "statements/<int:pk>/agree/",
        statements.StatementAgreePage.as_view(),
        name="statement-agree",
    ),
    path(
        "statements/<int:pk>/comment/",
        statements.StatementCommentPage.as_view(),
        name="statement-comment",
    ),
    path(
        "statements/<int:pk>/pdf/",
        statement_files.StatementPdfPage.as_view(),
        name="statement-pdf",
    ),
    path(
        "statements/<int:pk>/assurance/",
        statement_files.StatementAssurancePage.as_view(),
        name="statement-assurance",
    ),
    path(
        "statements/<int:pk>/invoice/",
        statement_files.StatementInvoicePage.as_view(),
        name="statement-invoice",
    ),
    path(
        "statements/<int:pk>/credit-note/",
        statement_files.StatementCreditNotePage.as_view(),
        name="statement-credit-note",
    ),
    path(
        "statements/<int:pk>/send-invoice/",
        statement_sending.StatementSendInvoicePage.as_view(),
        name="statement-send-invoice",
    ),
    path(
        "statements/<int:pk>/send-credit-note/",
        statement_sending.StatementSendCreditNotePage.as_view(),
        name="statement-send-credit-note",
    ),
    path(
        "statements/<int:pk>/<slug:name>/",
        statements.StatementTransitionPage.as_view(),
        name="statement-transition",
    ),
    path("contracts/<int:pk>/vat/", statements.VatRulePage.as_view(), name="contract-vat"),
]
