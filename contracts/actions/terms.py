"""What a draft contract is about: tariffs with instalments, and seats per gemeente.

All of it is fixed once the contract is signed: every action here locks the contract and refuses
when it is no longer a draft.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import Gemeente, User
from config.shared.display import day, money, number
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.capacity import spread_seats
from contracts.enums import (
    ContractStatus,
    FeeMoment,
    HoursBasis,
    InstalmentMoment,
    TariffUnit,
)
from contracts.indexation import parts_of
from contracts.models import (
    CapacityLine,
    CapacityShare,
    Contract,
    Tariff,
    TariffBand,
    TariffInstalment,
)

WHOLE = Decimal(100)


def lock_draft(contract: Contract) -> Contract:
    """The contract, locked until the end of the transaction; Refused when it is not a draft."""
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    if row.status != ContractStatus.DRAFT:
        raise Refused(
            _("The contract can no longer be changed here: its status is “%(status)s”.")
            % {"status": row.get_status_display()}
        )
    return row


# --- Tariffs ------------------------------------------------------------------------------------


def default_instalments() -> dict[str, Decimal]:
    """Per cents by moment with which a new tariff starts (CONTRACT_DEFAULT_INSTALMENTS)."""
    return {
        moment: Decimal(percentage)
        for moment, percentage in settings.CONTRACT_DEFAULT_INSTALMENTS.items()
    }


@dataclass(frozen=True, slots=True)
class TariffTerms:
    """What one unit of a route costs in a period, and when it falls due."""

    route: str
    price: Decimal
    """Euro excl. VAT a unit."""
    first_on: date
    last_on: date
    instalments: Mapping[str, Decimal]
    """Per cents of a trajectory by InstalmentMoment; nought where nothing falls due."""
    charges_other_groups: bool = False
    unit: str = TariffUnit.TRAJECTORY
    name: str = ""
    """What a fee is for; empty for another unit."""
    bands: Mapping[int, Decimal] = field(default_factory=dict)
    """Another price from a number of units on."""
    hours_basis: str = HoursBasis.OFFERED
    charged_at: str = FeeMoment.START


FACTS = (
    "route",
    "unit",
    "name",
    "price",
    "first_on",
    "last_on",
    "charges_other_groups",
    "hours_basis",
    "charged_at",
)


@transaction.atomic
def set_tariff(
    *,
    contract: Contract,
    terms: TariffTerms,
    by: User,
    at: datetime,
    tariff: Tariff | None = None,
) -> Tariff:
    """Give the draft a tariff, or change `tariff` of it.

    The instalments are frozen in cents here, and add up to the price rounded to cents.
    """
    draft = lock_draft(contract)
    _check_tariff(draft, terms)
    row = write_tariff(tariff or Tariff(contract=draft), terms)
    sentence = _("%(route)s: %(price)s %(unit)s from %(first)s to %(last)s") % {
        "route": row.get_route_display(),
        "price": money(row.price, 4),
        "unit": row.get_unit_display(),
        "first": day(row.first_on),
        "last": day(row.last_on),
    }
    record_update(draft, {}, by=by, at=at, what=sentence)
    return row


def write_tariff(tariff: Tariff, terms: TariffTerms) -> Tariff:
    """Write the terms on a tariff, with its instalments and bands; Refused where they do not fit.

    Whether the contract may still be changed is for the caller to know.
    """
    for name in FACTS:
        setattr(tariff, name, getattr(terms, name))
    valid(tariff).save()
    tariff.instalments.all().delete()
    TariffInstalment.objects.bulk_create(instalments_of(tariff, terms.instalments))
    tariff.bands.all().delete()
    for from_number, price in sorted(terms.bands.items()):
        valid(TariffBand(tariff=tariff, from_number=from_number, price=price)).save()
    return tariff


def instalments_of(tariff: Tariff, percentages: Mapping[str, Decimal]) -> list[TariffInstalment]:
    """The parts of a trajectory price in cents, unsaved; another unit has none."""
    if tariff.unit != TariffUnit.TRAJECTORY:
        return []
    due = [(moment, percentages.get(moment, Decimal(0))) for moment in InstalmentMoment.values]
    due = [(moment, percentage) for moment, percentage in due if percentage]
    amounts = parts_of(tariff.price, [percentage for _moment, percentage in due])
    return [
        TariffInstalment(tariff=tariff, moment=moment, percentage=percentage, amount=amount)
        for (moment, percentage), amount in zip(due, amounts, strict=True)
    ]


def _check_tariff(contract: Contract, terms: TariffTerms) -> None:
    _check_period(contract, terms.first_on, terms.last_on)
    total = sum(terms.instalments.values(), Decimal(0))
    if terms.unit == TariffUnit.TRAJECTORY and total != WHOLE:
        raise Refused(
            _("The instalments add up to %(total)s%%, not to 100%%.") % {"total": number(total)}
        )


@transaction.atomic
def remove_tariff(*, tariff: Tariff, by: User, at: datetime) -> Contract:
    """Take a tariff out of a draft."""
    draft = lock_draft(tariff.contract)
    record_update(draft, {}, by=by, at=at, what=_("Taken out: %(what)s") % {"what": tariff})
    tariff.delete()
    return draft


# --- Seats --------------------------------------------------------------------------------------


@transaction.atomic
def add_capacity_line(*, line: CapacityLine, by: User, at: datetime) -> CapacityLine:
    """Add seats to a draft, spread over its gemeenten by inhabitants to begin with."""
    draft = lock_draft(line.contract)
    _check_period(draft, line.first_on, line.last_on)
    valid(line).save(force_insert=True)
    spread_by_inhabitants(line, draft.gemeenten.all())
    record_made(line, by=by, at=at)
    record_update(draft, {}, by=by, at=at, what=f"{line}: {number(line.number)}")
    return line


@transaction.atomic
def change_capacity_line(
    *, line: CapacityLine, by: User, at: datetime, **facts: Any
) -> CapacityLine:
    """Change seats of a draft; another number is spread in the proportions that stand."""
    draft = lock_draft(line.contract)
    row = CapacityLine.objects.select_for_update(of=("self",)).get(pk=line.pk)
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    _check_period(draft, row.first_on, row.last_on)
    valid(row).save(update_fields=list(facts))
    if row.number != before.get("number", row.number):
        shares = {share.gemeente: share.number for share in row.shares.select_related("gemeente")}
        _write_shares(row, shares, spread_seats(row.number, list(shares.values())))
    record_update(row, before, by=by, at=at, what="")
    return row


@transaction.atomic
def set_shares(
    *, line: CapacityLine, numbers: Mapping[Gemeente, int], by: User, at: datetime
) -> CapacityLine:
    """Divide the seats of a draft's line over gemeenten, as agreed; they add up to its number."""
    lock_draft(line.contract)
    total = sum(numbers.values())
    if total != line.number:
        raise Refused(
            _("Together these are %(total)s places; the line has %(number)s.")
            % {"total": number(total), "number": number(line.number)}
        )
    before = {"shares": {share.gemeente_id: share.number for share in line.shares.all()}}
    _write_shares(line, numbers, list(numbers.values()))
    sentence = ", ".join(f"{gemeente} {count}" for gemeente, count in numbers.items())
    after = {gemeente.pk: count for gemeente, count in numbers.items()}
    record_update(line, before, by=by, at=at, what=sentence, after={"shares": after})
    # Divided by hand now; dividing by a key names it again.
    CapacityLine.objects.filter(pk=line.pk).update(key=None)
    return line


def spread_by_inhabitants(line: CapacityLine, gemeenten: Iterable[Gemeente]) -> None:
    """Replace the shares of `line` by parts in proportion to inhabitants (largest remainder)."""
    takers = sorted(gemeenten, key=lambda gemeente: gemeente.name)
    weights = [gemeente.inhabitants or 0 for gemeente in takers]
    _write_shares(line, takers, spread_seats(line.number, weights))


def _write_shares(line: CapacityLine, gemeenten: Iterable[Gemeente], seats: list[int]) -> None:
    line.shares.all().delete()
    CapacityShare.objects.bulk_create(
        CapacityShare(line=line, gemeente=gemeente, number=count)
        for gemeente, count in zip(gemeenten, seats, strict=True)
    )


@transaction.atomic
def remove_capacity_line(*, line: CapacityLine, by: User, at: datetime) -> Contract:
    """Take seats out of a draft; Refused when groups have been planned on them."""
    draft = lock_draft(line.contract)
    record_update(draft, {}, by=by, at=at, what=_("Taken out: %(what)s") % {"what": line})
    try:
        line.delete()
    except ProtectedError as error:
        raise Refused(_("Groups have been planned on this capacity line.")) from error
    return draft


def _check_period(contract: Contract, first_on: date, last_on: date) -> None:
    if first_on < contract.first_on or last_on > contract.last_on:
        raise Refused(
            _("The period has to lie within the contract, from %(first)s to %(last)s.")
            % {"first": day(contract.first_on), "last": day(contract.last_on)}
        )
