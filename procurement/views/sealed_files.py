"""Attachments of opened bids: unsealed while they are sent, and never kept readable."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts.enums import Permission
from config.shared.views import ModelPage
from procurement import vault
from procurement.models import Bid, SealedFile

CHUNK = 1024 * 1024


def blind_name(file: SealedFile) -> str:
    """What the panel sees in place of a name that may tell whose it is: Bijlage 2.pdf."""
    before = file.bid.files.filter(opened_at__isnull=False, pk__lt=file.pk).count()
    suffix = PurePosixPath(file.name).suffix.lower()
    return _("Attachment %(number)s") % {"number": before + 1} + suffix


class SealedFilePage(ModelPage):
    """One attachment; 404 until the bid was opened."""

    model = SealedFile
    permission = Permission.BID_VIEW

    def scoped_queryset(self) -> "QuerySet[SealedFile]":
        """Those whose key was found in an opened bid."""
        rows: QuerySet[SealedFile] = super().scoped_queryset()
        return rows.filter(opened_at__isnull=False).select_related("bid")

    def get(self, request: HttpRequest, pk: int) -> StreamingHttpResponse:
        file = self.object
        try:
            sealed = default_storage.open(file.path)
        except OSError as error:
            raise Http404 from error
        response = StreamingHttpResponse(
            _unsealed(sealed, bytes(file.key)), content_type="application/octet-stream"
        )
        name = file.name if self._may_know_the_bidder() else blind_name(file)
        response.headers["Content-Disposition"] = content_disposition_header(
            as_attachment=True, filename=name
        )
        response.headers["Cache-Control"] = "no-store, private"
        return response

    def _may_know_the_bidder(self) -> bool:
        return Bid.objects.visible_to(self.person).filter(pk=self.object.bid_id).exists()


def _unsealed(sealed: "File[Any]", key: bytes) -> Iterator[bytes]:
    """The readable pieces; a file that was changed breaks the download off."""
    with sealed:
        yield from vault.unsealed(sealed.chunks(CHUNK), key)
