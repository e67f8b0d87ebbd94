"""What can be downloaded of deliveries: the sheet to fill in, the sheet back, and the proof."""

import json
import tempfile
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.documents import to_pdf
from config.shared.errors import Refused
from config.shared.views import Action, FormPage, ModelPage, SheetTemplatePage, download
from contracts.exports import write_error_sheet
from contracts.forms.deliveries import SameFileForm, TemplateForm
from contracts.imports import PLACEMENTS
from contracts.imports.prefilled import write_prefilled
from contracts.imports.receipts import (
    is_same_file,
    receipt,
    receipt_document,
    receipt_facts,
    receipt_number,
    row_facts,
)
from contracts.models import Contract, Delivery


class DeliveryTemplatePage(SheetTemplatePage):
    """The sheet to fill in: empty, or with the placements of a contract of one's own in it."""

    permission = Permission.PLACEMENT_DELIVER
    sheet = PLACEMENTS

    def get(self, request: HttpRequest) -> FileResponse:
        """404 for a contract that is not the person's to deliver for."""
        if request.GET.get("rows", TemplateForm.EMPTY) == TemplateForm.EMPTY:
            return super().get(request)
        form = TemplateForm(request.GET, person=self.person)
        if not form.is_valid():
            raise Http404
        open_only = form.cleaned_data["rows"] == TemplateForm.OPEN
        return _prefilled(form.cleaned_data["contract"], open_only=open_only)


def _prefilled(contract: Contract, *, open_only: bool) -> FileResponse:
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_prefilled(stream, contract, open_only=open_only)
    stream.seek(0)
    name = f"{PLACEMENTS.title} {contract.reference}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name)


class DeliveryFilePage(ModelPage):
    """The file as it came, for the provider whose it is."""

    model = Delivery
    permission = Permission.PLACEMENT_DELIVER

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        return super().scoped_queryset().filter(provider__in=providers_of(self.person))

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        return download(self.object.file, self.object.filename)


class DeliveryErrorsPage(DeliveryFilePage):
    """The sheet back, with two columns that say by row what is wrong and how to mend it."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        stream = BytesIO()
        try:
            write_error_sheet(stream, self.object)
        except (Refused, OSError) as error:  # not a sheet, so there are no rows to point at
            raise Http404 from error
        stream.seek(0)
        stem = self.object.filename.rpartition(".")[0] or self.object.filename
        name = gettext("%(file)s with errors.xlsx") % {"file": stem}
        return FileResponse(stream, as_attachment=True, filename=name)


def with_people(deliveries: "QuerySet[Delivery]") -> "QuerySet[Delivery]":
    """With all that the pages of a delivery name."""
    related = ("job", "contract__region", "provider", "received_by", "confirmed_by", "corrects")
    return deliveries.select_related(*related)


class DeliveryReceiptPage(FormPage):
    """The proof of delivery; who uploads a file here is told whether it is the one delivered."""

    model = Delivery
    form_class = SameFileForm
    template_name = "contracts/delivery_receipt.html"
    permission = Permission.PLACEMENT_VIEW
    title = _("Receipt")
    submit_label = _("Compare")

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        return with_people(super().scoped_queryset())

    def page_actions(self) -> list[Action]:
        """The receipt to keep."""
        kinds = (("pdf", _("PDF"), "file-earmark-pdf"), ("json", _("JSON"), "filetype-json"))
        return [
            Action(label, reverse("contracts:delivery-proof", args=[self.object.pk, kind]), icon)
            for kind, label, icon in kinds
        ]

    def form_valid(self, form: SameFileForm) -> HttpResponse:
        """Say on this page whether the file is the same; nothing is kept of it."""
        file = form.cleaned_data["file"]
        told = {"compared": file.name, "is_same": is_same_file(self.object, file)}
        return render(
            self.request, self.template_name, self.get_context_data(form=self.form_class(), **told)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "number": receipt_number(self.object),
            "facts": receipt_facts(self.object),
            "row_facts": row_facts(self.object),
            "message": self.object.message,
        }
        return super().get_context_data(**shown | kwargs)


class DeliveryProofPage(ModelPage):
    """The receipt as a file: PDF for people, JSON for systems."""

    model = Delivery
    permission = Permission.PLACEMENT_VIEW

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        return with_people(super().scoped_queryset())

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        makers = {"pdf": _pdf, "json": _json}
        if kind not in makers:
            raise Http404
        content, content_type = makers[kind](self.object)
        name = f"{receipt_number(self.object)}.{kind}"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=content_type, headers=disposition)


def _pdf(delivery: Delivery) -> tuple[bytes, str]:
    return to_pdf(receipt_document(delivery)), "application/pdf"


def _json(delivery: Delivery) -> tuple[bytes, str]:
    text = json.dumps(receipt(delivery), ensure_ascii=False, indent=2)
    return text.encode(), "application/json"
