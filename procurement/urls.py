"""Addresses of the tender room."""

from django.urls import path

from procurement.views import (
    applications,
    awards,
    bid_files,
    bid_list,
    bid_parts,
    bid_submitting,
    bids,
    checks,
    complaints,
    consensus,
    consultation_record,
    consultations,
    copying,
    desk,
    documents,
    dossier,
    evaluation,
    invitations,
    letters,
    lots,
    low_prices,
    open_data,
    opening,
    opening_records,
    own_rules,
    panel,
    planning,
    preparing,
    public,
    publication,
    questions,
    reviewing,
    round_files,
    scoring,
    sealed_files,
    tenders,
    timeline,
    vault,
    wizard_award,
    wizard_parts,
    wizard_planning,
)

PUBLICATION = [
    path("public/", public.PublicTenderListPage.as_view(), name="public-tender-list"),
    path("public/<int:pk>/", public.PublicTenderDetailPage.as_view(), name="public-tender-detail"),
    path(
        "public/documents/<int:pk>/",
        documents.PublicDocumentPage.as_view(),
        name="public-document",
    ),
    path(
        "public/answers/<int:pk>.pdf",
        round_files.PublicRoundPdfPage.as_view(),
        name="public-round-pdf",
    ),
    path(
        "public/answers/<int:pk>.docx",
        round_files.PublicRoundDocxPage.as_view(),
        name="public-round-docx",
    ),
    path(
        "tenders/<int:pk>/notices/new/",
        publication.NoticeCreatePage.as_view(),
        name="notice-create",
    ),
    path(
        "tenders/<int:pk>/notices/fields/",
        publication.NoticeFieldsPage.as_view(),
        name="notice-fields",
    ),
    path(
        "tenders/<int:pk>/rectifications/new/",
        publication.RectificationCreatePage.as_view(),
        name="rectification-create",
    ),
    path(
        "tenders/<int:pk>/documents/new/",
        documents.DocumentCreatePage.as_view(),
        name="tenderdocument-create",
    ),
    path(
        "documents/<int:pk>/",
        documents.DocumentDownloadPage.as_view(),
        name="tenderdocument-download",
    ),
    path(
        "documents/<int:pk>/edit/",
        documents.DocumentUpdatePage.as_view(),
        name="tenderdocument-update",
    ),
    path(
        "documents/<int:pk>/replace/",
        documents.DocumentReplacePage.as_view(),
        name="tenderdocument-replace",
    ),
    path(
        "tenders/<int:pk>/invitations/new/",
        invitations.InvitePage.as_view(),
        name="invitation-create",
    ),
    path(
        "tenders/<int:pk>/requests/new/",
        invitations.RequestCreatePage.as_view(),
        name="request-create",
    ),
    path(
        "invitations/<int:pk>/delete/",
        invitations.InvitationDeletePage.as_view(),
        name="invitation-delete",
    ),
    path(
        "invitations/<int:pk>/decide/",
        invitations.InvitationDecidePage.as_view(),
        name="invitation-decide",
    ),
    path(
        "invitations/<int:pk>/reject/",
        invitations.InvitationRejectPage.as_view(),
        name="invitation-reject",
    ),
    path(
        "invitations/<int:pk>/decline/",
        invitations.InvitationDeclinePage.as_view(),
        name="invitation-decline",
    ),
    path(
        "invitations/<int:pk>/reconsider/",
        invitations.InvitationReconsiderPage.as_view(),
        name="invitation-reconsider",
    ),
    path("questions/", questions.QuestionListPage.as_view(), name="question-list"),
    path(
        "tenders/<int:pk>/questions/new/",
        questions.QuestionCreatePage.as_view(),
        name="question-create",
    ),
    path("questions/<int:pk>/", questions.QuestionDetailPage.as_view(), name="question-detail"),
    path(
        "questions/<int:pk>/answer/",
        questions.QuestionAnswerPage.as_view(),
        name="question-answer",
    ),
    path(
        "questions/<int:pk>/assign/",
        questions.QuestionAssignPage.as_view(),
        name="question-assign",
    ),
    path(
        "questions/<int:pk>/<slug:name>/",
        questions.QuestionTransitionPage.as_view(),
        name="question-transition",
    ),
    path(
        "tenders/<int:pk>/answers/new/",
        questions.RoundCreatePage.as_view(),
        name="clarificationround-create",
    ),
    path(
        "answers/<int:pk>/",
        questions.RoundDetailPage.as_view(),
        name="clarificationround-detail",
    ),
    path(
        "answers/<int:pk>.pdf",
        round_files.RoundPdfPage.as_view(),
        name="clarificationround-pdf",
    ),
    path(
        "answers/<int:pk>.docx",
        round_files.RoundDocxPage.as_view(),
        name="clarificationround-docx",
    ),
]

PREPARING = [
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
]
"""The steps in which a tender is prepared."""

PLANNING = [
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
"""What comes before a tender."""

app_name = "procurement"
urlpatterns = [
    *PUBLICATION,
    *PLANNING,
    path("", desk.DeskPage.as_view(), name="desk"),
    path("tenders/", tenders.TenderListPage.as_view(), name="tender-list"),
    path("tenders/new/", preparing.TenderCreatePage.as_view(), name="tender-create"),
    path("tenders/<int:pk>/", tenders.TenderDetailPage.as_view(), name="tender-detail"),
    *PREPARING,
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
    path("tenders/<int:pk>/opening/", opening.TenderOpenPage.as_view(), name="tender-open"),
    path(
        "tenders/<int:pk>/opening/printed-key/",
        opening.PrintedKeyPage.as_view(),
        name="tender-open-printed",
    ),
    path(
        "tenders/<int:pk>/opening-prices/",
        opening.TenderOpenPricesPage.as_view(),
        name="tender-open-prices",
    ),
    path(
        "tenders/<int:pk>/opening-prices/printed-key/",
        opening.PrintedKeyPricesPage.as_view(),
        name="tender-open-prices-printed",
    ),
    path(
        "openings/<int:pk>/",
        opening_records.OpeningRecordDetailPage.as_view(),
        name="openingrecord-detail",
    ),
    path(
        "openings/<int:pk>/record.json",
        opening_records.OpeningRecordFilePage.as_view(),
        name="openingrecord-json",
    ),
    path(
        "openings/<int:pk>/record.pdf",
        opening_records.OpeningRecordPaperPage.as_view(),
        name="openingrecord-pdf",
    ),
    path(
        "attachments/<int:pk>/", sealed_files.SealedFilePage.as_view(), name="sealedfile-download"
    ),
    path("vault-key/", vault.VaultKeyPage.as_view(), name="vaultkey"),
    path("vault-key/new/", vault.VaultKeyCreatePage.as_view(), name="vaultkey-create"),
    path(
        "vault-key/passphrase/", vault.VaultKeyPassphrasePage.as_view(), name="vaultkey-passphrase"
    ),
    path("vault-key/replace/", vault.VaultKeyReplacePage.as_view(), name="vaultkey-replace"),
    path("printed-keys/", vault.ArchivistKeyListPage.as_view(), name="archivistkey-list"),
    path("printed-keys/new/", vault.ArchivistKeyCreatePage.as_view(), name="archivistkey-create"),
    path(
        "printed-keys/<int:pk>/retire/",
        vault.ArchivistKeyRetirePage.as_view(),
        name="archivistkey-retire",
    ),
    path("tenders/<int:pk>/bid/", bids.BidCreatePage.as_view(), name="bid-create"),
    path("tenders/<int:pk>/panel/new/", panel.SeatCreatePage.as_view(), name="panelseat-create"),
    path("tenders/<int:pk>/withdraw/", awards.TenderWithdrawPage.as_view(), name="tender-withdraw"),
    path(
        "tenders/<int:pk>/apply/",
        applications.ApplicationCreatePage.as_view(),
        name="application-create",
    ),
    path(
        "tenders/<int:pk>/<slug:name>/",
        tenders.TenderTransitionPage.as_view(),
        name="tender-transition",
    ),
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
    path("bids/", bid_list.BidListPage.as_view(), name="bid-list"),
    path("bids/<int:pk>/", bids.BidDetailPage.as_view(), name="bid-detail"),
    path("bids/<int:pk>/parts/<slug:part>/", bid_parts.BidPartPage.as_view(), name="bid-part"),
    path(
        "bids/<int:pk>/attachments/",
        bid_files.BidAttachmentsPage.as_view(),
        name="bid-attachments",
    ),
    path(
        "bids/<int:pk>/attachments/<int:file>/delete/",
        bid_files.BidAttachmentRemovePage.as_view(),
        name="bid-attachment-delete",
    ),
    path("bids/<int:pk>/restore/", bid_files.BidRestorePage.as_view(), name="bid-restore"),
    path("bids/<int:pk>/copy.json", bid_files.BidCopyDownload.as_view(), name="bid-copy"),
    path("bids/<int:pk>/copy.pdf", bid_files.BidPaperDownload.as_view(), name="bid-paper"),
    path("bids/<int:pk>/submit/", bid_submitting.BidSubmitPage.as_view(), name="bid-submit"),
    path(
        "bids/<int:pk>/receipts/<int:sequence>.json",
        bid_files.ReceiptDownload.as_view(),
        name="bid-receipt",
    ),
    path("bids/<int:pk>/<slug:name>/", bids.BidTransitionPage.as_view(), name="bid-transition"),
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
    path("letters/<int:pk>/", letters.LetterDetailPage.as_view(), name="letter-detail"),
    path("letters/<int:pk>/edit/", letters.LetterUpdatePage.as_view(), name="letter-update"),
    path("letters/<int:pk>/<slug:kind>/", letters.LetterFilePage.as_view(), name="letter-file"),
    path("complaints/", complaints.ComplaintListPage.as_view(), name="complaint-list"),
    path("complaints/<int:pk>/", complaints.ComplaintDetailPage.as_view(), name="complaint-detail"),
    path(
        "complaints/<int:pk>/edit/",
        complaints.ComplaintUpdatePage.as_view(),
        name="complaint-update",
    ),
    path(
        "complaints/<int:pk>/<slug:name>/",
        complaints.ComplaintTransitionPage.as_view(),
        name="complaint-transition",
    ),
    path("applications/", applications.ApplicationListPage.as_view(), name="application-list"),
    path(
        "applications/<int:pk>/",
        applications.ApplicationDetailPage.as_view(),
        name="application-detail",
    ),
    path(
        "applications/<int:pk>/edit/",
        applications.ApplicationUpdatePage.as_view(),
        name="application-update",
    ),
    path(
        "applications/<int:pk>/judge/",
        applications.ApplicationJudgePage.as_view(),
        name="application-judge",
    ),
    path(
        "applications/<int:pk>/<slug:name>/",
        applications.ApplicationTransitionPage.as_view(),
        name="application-transition",
    ),
]
