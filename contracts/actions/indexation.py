"""Prices follow their index: the rule in the draft, the figures, and one indexation at a time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, ExtractYear, Round
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day, money, number
from config.shared.errors import Refused
from config.shared.periods import ONE_DAY
from config.shared.validity import valid
from contracts.actions.contract_telling import tell_provider
from contracts.actions.records import record_made, record_update
from contracts.actions.terms import instalments_of, lock_draft
from contracts.enums import BINDING, CostKind, TariffUnit
from contracts.indexation import Limits, applies_on, factor, indexed, next_month, percentage
from contracts.ledger import rebuild_contract
from contracts.models import (
    Contract,
    CostLine,
    Indexation,
    IndexationRule,
    IndexFigure,
    Placement,
    Tariff,
    TariffBand,
)

INDEXED = "contracts.prices_indexed"


@transaction.atomic
def set_indexation_rule(
    *, contract: Contract, facts: Mapping[str, Any] | None, by: User, at: datetime
) -> Contract:
    """Say how the prices of a draft follow an index; `facts` None for prices that stand."""
    draft = lock_draft(contract)
    IndexationRule.objects.filter(contract=draft).delete()
    if facts is None:
        record_update(draft, {}, by=by, at=at, what=_("Prices are not indexed"))
        return draft
    rule = valid(IndexationRule(contract=draft, **facts))
    rule.save(force_insert=True)
    record_update(draft, {}, by=by, at=at, what=_("Prices follow: %(rule)s") % {"rule": rule})
    return draft


# --- Figures --------------------------------------------------------------------------------------


@transaction.atomic
def record_figure(*, figure: IndexFigure, by: User, at: datetime) -> IndexFigure:
    """Write down a published figure."""
    require(by, Permission.CONTRACT_SIGN, figure)
    figure.recorded_at, figure.recorded_by = at, by
    valid(figure).save(force_insert=True)
    record_made(figure, by=by, at=at)
    return figure


@transaction.atomic
def correct_figure(
    *, index_figure: IndexFigure, figure: Decimal, source: str, by: User, at: datetime
) -> IndexFigure:
    """Correct a mistyped figure; refused once prices were indexed by it."""
    row = IndexFigure.objects.select_for_update(of=("self",)).get(pk=index_figure.pk)
    require(by, Permission.CONTRACT_SIGN, row)
    if Indexation.objects.filter(Q(from_figure=row) | Q(to_figure=row)).exists():
        raise Refused(_("Prices were indexed by this figure: it stands."))
    before = {"figure": row.figure, "source": row.source}
    row.figure, row.source = figure, source
    valid(row).save(update_fields=["figure", "source"])
    record_update(row, before, by=by, at=at, what="")
    return row


# --- One indexation -------------------------------------------------------------------------------


@dataclass(frozen=True)
class TariffChange:
    """A tariff that goes on at another price; `moved` placements begin under the new version."""

    tariff: Tariff
    new_price: Decimal
    moved: int

    @property
    def difference(self) -> Decimal:
        return self.new_price - self.tariff.price


@dataclass(frozen=True)
class Proposal:
    """The next indexation of a contract, and what it would do."""

    contract: Contract
    rule: IndexationRule
    from_figure: IndexFigure
    to_figure: IndexFigure

    @property
    def applies_on(self) -> date:
        """The first day of the new prices."""
        return applies_on(self.to_figure.month, self.rule.month_of_year)

    @property
    def factor(self) -> Fraction:
        """What prices are multiplied by."""
        limits = Limits(self.rule.cap_percentage, self.rule.may_fall)
        return factor(self.from_figure.figure, self.to_figure.figure, limits)

    @property
    def percentage(self) -> Decimal:
        return percentage(self.factor)

    @property
    def unlimited(self) -> Decimal:
        """The movement of the index itself, in per cents."""
        free = Limits(may_fall=True)
        return percentage(factor(self.from_figure.figure, self.to_figure.figure, free))

    @cached_property
    def tariffs(self) -> list[Tariff]:
        """Prices that hold the day before and go on: each gets a new version."""
        return list(
            self.contract.tariffs.filter(
                first_on__lt=self.applies_on, last_on__gte=self.applies_on
            ).prefetch_related("instalments", "bands")
        )

    @cached_property
    def agreed_later(self) -> list[Tariff]:
        """Prices agreed for a later period already: they stay."""
        return list(self.contract.tariffs.filter(first_on__gte=self.applies_on))

    @cached_property
    def changes(self) -> list[TariffChange]:
        """Old and new price of each tariff, in the order of the routes."""
        moved = _moving(self.tariffs, self.applies_on).order_by().values_list("tariff")
        counts = dict(moved.annotate(found=Count("pk")))
        return [
            TariffChange(tariff, indexed(tariff.price, self.factor), counts.get(tariff.pk, 0))
            for tariff in self.tariffs
        ]

    @cached_property
    def by_year(self) -> dict[int, Decimal]:
        """Euros more (or less) by calendar year, on placements that run or are scheduled.

        Line by line, so that it is what the ledger will say; shares of groups to a cent a line.
        """
        years: dict[int, Decimal] = {}
        for year, more in (*self._of_trajectories(), *self._of_other_units()):
            years[year] = years.get(year, Decimal(0)) + more
        return dict(sorted(years.items()))

    def _of_trajectories(self) -> Iterable[tuple[int, Decimal]]:
        """Of those that begin under the new prices, instalment by instalment."""
        differences = dict(self._differences())
        lines = CostLine.objects.filter(placement__in=_moving(self.tariffs, self.applies_on))
        lines = lines.filter(kind=CostKind.INSTALMENT)
        found = lines.order_by().values_list("tariff", "part", ExtractYear("due_on"))
        for tariff, part, year, count in found.annotate(Count("pk")):
            yield year, differences[tariff, part] * count

    def _of_other_units(self) -> Iterable[tuple[int, Decimal]]:
        """Of months, hours, fees and groups that begin under the new prices."""
        for change in self.changes:
            if change.tariff.unit == TariffUnit.TRAJECTORY:
                continue
            lines = CostLine.objects.filter(tariff=change.tariff, first_on__gte=self.applies_on)
            lines = lines.exclude(kind=CostKind.SETTLEMENT)
            if change.tariff.unit == TariffUnit.GROUP:
                lines = lines.filter(group__first_on__gte=self.applies_on)
            more = Round(F("quantity") * change.new_price, precision=2) - F("amount")
            found = lines.order_by().values(year=ExtractYear("due_on"))
            yield from found.annotate(more=Sum(more)).values_list("year", "more")

    @property
    def total(self) -> Decimal:
        """Euros more over all years."""
        return sum(self.by_year.values(), Decimal(0))

    def _differences(self) -> Iterable[tuple[tuple[int, str], Decimal]]:
        """By tariff and moment, what the follower of an instalment is above it."""
        for tariff in self.tariffs:
            followers = {part.moment: part.amount for part in _parts(tariff, self.factor)}
            for part in tariff.instalments.all():
                yield (tariff.pk, part.moment), followers[part.moment] - part.amount


def propose_indexation(contract: Contract) -> Proposal:
    """The next indexation; Refused with what is still missing for it."""
    if contract.status not in BINDING:
        raise Refused(_("Prices are indexed while the contract is in force."))
    rule = IndexationRule.objects.filter(contract=contract).select_related("contract").first()
    if rule is None:
        raise Refused(_("The contract has no indexation rule: its prices stand."))
    last = contract.indexations.select_related("to_figure").order_by("-applies_on").first()
    from_month = last.to_figure.month if last else rule.base_month
    months = [from_month, next_month(from_month)]
    proposal = Proposal(contract, rule, *_figures(rule, months))
    if proposal.applies_on > contract.last_on:
        raise Refused(
            _("The next prices would hold from %(day)s, after the last day of the contract.")
            % {"day": day(proposal.applies_on)}
        )
    return proposal


def _figures(rule: IndexationRule, months: list[date]) -> list[IndexFigure]:
    known = {row.month: row for row in IndexFigure.objects.of_rule(rule).filter(month__in=months)}
    lacking = [f"{month:%m-%Y}" for month in months if month not in known]
    if lacking:
        raise Refused(
            _("Enter the figure first: %(rule)s (%(base)s = 100), %(months)s.")
            % {"rule": rule, "base": rule.base_year, "months": ", ".join(lacking)}
        )
    return [known[month] for month in months]


def _moving(tariffs: Iterable[Tariff], on: date) -> Any:
    """Placements of these tariffs that begin on the day of the new prices or later."""
    begins = Coalesce("actual_first_on", "planned_first_on")
    rows = Placement.objects.filter(tariff__in=[tariff.pk for tariff in tariffs])
    return rows.annotate(begins_on=begins).filter(begins_on__gte=on)


def _parts(tariff: Tariff, by: Fraction) -> list[Any]:
    """The instalments of the follower of `tariff`, unsaved."""
    follower = Tariff(unit=tariff.unit, price=indexed(tariff.price, by))
    return instalments_of(follower, _percentages(tariff))


def _percentages(tariff: Tariff) -> dict[str, Decimal]:
    return {part.moment: part.percentage for part in tariff.instalments.all()}


@transaction.atomic
def apply_indexation(*, contract: Contract, applies_on: date, by: User, at: datetime) -> Indexation:
    """Let every price follow the index from `applies_on`, the day that the person was shown.

    The versions that stand end the day before. Placements that begin on that day or later move
    to the new version; who began before keeps the old price of a trajectory, and pays the new one
    for later months and hours. The provider is told.
    """
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    require(by, Permission.CONTRACT_SIGN, row)
    proposal = propose_indexation(row)
    if proposal.applies_on != applies_on:
        raise Refused(_("Prices have been indexed meanwhile. Reload the page."))
    made = _record(proposal, by=by, at=at)
    for tariff in proposal.tariffs:
        _follow(tariff, proposal)
    rebuild_contract(row.pk)
    tell_provider(
        row,
        INDEXED,
        lambda: (
            _("Prices move by %(percentage)s%% from %(day)s.")
            % {"percentage": number(made.percentage.normalize()), "day": day(made.applies_on)}
        ),
        at=at,
    )
    return made


def _follow(tariff: Tariff, proposal: Proposal) -> None:
    """End a tariff and begin its follower; later placements go along."""
    ids = list(_moving([tariff], proposal.applies_on).order_by("pk").values_list("pk", flat=True))
    percentages, bands, last_on = _percentages(tariff), list(tariff.bands.all()), tariff.last_on
    tariff.last_on = proposal.applies_on - ONE_DAY
    tariff.save(update_fields=["last_on"])
    follower = Tariff(
        contract=tariff.contract,
        route=tariff.route,
        unit=tariff.unit,
        name=tariff.name,
        follows=tariff,
        price=indexed(tariff.price, proposal.factor),
        first_on=proposal.applies_on,
        last_on=last_on,
        charges_other_groups=tariff.charges_other_groups,
        hours_basis=tariff.hours_basis,
        charged_at=tariff.charged_at,
    )
    valid(follower).save(force_insert=True)
    follower.instalments.bulk_create(instalments_of(follower, percentages))
    follower.bands.bulk_create(
        TariffBand(
            tariff=follower,
            from_number=band.from_number,
            price=indexed(band.price, proposal.factor),
        )
        for band in bands
    )
    Placement.objects.filter(pk__in=ids).update(tariff=follower)


def _record(proposal: Proposal, *, by: User, at: datetime) -> Indexation:
    """Write it down while the effect can still be told from the old prices."""
    made = Indexation(
        contract=proposal.contract,
        from_figure=proposal.from_figure,
        to_figure=proposal.to_figure,
        percentage=proposal.percentage,
        applies_on=proposal.applies_on,
        applied_at=at,
        applied_by=by,
    )
    valid(made).save(force_insert=True)
    what = _("Prices indexed by %(percentage)s%% from %(day)s; %(total)s more in all") % {
        "percentage": number(proposal.percentage.normalize()),
        "day": day(proposal.applies_on),
        "total": money(proposal.total),
    }
    record_update(proposal.contract, {}, by=by, at=at, what=what)
    return made
