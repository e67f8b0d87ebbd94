"""What comes in and goes out as files: attachments, the readable copy, receipts."""

import json
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_variables

from accounts.enums import Permission
from config.shared.documents import to_pdf
from config.shared.legible import file_name
from config.shared.upload_limits import LimitedUploadHandler
from config.shared.uploads import FileKind
from config.shared.views import ConfirmPage, FormPage, ModelPage
from procurement import actions
from procurement.bid_papers import bid_paper
from procurement.forms import AttachmentsForm, CopyForm
from procurement.forms.bid_parts import ATTACHMENTS
from procurement.models import Bid, BidReceipt, SealedFile
from procurement.uploads import KINDS, MemoryHandler, SealedUpload, SealingUploadHandler
from procurement.views.bid_work import OwnBid, Secret, attachments_url, copy_name, copy_text


class TakesFiles:
    """A page that takes files by a handler of its own, so that they never reach the disk.

    The check against forged requests reads the form, and with it the files. So it is left out
    where it would come first, and made here, once it is known that the bid is the person's own.
    """

    @method_decorator(csrf_exempt)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only `post` changes anything, and it is protected."""
        answer: HttpResponseBase = super().dispatch(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return answer

    def take(self, request: HttpRequest, handler: FileUploadHandler) -> HttpResponse:
        """Read the request with this handler, then do what a form page does."""
        request.upload_handlers = [LimitedUploadHandler(request), handler]
        return self._protected(request)

    @method_decorator(csrf_protect)
    def _protected(self, request: HttpRequest) -> HttpResponse:
        answer: HttpResponse = super().post(request)  # type: ignore[misc]
        return answer


class BidAttachmentsPage(TakesFiles, OwnBid, FormPage):
    """The attachments of the working copy, and room to add some."""

    form_class = AttachmentsForm
    template_name = "procurement/bid_attachments.html"
    title = gettext_lazy("Attachments")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Seal the files; what is not kept, for whatever reason, is deleted."""
        self.check_permission(self.object)
        handler = SealingUploadHandler(request)
        try:
            return self.take(request, handler)
        finally:
            for upload in handler.made:
                upload.discard()

    @method_decorator(sensitive_variables())
    def perform(self, form: AttachmentsForm) -> Bid:
        uploads: list[SealedUpload] = form.cleaned_data["uploads"]
        files = [upload.stored for upload in uploads if upload.stored]
        moment: dict[str, Any] = {"by": self.person, "at": self.work.now}
        bid = actions.attach(bid=self.object, files=files, **moment)
        for upload in uploads:
            upload.is_kept = True
        return bid

    def get_success_url(self, result: Any = None) -> str:
        """Here again, with the files in the list."""
        return attachments_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        paths = {row.path: row.pk for row in self.object.files.order_by("pk")}
        return super().get_context_data(
            bid=self.object,
            tender=self.tender,
            files=[(one, paths.get(one.path)) for one in self.work.working.attachments],
            kinds=get_text_list([str(FileKind(kind).label) for kind in KINDS], _("and")),
            megabytes=settings.UPLOAD_MAXIMUM_BYTES // 1024**2,
            form_steps=self.work.steps(ATTACHMENTS),
            **self.work.clock(),
            **kwargs,
        )


class BidAttachmentRemovePage(OwnBid, ConfirmPage):
    """Takes a file out of the working copy; the address has the pk of the sealed file."""

    title = gettext_lazy("Remove the attachment")
    submit_label = gettext_lazy("Remove")

    @cached_property
    def sealed_file(self) -> SealedFile:
        """The file, which must be this bid's."""
        return get_object_or_404(SealedFile, bid=self.object, pk=self.kwargs["file"])

    def consequences(self) -> list[str]:
        paths = {one.path: one.name for one in self.work.working.attachments}
        name = paths.get(self.sealed_file.path)
        if name is None:
            raise Http404
        return [_("“%(file)s” no longer goes with your bid.") % {"file": name}]

    def perform(self, form: Any) -> Bid:
        moment: dict[str, Any] = {"by": self.person, "at": self.work.now}
        return actions.detach(bid=self.object, sealed_file=self.sealed_file, **moment)

    def get_success_url(self, result: Any = None) -> str:
        """Back to the list."""
        return attachments_url(self.object)


class BidRestorePage(TakesFiles, OwnBid, FormPage):
    """Starts the working copy from a copy that was downloaded before."""

    form_class = CopyForm
    template_name = "procurement/bid_restore.html"
    title = gettext_lazy("Start from your copy")
    submit_label = gettext_lazy("Start from this copy")
    success_message = gettext_lazy("Your working copy is filled in again. Check it and submit it.")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the copy in memory."""
        self.check_permission(self.object)
        return self.take(request, MemoryHandler(request))

    @method_decorator(sensitive_variables())
    def perform(self, form: CopyForm) -> Bid:
        moment: dict[str, Any] = {"by": self.person, "at": self.work.now}
        content = form.cleaned_data["copy"]
        return actions.restore_copy(bid=self.object, content=content, **moment)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            bid=self.object, has_draft=bool(self.object.draft), **self.work.clock(), **kwargs
        )


class BidCopyDownload(OwnBid, ModelPage):
    """The readable copy of the working copy, as a file from which a new one can start."""

    @method_decorator(sensitive_variables())
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 when there is no working copy."""
        require_draft(self.object)
        copy = actions.readable_copy(self.object, at=self.work.now)
        name = copy_name(self.object, _("working-copy"))
        return attachment(copy_text(copy), name, "application/json")


class BidPaperDownload(OwnBid, ModelPage):
    """The working copy as PDF, to read and to keep."""

    @method_decorator(sensitive_variables())
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """404 when there is no working copy."""
        require_draft(self.object)
        paper = bid_paper(self.object, self.work.parts.sections(), at=self.work.now)
        name = copy_name(self.object, _("working-copy")).replace(".json", ".pdf")
        return attachment(to_pdf(paper), name, "application/pdf")


class ReceiptDownload(Secret, ModelPage):
    """The signed receipt of one version, for who can see the bid."""

    model = Bid
    permission = Permission.BID_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same bytes every time."""
        sequence = self.kwargs["sequence"]
        receipt = get_object_or_404(BidReceipt, bid=self.object, sequence=sequence)
        text = json.dumps(actions.signed_receipt(receipt), ensure_ascii=False, indent=2)
        reference = self.object.tender.reference
        name = file_name(_("receipt-%(reference)s") % {"reference": reference})
        name = f"{name}-{sequence}.json"
        return attachment(text.encode(), name, "application/json")


def require_draft(bid: Bid) -> None:
    """404 when there is nothing to download."""
    if not bid.draft:
        raise Http404


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep, which no browser opens in the page."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
