"""What a covenant asks of the person who looks at it, and which buttons stand beside a party."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import regions_of
from accounts.enums import Permission
from contracts.enums import CovenantStatus, PartySide
from contracts.models import ClauseComment, Covenant, CovenantParty

BINDING = (CovenantStatus.OFFERED, CovenantStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do, as a sentence that leads there."""

    text: str
    url: str
    covenant: Covenant


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as a row of the page: the step that waits for the person, if any, with its word."""

    party: CovenantParty
    step: str
    url: str
    leave_url: str
    drop_url: str


def party_rows(person: Any, covenant: Covenant, parties: Sequence[CovenantParty]) -> list[PartyRow]:
    """The parties with what the person may do for each."""
    digest = covenant.text().digest()
    may_draft = covenant.region_id in regions_of(person) and person.may(
        Permission.COVENANT_DRAFT, covenant
    )
    return [_row(person, covenant, party, digest, may_draft=may_draft) for party in parties]


def _row(
    person: Any, covenant: Covenant, party: CovenantParty, digest: str, *, may_draft: bool
) -> PartyRow:
    party.covenant = covenant
    acts = acts_for(person, party)
    name = _next_page(party, digest) if acts and covenant.status in BINDING else ""
    url = reverse(f"contracts:{name}", args=[party.pk]) if name else ""
    may_leave = acts and covenant.status == CovenantStatus.ACTIVE and party.signed_at
    leave = may_leave and not party.left_on
    droppable = may_draft and not party.signed_at and not party.application_id
    return PartyRow(
        party,
        _step_word(name),
        url,
        reverse("contracts:covenant-party-leave", args=[party.pk]) if leave else "",
        reverse("contracts:covenant-party-drop", args=[party.pk]) if droppable else "",
    )


def acts_for(person: Any, party: CovenantParty) -> bool:
    """Whether the person accepts and signs for the party: nobody does for the other side."""
    if party.side == PartySide.BUYER:
        is_own = party.covenant.region_id in regions_of(person)
    else:
        is_own = any(grant.provider_id == party.provider_id for grant in person.grants)
    return bool(is_own and person.may(Permission.COVENANT_AGREE, party))


def _next_page(party: CovenantParty, digest: str) -> str:
    if party.left_on or party.signed_at:
        return ""
    has_accepted = party.accepted_digest == digest
    return "covenant-party-sign" if has_accepted else "covenant-party-accept"


def _step_word(name: str) -> str:
    words = {"covenant-party-accept": _("Accept the text"), "covenant-party-sign": _("Sign")}
    return words.get(name, "")


def tasks_of(
    person: Any, covenants: Iterable[Covenant], parties: Sequence[CovenantParty]
) -> list[Task]:
    """What the person is asked to do for these covenants; `parties` are those of all of them.

    Costs one query for comments, and one for the clauses of a covenant that were not fetched.
    """
    rows = list(covenants)
    waiting = _comment_counts(rows)
    return [
        task
        for covenant in rows
        for task in _tasks(person, covenant, parties, waiting.get(covenant.pk, 0))
    ]


def _tasks(
    person: Any, covenant: Covenant, parties: Sequence[CovenantParty], waiting: int
) -> Iterator[Task]:
    """Drafting comes first; a text that is not ready is neither accepted nor signed."""
    is_open = waiting or any(not clause.is_locked for clause in covenant.clauses.all())
    mine = [party for party in parties if party.covenant_id == covenant.pk]
    if covenant.status == CovenantStatus.OFFERED and is_open:
        yield from _drafting_tasks(person, covenant, mine, waiting)
    else:
        yield from _signing_tasks(person, covenant, mine)


def _drafting_tasks(
    person: Any, covenant: Covenant, parties: Sequence[CovenantParty], waiting: int
) -> Iterator[Task]:
    url = reverse("contracts:covenant-clauses", args=[covenant.pk])
    if covenant.region_id in regions_of(person):
        if person.may(Permission.COVENANT_DRAFT, covenant):
            yield Task(_drafter_words(waiting), url, covenant)
    elif any(row.url for row in party_rows(person, covenant, parties)):
        yield Task(_("Read the text and comment on what you want otherwise"), url, covenant)


def _drafter_words(waiting: int) -> str:
    if waiting:
        return _("Answer the comments: %(count)s") % {"count": waiting}
    return _("Agree on the clauses that are open")


def _signing_tasks(
    person: Any, covenant: Covenant, parties: Sequence[CovenantParty]
) -> Iterator[Task]:
    for row in party_rows(person, covenant, parties):
        if row.url:
            words = {"step": row.step, "party": row.party}
            yield Task(_("%(step)s for %(party)s") % words, row.url, covenant)


def _comment_counts(covenants: Sequence[Covenant]) -> Counter[int]:
    """Open comments by covenant, of those that are being drafted with the parties."""
    drafted = [row.pk for row in covenants if row.status == CovenantStatus.OFFERED]
    rows = ClauseComment.objects.open().filter(clause__covenant__in=drafted)
    return Counter(rows.order_by("pk").values_list("clause__covenant", flat=True))
