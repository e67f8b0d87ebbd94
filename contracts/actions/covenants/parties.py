"""The parties to a covenant: named, accepting one exact text, signing it, leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import Gemeente, User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.queue import later
from config.shared.validity import valid
from contracts.actions.covenants import telling
from contracts.actions.covenants.force import bring_into_force
from contracts.covenant_rules import misplaced
from contracts.enums import CovenantStatus, PartySide
from contracts.models import ClauseComment, Covenant, CovenantParty
from contracts.workflows import COVENANT
from procurement.actions.common import locked, note, require_status
from providers.access import barred
from providers.models import Provider

NAMEABLE = (CovenantStatus.DRAFT, CovenantStatus.OFFERED)
BINDING = (CovenantStatus.OFFERED, CovenantStatus.ACTIVE)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signed for a party, in what function, and on which day."""

    name: str
    role: str
    signed_on: date


@transaction.atomic
def name_parties(
    *,
    covenant: Covenant,
    gemeenten: Sequence[Gemeente] = (),
    providers: Sequence[Provider] = (),
    by: User,
    at: datetime,
) -> list[CovenantParty]:
    """Make gemeenten and providers a party; who is one already stays as it is.

    Refused once the covenant is in force: then a school asks to join.
    """
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    require_status(row, *NAMEABLE)
    standing = list(row.parties.filter(left_on__isnull=True))
    taking_part = {each.gemeente_id for each in standing}
    teaching = {each.provider_id for each in standing}
    made = [
        *(make_party(row, gemeente=each) for each in gemeenten if each.pk not in taking_part),
        *(make_party(row, provider=each) for each in providers if each.pk not in teaching),
    ]
    if made:
        names = ", ".join(map(str, made))
        note(row, "updated", by=by, at=at, reason=_("Parties: %(names)s") % {"names": names})
    if row.status == CovenantStatus.OFFERED:
        tell_offered(row, at=at, parties=made)
    return made


def make_party(
    covenant: Covenant, *, gemeente: Gemeente | None = None, provider: Provider | None = None
) -> CovenantParty:
    """One more party, on the side where it belongs; Refused where the kind has no such side."""
    side = PartySide.PROVIDER if provider else PartySide.BUYER
    wrong = misplaced(covenant.kind, side)
    if wrong:
        raise Refused(wrong, field="providers")
    party = CovenantParty(covenant=covenant, side=side, gemeente=gemeente, provider=provider)
    valid(party).save(force_insert=True)
    return party


def tell_offered(
    covenant: Covenant, *, at: datetime, parties: list[CovenantParty] | None = None
) -> None:
    """Tell schools that a text lies ready for them."""
    telling.tell_providers(
        covenant,
        telling.OFFERED,
        lambda: _("Read the text, comment on what you want otherwise, and accept and sign it."),
        at=at,
        parties=parties,
    )


@transaction.atomic
def drop_party(*, party: CovenantParty, by: User, at: datetime) -> Covenant:
    """Take away a party that has not signed."""
    covenant: Covenant = locked(party.covenant)
    require(by, Permission.COVENANT_DRAFT, covenant)
    row: CovenantParty = locked(party)
    if row.signed_at or row.application_id or row.placements.exists():
        raise Refused(_("A party that signed, or was admitted, can only leave."))
    name = str(row)
    row.delete()
    note(covenant, "updated", by=by, at=at, reason=_("No party: %(name)s") % {"name": name})
    return covenant


def acted_for(party: CovenantParty, by: User) -> CovenantParty:
    """The party, locked, for which `by` may accept and sign; else Refused."""
    row: CovenantParty = locked(party)
    require(by, Permission.COVENANT_AGREE, row)
    if not CovenantParty.objects.acted_for_by(by).filter(pk=row.pk).exists():
        raise Refused(_("Nobody signs for the other side."))
    if row.left_on:
        raise Refused(_("This party has left the covenant."))
    return row


def open_points(covenant: Covenant) -> list[str]:
    """Sentences on what is not agreed on yet; empty when the text is ready to be accepted."""
    found = []
    comments = ClauseComment.objects.open().filter(clause__covenant=covenant)
    if count := comments.count():
        found.append(_("Comments without an answer: %(count)s.") % {"count": count})
    unlocked = covenant.clauses.filter(agreed_at__isnull=True)
    if covenant.status == CovenantStatus.OFFERED and (count := unlocked.count()):
        found.append(_("Clauses that are not agreed on yet: %(count)s.") % {"count": count})
    return found


@transaction.atomic
def accept_text(*, party: CovenantParty, digest: str, by: User, at: datetime) -> CovenantParty:
    """Accept the text with this digest for a party; Refused when the text reads otherwise now."""
    covenant: Covenant = locked(party.covenant)
    require_status(covenant, *BINDING)
    row = acted_for(party, by)
    refusals = open_points(covenant)
    if covenant.text().digest() != digest:
        refusals.append(_("The text has changed since you read it. Read it again."))
    if row.signed_at:
        refusals.append(_("This party has signed already."))
    if refusals:
        raise Refused(*refusals)
    row.accepted_digest, row.accepted_at, row.accepted_by = digest, at, by
    row.save(update_fields=["accepted_digest", "accepted_at", "accepted_by"])
    note(covenant, "accepted", by=by, at=at, reason=str(row), after={"digest": digest})
    return row


@transaction.atomic
def sign_party(
    *, party: CovenantParty, signatory: Signatory, by: User, at: datetime
) -> CovenantParty:
    """Sign the accepted text for a party. The last signature brings the covenant into force.

    Who signs a covenant that is in force accedes on that day, to the same text as the others.
    """
    covenant: Covenant = locked(party.covenant)
    require_status(covenant, *BINDING)
    row = acted_for(party, by)
    _check_signing(row, covenant, signatory, at)
    row.signatory_name, row.signatory_role = signatory.name.strip(), signatory.role.strip()
    row.signed_on, row.signed_at, row.signed_by = signatory.signed_on, at, by
    row.signed_digest = row.accepted_digest
    if covenant.status == CovenantStatus.ACTIVE:
        row.acceded_on = signatory.signed_on
    valid(row).save()
    note(
        covenant, "signed_party", by=by, at=at, reason=str(row), after={"digest": row.signed_digest}
    )
    _tell_signed(row, covenant, by=by, at=at)
    if covenant.status == CovenantStatus.OFFERED and _is_complete(covenant, at):
        bring_into_force(covenant=covenant, by=None, at=at)
    later("accounts.seal_audit")
    return row


def _check_signing(
    party: CovenantParty, covenant: Covenant, signatory: Signatory, at: datetime
) -> None:
    if party.signed_at:
        raise Refused(_("This party has signed already."))
    digest = covenant.text().digest()
    if party.accepted_digest != digest:
        raise Refused(_("Accept the text as it reads now before you sign it."))
    points = [*open_points(covenant), *_barred(party, covenant, at)]
    if points:
        raise Refused(*points)
    if signatory.signed_on > amsterdam(at):
        raise Refused(_("This day lies ahead."), field="signed_on")
    if not signatory.name.strip():
        raise Refused(_("Say who signs."), field="signatory_name")


def _barred(party: CovenantParty, covenant: Covenant, at: datetime) -> list[str]:
    """A suspended or blocked school makes no new agreements."""
    if party.provider_id is None:
        return []
    sentence = barred(party.provider_id, covenant.region_id, amsterdam(at))
    return [sentence] if sentence else []


def _is_complete(covenant: Covenant, at: datetime) -> bool:
    """Whether everybody who was asked has signed, and nothing else is lacking."""
    waiting = covenant.parties.filter(left_on__isnull=True, signed_at__isnull=True)
    return not waiting.exists() and not COVENANT.missing(covenant, "activate", at)


def _tell_signed(party: CovenantParty, covenant: Covenant, *, by: User, at: datetime) -> None:
    telling.tell_region(
        covenant,
        telling.SIGNED,
        lambda: _("%(party)s has signed.") % {"party": party},
        by=by,
        at=at,
    )


@transaction.atomic
def leave_covenant(
    *, party: CovenantParty, left_on: date, reason: str, by: User, at: datetime
) -> CovenantParty:
    """Leave a covenant in force; `left_on` is the last day on which the party is bound."""
    covenant: Covenant = locked(party.covenant)
    require_status(covenant, CovenantStatus.ACTIVE)
    row = acted_for(party, by)
    if row.signed_on is None:
        raise Refused(_("This party has not signed; there is nothing to leave."))
    if left_on < row.signed_on:
        raise Refused(
            _("The party signed on %(day)s.") % {"day": day(row.signed_on)}, field="left_on"
        )
    row.left_on, row.leave_reason = left_on, reason.strip()
    row.save(update_fields=["left_on", "leave_reason"])
    words = f"{row}: {day(left_on)}. {row.leave_reason}"
    note(covenant, "left", by=by, at=at, reason=words)
    telling.tell_region(
        covenant,
        telling.ENDED,
        lambda: (
            _("%(party)s leaves the covenant; the last day is %(day)s.")
            % {"party": row, "day": day(left_on)}
        ),
        by=by,
        at=at,
    )
    return row
