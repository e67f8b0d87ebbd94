"""Do providers do what they promised?"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.shared.display import day, number
from contracts.enums import KpiIndicator
from contracts.indicators import Measured, measured_by, whole_year_before
from contracts.models import Contract, ContractKpi, Placement
from reports.questions.base import Column, Kind, Question, Row


class ProviderKpis(Question):
    """What contracts promise beside what their placements show, over the last twelve months."""

    code = "provider-kpis"
    title = gettext_lazy("Results of providers")
    asks = gettext_lazy("Do providers do what they promised?")
    labels = 3
    columns = (
        Column("provider", gettext_lazy("Provider"), Kind.TEXT),
        Column("contract", gettext_lazy("Contract"), Kind.TEXT),
        Column("indicator", gettext_lazy("Indicator"), Kind.TEXT),
        Column("promised", gettext_lazy("Promised"), Kind.TEXT),
        Column("measured", gettext_lazy("Measured")),
        Column("rests_on", gettext_lazy("Rests on")),
        Column("verdict", gettext_lazy("Kept"), Kind.TEXT),
    )

    def answer(self) -> list[Row]:
        """Indicators with a figure or a promise, by provider and contract."""
        placements: Any = self.asked.among(self.scope.of(Placement), gemeente="gemeente")
        first_on, last_on = self.period
        found = measured_by("contract_id", placements, first_on=first_on, last_on=last_on)
        contracts = self.scope.of(Contract).filter(pk__in=[pk for pk in found if pk])
        promises = self._promises(contracts)
        rows = [
            self._row(contract, one, promises[contract.pk].get(one.indicator))
            for contract in contracts.select_related("provider").order_by("reference")
            for one in found[contract.pk]
            if one.rests_on or one.indicator in promises[contract.pk]
        ]
        return sorted(rows, key=lambda row: row[:2])

    @property
    def period(self) -> tuple[Any, Any]:
        """First and last day of the figures: later days are still being delivered."""
        return whole_year_before(self.asked.on)

    @property
    def footnote(self) -> str:
        """Over which days."""
        first_on, last_on = self.period
        return _("From %(first)s up to and including %(last)s.") % {
            "first": day(first_on),
            "last": day(last_on),
        }

    def _promises(self, contracts: Any) -> Mapping[int, dict[str, ContractKpi]]:
        found: defaultdict[int, dict[str, ContractKpi]] = defaultdict(dict)
        for kpi in ContractKpi.objects.filter(contract__in=contracts).order_by("pk"):
            found[kpi.contract_id][kpi.indicator] = kpi
        return found

    def _row(self, contract: Contract, one: Measured, promise: ContractKpi | None) -> Row:
        return (
            str(contract.provider),
            contract.reference,
            str(KpiIndicator(one.indicator).label),
            promise.promise if promise else "",
            one.value,
            one.rests_on,
            _verdict(one, promise),
        )

    def finding(self) -> str:
        """How many promises are not kept."""
        missed = sum(1 for row in self.rows if row[-1] == _("no"))
        judged = sum(1 for row in self.rows if row[-1] in (_("yes"), _("no")))
        words = {"missed": number(missed), "judged": number(judged)}
        return (
            ngettext(
                "%(missed)s of %(judged)s promise that can be judged is not kept.",
                "%(missed)s of %(judged)s promises that can be judged are not kept.",
                judged,
            )
            % words
        )

    def definitions(self) -> list[tuple[str, str]]:
        """What a figure stands on."""
        return [
            (
                _("Measured"),
                _(
                    "Days to start and attendance are of who began in the period, diplomas and "
                    "dropouts of who ended in it."
                ),
            ),
            (_("Rests on"), _("The placements, hours, seats or conversations behind the figure.")),
        ]


def _verdict(one: Measured, promise: ContractKpi | None) -> str:
    if promise is None or one.value is None:
        return ""
    return _("yes") if promise.is_met_by(one.value) else _("no")
