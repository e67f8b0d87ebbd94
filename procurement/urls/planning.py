"""Addresses of what comes before a tender."""

from django.urls import path

from procurement.views import consultation_record, consultations, copying, own_rules, planning

urlpatterns = [
    path("calendar/", planning.PlannedTenderListPage.as_view(), name="plannedtender-list"),
    path("calendar/new/", planning.PlannedTenderCreatePage.as_view(), name="plannedtender-create"),
    path(
        "calendar/timeline/",
        planning.PlannedTenderTimelinePage.as_view(),
        name="plannedtender-timeline",
    ),
    path("tenders/<int:pk>/copy/", copying.TenderCopyPage.as_view(), name="tender-copy"),
    path(
        "tenders/<int:pk>/differences/",
        copying.TenderDifferencesPage.as_view(),
        name="tender-differences",
    ),
    path(
        "calendar/<int:pk>/",
        planning.PlannedTenderDetailPage.as_view(),
        name="plannedtender-detail",
    ),
    path(
        "calendar/<int:pk>/edit/",
        planning.PlannedTenderUpdatePage.as_view(),
        name="plannedtender-update",
    ),
    path(
        "calendar/<int:pk>/<slug:name>/",
        planning.PlannedTenderTransitionPage.as_view(),
        name="plannedtender-transition",
    ),
    path("terms/", own_rules.LegalRuleListPage.as_view(), name="legalrule-list"),
    path("terms/new/", own_rules.LegalRuleCreatePage.as_view(), name="legalrule-create"),
    path("terms/<int:pk>/edit/", own_rules.LegalRuleUpdatePage.as_view(), name="legalrule-update"),
    path(
        "consultations/",
        consultations.ConsultationListPage.as_view(),
        name="marketconsultation-list",
    ),
    path(
        "consultations/new/",
        consultations.ConsultationCreatePage.as_view(),
        name="marketconsultation-create",
    ),
    path(
        "consultations/<int:pk>/",
        consultations.ConsultationDetailPage.as_view(),
        name="marketconsultation-detail",
    ),
    path(
        "consultations/<int:pk>/edit/",
        consultations.ConsultationUpdatePage.as_view(),
        name="marketconsultation-update",
    ),
    path(
        "consultations/<int:pk>/answer/",
        consultations.ConsultationAnswerPage.as_view(),
        name="marketconsultation-answer",
    ),
    path(
        "consultations/<int:pk>/tender/",
        consultation_record.ConsultationLinkPage.as_view(),
        name="marketconsultation-link",
    ),
    path(
        "consultations/<int:pk>/record.pdf",
        consultation_record.ConsultationPdfPage.as_view(),
        name="marketconsultation-pdf",
    ),
    path(
        "consultations/<int:pk>/record.docx",
        consultation_record.ConsultationDocxPage.as_view(),
        name="marketconsultation-docx",
    ),
    path(
        "consultations/<int:pk>/contacts/new/",
        consultation_record.ContactCreatePage.as_view(),
        name="consultationcontact-create",
    ),
    path(
        "consultations/<int:pk>/<slug:name>/",
        consultations.ConsultationTransitionPage.as_view(),
        name="marketconsultation-transition",
    ),
    path(
        "consultation-contacts/<int:pk>/share/",
        consultation_record.ContactSharePage.as_view(),
        name="consultationcontact-share",
    ),
]
