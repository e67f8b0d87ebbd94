"""The provider's first screen: what is asked of me?"""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.views import Page
from contracts.enums import GroupStatus
from contracts.forms.deliveries import ACCEPTED
from contracts.models import CourseGroup, Delivery
from contracts.tables.deliveries import DeskDeliveryTable, DeskGroupTable
from contracts.tables.invoices import DeskInvoiceTable
from contracts.views.asked import asked_of
from contracts.views.owed import cards_of, owed_in_words
from contracts.views.own_invoices import own_invoices, sums_in_words
from procurement.enums import TenderStatus
from procurement.models import Tender

SHOWN = 5
"""Rows of each short list; the whole list is one click away."""


class ProviderDeskPage(Page, TemplateView):
    """What is owed of each contract, with an upload box; last sheets, invoices, groups with room
    and tenders.
    """

    permission = Permission.PLACEMENT_DELIVER
    title = _("What is asked of me?")
    template_name = "contracts/provider_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = cards_of(self.person, timezone.localdate())
        deliveries = Delivery.objects.visible_to(self.person).order_by("-received_at", "-pk")
        desk = {
            "asked": asked_of(self.person),
            "sentence": owed_in_words(cards),
            "cards": cards,
            "can_report": any(each.is_over for card in cards for each in card.owed),
            "accepted": ACCEPTED,
            "template_url": reverse("contracts:delivery-template"),
            "deliveries": DeskDeliveryTable(deliveries[:SHOWN]),
            "invoices": DeskInvoiceTable(own_invoices(self.person)[:SHOWN]),
            "sums": sums_in_words(self.person, timezone.localdate().year),
            "groups": DeskGroupTable(self._groups()[:SHOWN]),
            "tenders": self._tenders()[:SHOWN],
        }
        return super().get_context_data(**desk | kwargs)

    def _groups(self) -> Any:
        """Groups that can still take somebody, the first to begin on top."""
        groups = CourseGroup.objects.visible_to(self.person).with_heads()
        is_open = Q(status__in=(GroupStatus.PLANNED, GroupStatus.STARTED))
        still_runs = Q(last_on__gte=timezone.localdate())
        return groups.filter(is_open & still_runs & Q(free_seats__gt=0)).order_by("first_on", "pk")

    def _tenders(self) -> Any:
        tenders = Tender.objects.visible_to(self.person)
        now = timezone.now()
        published = tenders.filter(status=TenderStatus.PUBLISHED, closes_at__gt=now)
        return published.order_by("closes_at", "pk")
