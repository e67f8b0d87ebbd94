"""The papers of a statement: PDF, the list for the accountant, and the invoice it asks for."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone

from accounts.enums import Permission
from config.shared.documents import to_pdf
from config.shared.errors import Refused
from config.shared.views import ModelPage
from contracts.exports.statements import document_of, write_assurance
from contracts.invoices import Paper, to_ubl
from contracts.models import Statement
from contracts.statements.proposal import proposed_credit_note, proposed_invoice


class StatementFilePage(ModelPage):
    """A file of one statement, made when it is asked for."""

    model = Statement
    permission = Permission.STATEMENT_VIEW
    suffix = ""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With whose it is."""
        return super().scoped_queryset().select_related("provider", "region")

    def content(self) -> bytes:
        """The bytes of the file."""
        raise NotImplementedError

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """As a download that nobody keeps on the way."""
        name = f"{self.object.number}{self.suffix}"
        response = FileResponse(BytesIO(self.content()), as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response


class StatementPdfPage(StatementFilePage):
    suffix = ".pdf"

    def content(self) -> bytes:
        """The paper."""
        return to_pdf(document_of(self.object, timezone.now()))


class StatementAssurancePage(StatementFilePage):
    suffix = "-assurance.csv"

    def content(self) -> bytes:
        """A row a placement with its evidence."""
        stream = BytesIO()
        write_assurance(stream, self.object)
        return stream.getvalue()


class StatementInvoicePage(StatementFilePage):
    """The invoice as the provider can send it."""

    suffix = ".xml"
    propose: Callable[[Statement, date], Paper] = staticmethod(proposed_invoice)

    def content(self) -> bytes:
        """UBL; 404 when there is nothing to ask."""
        try:
            return to_ubl(self.propose(self.object, timezone.localdate()))
        except Refused as refused:
            raise Http404 from refused


class StatementCreditNotePage(StatementInvoicePage):
    """The credit note of what corrections take back."""

    suffix = "-C.xml"
    propose = staticmethod(proposed_credit_note)
