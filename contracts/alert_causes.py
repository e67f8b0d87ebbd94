"""What there is to warn of on a day: each source names its causes for all contracts at once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from config.shared.display import day, number
from contracts.capacity import ALARM_AT, ATTENTION_AT, WARNING_AT
from contracts.enums import AlertKind, ContractStatus, KpiIndicator
from contracts.indicators import measured_by, whole_year_before
from contracts.models import CapacityLine, Contract, ContractKpi, Placement, RenewalOption
from providers.enums import LearningRoute
from providers.models import Recognition

WATCHED = (ContractStatus.SIGNED, ContractStatus.ACTIVE, ContractStatus.SUSPENDED)
LEVELS = (ALARM_AT, WARNING_AT, ATTENTION_AT)


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a contract asks attention; `key` names it within its kind, `level` is a percentage."""

    contract_id: int
    kind: str
    key: str
    sentence: str
    due_on: date
    level: int | None = None

    @property
    def identity(self) -> tuple[int, str, str, int | None]:
        """What one warning stands for."""
        return self.contract_id, self.kind, self.key, self.level


Source = Callable[[date], Iterable[Cause]]
_sources: list[Source] = []


def register_causes(source: Source) -> None:
    """Let a part of the site name causes; `source(on)` reads all contracts in a few queries."""
    if source not in _sources:
        _sources.append(source)


def causes_on(on: date) -> list[Cause]:
    """Everything that asks attention on the day `on`."""
    return [cause for source in _sources for cause in source(on)]


def options_to_decide(on: date) -> Iterator[Cause]:
    """Renewal options whose decision day comes near, or has passed."""
    until = on + timedelta(days=settings.ALERT_OPTION_DAYS)
    rows = RenewalOption.objects.undecided().filter(
        decide_by_on__lte=until, contract__status__in=WATCHED
    )
    for option in rows.order_by("pk"):
        named = {"number": option.number, "day": day(option.decide_by_on)}
        yield Cause(
            option.contract_id,
            AlertKind.OPTION_DECISION,
            f"option:{option.pk}",
            _("Decide on renewal option %(number)s by %(day)s.") % named,
            option.decide_by_on,
        )


def terms_ending(on: date) -> Iterator[Cause]:
    """Contracts that come to their last day, or ran past it."""
    until = on + timedelta(days=settings.ALERT_TERM_DAYS)
    rows = Contract.objects.filter(status__in=WATCHED, last_on__lte=until)
    for contract in rows.order_by("pk"):
        yield Cause(
            contract.pk,
            AlertKind.TERM_ENDING,
            f"last_on:{contract.last_on}",
            _("The last day is %(day)s.") % {"day": day(contract.last_on)},
            contract.last_on,
        )


def values_used(on: date) -> Iterator[Cause]:
    """Contracts of whose maximum value so much has gone that somebody has to look."""
    rows = Contract.objects.filter(status__in=WATCHED, maximum_amount__isnull=False)
    for contract in rows.with_spent().order_by("pk"):
        used = contract.meter.percentage if contract.meter else 0
        yield from _metered(contract, AlertKind.VALUE_METER, used, on)


def quantities_used(on: date) -> Iterator[Cause]:
    """Contracts of whose maximum number so many trajectories have gone."""
    rows = Contract.objects.filter(status__in=WATCHED, maximum_quantity__isnull=False)
    for contract in rows.with_quantity().order_by("pk"):
        used = contract.quantity_meter.percentage if contract.quantity_meter else 0
        yield from _metered(contract, AlertKind.QUANTITY_METER, used, on)


def _metered(contract: Contract, kind: AlertKind, used: int, on: date) -> Iterator[Cause]:
    """One cause, at the highest level that has been passed."""
    level = next((level for level in LEVELS if used >= level), None)
    if level is None:
        return
    sentence = (
        _("%(level)s%% of the maximum value has been spent or committed.")
        if kind == AlertKind.VALUE_METER
        else _("%(level)s%% of the maximum number of trajectories has been used.")
    )
    yield Cause(contract.pk, kind, str(kind), sentence % {"level": level}, on, level)


def recognitions_lapsing(on: date) -> Iterator[Cause]:
    """Recognitions that a contract rests on and that end before long, with none that runs on."""
    until = on + timedelta(days=settings.ALERT_RECOGNITION_DAYS)
    lapsing = {(row.provider_id, row.kind): row for row in _lapsing(on, until)}
    lines = CapacityLine.objects.filter(
        contract__status__in=WATCHED,
        contract__provider__in={provider for provider, _kind in lapsing},
    )
    rows = lines.order_by().values_list("contract", "contract__provider", "route").distinct()
    for contract_id, provider_id, route in sorted(rows):
        found = lapsing.get((provider_id, LearningRoute(route).recognition))
        if found:
            yield _lapse(contract_id, found)


def _lapsing(on: date, until: date) -> Iterable[Recognition]:
    runs_on = Recognition.objects.filter(
        Q(last_on__isnull=True) | Q(last_on__gt=until),
        provider=OuterRef("provider"),
        kind=OuterRef("kind"),
    )
    rows: Any = Recognition.objects.filter(~Exists(runs_on), last_on__gte=on, last_on__lte=until)
    return rows.order_by("last_on", "pk")


def _lapse(contract_id: int, recognition: Recognition) -> Cause:
    last_on = cast(date, recognition.last_on)  # one that lapses has a last day
    named = {"kind": recognition.get_kind_display(), "day": day(last_on)}
    return Cause(
        contract_id,
        AlertKind.RECOGNITION,
        f"recognition:{recognition.pk}",
        _("%(kind)s of the provider is valid until %(day)s.") % named,
        last_on,
    )


def results_not_reached(on: date) -> Iterator[Cause]:
    """Results that a contract promises and the last whole year does not show; once a year."""
    first_on, last_on = whole_year_before(on)
    promises = list(
        ContractKpi.objects.filter(contract__status__in=WATCHED).order_by("contract", "indicator")
    )
    rows = Placement.objects.filter(contract__in={each.contract_id for each in promises})
    found = measured_by("contract_id", rows, first_on=first_on, last_on=last_on)
    for promise in promises:
        figures = {one.indicator: one.value for one in found.get(promise.contract_id, [])}
        value = figures.get(KpiIndicator(promise.indicator))
        if value is not None and not promise.is_met_by(value):
            yield _missed(promise, value, last_on)


def _missed(promise: ContractKpi, value: Decimal, last_on: date) -> Cause:
    named = {"promise": promise, "value": number(value)}
    return Cause(
        promise.contract_id,
        AlertKind.KPI,
        f"kpi:{promise.indicator}:{last_on.year}",
        _("%(promise)s was promised; measured: %(value)s.") % named,
        last_on,
    )


for _source in (
    options_to_decide,
    terms_ending,
    values_used,
    quantities_used,
    recognitions_lapsing,
    results_not_reached,
):
    register_causes(_source)
