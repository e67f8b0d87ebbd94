"""Addresses of tenders and the steps in which they are prepared."""

from django.urls import path

from procurement.views import (
    desk,
    dossier,
    open_data,
    preparing,
    reviewing,
    tenders,
    timeline,
    wizard_award,
    wizard_parts,
    wizard_planning,
)

urlpatterns = [
    path("", desk.DeskPage.as_view(), name="desk"),
    path("tenders/", tenders.TenderListPage.as_view(), name="tender-list"),
    path("tenders/new/", preparing.TenderCreatePage.as_view(), name="tender-create"),
    path("tenders/<int:pk>/", tenders.TenderDetailPage.as_view(), name="tender-detail"),
    path("tenders/<int:pk>/edit/", preparing.SubjectPage.as_view(), name="tender-update"),
    path("tenders/<int:pk>/procedure/", preparing.ProcedurePage.as_view(), name="tender-procedure"),
    path("tenders/<int:pk>/gemeenten/", preparing.GemeentenPage.as_view(), name="tender-gemeenten"),
    path(
        "tenders/<int:pk>/mandates/new/",
        preparing.MandateCreatePage.as_view(),
        name="mandate-create",
    ),
    path("mandates/<int:pk>/delete/", preparing.MandateDeletePage.as_view(), name="mandate-delete"),
    path("tenders/<int:pk>/lots/", wizard_parts.LotsPage.as_view(), name="tender-lots"),
    path("tenders/<int:pk>/lots/new/", wizard_parts.LotCreatePage.as_view(), name="lot-create"),
    path(
        "tenders/<int:pk>/requirements/",
        wizard_parts.RequirementsPage.as_view(),
        name="tender-requirements",
    ),
    path(
        "tenders/<int:pk>/award-rules/",
        wizard_award.AwardRulesPage.as_view(),
        name="tender-award-rules",
    ),
    path(
        "tenders/<int:pk>/planning/", wizard_planning.PlanningPage.as_view(), name="tender-planning"
    ),
    path("tenders/<int:pk>/officers/", reviewing.OfficersPage.as_view(), name="tender-officers"),
    path(
        "tender-officers/<int:pk>/delete/",
        reviewing.OfficerDeletePage.as_view(),
        name="tenderofficer-delete",
    ),
    path("tenders/<int:pk>/review/", reviewing.ReviewPage.as_view(), name="tender-review"),
    path(
        "tenders/<int:pk>/open-data/",
        open_data.TenderOpenDataPage.as_view(),
        name="tender-open-data",
    ),
    path("tenders/<int:pk>/dossier/", dossier.TenderDossierPage.as_view(), name="tender-dossier"),
    path(
        "tenders/<int:pk>/timeline/",
        timeline.TenderTimelinePage.as_view(),
        name="tender-timeline",
    ),
    path(
        "tenders/<int:pk>/<slug:name>/",
        tenders.TenderTransitionPage.as_view(),
        name="tender-transition",
    ),
]
