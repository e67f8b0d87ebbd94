"""Documents of a tender: adding, replacing, opening up, and reading them."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.views import PUBLIC, Action, FormPage, ModelPage, Panel, download
from procurement import actions
from procurement.forms.publication import DocumentChangeForm, DocumentForm, DocumentVersionForm
from procurement.models import Tender, TenderDocument
from procurement.tables_publication import DeskDocumentTable, DocumentTable
from procurement.views.publication import ActPage, FilledPanel, Tab

if TYPE_CHECKING:
    from procurement.views.tenders import TenderDetailPage

DOCUMENTS = gettext_lazy("Documents")


class DocumentsTab(Tab):
    """The files that the person may read."""

    @cached_property
    def table(self) -> DocumentTable:
        rows = TenderDocument.objects.visible_to(self.person).filter(tender=self.tender)
        made = DeskDocumentTable if self.may_draft else DocumentTable
        return made(rows.order_by("title", "-pk"), prefix="documents-")


def panels_of(page: "TenderDetailPage") -> list[Panel]:
    """The documents, for whoever sees the tender."""
    return [FilledPanel(str(DOCUMENTS), "procurement/_documents.html", tab=DocumentsTab(page))]


class DocumentCreatePage(ActPage):
    form_class = DocumentForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Add a document")
    submit_label = gettext_lazy("Add the document")
    success_message = gettext_lazy("“%(object)s” is added.")
    tab = DOCUMENTS

    def scoped_queryset(self) -> "QuerySet[Tender]":
        return super().scoped_queryset().filter(region__in=regions_of(self.person))

    def perform(self, form: DocumentForm) -> TenderDocument:
        return actions.add_document(tender=self.tender, **form.cleaned_data, **self.moment())


class DeskDocumentPage(ActPage, FormPage):
    """A form about one document, for the desk."""

    model = TenderDocument
    permission = Permission.TENDER_DRAFT
    tab = DOCUMENTS

    def scoped_queryset(self) -> "QuerySet[TenderDocument]":
        rows = super().scoped_queryset().filter(tender__region__in=regions_of(self.person))
        return rows.select_related("tender__region")


class DocumentUpdatePage(DeskDocumentPage):
    """Its title, and who may read it."""

    form_class = DocumentChangeForm
    title = gettext_lazy("Change the document")
    success_message = gettext_lazy("“%(object)s” is changed.")

    def get_initial(self) -> dict[str, Any]:
        return {"title": self.object.title, "visibility": self.object.visibility}

    def perform(self, form: DocumentChangeForm) -> TenderDocument:
        return actions.change_document(document=self.object, **form.cleaned_data, **self.moment())


class DocumentReplacePage(DeskDocumentPage):
    form_class = DocumentVersionForm
    title = gettext_lazy("Replace the document")
    submit_label = gettext_lazy("Put the new version in its place")
    success_message = gettext_lazy("“%(object)s” is replaced; the old version can still be read.")

    def page_actions(self) -> list[Action]:
        return [Action(_("The present version"), self.object.get_absolute_url(), "download")]

    def perform(self, form: DocumentVersionForm) -> TenderDocument:
        file = form.cleaned_data["file"]
        return actions.replace_document(document=self.object, file=file, **self.moment())


class DocumentDownloadPage(ModelPage):
    """The file, for who may read it; always as an attachment, whatever it says it is."""

    model = TenderDocument
    permission: Any = Permission.TENDER_VIEW

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        """Streams it; 404 when it was taken from the store."""
        return download(self.object.file, self.object.filename)


class PublicDocumentPage(DocumentDownloadPage):
    """The same for anyone, of tenders that anyone reads."""

    permission = PUBLIC

    def scoped_queryset(self) -> "QuerySet[TenderDocument]":
        readable = TenderDocument.objects.current_for_public(Tender.objects.public())
        return TenderDocument.objects.filter(readable)
