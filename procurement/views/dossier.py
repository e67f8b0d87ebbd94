"""The dossier of a tender, to download."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.views import Action, ModelPage
from procurement.exports.dossier import dossier_name, dossier_pieces
from procurement.models import Tender


def actions_of(page: Any) -> list[Action]:
    """What the page of a tender offers to who may have the whole dossier."""
    tender = page.object
    if tender.region_id not in regions_of(page.person):
        return []
    url = reverse("procurement:tender-dossier", args=[tender.pk])
    return [Action(_("Dossier (zip)"), url, "file-zip", permission=Permission.TENDER_AWARD)]


class TenderDossierPage(ModelPage):
    """Everything of a tender of the own region as a zip; sent while it is made, kept nowhere."""

    model = Tender
    permission = Permission.TENDER_AWARD

    def scoped_queryset(self) -> "QuerySet[Tender]":
        """Of the own region: a seat in a panel is not enough."""
        rows = Tender.objects.filter(region__in=regions_of(self.person))
        return rows.select_related("region", "lead_gemeente", "follows", "created_by")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> StreamingHttpResponse:
        """The zip, piece by piece."""
        tender = self.object
        pieces = dossier_pieces(tender, self.person, timezone.now())
        response = StreamingHttpResponse(pieces, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="{dossier_name(tender)}"'
        response["Cache-Control"] = "no-store, private"
        return response
