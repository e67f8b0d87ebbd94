"""Contracts that were signed outside and run already: recorded as such, one or many at once.

However many there are, the number of statements stays the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.queue import later
from config.shared.scanning import refuse_infected
from config.shared.uploads import FileKind, examined
from config.shared.workflow import Entry, recorder
from contracts.actions.terms import FACTS, TariffTerms, instalments_of
from contracts.capacity import spread_seats
from contracts.enums import ContractStatus
from contracts.models import (
    CapacityLine,
    CapacityShare,
    Contract,
    ContractSheet,
    Tariff,
    TariffInstalment,
)
from contracts.workflows import CONTRACT
from procurement.actions.common import constraints_refuse

KINDS = (FileKind.XLSX, FileKind.ODS, FileKind.CSV)
"""What a sheet of contracts can be."""
STEM = 20


@dataclass(frozen=True, slots=True)
class SeatTerms:
    """A contracted number for one route at one place in one period."""

    route: str
    place: str
    counts: str
    number: int
    first_on: date
    last_on: date
    group_minimum: int | None = None
    group_maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A contract as it was agreed elsewhere: columns of Contract, and what it holds."""

    facts: Mapping[str, Any]
    gemeenten: Sequence[Gemeente]
    tariffs: Sequence[TariffTerms]
    seats: Sequence[SeatTerms]


def keep_contract_sheet(*, region: Region, file: File, by: User, at: datetime) -> ContractSheet:
    """Keep a sheet of running contracts as it came; nothing is recorded from it yet."""
    found = examined(file, kinds=KINDS, maximum_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    refuse_infected(file)
    sheet = ContractSheet(
        region=region,
        filename=found.name[:200],
        sha256=found.sha256,
        received_at=at,
        received_by=by,
    )
    with transaction.atomic():
        require(by, Permission.CONTRACT_SIGN, region)
        sheet.file.save(f"{found.sha256[:STEM]}{PurePath(found.name).suffix}", file, save=False)
        sheet.save(force_insert=True)
        recorder().record([Entry(sheet, "created", by, at, {}, {})])
    return sheet


@transaction.atomic
def confirm_contract_sheet(
    *, sheet: ContractSheet, running: Sequence[Running], by: User, at: datetime
) -> ContractSheet:
    """Record the contracts that were read from the sheet; once."""
    row = ContractSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if row.confirmed_at:
        raise Refused(_("The contracts of this sheet have been recorded already."))
    made = record_running(region=row.region, running=running, by=by, at=at)
    row.confirmed_at, row.confirmed_by = at, by
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    row.contracts.set(made)
    recorder().record([Entry(row, "updated", by, at, {}, {}, _("Recorded"))])
    return row


@transaction.atomic
def record_running(
    *, region: Region, running: Sequence[Running], by: User, at: datetime
) -> list[Contract]:
    """Record contracts signed outside, with tariffs and seats; those that have begun are active.

    What each was worth is its original value: amendments are judged against it. Refused, with
    nothing recorded, when one of them breaks a rule of the database.
    """
    require(by, Permission.CONTRACT_SIGN, region)
    with constraints_refuse(Contract, Tariff, CapacityLine):
        contracts = _make_contracts(region, running, by, at)
        _make_tariffs(contracts, running)
        _make_seats(contracts, running)
    drafts = Contract.objects.filter(pk__in=[contract.pk for contract in contracts])
    CONTRACT.apply_many(drafts, "sign_outside", by=by, at=at)
    begun = drafts.filter(status=ContractStatus.SIGNED, first_on__lte=amsterdam(at))
    CONTRACT.apply_many(begun, "activate", by=by, at=at)
    later("accounts.seal_audit")
    return list(drafts.order_by("pk"))


def _make_contracts(
    region: Region, running: Sequence[Running], by: User, at: datetime
) -> list[Contract]:
    contracts = [
        Contract(
            region=region,
            created_at=at,
            created_by=by,
            original_amount=each.facts.get("maximum_amount"),
            original_quantity=each.facts.get("maximum_quantity"),
            **each.facts,
        )
        for each in running
    ]
    Contract.objects.bulk_create(contracts)
    through = Contract.gemeenten.through
    through.objects.bulk_create(
        through(contract_id=contract.pk, gemeente_id=gemeente.pk)
        for contract, each in zip(contracts, running, strict=True)
        for gemeente in each.gemeenten
    )
    after = {"status": ContractStatus.DRAFT.value}
    recorder().record([Entry(contract, "created", by, at, {}, after) for contract in contracts])
    return contracts


def _make_tariffs(contracts: Iterable[Contract], running: Iterable[Running]) -> None:
    made = [
        (Tariff(contract=contract, **{name: getattr(terms, name) for name in FACTS}), terms)
        for contract, each in zip(contracts, running, strict=True)
        for terms in each.tariffs
    ]
    Tariff.objects.bulk_create([tariff for tariff, _terms in made])
    TariffInstalment.objects.bulk_create(
        part for tariff, terms in made for part in instalments_of(tariff, terms.instalments)
    )


def _make_seats(contracts: Iterable[Contract], running: Iterable[Running]) -> None:
    made = [
        (CapacityLine(contract=contract, **_columns(seats)), each.gemeenten)
        for contract, each in zip(contracts, running, strict=True)
        for seats in each.seats
    ]
    CapacityLine.objects.bulk_create([line for line, _gemeenten in made])
    CapacityShare.objects.bulk_create(
        share for line, gemeenten in made for share in _shares(line, gemeenten)
    )


def _columns(seats: SeatTerms) -> dict[str, Any]:
    return {name: getattr(seats, name) for name in SeatTerms.__slots__}


def _shares(line: CapacityLine, gemeenten: Sequence[Gemeente]) -> Iterator[CapacityShare]:
    """By inhabitants, to begin with; the shares can be set with an amendment."""
    takers = sorted(gemeenten, key=lambda gemeente: gemeente.name)
    seats = spread_seats(line.number, [gemeente.inhabitants or 0 for gemeente in takers])
    for gemeente, number in zip(takers, seats, strict=True):
        yield CapacityShare(line=line, gemeente=gemeente, number=number)
