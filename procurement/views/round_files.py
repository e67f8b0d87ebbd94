"""A Nota van Inlichtingen as a file."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify

from accounts.enums import Permission
from config.shared.documents import to_docx, to_pdf
from config.shared.views import PUBLIC, ModelPage
from procurement.exports.clarification import clarification_document
from procurement.models import ClarificationRound, Tender

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class RoundPdfPage(ModelPage):
    """For who sees the tender."""

    model = ClarificationRound
    permission: Any = Permission.TENDER_VIEW
    content_type = "application/pdf"
    extension = "pdf"

    def scoped_queryset(self) -> "QuerySet[ClarificationRound]":
        rows = super().scoped_queryset()
        return rows.select_related("tender__region", "tender__lead_gemeente")

    def content(self) -> bytes:
        return to_pdf(clarification_document(self.object))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """As an attachment: "ton-2026-01-nota-van-inlichtingen-1.pdf"."""
        name = slugify(f"{self.object.tender.reference} {self.object}")
        disposition = f'attachment; filename="{name}.{self.extension}"'
        return HttpResponse(
            self.content(),
            content_type=self.content_type,
            headers={"Content-Disposition": disposition},
        )


class RoundDocxPage(RoundPdfPage):
    content_type = WORD
    extension = "docx"

    def content(self) -> bytes:
        return to_docx(clarification_document(self.object))


class _ForAnyone(ModelPage):
    """Of tenders that anyone reads."""

    permission: Any = PUBLIC

    def scoped_queryset(self) -> "QuerySet[ClarificationRound]":
        rows = ClarificationRound.objects.filter(tender__in=Tender.objects.public())
        return rows.select_related("tender__region", "tender__lead_gemeente")


class PublicRoundPdfPage(_ForAnyone, RoundPdfPage):
    """For anyone."""


class PublicRoundDocxPage(_ForAnyone, RoundDocxPage):
    """For anyone."""
