"""The card of a provider: what its placements say of its work, against what was promised."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.badges import badge_text
from config.shared.display import number
from config.shared.views import ModelPage
from contracts.enums import BINDING, KpiIndicator
from contracts.indicators import Measured, measured, placements_of, whole_year_before
from contracts.models import ContractKpi, Placement
from providers.models import Provider

BETTER_WHEN_LOWER = (KpiIndicator.DAYS_TO_START, KpiIndicator.DROPOUTS, KpiIndicator.COMPLAINTS)


@dataclass(frozen=True, slots=True)
class CardLine:
    """One indicator over the last year and the year before it, with the promises of contracts."""

    now: Measured
    before: Measured
    promises: tuple[ContractKpi, ...]

    @property
    def label(self) -> str:
        return str(self.now.indicator.label)

    @property
    def trend(self) -> str:
        """In words; empty when either year has no figure."""
        if self.now.value is None or self.before.value is None:
            return ""
        change = self.now.value - self.before.value
        if not change:
            return _("the same as the year before")
        words = (
            _("better than the year before")
            if self._is_better(change)
            else _("worse than the year before")
        )
        return f"{words} ({number(self.before.value)})"

    @property
    def verdict(self) -> SafeString:
        """Whether every contract's promise is kept, as a badge."""
        if self.now.value is None:
            return badge_text(_("No figure yet"))
        if not self.promises:
            return badge_text(_("Nothing promised"))
        if all(self._kept()):
            return badge_text(_("As promised"), "good")
        return badge_text(_("Not as promised"), "wrong")

    def _kept(self) -> list[bool]:
        value = self.now.value or Decimal(0)
        return [promise.is_met_by(value) for promise in self.promises]

    def _is_better(self, change: Decimal) -> bool:
        return (change < 0) == (self.now.indicator in BETTER_WHEN_LOWER)


class ProviderCardPage(ModelPage, TemplateView):
    """Stands by itself, and as a panel on the page of the provider."""

    model = Provider
    permission = Permission.PLACEMENT_VIEW
    title = gettext_lazy("How the provider does")

    def get_template_names(self) -> list[str]:
        """The card alone where htmx asks for it."""
        htmx = getattr(self.request, "htmx", None)
        partial = htmx and not htmx.boosted
        return ["contracts/_provider_card.html" if partial else "contracts/provider_card.html"]

    @cached_property
    def year(self) -> tuple[date, date]:
        """First and last day of what is measured."""
        return whole_year_before(timezone.localdate())

    def lines(self) -> list[CardLine]:
        """The indicators of the last twelve whole months beside the twelve before."""
        first_on, last_on = self.year
        earlier_on, until = whole_year_before(first_on)
        rows = placements_of(self.object.pk, Placement.objects.visible_to(self.person))
        now = measured(rows, first_on=first_on, last_on=last_on)
        before = measured(rows, first_on=earlier_on, last_on=until)
        promised = self._promises()
        return [
            CardLine(one, other, tuple(p for p in promised if p.indicator == one.indicator))
            for one, other in zip(now, before, strict=True)
        ]

    def _promises(self) -> list[ContractKpi]:
        """Of contracts in force that the person may see."""
        visible = ContractKpi.objects.visible_to(self.person)
        found = visible.filter(contract__provider=self.object, contract__status__in=BINDING)
        return list(found.select_related("contract").order_by("contract", "indicator"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The card."""
        return super().get_context_data(
            object=self.object, lines=self.lines(), last_on=self.year[1], **kwargs
        )
