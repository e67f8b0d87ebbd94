"""The clauses of a covenant: written, agreed on one by one, commented on and so unlocked.

Whatever changes the text voids the acceptances of the text before. Once a party has signed, the
text stands: the region takes it back to draft to change it.
"""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.access import providers_of, require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from config.shared.validity import valid
from contracts.actions.covenants import telling
from contracts.actions.covenants.drafting import STEP
from contracts.clause_text import check_places
from contracts.covenant_text import plain
from contracts.enums import ClauseUse, CovenantStatus
from contracts.models import ClauseComment, ClauseVersion, Covenant, CovenantClause, CovenantParty
from procurement.actions.common import assign, locked, note, require_status

WRITABLE = (CovenantStatus.DRAFT, CovenantStatus.OFFERED)


def writable(covenant: Covenant, *, by: User) -> Covenant:
    """The covenant, locked, with a text that `by` may change; else Refused."""
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    _check_unsigned(row)
    return row


def _check_unsigned(covenant: Covenant) -> None:
    require_status(covenant, *WRITABLE)
    if covenant.parties.filter(signed_at__isnull=False).exists():
        raise Refused(
            _("A party has signed this text. Take the covenant back to draft to change it.")
        )


@transaction.atomic
def add_clauses(
    *, covenant: Covenant, versions: list[ClauseVersion], by: User, at: datetime
) -> Covenant:
    """Take clauses from the library, at the end of the text."""
    row = writable(covenant, by=by)
    if not versions:
        raise Refused(_("Choose at least one clause."), field="versions")
    for version in versions:
        clause = CovenantClause(version=version, title=version.clause.title, text=version.text)
        _append(row, clause)
    _text_changed(row, by=by, at=at, what=_("Clauses added: %(titles)s"), versions=versions)
    return row


@transaction.atomic
def write_clause(
    *, covenant: Covenant, title: str, text: str, by: User, at: datetime
) -> CovenantClause:
    """Add a clause of one's own, at the end of the text."""
    row = writable(covenant, by=by)
    clause = _append(row, CovenantClause(title=title, text=text))
    _text_changed(row, by=by, at=at, what=_("Clauses added: %(titles)s"), versions=[clause])
    return clause


def _append(covenant: Covenant, clause: CovenantClause) -> CovenantClause:
    last = covenant.clauses.aggregate(last=Max("position"))["last"] or 0
    clause.covenant, clause.position = covenant, last + STEP
    return _saved(clause)


def _saved(clause: CovenantClause) -> CovenantClause:
    check_places(clause.text, ClauseUse.COVENANT)
    clause.title, clause.text = plain(clause.title), plain(clause.text)
    valid(clause).save()
    return clause


@transaction.atomic
def change_clause(
    *, clause: CovenantClause, title: str, text: str, position: int, by: User, at: datetime
) -> CovenantClause:
    """Change a clause that is not agreed on; acceptances of the text before lapse."""
    covenant = writable(clause.covenant, by=by)
    row: CovenantClause = locked(clause)
    _check_unlocked(row)
    before, after = assign(row, {"title": title, "text": text, "position": position})
    if after:
        _saved(row)
        note(row, "updated", by=by, at=at, before=before, after=after)
        _void_acceptances(covenant, at=at)
    return row


@transaction.atomic
def remove_clause(*, clause: CovenantClause, by: User, at: datetime) -> Covenant:
    """Take a clause that is not agreed on out of the text."""
    covenant = writable(clause.covenant, by=by)
    row: CovenantClause = locked(clause)
    _check_unlocked(row)
    row.delete()
    _text_changed(covenant, by=by, at=at, what=_("Clause removed: %(titles)s"), versions=[clause])
    return covenant


def _check_unlocked(clause: CovenantClause) -> None:
    if clause.is_locked:
        raise Refused(_("This clause is agreed on. A comment on it unlocks it."))


def _text_changed(
    covenant: Covenant, *, by: User, at: datetime, what: str, versions: list[Any]
) -> None:
    titles = ", ".join(str(getattr(each, "clause", each)) for each in versions)
    note(covenant, "updated", by=by, at=at, reason=what % {"titles": titles})
    _void_acceptances(covenant, at=at)


def _void_acceptances(covenant: Covenant, *, at: datetime) -> None:
    """Who accepted another text than the one that reads now, has accepted nothing any more."""
    digest = covenant.text().digest()
    voided = list(
        covenant.parties.filter(accepted_at__isnull=False)
        .exclude(accepted_digest=digest)
        .order_by("pk")
    )
    CovenantParty.objects.filter(pk__in=[party.pk for party in voided]).update(
        accepted_at=None, accepted_by=None, accepted_digest=""
    )
    telling.tell_providers(
        covenant,
        telling.CHANGED,
        lambda: _("The text has changed since you accepted it. Read it and accept it anew."),
        at=at,
        parties=voided,
    )


@transaction.atomic
def agree_clauses(
    *, covenant: Covenant, clauses: list[CovenantClause], by: User, at: datetime
) -> Covenant:
    """Lock clauses that all sides can live with: what has an open comment is refused."""
    row = writable(covenant, by=by)
    require_status(row, CovenantStatus.OFFERED)
    chosen = row.clauses.filter(pk__in=[clause.pk for clause in clauses], agreed_at__isnull=True)
    open_ones = ClauseComment.objects.open().filter(clause__in=chosen)
    if open_ones.exists():
        titles = sorted(set(open_ones.values_list("clause__title", flat=True)))
        raise Refused(_("Settle the comments first: %(titles)s.") % {"titles": ", ".join(titles)})
    found = list(chosen.order_by("position", "pk"))
    row.clauses.filter(pk__in=[clause.pk for clause in found]).update(agreed_at=at, agreed_by=by)
    if found:
        note(row, "agreed_clause", by=by, at=at, reason=", ".join(map(str, found)))
    return row


@transaction.atomic
def comment_on_clause(
    *, clause: CovenantClause, text: str, proposed_text: str = "", by: User, at: datetime
) -> ClauseComment:
    """Say something about one clause, for one's own party or for the region; it unlocks it."""
    covenant: Covenant = locked(clause.covenant)
    require_status(covenant, CovenantStatus.OFFERED)
    _check_unsigned(covenant)
    party = _party_of(covenant, by)
    row: CovenantClause = locked(clause)
    comment = ClauseComment(
        clause=row,
        party=party,
        text=plain(text),
        proposed_text=plain(proposed_text),
        written_at=at,
        written_by=by,
    )
    if comment.proposed_text:
        check_places(comment.proposed_text, ClauseUse.COVENANT)
    valid(comment).save()
    row.agreed_at = row.agreed_by = None
    row.save(update_fields=["agreed_at", "agreed_by"])
    note(covenant, "commented", by=by, at=at, reason=f"{row}: {comment}")
    _tell_others(comment, covenant, by=by, at=at)
    return comment


def _party_of(covenant: Covenant, by: User) -> CovenantParty | None:
    """The party for which `by` speaks; None for the region. Refused for who speaks for neither."""
    own = covenant.parties.filter(provider__in=providers_of(by), left_on__isnull=True).first()
    if own is None:
        require(by, Permission.COVENANT_DRAFT, covenant)
        return None
    require(by, Permission.COVENANT_AGREE, own)
    return own


def _tell_others(comment: ClauseComment, covenant: Covenant, *, by: User, at: datetime) -> None:
    def sentence() -> str:
        return _("A comment on the clause “%(clause)s” awaits an answer.") % {
            "clause": comment.clause
        }

    if comment.party:
        url = comment.get_absolute_url()
        telling.tell_region(covenant, telling.COMMENTED, sentence, by=by, at=at, url=url)
    else:
        telling.tell_providers(covenant, telling.COMMENTED, sentence, at=at)


@transaction.atomic
def settle_comment(
    *, comment: ClauseComment, answer: str, takes_over: bool = False, by: User, at: datetime
) -> ClauseComment:
    """Answer a comment; `takes_over` puts the text that it proposes into the clause.

    The region answers every comment; the party that wrote it may take it back.
    """
    covenant: Covenant = locked(comment.clause.covenant)
    row: ClauseComment = locked(comment)
    if row.resolved_at:
        raise Refused(_("This comment is settled already."))
    school = row.party.provider_id if row.party else None
    if school is None or school not in providers_of(by):
        require(by, Permission.COVENANT_DRAFT, covenant)
    if takes_over:
        _take_over(row, by=by, at=at)
    row.answer, row.resolved_at, row.resolved_by = plain(answer), at, by
    row.save(update_fields=["answer", "resolved_at", "resolved_by"])
    note(covenant, "settled", by=by, at=at, reason=f"{row.clause}: {row.answer}")
    return row


def _take_over(comment: ClauseComment, *, by: User, at: datetime) -> None:
    clause = comment.clause
    if not comment.proposed_text:
        raise Refused(_("This comment proposes no text."), field="takes_over")
    change_clause(
        clause=clause,
        title=clause.title,
        text=comment.proposed_text,
        position=clause.position,
        by=by,
        at=at,
    )
