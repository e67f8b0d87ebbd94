"""The first screen of who tenders and of who scores: what needs me, and by when."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.periods import amsterdam
from config.shared.views import Action, Page
from procurement.enums import LotStatus, TenderStatus
from procurement.models import Lot, Tender
from procurement.views.lots import days_left
from procurement.views.panel import panel_work
from procurement.worklist import SHOWN, worklist

EMPTY_LOTS = 10
"""Lots without bids that the desk shows, the latest first."""


class DeskPage(Page, TemplateView):
    """Today: for an officer what needs one, for a panel member the lots to score."""

    permission = Permission.TENDER_SCORE
    template_name = "procurement/desk.html"
    title = gettext_lazy("Today")

    @cached_property
    def at(self) -> datetime:
        """The moment at which the page is made."""
        return timezone.now()

    def page_actions(self) -> list[Action]:
        if not regions_of(self.person):
            return []
        url = reverse("procurement:tender-create")
        label = _("New tender")
        return [Action(label, url, "plus-lg", primary=True, permission=Permission.TENDER_DRAFT)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_officer = bool(regions_of(self.person))
        parts = self._officer_parts() if is_officer else {}
        work = [
            one for one in panel_work(self.person) if not is_officer or one.must_declare or one.lots
        ]
        return super().get_context_data(is_officer=is_officer, work=work, **parts, **kwargs)

    def _officer_parts(self) -> dict[str, Any]:
        tasks, has_more = worklist(self.person, self.at)
        empty = self.lots().filter(status=LotStatus.NO_BIDS).order_by("-pk")
        return {
            "tasks": tasks,
            "has_more_tasks": has_more,
            "counts": self.counts(),
            "standstills": self.standstills(),
            "empty_lots": empty[:EMPTY_LOTS],
        }

    def lots(self) -> "QuerySet[Lot]":
        """Of the own regions, each with its tender."""
        return Lot.objects.filter(tender__region__in=regions_of(self.person)).select_related(
            "tender"
        )

    def counts(self) -> list[tuple[TenderStatus, int, str]]:
        """Per state of a tender: the state, how many, and the list of those."""
        tenders = Tender.objects.filter(region__in=regions_of(self.person))
        found = dict(tenders.values_list("status").order_by().annotate(found=Count("pk")))
        url = reverse("procurement:tender-list")
        return [
            (state, found.get(state.value, 0), f"{url}?status={state.value}")
            for state in TenderStatus
        ]

    def standstills(self) -> list[tuple[Lot, int]]:
        """Running standstill periods with the days that are left, the first to end first."""
        today = amsterdam(self.at)
        rows = self.lots().filter(
            status=LotStatus.STANDSTILL, decision__standstill_ends_on__gte=today
        )
        rows = rows.select_related("decision__winner__bid__provider")
        rows = rows.order_by("decision__standstill_ends_on", "pk")[:SHOWN]
        return [(lot, days_left(lot.decision.standstill_ends_on, today)) for lot in rows]
