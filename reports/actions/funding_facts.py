"""What is written down about funding: payments, people counted, and a region's own rules."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import gemeenten_of, regions_of, require
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.display import number
from config.shared.errors import Refused, refuse_if
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from reports.actions.funding import require_funder
from reports.models import FundingPayment, FundingRule, HousedCount, HousedCountSheet


@transaction.atomic
def record_payment(*, payment: FundingPayment, by: User, at: datetime) -> FundingPayment:
    """Write down what went between a gemeente and its region; it is never changed afterwards."""
    require_funder(by, payment.region)
    if payment.stream and payment.stream.region_id != payment.region_id:
        raise Refused(_("This stream is of another region."), field="stream")
    if not payment.gemeente.regions.filter(region=payment.region).exists():
        raise Refused(_("This gemeente is not of the region."), field="gemeente")
    payment.recorded_at, payment.recorded_by = at, by
    valid(payment).save(force_insert=True)
    record_made(payment, by=by, at=at)
    return payment


@transaction.atomic
def set_rule(
    *,
    region: Region,
    key: str,
    year: int,
    value: Decimal,
    source: str,
    by: User,
    at: datetime,
) -> FundingRule:
    """Let a rule of the region hold from `year` on, in the place of one from the same year."""
    require_funder(by, region)
    rule = FundingRule.objects.select_for_update().filter(region=region, key=key, year=year).first()
    before = {"value": rule.value, "source": rule.source} if rule else {}
    rule = rule or FundingRule(region=region, key=key, year=year)
    rule.value, rule.source, rule.recorded_at, rule.recorded_by = value, source, at, by
    valid(rule).save()
    if before:
        record_update(rule, before, by=by, at=at, what="")
    else:
        record_made(rule, by=by, at=at)
    return rule


FIGURES = ("expected", "housed", "in_azc", "education")
"""What is counted of one group in one gemeente and year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Of one group whom a gemeente housed in a year; `housed` None until they were counted."""

    gemeente: Gemeente
    year: int
    target_group: str
    expected: int
    housed: int | None = None
    in_azc: int = 0
    education: int = 0


def _require_counter(region: Region, gemeenten: Iterable[Gemeente], by: User) -> None:
    """For the whole region, or else only for the single gemeenten that `by` acts for."""
    require(by, Permission.FUNDING_MANAGE, region)
    if region.pk in regions_of(by):
        return
    own = gemeenten_of(by)
    refuse_if(
        _("You keep no counts of %(gemeente)s.") % {"gemeente": gemeente}
        for gemeente in gemeenten
        if gemeente.pk not in own
    )


@transaction.atomic
def set_counts(
    *,
    region: Region,
    people: Collection[People],
    source: str,
    by: User,
    at: datetime,
    sheet: HousedCountSheet | None = None,
) -> int:
    """Write how many people were housed, in the place of what stood for group and year.

    The former figures are kept as versions; `sheet` is the kept file that the new ones came from.
    Returns how many figures changed or are new.
    """
    if not people:
        raise Refused(_("There is nothing in the sheet to take over."))
    _require_counter(region, {each.gemeente for each in people}, by)
    standing = _standing(region, people)
    changed = [row for row in (_row(region, each, standing) for each in people) if row is not None]
    for row in changed:
        row.source, row.sheet, row.recorded_at, row.recorded_by = source, sheet, at, by
        valid(row).save()
    if changed:
        what = _("Counts of people housed written: %(count)s") % {"count": number(len(changed))}
        record_update(region, {}, by=by, at=at, what=what)
    return len(changed)


Key = tuple[int, int, str]


def _standing(region: Region, people: Iterable[People]) -> Mapping[Key, HousedCount]:
    rows = HousedCount.objects.select_for_update(of=("self",)).filter(
        region=region, year__in={each.year for each in people}
    )
    return {(row.gemeente_id, row.year, row.target_group): row for row in rows.order_by("pk")}


def _row(region: Region, people: People, standing: Mapping[Key, HousedCount]) -> HousedCount | None:
    """The row with the new figures; None when they stood there already."""
    key = people.gemeente.pk, people.year, people.target_group
    row = standing.get(key)
    figures = {name: getattr(people, name) for name in FIGURES}
    if row is None:
        place = {"gemeente": people.gemeente, "year": people.year}
        return HousedCount(region=region, target_group=people.target_group, **place, **figures)
    if all(getattr(row, name) == value for name, value in figures.items()):
        return None
    for name, value in figures.items():
        setattr(row, name, value)
    return row
