"""The keys of persons: an officer's, under a passphrase, and the archivist's, on paper."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.access import require
from accounts.enums import Permission
from accounts.models import AuditEvent, Region, User
from config.shared.errors import Refused
from procurement import vault
from procurement.actions.common import constraints_refuse, locked, note
from procurement.models import ArchivistKey, VaultKey

WRONG = "wrong_passphrase"
"""The audit row of a failed attempt; these rows are what is counted."""


@sensitive_variables()
def make_vault_key(*, passphrase: str, by: User, at: datetime) -> VaultKey:
    """Make the officer's key pair, its private half under the passphrase, which nobody can reset.

    Refused when the passphrase is too easy to guess, or the officer has a key in use.
    """
    require(by, Permission.TENDER_OPEN)
    _refuse_weak(passphrase, by)
    pair = vault.new_pair()
    with constraints_refuse(VaultKey):
        key = VaultKey(user=by, public_key=pair.public, created_at=at)
        _lock(key, pair.private, passphrase)
        key.save(force_insert=True)
        note(key, "created", by=by, at=at)
    return key


@sensitive_variables()
def change_passphrase(
    *, key: VaultKey, passphrase: str, new: str, by: User, at: datetime
) -> VaultKey:
    """Put the same key under another passphrase: shares of running tenders still open with it.

    Of no use against who copied the database before: that copy opens with the old passphrase.
    """
    _refuse_weak(new, by)
    private = unlocked(key=key, passphrase=passphrase, by=by, at=at)
    with transaction.atomic():
        row: VaultKey = locked(key)
        _lock(row, private, new)
        row.save(update_fields=["salt", "opslimit", "memlimit", "locked_key"])
        note(row, "change_passphrase", by=by, at=at)
    return row


@sensitive_variables()
def replace_vault_key(*, passphrase: str, by: User, at: datetime) -> VaultKey:
    """Begin with a new key for later tenders.

    The old one stays for the tenders that were published with it, under its old passphrase.
    """
    _refuse_weak(passphrase, by)
    with transaction.atomic():
        old = VaultKey.objects.standing().select_for_update().filter(user=by).first()
        if old is None:
            raise Refused(_("You have no vault key yet."))
        old.replaced_at = at
        old.save(update_fields=["replaced_at"])
        note(old, "replaced", by=by, at=at)
        return make_vault_key(passphrase=passphrase, by=by, at=at)


@sensitive_variables()
def unlocked(*, key: VaultKey, passphrase: str, by: User, at: datetime) -> bytes:
    """The private half of one's own key, to be used and forgotten.

    After VAULT_ATTEMPTS wrong passphrases within VAULT_ATTEMPT_MINUTES the next is not tried.
    The row of the key is locked meanwhile, so that attempts at once are counted one by one. Not
    for use within a transaction: a wrong attempt must stay written down.
    """
    if key.user_id != by.pk:
        raise Refused(_("This is not your vault key."))
    with transaction.atomic():
        row: VaultKey = locked(key)
        _refuse_too_many(by, at)
        sealed = vault.LockedKey(bytes(row.salt), row.opslimit, row.memlimit, bytes(row.locked_key))
        try:
            return vault.unlock_private(sealed, passphrase)
        except vault.WrongPassphrase as error:
            wrong = error
            note(row, WRONG, by=by, at=at)
    raise Refused(*wrong.messages, field="passphrase")


@sensitive_variables()
def make_printed_key(
    *, region: Region, holder: str, by: User, at: datetime
) -> tuple[ArchivistKey, str]:
    """Make the region's printed key and take an earlier one out of use.

    Returns the row and the groups for the paper: they exist nowhere else, and cannot be shown
    again. What was sealed to the earlier key still needs the earlier paper.
    """
    require(by, Permission.VAULT_ARCHIVE, region)
    pair = vault.new_pair()
    with constraints_refuse(ArchivistKey):
        for standing in ArchivistKey.objects.standing().filter(region=region):
            retire_printed_key(key=standing, by=by, at=at)
        row = ArchivistKey(region=region, holder=holder, public_key=pair.public)
        row.made_at, row.made_by = at, by
        row.save(force_insert=True)
        note(row, "created", by=by, at=at)
    return row, vault.printed(pair.private)


def retire_printed_key(*, key: ArchivistKey, by: User, at: datetime) -> ArchivistKey:
    """Seal nothing to this printed key any more; tenders that gave it a share keep it."""
    with transaction.atomic():
        row: ArchivistKey = locked(key)
        require(by, Permission.VAULT_ARCHIVE, row)
        if row.retired_at:
            raise Refused(_("This printed key is out of use already."))
        row.retired_at, row.retired_by = at, by
        row.save(update_fields=["retired_at", "retired_by"])
        note(row, "retired", by=by, at=at)
    return row


def attempts_left(user: User, at: datetime) -> int:
    """How many wrong passphrases the officer may still give; 0 until some time has passed."""
    since = at - timedelta(minutes=settings.VAULT_ATTEMPT_MINUTES)
    keys = VaultKey.objects.filter(user=user).values_list("pk", flat=True)
    wrong = AuditEvent.objects.filter(
        content_type=ContentType.objects.get_for_model(VaultKey),
        object_id__in=list(keys),
        action=WRONG,
        at__gt=since,
    )
    return max(0, settings.VAULT_ATTEMPTS - wrong.count())


def _refuse_too_many(user: User, at: datetime) -> None:
    if not attempts_left(user, at):
        raise Refused(
            _("Too many wrong passphrases. Try again after %(minutes)s minutes.")
            % {"minutes": settings.VAULT_ATTEMPT_MINUTES},
            field="passphrase",
        )


@sensitive_variables()
def _refuse_weak(passphrase: str, user: User) -> None:
    personal = [user.name, user.email, *(grant.organisation for grant in user.all_grants)]
    if found := vault.weaknesses(passphrase, personal):
        raise Refused(*found, field="new")


@sensitive_variables()
def _lock(key: VaultKey, private: bytes, passphrase: str) -> None:
    sealed = vault.lock_private(private, passphrase, strength=settings.VAULT_ARGON2)
    key.salt, key.opslimit, key.memlimit = sealed.salt, sealed.opslimit, sealed.memlimit
    key.locked_key = sealed.ciphertext
