"""A tender as open data, to download."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.text import slugify

from accounts.enums import Permission
from config.shared.views import ModelPage
from procurement.models import Tender
from procurement.ocds import package


class TenderOpenDataPage(ModelPage):
    """The OCDS release package of one published tender of the region."""

    model = Tender
    permission = Permission.TENDER_DRAFT

    def scoped_queryset(self) -> "QuerySet[Tender]":
        """Published ones, and none of a training region."""
        rows = super().scoped_queryset().filter(region__is_training=False)
        return rows.filter(published_at__isnull=False).select_related("lead_gemeente", "follows")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """The package as a file."""
        options = {"ensure_ascii": False, "indent": 2}
        answer = JsonResponse(package([self.object], at=timezone.now()), json_dumps_params=options)
        name = f"ocds-{slugify(self.object.reference)}.json"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
