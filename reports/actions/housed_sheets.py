"""Sheets of people housed: kept as they came, and taken over once somebody has looked."""

from collections.abc import Collection
from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.scanning import refuse_infected
from config.shared.uploads import FileKind, examined
from contracts.actions.records import record_made, record_update
from reports.actions.funding_facts import FIGURES, People, set_counts
from reports.enums.funding import CountEffect
from reports.models import HousedCount, HousedCountSheet

KINDS = (FileKind.XLSX, FileKind.ODS, FileKind.CSV)
STEM = 20
"""So many signs of the digest name the file in the store."""


def keep_housed_sheet(*, region: Region, file: File, by: User, at: datetime) -> HousedCountSheet:
    """Keep a sheet as it came; no count is written from it yet.

    Refused for what is no sheet, is infected or too large.
    """
    require(by, Permission.FUNDING_MANAGE, region)
    found = examined(file, kinds=KINDS, maximum_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    refuse_infected(file)
    sheet = HousedCountSheet(
        region=region,
        filename=found.name[:200],
        sha256=found.sha256,
        size=found.size,
        received_at=at,
        received_by=by,
    )
    with transaction.atomic():
        sheet.file.save(f"{found.sha256[:STEM]}{PurePath(found.name).suffix}", file, save=False)
        sheet.save(force_insert=True)
        record_made(sheet, by=by, at=at)
    return sheet


@transaction.atomic
def take_over_housed_sheet(
    *, sheet: HousedCountSheet, people: Collection[People], by: User, at: datetime
) -> HousedCountSheet:
    """Write the counts that were read from the sheet, once."""
    row = HousedCountSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if row.confirmed_at:
        raise Refused(_("The counts of this sheet have been taken over already."))
    row.changed = set_counts(
        region=row.region, people=people, source=_("Sheet"), by=by, at=at, sheet=row
    )
    row.confirmed_at, row.confirmed_by = at, by
    row.save(update_fields=["changed", "confirmed_at", "confirmed_by"])
    record_update(row, {}, by=by, at=at, what=_("Taken over"), after={"changed": row.changed})
    return row


def effects_of(region: Region, people: Collection[People]) -> list[CountEffect]:
    """Of each count whether it is new, changes what stands, or stands already; in their order."""
    rows = HousedCount.objects.filter(region=region, year__in={each.year for each in people})
    standing = {
        (row.gemeente_id, row.year, row.target_group): [getattr(row, name) for name in FIGURES]
        for row in rows.order_by("pk")
    }
    return [_effect(each, standing.get(_key(each))) for each in people]


def _key(people: People) -> tuple[int, int, str]:
    return people.gemeente.pk, people.year, people.target_group


def _effect(people: People, stood: list[int | None] | None) -> CountEffect:
    if stood is None:
        return CountEffect.NEW
    is_same = stood == [getattr(people, name) for name in FIGURES]
    return CountEffect.SAME if is_same else CountEffect.CHANGED
