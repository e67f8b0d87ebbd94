"""The contract manager's first screen: what is decided soon, ends, fills up or expires."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.tables import BaseTable
from config.shared.views import Action, Page
from contracts.capacity import ATTENTION_AT
from contracts.enums import BINDING
from contracts.models import Amendment, Contract, RenewalOption
from contracts.tables.contracts import AttentionTable, AwardTable, ExpiringTable, QuantityTable
from contracts.tables.terms import RenewalOptionTable
from contracts.views.asked import asked_of
from procurement.enums import LotStatus
from procurement.models import AwardDecision
from providers.models import Provider, Recognition

ENDS_WITHIN_DAYS = 180
EXPIRES_WITHIN_DAYS = 90
DECIDE_WITHIN_DAYS = 180
MOST_CARDS = 6
OPTION_COLUMNS = ("contract", "number", "provider", "decide_by_on", "last_on")


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the desk: a table, or a list that loads from `url`."""

    slug: str
    title: Any
    table: BaseTable | None = None
    url: str = ""


class ContractDeskPage(Page, TemplateView):
    """What a contract manager has to decide or look at, in words and then in tables."""

    permission = Permission.CONTRACT_VIEW
    title = _("Which contracts need attention?")
    template_name = "contracts/contract_desk.html"

    def page_actions(self) -> list[Action]:
        """The whole list."""
        return [Action(_("All contracts"), reverse("contracts:contract-list"), "list-ul")]

    @cached_property
    def today(self) -> date:
        """The day by which all is judged."""
        return timezone.localdate()

    @cached_property
    def binding(self) -> Any:
        """Contracts in force, with what was spent."""
        visible = Contract.objects.visible_to(self.person).filter(status__in=BINDING)
        return visible.with_spent()

    @cached_property
    def deciding(self) -> list[RenewalOption]:
        """Undecided options whose last day to decide comes before long, or has passed."""
        until = self.today + timedelta(days=DECIDE_WITHIN_DAYS)
        visible: Any = RenewalOption.objects.visible_to(self.person)
        rows = visible.undecided().filter(contract__status__in=BINDING, decide_by_on__lte=until)
        return list(rows.select_related("contract__provider").order_by("decide_by_on", "pk"))

    @cached_property
    def ending(self) -> list[Contract]:
        """Contracts whose last day comes before long, the first on top."""
        until = self.today + timedelta(days=ENDS_WITHIN_DAYS)
        rows = self.binding.filter(last_on__gte=self.today, last_on__lte=until)
        return list(rows.select_related("provider").order_by("last_on", "pk"))

    @cached_property
    def filling(self) -> list[Contract]:
        """Contracts of whose maximum value so much has gone that somebody has to look."""
        if not self.may(Permission.COST_VIEW):
            return []
        return list(_filling(self.binding.filter(maximum_amount__isnull=False), "meter"))

    @cached_property
    def full(self) -> list[Contract]:
        """The same of the maximum number of trajectories."""
        limited = self.binding.filter(maximum_quantity__isnull=False).with_quantity()
        return list(_filling(limited, "quantity_meter"))

    @cached_property
    def expiring(self) -> list[Recognition]:
        """Recognitions of contracted providers that end before long, with none that runs on."""
        return list(_expiring(self.binding, self.today))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then what each room has to show."""
        parts = [part for parts_of in PARTS for part in parts_of(self)]
        return super().get_context_data(
            sentence=self._sentence(), asked=asked_of(self.person), parts=parts, **kwargs
        )

    def warnings(self) -> list[Part]:
        """What nobody has answered yet, for who answers it."""
        if not self.may(Permission.CONTRACT_DRAFT):
            return []
        url = f"{reverse('contracts:contractalert-list')}?answered=false&lapsed=false&_panel=1"
        return [Part("warnings", _("Warnings that wait for an answer"), url=url)]

    def notices(self) -> list[Part]:
        """Signed amendments of which the modification notice has not been published."""
        if not self.may(Permission.CONTRACT_SIGN):
            return []
        visible: Any = Amendment.objects.visible_to(self.person)
        url = f"{reverse('contracts:amendment-list')}?lacks_notice=true&_panel=1"
        part = Part("notices", _("Modification notices still to be published"), url=url)
        return [part] if visible.lacking_notice().exists() else []

    def cards(self) -> list[Part]:
        """How providers with promised targets do, one card each; loaded one by one."""
        if not self.may(Permission.PLACEMENT_VIEW):
            return []
        promised = Provider.objects.filter(
            contracts__in=self.binding.order_by().values("pk"), contracts__kpis__isnull=False
        )
        return [
            Part(
                f"card-{provider.pk}",
                _("How %(provider)s does") % {"provider": provider},
                url=reverse("contracts:provider-kpi", args=[provider.pk]),
            )
            for provider in promised.distinct().order_by("legal_name", "pk")[:MOST_CARDS]
        ]

    def awards(self) -> list[Part]:
        """Awards from which a contract can be drafted, for who drafts."""
        if not self.may(Permission.CONTRACT_DRAFT):
            return []
        sent = AwardDecision.objects.visible_to(self.person).filter(
            contract__isnull=True, lot__status__in=(LotStatus.STANDSTILL, LotStatus.AWARDED)
        )
        rows = list(sent.select_related("lot", "winner__bid__provider").order_by("sent_at", "pk"))
        table = AwardTable(rows, prefix="awards-")
        return [Part("awards", _("Awards that wait for a contract"), table)] if rows else []

    def own_parts(self) -> list[Part]:
        """Options, last days, meters and recognitions; the sentence says where there are none."""
        options = RenewalOptionTable(self.deciding, prefix="options-", shown=OPTION_COLUMNS)
        ending = AttentionTable(self.ending, prefix="ending-")
        filling = AttentionTable(self.filling, prefix="filling-")
        full = QuantityTable(self.full, prefix="full-")
        expiring = ExpiringTable(self.expiring, prefix="expiring-")
        used = _("Contracts that have used 70% of their maximum value or more")
        begun = _("Contracts that have used 70% of their maximum number or more")
        parts = [
            Part("options", _("Renewal options to decide about within half a year"), options),
            Part("ending", _("Contracts that end within half a year"), ending),
            Part("filling", used, filling),
            Part("full", begun, full),
            Part("expiring", _("Recognitions that expire within 90 days"), expiring),
        ]
        return [part for part in parts if part.table and part.table.rows]

    def _sentence(self) -> str:
        """The answer in words; what there is none of is left out."""
        counted = (
            (_options, len(self.deciding)),
            (_ending, len(self.ending)),
            (_used_up, len({row.pk for row in (*self.filling, *self.full)})),
            (_lapsing, len(self.expiring)),
        )
        said = [words(count) % {"count": count} for words, count in counted if count]
        return " ".join(said) or gettext("No contract asks for a decision within half a year.")


def _filling(contracts: QuerySet[Contract], meter: str) -> Iterator[Contract]:
    for contract in contracts.select_related("provider").order_by("last_on", "pk"):
        if getattr(contract, meter).percentage >= ATTENTION_AT:
            yield contract


def _expiring(contracts: QuerySet[Contract], today: date) -> QuerySet[Any]:
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


def _options(count: int) -> str:
    return ngettext(
        "%(count)s renewal option has to be decided about within half a year.",
        "%(count)s renewal options have to be decided about within half a year.",
        count,
    )


def _ending(count: int) -> str:
    return ngettext(
        "%(count)s contract ends within half a year.",
        "%(count)s contracts end within half a year.",
        count,
    )


def _used_up(count: int) -> str:
    return ngettext(
        "%(count)s has used 70%% of its maximum or more.",
        "%(count)s have used 70%% of their maximum or more.",
        count,
    )


def _lapsing(count: int) -> str:
    return ngettext(
        "%(count)s recognition expires within 90 days.",
        "%(count)s recognitions expire within 90 days.",
        count,
    )


PARTS: tuple[Callable[[ContractDeskPage], list[Part]], ...] = (
    ContractDeskPage.warnings,
    ContractDeskPage.notices,
    ContractDeskPage.awards,
    ContractDeskPage.own_parts,
    ContractDeskPage.cards,
)
"""Who adds sections to the desk, in their order."""
