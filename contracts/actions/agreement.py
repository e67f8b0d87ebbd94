"""Writes a changed version of what was agreed into the rows of a running contract."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, ProtectedError, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Gemeente
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.call_offs import check_call_off
from contracts.actions.capacity import pair_anew
from contracts.actions.terms import TariffTerms, write_tariff
from contracts.amending.diff import RowChange, row_changes
from contracts.amending.fields import (
    BAND,
    FACTS,
    GEMEENTEN,
    GUARANTEES,
    INDEXATION,
    INSTALMENT,
    KPIS,
    LINES,
    RENEWALS,
    SETTLEMENTS,
    SHARES,
    TARIFFS,
    Section,
    read,
)
from contracts.amending.paths import Key, Terms, Value, in_section
from contracts.enums import FeeMoment, HoursBasis, RenewalStatus
from contracts.ledger import rebuild_contract
from contracts.models import (
    CapacityLine,
    CapacityShare,
    Contract,
    ContractGuarantee,
    ContractKpi,
    IndexationRule,
    Placement,
    RenewalOption,
    SettlementRule,
    Tariff,
)
from contracts.models.agreement import NAMED

ROWS: Mapping[str, type[Any]] = {
    SETTLEMENTS.name: SettlementRule,
    GUARANTEES.name: ContractGuarantee,
    RENEWALS.name: RenewalOption,
    KPIS.name: ContractKpi,
    INDEXATION.name: IndexationRule,
}
"""Parts that are one row of one model."""


def write_terms(contract: Contract, before: Terms, after: Terms) -> list[int]:
    """Make the locked `contract` say `after` where it says `before`; inside a transaction.

    Placements whose first day falls under another price move to it, and the costs of the contract
    are rebuilt. Returns the ids of these placements. Refused when groups,
    placements or costs hold on to what would go, and when a call-off outgrows its framework.
    """
    changes = row_changes(before, after)
    by_section: dict[str, list[RowChange]] = {}
    for change in changes:
        by_section.setdefault(change.row[0], []).append(change)
    _write_facts(contract, by_section.get(FACTS.name, []))
    check_call_off(contract)
    if GEMEENTEN.name in by_section:
        codes = [key[0] for key in in_section(after, GEMEENTEN.name)]
        contract.gemeenten.set(Gemeente.objects.filter(code__in=codes))
    touched = _write_tariffs(contract, by_section.get(TARIFFS.name, []))
    _write_lines(contract, by_section, after)
    if LINES.name in by_section:
        pair_anew(contract)
    for name, model in ROWS.items():
        for change in by_section.get(name, []):
            _write_row(contract, model, change)
    priced_anew = _recount(contract, touched) if touched else []
    rebuild_contract(contract.pk)
    return priced_anew


def values_of(section: Section, fields: Mapping[str, Value]) -> dict[str, Any]:
    """The facts of a row as the fields of its model take them; what is not filled is None."""
    return {
        NAMED.get(field.name, field.name): read(field.kind, fields.get(field.name))
        for field in section.fields
    }


def _keys(section: Section, key: Key) -> dict[str, Any]:
    return {
        field.name: read(field.kind, part) for field, part in zip(section.keys, key, strict=True)
    }


def _write_facts(contract: Contract, changes: Iterable[RowChange]) -> None:
    for change in changes:
        values = _filled(FACTS, change.after or {})
        for name, value in values.items():
            setattr(contract, name, value)
        valid(contract).save(update_fields=list(values))


def _filled(section: Section, fields: Mapping[str, Value]) -> dict[str, Any]:
    """As values_of, with "no" for a yes-or-no and an empty text where nothing is filled."""
    values = values_of(section, fields)
    empty: dict[str, Any] = {"yes_no": False, "text": ""}
    for field in section.fields:
        name = NAMED.get(field.name, field.name)
        if values[name] is None and field.kind in empty:
            values[name] = empty[field.kind]
    return values


# --- Prices ---------------------------------------------------------------------------------------


def _write_tariffs(contract: Contract, changes: list[RowChange]) -> list[Tariff]:
    """The tariffs that were made or changed; what makes room comes before what takes it."""
    written = []
    for change in sorted(changes, key=_room_first):
        tariff = _standing(contract, change)
        if change.after is None:
            _delete(tariff)
        else:
            written.append(_write_tariff(contract, tariff, change))
    return written


def _room_first(change: RowChange) -> int:
    if change.after is None:
        return 0
    if change.before is None:
        return 3
    return 1 if str(change.after["last_on"]) < str(change.before["last_on"]) else 2


def _standing(contract: Contract, change: RowChange) -> Tariff | None:
    if change.before is None:
        return None
    return contract.tariffs.get(**_keys(TARIFFS, change.row[1]))


def _write_tariff(contract: Contract, standing: Tariff | None, change: RowChange) -> Tariff:
    terms = tariff_terms(change.row[1], change.after or {})
    if standing and {each.path.field for each in change.changes} == {"last_on"}:
        standing.last_on = terms.last_on
        valid(standing).save(update_fields=["last_on"])
        return standing
    if standing and standing.cost_lines.exists():
        raise Refused(
            _("Placements are charged under %(tariff)s: agree a new price from a later day.")
            % {"tariff": standing}
        )
    tariff = standing or Tariff(contract=contract, follows=_version_before(contract, terms))
    return write_tariff(tariff, terms)


def tariff_terms(key: Key, fields: Mapping[str, Value]) -> TariffTerms:
    """A row of the tariffs as the actions of contracts know it."""
    keys = _keys(TARIFFS, key)
    return TariffTerms(
        route=keys["route"],
        unit=keys["unit"],
        name=keys["name"],
        first_on=keys["first_on"],
        last_on=date.fromisoformat(str(fields["last_on"])),
        price=Decimal(fields["price"]),
        charges_other_groups=bool(fields.get("charges_other_groups")),
        hours_basis=str(fields.get("hours_basis") or HoursBasis.OFFERED),
        charged_at=str(fields.get("charged_at") or FeeMoment.START),
        instalments=_numbered(fields, INSTALMENT),
        bands={int(name): price for name, price in _numbered(fields, BAND).items()},
    )


def _numbered(fields: Mapping[str, Value], prefix: str) -> dict[str, Decimal]:
    return {
        name.removeprefix(prefix): Decimal(value)
        for name, value in fields.items()
        if name.startswith(prefix)
    }


def _version_before(contract: Contract, terms: TariffTerms) -> Tariff | None:
    same = contract.tariffs.filter(route=terms.route, unit=terms.unit, name=terms.name)
    return same.filter(last_on=terms.first_on - timedelta(days=1)).first()


def _recount(contract: Contract, touched: list[Tariff]) -> list[int]:
    """Give placements the price of their first day; those that a changed price touches."""
    moved = []
    for tariff in contract.tariffs.main():
        under = _begun_outside_their_tariff(contract).filter(
            route=tariff.route, begins_on__range=(tariff.first_on, tariff.last_on)
        )
        ids = list(under.order_by("pk").values_list("pk", flat=True))
        Placement.objects.filter(pk__in=ids).update(tariff=tariff)
        moved += ids
    _refuse_unpriced(contract)
    under_changed = Placement.objects.filter(tariff__in=touched)
    return sorted({*moved, *under_changed.order_by("pk").values_list("pk", flat=True)})


def _begun_outside_their_tariff(contract: Contract) -> "QuerySet[Any]":
    begins = Coalesce("actual_first_on", "planned_first_on")
    return (
        Placement.objects.filter(contract=contract)
        .annotate(begins_on=begins)
        .filter(Q(begins_on__lt=F("tariff__first_on")) | Q(begins_on__gt=F("tariff__last_on")))
    )


def _refuse_unpriced(contract: Contract) -> None:
    """Who begins on a day without a price would keep one that no longer holds."""
    count = _begun_outside_their_tariff(contract).filter(begins_on__lte=contract.last_on).count()
    if count:
        raise Refused(
            ngettext(
                "%(count)s placement begins on a day for which there would be no tariff.",
                "%(count)s placements begin on days for which there would be no tariff.",
                count,
            )
            % {"count": count}
        )


# --- Seats and other parts ------------------------------------------------------------------------


def _write_lines(contract: Contract, changes: Mapping[str, list[RowChange]], after: Terms) -> None:
    """Seats that go, come or change, and the shares of every line of which a share differs."""
    lines = changes.get(LINES.name, [])
    for change in lines:
        _write_row(contract, CapacityLine, change)
    shared = {change.row[1][:-1] for change in changes.get(SHARES.name, [])}
    standing = in_section(after, LINES.name)
    for key in sorted(shared & standing.keys()):
        _write_shares(contract.capacity_lines.get(**_keys(LINES, key)), key, after)


def _write_shares(line: CapacityLine, key: Key, after: Terms) -> None:
    numbers = {
        share[-1]: int(fields["number"])
        for share, fields in in_section(after, SHARES.name).items()
        if share[:-1] == key
    }
    gemeenten = Gemeente.objects.in_bulk(sorted(numbers), field_name="code")
    line.shares.all().delete()
    CapacityShare.objects.bulk_create(
        CapacityShare(line=line, gemeente=gemeenten[code], number=number)
        for code, number in numbers.items()
    )


def _write_row(contract: Contract, model: type[Any], change: RowChange) -> None:
    section = _SECTIONS[change.row[0]]
    keys = _keys(section, change.row[1])
    if change.before is None:
        row = model(contract=contract, **keys)
    else:
        row = model.objects.get(contract=contract, **keys)
        _ALLOWED.get(section.name, _always)(row)
    if change.after is None:
        _delete(row)
        return
    for name, value in _filled(section, change.after).items():
        setattr(row, name, value)
    valid(row).save()


def _undecided(option: RenewalOption) -> None:
    if option.status != RenewalStatus.OPEN:
        raise Refused(_("%(option)s has been decided about: it stands.") % {"option": option})


def _unbooked(guarantee: ContractGuarantee) -> None:
    if guarantee.is_booked:
        raise Refused(
            _("The shortfall of “%(what)s” has been booked: it stands.") % {"what": guarantee}
        )


def _always(row: Any) -> None:
    """Nothing holds these rows."""


_SECTIONS = {
    section.name: section
    for section in (LINES, SETTLEMENTS, GUARANTEES, RENEWALS, KPIS, INDEXATION)
}
_ALLOWED: Mapping[str, Callable[[Any], None]] = {
    GUARANTEES.name: _unbooked,
    RENEWALS.name: _undecided,
}


def _delete(row: Any) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise Refused(
            _("Groups, placements or costs stand under “%(what)s”: it cannot go.") % {"what": row}
        ) from error
