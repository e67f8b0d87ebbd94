"""Export what DUO must know of a gemeente's learners, and keep what was exported."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.access import gemeenten_of, regions_of, require
from accounts.enums import Permission
from accounts.models import Gemeente, Region, User
from config.shared.errors import Refused
from config.shared.periods import amsterdam, month_start
from contracts.actions.records import record_made
from contracts.duo.document import SPECIFICATIONS, Line, pieces
from contracts.duo.gathering import Scope, gather
from contracts.enums.duo import TO_SEND, DuoKind, DuoState
from contracts.models import DuoExport, DuoLine

CHUNK = 2_000
IN_MEMORY = 5_000_000
"""Bytes of the document that are kept in memory before it goes to a file."""
STEM = 20
"""So many signs of the digest name the file in the store."""
SECTIONS = {
    "offers": Q(kind=DuoKind.OFFER, body__isnull=False),
    "hours": Q(kind=DuoKind.HOURS, body__isnull=False),
    "withdrawn": Q(state=DuoState.WITHDRAWN),
    "missing": Q(state=DuoState.MISSING),
}
"""The arrays of the document, in order."""


@dataclass(frozen=True, slots=True)
class DuoRequest:
    """Whose learners, and over which months; any day of a month names it.

    `region` None means all placements of the gemeente, whichever region made them.
    """

    gemeente: Gemeente
    region: Region | None
    first_month: date
    last_month: date

    @property
    def scope(self) -> Scope:
        """The same as ids and first days."""
        region = self.region.pk if self.region else None
        return Scope(
            self.gemeente.pk, region, month_start(self.first_month), month_start(self.last_month)
        )


def region_for(gemeente: Gemeente, person: User, on: date) -> Region | None:
    """The region whose placements of the gemeente `person` exports; None: all of them."""
    if gemeente.pk in gemeenten_of(person):
        return None
    own = Region.objects.filter(pk__in=regions_of(person)).order_by("pk")
    return next((region for region in own if gemeente in region.gemeenten_on(on)), None)


@transaction.atomic
def make_export(*, request: DuoRequest, by: User, at: datetime) -> DuoExport:
    """Gather the bodies, compare them with what went before, and keep them with their SHA-256.

    Exports of one gemeente are made one after the other. Refused for months to come, and where
    `by` does not act for the gemeente or the region.
    """
    _require(request, by)
    require_months(request.scope, amsterdam(at))
    Gemeente.objects.select_for_update(no_key=True).get(pk=request.gemeente.pk)
    export = DuoExport.objects.create(
        gemeente=request.gemeente,
        region=request.region,
        first_month=request.scope.first_month,
        last_month=request.scope.last_month,
        made_at=at,
        made_by=by,
    )
    gather(request.scope, export.pk)
    for name, number in _counted(export).items():
        setattr(export, name, number)
    _keep_document(export)
    export.save()
    record_made(export, by=by, at=at)
    return export


def document_of(export: DuoExport, *, only_changed: bool = False) -> Iterator[bytes]:
    """The export as JSON in pieces; `only_changed` leaves out what was told before."""
    lines = export.lines.filter(state__in=TO_SEND) if only_changed else export.lines.all()
    facts = {
        "gemeente": export.gemeente.code,
        "region": export.region.name if export.region else None,
        "firstMonth": f"{export.first_month:%Y-%m}",
        "lastMonth": f"{export.last_month:%Y-%m}",
        "madeAt": export.made_at.isoformat(),
        "specifications": SPECIFICATIONS,
    }
    sections = [(name, lines_of(lines.filter(which))) for name, which in SECTIONS.items()]
    return pieces(facts, sections)


def lines_of(rows: Any) -> Iterator[Line]:
    """Rows of DuoLine in their order, a chunk at a time."""
    names = [name.replace("provider", "provider__kvk_number") for name in Line._fields]
    return map(Line._make, rows.order_by("pk").values_list(*names).iterator(CHUNK))


def _require(request: DuoRequest, by: User) -> None:
    require(by, Permission.DUO_EXPORT, request.region or request.gemeente)
    if request.region is None and request.gemeente.pk not in gemeenten_of(by):
        raise Refused(
            _("You do not act for %(gemeente)s.") % {"gemeente": request.gemeente},
            field="gemeente",
        )


def require_months(scope: Scope, today: date) -> None:
    """Refuse months that are turned round, and months to come."""
    if scope.last_month < scope.first_month:
        raise Refused(_("The last month lies before the first."), field="last_month")
    if scope.last_month > today:
        raise Refused(_("The last month has yet to begin."), field="last_month")


def _counted(export: DuoExport) -> dict[str, int]:
    """How many lines are what: the numbers that the export keeps."""
    wanted = SECTIONS | {"changed": Q(state__in=(DuoState.NEW, DuoState.CHANGED))}
    counts = {name: Count("pk", filter=which) for name, which in wanted.items()}
    return DuoLine.objects.filter(export=export).aggregate(**counts)


def _keep_document(export: DuoExport) -> None:
    """Store the document in Dutch, whoever made it: it goes to a system."""
    with SpooledTemporaryFile(IN_MEMORY) as spool, override(settings.LANGUAGE_CODE):
        export.sha256 = _spool(spool, document_of(export))
        export.file.save(f"{export.sha256[:STEM]}.json", File(spool), save=False)


def _spool(spool: IO[bytes], content: Iterable[bytes]) -> str:
    """Write `content`; return its SHA-256."""
    digest = hashlib.sha256()
    for piece in content:
        spool.write(piece)
        digest.update(piece)
    spool.seek(0)
    return digest.hexdigest()
