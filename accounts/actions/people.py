"""What is done with invitations and memberships."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.actions.tokens import TOKEN_ACTS, revoke_tokens_of
from accounts.emails import send_invitation
from accounts.enums import Role
from accounts.grants import grant_of
from accounts.models import Invitation, Membership, User
from accounts.models.people import hashed
from accounts.roles import ROLES
from accounts.ties import provider_tie
from config.shared.errors import Refused
from config.shared.queue import later
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder

ACTS = {
    "invited": gettext_lazy("Invited"),
    "invited_again": gettext_lazy("Invited again"),
    "invitation_withdrawn": gettext_lazy("Invitation withdrawn"),
    "invitation_accepted": gettext_lazy("Invitation accepted"),
    "membership_ended": gettext_lazy("Membership ended"),
    "calendar_address_drawn": gettext_lazy("Calendar address drawn"),
    "calendar_address_stopped": gettext_lazy("Calendar address stopped"),
    **TOKEN_ACTS,
}
"""Words for what stands in the history."""


def invite_to_own(
    *, email: str, role: str, by: User, at: datetime, **organisation: Any
) -> Invitation:
    """Ask `email` to take `role` in an organisation that `by` acts for, as `invite` does."""
    ((kind, value),) = organisation.items()
    if not _acts_for(by, kind, value):
        raise Refused(_("You do not act for this organisation."), field="organisation")
    return invite(email=email, role=role, by=by, at=at, **organisation)


def invite(*, email: str, role: str, by: User, at: datetime, **organisation: Any) -> Invitation:
    """Keep an invitation for `email` and queue its mail.

    `organisation` is one of region=, gemeente= or provider_id=; the caller has checked that
    `by` may invite there. Refused for a role that does not exist there, and while an earlier
    invitation waits or the person already has the role.
    """
    ((kind, _organisation),) = organisation.items()
    if role not in ROLES[kind]:
        raise Refused(_("This role does not exist in that organisation."), field="role")
    address = email.strip().lower()
    wanted = {"email": address, "role": role, **organisation}
    with transaction.atomic():
        _refuse_double(wanted, at)
        invitation = Invitation(**wanted, created_at=at, created_by=by, **_fresh(at))
        valid(invitation).save()
        _note(invitation, "invited", by=by, at=at, role=role)
        later("accounts.mail_invitation", invitation_id=invitation.pk)
    return invitation


def mail_invitation(*, invitation: Invitation) -> None:
    """Draw a new link and mail it.

    The link exists nowhere else: the row keeps its hash. Run twice, the last mail has the link
    that works.
    """
    token = secrets.token_urlsafe(32)
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=hashed(token))
    send_invitation(invitation, token)


def send_again(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Mail a new link, valid from now; the earlier link stops working."""
    with transaction.atomic():
        row = _locked_open(Invitation.objects.filter(pk=invitation.pk), at)
        row.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
        row.save(update_fields=["expires_at"])
        _note(row, "invited_again", by=by, at=at)
        later("accounts.mail_invitation", invitation_id=row.pk)
    return row


def withdraw_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Let the link stop working at once."""
    with transaction.atomic():
        row = _locked_open(Invitation.objects.filter(pk=invitation.pk), at)
        row.expires_at = at
        row.save(update_fields=["expires_at"])
        _note(row, "invitation_withdrawn", by=by, at=at)
    return row


def accept_as_new_person(*, token: str, name: str, password: str, at: datetime) -> User:
    """Make the invited person, with the address that was invited, and give the role.

    Refused when the link does not work, or when the address already has an account: whoever has
    that signs in first.
    """
    with transaction.atomic():
        invitation = _locked_open(Invitation.objects.with_token(token), at)
        person = User(email=invitation.email, name=name)
        person.set_password(password)
        valid(person).save()
        _accept(invitation, person, at)
    return person


def accept(*, token: str, person: User, at: datetime) -> User:
    """Give a person who has signed in the role that their address was invited to."""
    with transaction.atomic():
        invitation = _locked_open(Invitation.objects.with_token(token), at)
        if person.email.lower() != invitation.email:
            raise Refused(_("This invitation is for another e-mail address."))
        _accept(invitation, person, at)
    return person


def join(*, person: User, role: str, at: datetime, **organisation: Any) -> Membership:
    """The person's active membership of region= or gemeente=, made when there is none."""
    membership, is_new = Membership.objects.active().get_or_create(
        user=person, role=role, **organisation
    )
    if is_new:
        _note(membership, "created", by=person, at=at, role=role)
    return membership


def end_membership(*, membership: Membership, by: User, at: datetime) -> Membership:
    """Take the role from the person; refused for the last administrator of a region.

    Locks the organisation, so that two administrators cannot end each other at once.
    """
    with transaction.atomic():
        _lock(membership.organisation)
        row = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        if row.ended_at:
            raise Refused(_("This membership has already ended."))
        if row.role == Role.ADMINISTRATOR and not _other_administrators(row).exists():
            raise Refused(_("This is the last administrator. Invite another one first."))
        row.ended_at, row.ended_by = at, by
        row.save(update_fields=["ended_at", "ended_by"])
        _note(row, "membership_ended", by=by, at=at, role=row.role)
        revoke_tokens_of(user=row.user, grant_key=grant_of(row).key, by=by, at=at)
    return row


def _acts_for(person: User, kind: str, value: Any) -> bool:
    if kind == "provider_id":
        return value in providers_of(person)
    return bool(type(value).objects.visible_to(person).filter(pk=value.pk).exists())


def _fresh(at: datetime) -> dict[str, Any]:
    """A last moment, and the hash of a link that nobody has until the mail draws one."""
    return {
        "expires_at": at + timedelta(days=settings.INVITATION_DAYS),
        "token_hash": hashed(secrets.token_urlsafe(32)),
    }


def _refuse_double(wanted: dict[str, Any], at: datetime) -> None:
    if Invitation.objects.open_at(at).filter(**wanted).exists():
        raise Refused(
            _("This address was already invited for this role. You can send the mail again."),
            field="email",
        )
    if "provider_id" not in wanted:
        held = {name: value for name, value in wanted.items() if name != "email"}
        if Membership.objects.active().filter(user__email=wanted["email"], **held).exists():
            raise Refused(_("This person already has this role here."), field="email")


def _locked_open(rows: Any, at: datetime) -> Invitation:
    """The one invitation of `rows`, locked; Refused when it is unknown, used or too old."""
    found: Invitation | None = rows.select_for_update(of=("self",)).open_at(at).first()
    if found is None:
        raise Refused(
            _("This invitation does not work any more: it was used, withdrawn or has expired.")
        )
    return found


def _accept(invitation: Invitation, person: User, at: datetime) -> None:
    invitation.accepted_at, invitation.accepted_by = at, person
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    _note(invitation, "invitation_accepted", by=person, at=at)
    if invitation.provider_id is not None:
        provider_tie().join(invitation.provider_id, person, Role(invitation.role), at)
    elif invitation.region:
        join(person=person, role=invitation.role, at=at, region=invitation.region)
    else:
        join(person=person, role=invitation.role, at=at, gemeente=invitation.gemeente)


def _lock(organisation: Any) -> None:
    type(organisation)._base_manager.select_for_update(of=("self",)).get(pk=organisation.pk)


def _other_administrators(membership: Membership) -> Any:
    """Administrators of the same region who can still sign in."""
    return (
        Membership.objects.active()
        .filter(region=membership.region_id, role=Role.ADMINISTRATOR, user__is_active=True)
        .exclude(user=membership.user_id)
    )


def _note(obj: Model, action: str, *, by: User, at: datetime, **after: Any) -> None:
    recorder().record([Entry(obj, action, by, at, {}, after)])
