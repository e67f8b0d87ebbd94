"""Covenants in the making: drafted with the standard clauses of the region, changed, removed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, User
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.covenants.parties import name_parties
from contracts.actions.records import record_update
from contracts.covenant_text import plain
from contracts.enums import ClauseUse, CovenantStatus
from contracts.models import ClauseVersion, Covenant, CovenantClause
from contracts.workflows import COVENANT
from procurement.actions.common import assign, locked, note, require_status
from providers.models import Provider

STEP = 10
"""Between two positions, so that a clause can be put in between."""


@transaction.atomic
def draft_covenant(
    *,
    covenant: Covenant,
    gemeenten: Sequence[Gemeente],
    providers: Sequence[Provider],
    by: User,
    at: datetime,
) -> Covenant:
    """Save a new draft with its parties and the standard clauses of the region."""
    require(by, Permission.COVENANT_DRAFT, covenant)
    covenant.created_at, covenant.created_by = at, by
    covenant.purpose = plain(covenant.purpose)
    valid(covenant).save(force_insert=True)
    COVENANT.record_created(covenant, by=by, at=at)
    take_standard_clauses(covenant)
    name_parties(covenant=covenant, gemeenten=gemeenten, providers=providers, by=by, at=at)
    return covenant


def take_standard_clauses(covenant: Covenant) -> None:
    """Put the latest version of each standard clause of the region into the covenant."""
    versions = ClauseVersion.objects.latest_of(covenant.region, ClauseUse.COVENANT)
    CovenantClause.objects.bulk_create(
        [
            CovenantClause(
                covenant=covenant,
                position=STEP * number,
                version=version,
                title=version.clause.title,
                text=plain(version.text),
            )
            for number, version in enumerate(versions, start=1)
        ]
    )


@transaction.atomic
def change_covenant(*, covenant: Covenant, by: User, at: datetime, **facts: Any) -> Covenant:
    """Change the facts of a draft; `facts` are fields of Covenant."""
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    require_status(row, CovenantStatus.DRAFT)
    if "purpose" in facts:
        facts["purpose"] = plain(facts["purpose"])
    before, _after = assign(row, facts)
    valid(row).save(update_fields=list(facts))
    record_update(row, before, by=by, at=at, what="")
    return row


@transaction.atomic
def remove_covenant(*, covenant: Covenant, by: User, at: datetime) -> Covenant:
    """Take away a draft that no party has seen; one that was put to the parties stays."""
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    require_status(row, CovenantStatus.DRAFT)
    if row.accession_requests.exists() or row.reviews.exists():
        raise Refused(_("This covenant has a past, and stays."))
    note(row, "removed", by=by, at=at)
    row.parties.all().delete()
    row.delete()
    return row
