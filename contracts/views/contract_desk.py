"""The contract manager's first screen: what ends, fills up or expires."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models import User
from config.shared.views import Action, Page
from contracts.capacity import ATTENTION_AT
from contracts.enums import BINDING
from contracts.models import Contract
from contracts.tables.contracts import AttentionTable, AwardTable, ExpiringTable
from procurement.enums import LotStatus
from procurement.models import AwardDecision
from providers.models import Recognition

ENDS_WITHIN_DAYS = 180
EXPIRES_WITHIN_DAYS = 90


class ContractDeskPage(Page, TemplateView):
    """Contracts that end or fill up, and recognitions of their providers that expire."""

    permission = Permission.CONTRACT_VIEW
    title = _("Which contracts need attention?")
    template_name = "contracts/contract_desk.html"

    def page_actions(self) -> list[Action]:
        """The whole list."""
        return [Action(_("All contracts"), reverse("contracts:contract-list"), "list-ul")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the three tables."""
        today = timezone.localdate()
        binding = Contract.objects.visible_to(self.person).filter(status__in=BINDING).with_spent()
        ending = list(_ending(binding, today))
        filling = list(_filling_up(binding)) if self.may(Permission.COST_VIEW) else []
        expiring = list(_expiring(binding, today))
        may_draft = self.may(Permission.CONTRACT_DRAFT)
        awards = AwardTable(_waiting_awards(self.person), prefix="awards-") if may_draft else None
        return super().get_context_data(
            sentence=_sentence(len(ending), len(filling), len(expiring)),
            ending=AttentionTable(ending, prefix="ending-"),
            filling=AttentionTable(filling, prefix="filling-"),
            awards=awards,
            expiring=ExpiringTable(expiring, prefix="expiring-"),
            **kwargs,
        )


def _waiting_awards(person: User) -> list[AwardDecision]:
    """Sent decisions from which no contract has been drafted yet, the oldest first."""
    sent = AwardDecision.objects.visible_to(person).filter(
        contract__isnull=True, lot__status__in=(LotStatus.STANDSTILL, LotStatus.AWARDED)
    )
    return list(sent.select_related("lot", "winner__bid__provider").order_by("sent_at", "pk"))


def _ending(contracts: QuerySet[Contract], today: date) -> QuerySet[Contract]:
    until = today + timedelta(days=ENDS_WITHIN_DAYS)
    rows = contracts.filter(last_on__gte=today, last_on__lte=until)
    return rows.select_related("provider").order_by("last_on", "pk")


def _filling_up(contracts: QuerySet[Contract]) -> Iterator[Contract]:
    """Contracts of whose maximum value so much has gone that somebody has to look."""
    limited = contracts.filter(maximum_amount__isnull=False)
    for contract in limited.select_related("provider").order_by("last_on", "pk"):
        if contract.meter and contract.meter.percentage >= ATTENTION_AT:
            yield contract


def _expiring(contracts: QuerySet[Contract], today: date) -> QuerySet[Recognition]:
    """Recognitions of contracted providers that end before long, with none that runs on."""
    until = today + timedelta(days=EXPIRES_WITHIN_DAYS)
    running_on = Recognition.objects.filter(
        Q(last_on__isnull=True) | Q(last_on__gt=until),
        provider=OuterRef("provider"),
        kind=OuterRef("kind"),
    )
    rows = Recognition.objects.filter(
        ~Exists(running_on),
        provider__in=contracts.order_by().values("provider"),
        last_on__gte=today,
        last_on__lte=until,
    )
    return rows.select_related("provider").order_by("last_on", "pk")


def _sentence(ending: int, filling: int, expiring: int) -> str:
    """The answer in words."""
    parts = (
        ngettext(
            "%(count)s contract ends within half a year.",
            "%(count)s contracts end within half a year.",
            ending,
        )
        % {"count": ending},
        ngettext(
            "%(count)s has used 70%% of its maximum value or more.",
            "%(count)s have used 70%% of their maximum value or more.",
            filling,
        )
        % {"count": filling},
        ngettext(
            "%(count)s recognition expires within 90 days.",
            "%(count)s recognitions expire within 90 days.",
            expiring,
        )
        % {"count": expiring},
    )
    return " ".join(parts)
