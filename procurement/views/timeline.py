"""The course of one tender as a page."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.views import Action, Crumb, ModelPage
from procurement.models import Tender
from procurement.timeline import timeline_of
from procurement.views.common import tender_trail


def actions_of(page: Any) -> list[Action]:
    """What the page of a tender offers to the people of its region."""
    if page.object.region_id not in regions_of(page.person):
        return []
    url = reverse("procurement:tender-timeline", args=[page.object.pk])
    return [Action(_("Timeline"), url, "clock-history", permission=Permission.TENDER_VIEW)]


class TenderTimelinePage(ModelPage, TemplateView):
    """What is to come of a tender of the own region, and what happened, with who did it."""

    model = Tender
    permission = Permission.TENDER_VIEW
    template_name = "procurement/tender_timeline.html"
    title = gettext_lazy("Timeline")

    def scoped_queryset(self) -> "QuerySet[Tender]":
        rows = Tender.objects.filter(region__in=regions_of(self.person))
        people = ("created_by", "review_requested_by", "published_by", "withdrawn_by")
        return rows.select_related("region", "follows", *people)

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = timeline_of(self.object, self.person, timezone.now())
        return super().get_context_data(
            tender=self.object,
            coming=[row for row in rows if row.is_coming],
            past=[row for row in rows if not row.is_coming],
            **kwargs,
        )
