"""Addresses of lots and what is offered for them: scores, checks and decisions."""

from django.urls import path

from procurement.views import (
    awards,
    checks,
    complaints,
    consensus,
    evaluation,
    letters,
    lots,
    low_prices,
    panel,
    scoring,
    wizard_parts,
)

urlpatterns = [
    path("tenders/<int:pk>/panel/new/", panel.SeatCreatePage.as_view(), name="panelseat-create"),
    path("lots/<int:pk>/", lots.LotDetailPage.as_view(), name="lot-detail"),
    path("lots/<int:pk>/edit/", wizard_parts.LotUpdatePage.as_view(), name="lot-update"),
    path("lots/<int:pk>/delete/", wizard_parts.LotDeletePage.as_view(), name="lot-delete"),
    path("lots/<int:pk>/scoring/", scoring.ScoringPage.as_view(), name="scoring"),
    path(
        "lots/<int:pk>/scoring/hand-in/", scoring.ScoresHandInPage.as_view(), name="scores-hand-in"
    ),
    path("lots/<int:pk>/consensus/", consensus.ConsensusPage.as_view(), name="consensus"),
    path(
        "lots/<int:pk>/requirements/",
        checks.LotRequirementsPage.as_view(),
        name="lot-requirements",
    ),
    path("lots/<int:pk>/low-prices/", low_prices.LowPricesPage.as_view(), name="lot-low-prices"),
    path("lots/<int:pk>/lock/", evaluation.LotLockPage.as_view(), name="lot-lock"),
    path("lots/<int:pk>/decide/", awards.LotDecidePage.as_view(), name="lot-decide"),
    path("lots/<int:pk>/end/", awards.LotEndPage.as_view(), name="lot-end"),
    path("lots/<int:pk>/draw/", awards.LotDrawPage.as_view(), name="lot-draw"),
    path("lots/<int:pk>/letters/", letters.LotLettersPage.as_view(), name="lot-letters"),
    path("lots/<int:pk>/send_decision/", awards.LotSendPage.as_view(), name="lot-send"),
    path("lots/<int:pk>/revoke/", awards.LotRevokePage.as_view(), name="lot-revoke"),
    path(
        "lots/<int:pk>/complaints/new/",
        complaints.ComplaintCreatePage.as_view(),
        name="complaint-create",
    ),
    path("lots/<int:pk>/<slug:name>/", awards.LotTransitionPage.as_view(), name="lot-transition"),
    path("panel/", panel.PanelWorkPage.as_view(), name="panel-work"),
    path("panel/<int:pk>/declare/", panel.SeatDeclarePage.as_view(), name="panelseat-declare"),
    path("panel/<int:pk>/replace/", panel.SeatReplacePage.as_view(), name="panelseat-replace"),
    path("panel/<int:pk>/chair/", panel.SeatChairPage.as_view(), name="panelseat-chair"),
    path("panel/<int:pk>/delete/", panel.SeatDeletePage.as_view(), name="panelseat-delete"),
    path(
        "lot-bids/<int:pk>/criteria/<int:criterion>/",
        scoring.LotBidScorePage.as_view(),
        name="lotbid-score",
    ),
    path(
        "lot-bids/<int:pk>/criteria/<int:criterion>/consensus/",
        consensus.LotBidConsensusPage.as_view(),
        name="lotbid-consensus",
    ),
    path(
        "consensus/<int:pk>/reopen/",
        consensus.ConsensusReopenPage.as_view(),
        name="consensusscore-reopen",
    ),
    path("lot-bids/<int:pk>/requirements/", checks.LotBidCheckPage.as_view(), name="lotbid-check"),
    path(
        "lot-bids/<int:pk>/repair/",
        checks.RepairCreatePage.as_view(),
        name="repairrequest-create",
    ),
    path(
        "repairs/<int:pk>/answer/",
        checks.RepairAnswerPage.as_view(),
        name="repairrequest-answer",
    ),
    path("repairs/<int:pk>/judge/", checks.RepairJudgePage.as_view(), name="repairrequest-judge"),
    path(
        "lot-bids/<int:pk>/explanation/",
        low_prices.InquiryCreatePage.as_view(),
        name="lowpriceinquiry-create",
    ),
    path(
        "low-prices/<int:pk>/answer/",
        low_prices.InquiryAnswerPage.as_view(),
        name="lowpriceinquiry-answer",
    ),
    path(
        "low-prices/<int:pk>/hearing/",
        low_prices.HearingPage.as_view(),
        name="lowpriceinquiry-hearing",
    ),
    path(
        "low-prices/<int:pk>/judge/",
        low_prices.InquiryJudgePage.as_view(),
        name="lowpriceinquiry-judge",
    ),
    path("lot-bids/<int:pk>/drop_out/", awards.LotBidDropOutPage.as_view(), name="lotbid-drop-out"),
    path(
        "lot-bids/<int:pk>/<slug:name>/",
        lots.LotBidTransitionPage.as_view(),
        name="lotbid-transition",
    ),
]
