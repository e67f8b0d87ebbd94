"""The record of an opening: as a page, as the signed file, and on paper."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.enums import Permission
from config.shared.documents import to_pdf
from config.shared.views import Action, Crumb, DetailPage, ModelPage
from procurement.models import OpeningRecord
from procurement.opening_paper import paper_of
from procurement.vault.rules import files_of_any
from procurement.views.common import deadline_text, tender_trail

VERSIONS = ("bids", "replaced", "withdrawn")
"""The lists of a record that hold versions of bids."""


class OfOpeningRecord(ModelPage):
    """A page about a completed opening."""

    model = OpeningRecord
    permission = Permission.TENDER_VIEW

    def scoped_queryset(self) -> "QuerySet[OpeningRecord]":
        """What two people completed: before that there is no record."""
        rows = OpeningRecord.objects.visible_to(self.person).done()
        return rows.select_related("tender__region", "first_by", "second_by")

    @property
    def file_stem(self) -> str:
        """The name of the files, such as record-zv-2026-07-quality-1."""
        record = self.object
        return slugify(f"record {record.tender.reference} {record.kind} {record.pk}")


class OpeningRecordDetailPage(OfOpeningRecord, DetailPage):
    template_name = "procurement/openingrecord_detail.html"

    def get_title(self) -> str:
        return _("Record of opening: %(kind)s") % {"kind": self.object.get_kind_display()}

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.object.tender)

    def page_actions(self) -> list[Action]:
        """The files that go to bidders and archive."""
        pk = self.object.pk
        return [
            Action(_("Signed file (JSON)"), reverse("procurement:openingrecord-json", args=[pk])),
            Action(_("On paper (PDF)"), reverse("procurement:openingrecord-pdf", args=[pk])),
        ]

    @cached_property
    def body(self) -> dict[str, Any]:
        """What was signed, its versions of bids in the form that the page shows."""
        body: dict[str, Any] = self.object.record["body"]
        shown = {name: [_shown(one) for one in body[name]] for name in VERSIONS}
        return body | shown

    def facts(self) -> Iterable[tuple[Any, Any]]:
        record = self.object
        yield _("Tender"), record.tender
        yield _("Deadline for bids"), deadline_text(record.tender.closes_at)
        yield _("First officer"), self._act(record.first_by, record.first_at)
        yield _("Second officer"), self._act(record.second_by, record.second_at)
        yield _("Opened with"), record.get_opened_with_display()
        yield _("Bids opened"), record.bids_opened
        yield _("Bids withdrawn"), record.bids_withdrawn
        yield _("Bids too late"), record.bids_late

    def _act(self, person: Any, at: Any) -> str:
        return f"{person}, {deadline_text(at)}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the record lists, and how anyone can check it."""
        record = self.object.record
        return super().get_context_data(
            body=self.body, record=record, file_name=f"{self.file_stem}.json", **kwargs
        )


class OpeningRecordFilePage(OfOpeningRecord):
    """The signed record, as `verify_opening` reads it."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        text = json.dumps(self.object.record, ensure_ascii=False, indent=2, sort_keys=True)
        return _download(text.encode(), "application/json", f"{self.file_stem}.json")


class OpeningRecordPaperPage(OfOpeningRecord):
    """The record as a document to sign and keep."""

    def get(self, request: Any, pk: int) -> HttpResponse:
        return _download(to_pdf(paper_of(self.object)), "application/pdf", f"{self.file_stem}.pdf")


def _shown(version: dict[str, Any]) -> dict[str, Any]:
    received_at = datetime.fromisoformat(version["received_at"])
    return version | {"received_at": received_at, "digests": files_of_any(version)}


def _download(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)
