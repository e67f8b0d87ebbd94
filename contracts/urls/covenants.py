"""Addresses of covenants."""

from django.urls import path

from contracts.views import (
    covenant_clauses,
    covenant_course,
    covenant_desk,
    covenant_learners,
    covenant_parties,
    covenant_public,
    covenants,
)

PUBLIC = [
    path(
        "public/covenants/",
        covenant_public.PublicCovenantListPage.as_view(),
        name="public-covenant-list",
    ),
    path(
        "public/covenants/<int:pk>/",
        covenant_public.PublicCovenantDetailPage.as_view(),
        name="public-covenant-detail",
    ),
    path(
        "public/covenants/<int:pk>/file/<slug:kind>/",
        covenant_public.PublicCovenantFilePage.as_view(),
        name="public-covenant-file",
    ),
]

COVENANTS = [
    path("covenants/", covenants.CovenantListPage.as_view(), name="covenant-list"),
    path("covenants/desk/", covenant_desk.CovenantDeskPage.as_view(), name="covenant-desk"),
    path("covenants/new/", covenants.CovenantCreatePage.as_view(), name="covenant-create"),
    path("covenants/<int:pk>/", covenants.CovenantDetailPage.as_view(), name="covenant-detail"),
    path(
        "covenants/<int:pk>/edit/", covenants.CovenantUpdatePage.as_view(), name="covenant-update"
    ),
    path(
        "covenants/<int:pk>/remove/", covenants.CovenantRemovePage.as_view(), name="covenant-remove"
    ),
    path(
        "covenants/<int:pk>/publish/",
        covenants.CovenantPublishPage.as_view(),
        name="covenant-publish",
    ),
    path(
        "covenants/<int:pk>/withdraw/",
        covenants.CovenantWithdrawPage.as_view(),
        name="covenant-withdraw",
    ),
    path(
        "covenants/<int:pk>/file/<slug:kind>/",
        covenant_clauses.CovenantFilePage.as_view(),
        name="covenant-file",
    ),
    path(
        "covenants/<int:pk>/targets/",
        covenant_course.CovenantTargetsPage.as_view(),
        name="covenant-targets",
    ),
    path(
        "covenants/<int:pk>/reviews/new/",
        covenant_course.ReviewCreatePage.as_view(),
        name="covenant-review-create",
    ),
    path(
        "covenants/reviews/<int:pk>/",
        covenant_course.ReviewHoldPage.as_view(),
        name="covenant-review-hold",
    ),
    path(
        "covenants/<int:pk>/check/",
        covenant_course.CovenantCheckPage.as_view(),
        name="covenant-check",
    ),
]

CLAUSES = [
    path(
        "covenants/<int:pk>/clauses/",
        covenant_clauses.CovenantClausesPage.as_view(),
        name="covenant-clauses",
    ),
    path(
        "covenants/<int:pk>/clauses/library/",
        covenant_clauses.CovenantLibraryPage.as_view(),
        name="covenant-library",
    ),
    path(
        "covenants/<int:pk>/clauses/new/",
        covenant_clauses.CovenantClauseCreatePage.as_view(),
        name="covenantclause-create",
    ),
    path(
        "covenants/<int:pk>/clauses/agree/",
        covenant_clauses.CovenantAgreePage.as_view(),
        name="covenant-agree",
    ),
    path(
        "covenants/clauses/<int:pk>/edit/",
        covenant_clauses.CovenantClauseUpdatePage.as_view(),
        name="covenantclause-update",
    ),
    path(
        "covenants/clauses/<int:pk>/remove/",
        covenant_clauses.CovenantClauseRemovePage.as_view(),
        name="covenantclause-remove",
    ),
    path(
        "covenants/clauses/<int:pk>/comment/",
        covenant_clauses.ClauseCommentPage.as_view(),
        name="clausecomment-create",
    ),
    path(
        "covenants/comments/<int:pk>/",
        covenant_clauses.ClauseCommentSettlePage.as_view(),
        name="clausecomment-settle",
    ),
]

PARTIES = [
    path(
        "covenants/<int:pk>/parties/",
        covenant_parties.CovenantPartiesPage.as_view(),
        name="covenant-parties",
    ),
    path(
        "covenants/parties/<int:pk>/accept/",
        covenant_parties.PartyAcceptPage.as_view(),
        name="covenant-party-accept",
    ),
    path(
        "covenants/parties/<int:pk>/sign/",
        covenant_parties.PartySignPage.as_view(),
        name="covenant-party-sign",
    ),
    path(
        "covenants/parties/<int:pk>/leave/",
        covenant_parties.PartyLeavePage.as_view(),
        name="covenant-party-leave",
    ),
    path(
        "covenants/parties/<int:pk>/drop/",
        covenant_parties.PartyDropPage.as_view(),
        name="covenant-party-drop",
    ),
    path(
        "covenants/<int:pk>/accession/",
        covenant_parties.AccessionCreatePage.as_view(),
        name="covenant-accession",
    ),
    path(
        "covenants/requests/",
        covenant_parties.AccessionRequestListPage.as_view(),
        name="accessionrequest-list",
    ),
    path(
        "covenants/requests/<int:pk>/",
        covenant_parties.AccessionRequestDetailPage.as_view(),
        name="accessionrequest-detail",
    ),
    path(
        "covenants/requests/<int:pk>/<slug:name>/",
        covenant_parties.AccessionRequestTransitionPage.as_view(),
        name="accessionrequest-transition",
    ),
]

LEARNERS = [
    path(
        "covenants/learners/",
        covenant_learners.LearnerListPage.as_view(),
        name="covenant-learner-list",
    ),
    path(
        "covenants/parties/<int:pk>/learners/new/",
        covenant_learners.LearnerCreatePage.as_view(),
        name="covenant-learner-create",
    ),
    path(
        "covenants/learners/<int:pk>/edit/",
        covenant_learners.LearnerUpdatePage.as_view(),
        name="covenant-learner-update",
    ),
    path(
        "covenants/learners/<int:pk>/hours/",
        covenant_learners.LearnerHoursPage.as_view(),
        name="covenant-learner-hours",
    ),
    path(
        "covenants/learners/<int:pk>/conversations/new/",
        covenant_learners.ConversationCreatePage.as_view(),
        name="conversation-create",
    ),
    path(
        "covenants/conversations/<int:pk>/",
        covenant_learners.ConversationHoldPage.as_view(),
        name="conversation-hold",
    ),
    path(
        "covenants/learners/<int:pk>/steps/<slug:step>/",
        covenant_learners.LearnerStepPage.as_view(),
        name="covenant-learner-step",
    ),
]

urlpatterns = [
    *PUBLIC,
    *COVENANTS,
    *CLAUSES,
    *PARTIES,
    *LEARNERS,
    path(
        "covenants/<int:pk>/<slug:name>/",
        covenants.CovenantTransitionPage.as_view(),
        name="covenant-transition",
    ),
]
