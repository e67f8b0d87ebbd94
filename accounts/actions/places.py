"""Keeping gemeenten and labour market regions equal to the national list, and regions' numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import regions_of, require
from accounts.enums import Permission, RegionKind
from accounts.models import Gemeente, Region, RegionGemeente, User
from config.shared.errors import Refused
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder

FIRST_DAY = date(2022, 1, 1)
"""The Wet inburgering 2021 is in force since this day; a region of the list counts from it."""


@dataclass(frozen=True, slots=True)
class GemeenteRow:
    """One gemeente of the list; `valid_until` of one that ended, `region` empty when not told."""

    code: str
    name: str
    valid_until: date | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many gemeenten of the list are new, changed and unchanged, and how many new regions."""

    new: int
    changed: int
    unchanged: int
    regions: int


def load_gemeenten(*, rows: Sequence[GemeenteRow], on: date) -> Loaded:
    """Make gemeenten, and the labour market region of each, equal to `rows`.

    Gemeenten that the list lacks are left alone. One that moved to another labour market region
    belongs to it from `on`. Costs a handful of statements, however long the list.
    """
    with transaction.atomic():
        known = Gemeente.objects.select_for_update().in_bulk(
            [row.code for row in rows], field_name="code"
        )
        new = _add([row for row in rows if row.code not in known])
        changed = _change([(known[row.code], row) for row in rows if row.code in known])
        regions = _add_regions({row.region for row in rows if row.region})
        moved = _settle_regions(rows, on) - new
        _end_ties_of_ended()
    count = len(changed | moved)
    return Loaded(len(new), count, len(rows) - len(new) - count, regions)


def _add(rows: Sequence[GemeenteRow]) -> set[str]:
    Gemeente.objects.bulk_create(
        Gemeente(code=row.code, name=row.name, valid_until=row.valid_until) for row in rows
    )
    return {row.code for row in rows}


def _change(pairs: Sequence[tuple[Gemeente, GemeenteRow]]) -> set[str]:
    """Names and last days; a list without last days leaves those that are known."""
    changed = []
    for gemeente, row in pairs:
        wanted = (row.name, row.valid_until or gemeente.valid_until)
        if (gemeente.name, gemeente.valid_until) != wanted:
            gemeente.name, gemeente.valid_until = wanted
            changed.append(gemeente)
    Gemeente.objects.bulk_update(changed, ["name", "valid_until"])
    return {gemeente.code for gemeente in changed}


def _add_regions(names: set[str]) -> int:
    unknown = names - set(Region.objects.values_list("name", flat=True))
    Region.objects.bulk_create(
        Region(name=name, kind=RegionKind.LABOUR_MARKET_REGION) for name in sorted(unknown)
    )
    return len(unknown)


def _settle_regions(rows: Sequence[GemeenteRow], on: date) -> set[str]:
    """Tie each gemeente to the region of its row; return the codes of which that is new."""
    wanted = {row.code: row.region for row in rows if row.region and not row.valid_until}
    open_ties = RegionGemeente.objects.filter(
        last_on__isnull=True,
        region__kind=RegionKind.LABOUR_MARKET_REGION,
        gemeente__code__in=wanted,
    )
    now = {tie.gemeente.code: tie for tie in open_ties.select_related("gemeente", "region")}
    left = [tie for code, tie in now.items() if tie.region.name != wanted[code]]
    open_ties.filter(pk__in=[tie.pk for tie in left]).update(last_on=on - timedelta(days=1))
    leavers = {tie.gemeente.code for tie in left}
    missing = (wanted.keys() - now.keys()) | leavers
    _tie({code: wanted[code] for code in missing}, leavers, on)
    return missing


def _tie(wanted: dict[str, str], leavers: set[str], on: date) -> None:
    gemeenten = Gemeente.objects.in_bulk(wanted, field_name="code")
    regions = Region.objects.in_bulk(set(wanted.values()), field_name="name")
    RegionGemeente.objects.bulk_create(
        RegionGemeente(
            gemeente=gemeenten[code],
            region=regions[name],
            first_on=on if code in leavers else FIRST_DAY,
        )
        for code, name in wanted.items()
    )


def _end_ties_of_ended() -> None:
    """A gemeente that ended leaves its regions on its last day."""
    ties = RegionGemeente.objects.filter(last_on__isnull=True)
    for gemeente in Gemeente.objects.filter(
        valid_until__isnull=False, regions__last_on__isnull=True, regions__isnull=False
    ).distinct():
        mine = ties.filter(gemeente=gemeente)
        mine.filter(first_on__gt=gemeente.valid_until).delete()
        mine.update(last_on=gemeente.valid_until)


@transaction.atomic
def set_buyer(
    *,
    region: Region,
    kvk_number: str,
    oin: str,
    invoice_reference: str,
    by: User,
    at: datetime,
) -> Region:
    """Say by which numbers senders of invoices know the region; each may be empty."""
    require(by, Permission.SETTINGS_MANAGE, region)
    if region.pk not in regions_of(by):
        raise Refused(_("You do not act for this region."))
    row = Region.objects.select_for_update().get(pk=region.pk)
    after = {"kvk_number": kvk_number, "oin": oin, "invoice_reference": invoice_reference}
    before = {name: getattr(row, name) for name in after}
    for name, value in after.items():
        setattr(row, name, value)
    valid(row).save(update_fields=list(after))
    recorder().record([Entry(row, "updated", by, at, before, after)])
    return row
