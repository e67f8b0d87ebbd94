"""The clause library: filled with our own texts to begin with, then kept by the region."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Region, User
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.records import record_made, record_update
from contracts.clause_text import check_places
from contracts.enums import ClauseUse
from contracts.models import Clause, ClauseVersion

LIBRARY = Path(__file__).parent.parent / "clause_library"
STEP = 10
"""Between the positions of two clauses, so that another fits in between."""


class Default(NamedTuple):
    """A clause that a new region begins with, in Dutch: it is text of an agreement."""

    use: str
    position: int
    code: str
    title: str
    text: str


@cache
def default_clauses() -> tuple[Default, ...]:
    """The clauses of clause_library/<use>.toml, in the order of an agreement."""
    return tuple(
        Default(str(use), place * STEP, clause["code"], clause["title"], clause["text"].strip())
        for use in ClauseUse
        for place, clause in enumerate(_written(use), start=1)
    )


def _written(use: ClauseUse) -> list[dict[str, str]]:
    text = (LIBRARY / f"{use}.toml").read_text(encoding="utf-8")
    clauses: list[dict[str, str]] = tomllib.loads(text)["clause"]
    return clauses


@transaction.atomic
def ensure_library(*, region: Region, at: datetime) -> int:
    """Give `region` the clauses that it begins with; return how many, 0 when it has any already.

    A region that has thrown out or rewritten clauses keeps its library as it is.
    """
    Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    if region.clauses.exists():
        return 0
    defaults = default_clauses()
    clauses = Clause.objects.bulk_create(
        Clause(
            region=region,
            use=default.use,
            code=default.code,
            title=default.title,
            position=default.position,
            created_at=at,
        )
        for default in defaults
    )
    ClauseVersion.objects.bulk_create(
        ClauseVersion(clause=clause, number=1, text=default.text, made_at=at)
        for clause, default in zip(clauses, defaults, strict=True)
    )
    return len(clauses)


@transaction.atomic
def add_clause(*, clause: Clause, text: str, by: User, at: datetime) -> Clause:
    """Put a new clause in the library; Refused at "text" for a place that cannot be filled in."""
    check_places(text, clause.use)
    clause.created_at, clause.created_by = at, by
    valid(clause).save(force_insert=True)
    _write(clause, 1, text, "", by, at)
    record_made(clause, by=by, at=at)
    return clause


@transaction.atomic
def change_clause(
    *,
    clause: Clause,
    title: str,
    position: int,
    is_standard: bool,
    text: str,
    reason: str,
    by: User,
    at: datetime,
) -> Clause:
    """Change a clause: another text becomes a new version, which says why.

    Agreements that were made with an earlier version keep that text.
    """
    row = _locked(clause)
    check_places(text, row.use)
    facts = {"title": title, "position": position, "is_standard": is_standard}
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    valid(row).save(update_fields=list(facts))
    latest = row.latest
    if text.strip() != latest.text:
        _write(row, latest.number + 1, text, reason, by, at)
    record_update(row, before, by=by, at=at, what=reason)
    return row


@transaction.atomic
def retire_clause(*, clause: Clause, by: User, at: datetime) -> Clause:
    """Take a clause out of the library; agreements that have it keep it."""
    row = _locked(clause)
    row.retired_at, row.retired_by = at, by
    row.save(update_fields=["retired_at", "retired_by"])
    record_update(row, {}, by=by, at=at, what=_("Retired"))
    return row


def _locked(clause: Clause) -> Clause:
    row = Clause.objects.select_for_update(of=("self",)).get(pk=clause.pk)
    if row.retired_at:
        raise Refused(_("This clause has been retired."))
    return row


def _write(
    clause: Clause, number: int, text: str, reason: str, by: User, at: datetime
) -> ClauseVersion:
    version = ClauseVersion(
        clause=clause, number=number, text=text.strip(), reason=reason, made_at=at, made_by=by
    )
    if number > 1 and not reason:
        raise Refused(_("Say why the clause is changed."), field="reason")
    valid(version).save()
    return version
