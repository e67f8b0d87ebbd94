"""Vault keys of officers, the archivist's printed key, and who is named to open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from config.shared.errors import Refused
from procurement import actions, vault
from procurement.enums import TenderStatus
from procurement.models import ArchivistKey, TenderOfficer, VaultKey
from tests.factories.procurement import PUBLISHED_AT, TenderFactory, move
from tests.support.vault import PASSPHRASE, with_printed_key, with_vault_key

OTHER = "zeven ganzen vliegen over het wad"


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def draft(noord, officer):
    return TenderFactory(region=noord, created_by=officer)


def opens_with(key: VaultKey, passphrase: str) -> bool:
    """Whether the passphrase opens the key as it stands in the database."""
    row = VaultKey.objects.get(pk=key.pk)
    locked = vault.LockedKey(bytes(row.salt), row.opslimit, row.memlimit, bytes(row.locked_key))
    try:
        return vault.public_of(vault.unlock_private(locked, passphrase)) == bytes(row.public_key)
    except vault.WrongPassphrase:
        return False


# --- An officer's own key -----------------------------------------------------------------------


def test_an_officer_makes_a_key_that_only_the_passphrase_opens(officer, at):
    key = actions.make_vault_key(passphrase=PASSPHRASE, by=officer, at=at)
    assert opens_with(key, PASSPHRASE)
    assert not opens_with(key, OTHER)
    assert PASSPHRASE not in str(AuditEvent.objects.filter(object_id=key.pk).values())


@pytest.mark.parametrize(
    "weak", ["kort", "aaaa aaaa aaaa aaaa aaaa", "ines inkoper opent de kluis"]
)
def test_a_passphrase_that_is_easy_to_guess_is_refused(officer, at, weak):
    with pytest.raises(Refused) as caught:
        actions.make_vault_key(passphrase=weak, by=officer, at=at)
    assert caught.value.field == "new"
    assert not VaultKey.objects.exists()


def test_one_key_in_use_a_person(officer, at):
    with_vault_key(officer)
    with pytest.raises(Refused, match="al een kluissleutel"):
        actions.make_vault_key(passphrase=OTHER, by=officer, at=at)
    assert VaultKey.objects.count() == 1


def test_who_opens_no_bids_makes_no_key(reader, provider_user, administrator, at):
    for person in (reader, provider_user, administrator):
        with pytest.raises(Refused):
            actions.make_vault_key(passphrase=PASSPHRASE, by=person, at=at)


def test_another_passphrase_keeps_the_key(officer, at):
    key = with_vault_key(officer)
    actions.change_passphrase(key=key, passphrase=PASSPHRASE, new=OTHER, by=officer, at=at)
    assert opens_with(key, OTHER)
    assert not opens_with(key, PASSPHRASE)
    assert bytes(VaultKey.objects.get().public_key) == bytes(key.public_key)


def test_the_passphrase_changes_only_for_who_knows_it(officer, second_officer, at):
    key = with_vault_key(officer)
    with pytest.raises(Refused) as caught:
        actions.change_passphrase(key=key, passphrase="fout", new=OTHER, by=officer, at=at)
    assert caught.value.field == "passphrase"
    with pytest.raises(Refused, match="niet uw kluissleutel"):
        actions.change_passphrase(
            key=key, passphrase=PASSPHRASE, new=OTHER, by=second_officer, at=at
        )
    assert opens_with(key, PASSPHRASE)


def test_a_replaced_key_stays_for_what_was_sealed_to_it(officer, at):
    old = with_vault_key(officer)
    new = actions.replace_vault_key(passphrase=OTHER, by=officer, at=at)
    assert VaultKey.objects.standing().get() == new
    assert opens_with(old, PASSPHRASE)
    assert opens_with(new, OTHER)


def test_without_a_key_there_is_nothing_to_replace(officer, at):
    with pytest.raises(Refused, match="nog geen kluissleutel"):
        actions.replace_vault_key(passphrase=OTHER, by=officer, at=at)
    assert not VaultKey.objects.exists()


# --- Guessing -----------------------------------------------------------------------------------


WRONG = "fout geraden"


def guess(key, officer, at, passphrase=WRONG):
    return actions.change_passphrase(key=key, passphrase=passphrase, new=OTHER, by=officer, at=at)


def test_after_five_wrong_passphrases_even_the_right_one_is_not_tried(officer, at):
    key = with_vault_key(officer)
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(Refused, match="niet de wachtzin"):
            guess(key, officer, at)
        assert actions.attempts_left(officer, at) == left
    with pytest.raises(Refused, match="Te veel verkeerde"):
        guess(key, officer, at, PASSPHRASE)
    assert opens_with(key, PASSPHRASE)


def test_attempts_count_for_a_quarter_of_an_hour(officer, at):
    key = with_vault_key(officer)
    for _attempt in range(5):
        with pytest.raises(Refused):
            guess(key, officer, at)
    later = at + timedelta(minutes=15)
    assert actions.attempts_left(officer, later) == 5
    guess(key, officer, later, PASSPHRASE)
    assert opens_with(key, OTHER)


def test_attempts_of_one_officer_are_not_those_of_another(officer, second_officer, at):
    key = with_vault_key(officer)
    with pytest.raises(Refused):
        guess(key, officer, at)
    with_vault_key(second_officer)
    assert actions.attempts_left(second_officer, at) == 5


def test_every_wrong_attempt_stands_in_the_audit_trail(officer, at):
    key = with_vault_key(officer)
    with pytest.raises(Refused):
        guess(key, officer, at)
    event = AuditEvent.objects.get(action="wrong_passphrase")
    assert (event.by, event.object_id) == (officer, key.pk)
    assert WRONG not in str(event.__dict__)


# --- The printed key ----------------------------------------------------------------------------


def test_an_administrator_prints_a_key_of_which_only_the_public_half_is_kept(
    noord, administrator, at
):
    key, groups = actions.make_printed_key(
        region=noord, holder="Gerda Griffier", by=administrator, at=at
    )
    private = vault.from_printed(groups)
    assert vault.public_of(private) == bytes(key.public_key)
    stored = [bytes(value) for value in ArchivistKey.objects.values_list("public_key", flat=True)]
    assert private not in stored
    assert groups.split()[0] not in str(AuditEvent.objects.values())


def test_a_new_paper_takes_the_old_one_out_of_use(noord, administrator, at):
    old, _groups = with_printed_key(noord, administrator)
    new, _groups = actions.make_printed_key(
        region=noord, holder="Gerda Griffier", by=administrator, at=at
    )
    old.refresh_from_db()
    assert (old.retired_at, old.retired_by) == (at, administrator)
    assert ArchivistKey.objects.standing().get() == new


def test_a_paper_goes_out_of_use_once(noord, administrator, at):
    key, _groups = with_printed_key(noord, administrator)
    actions.retire_printed_key(key=key, by=administrator, at=at)
    with pytest.raises(Refused, match="al buiten gebruik"):
        actions.retire_printed_key(key=key, by=administrator, at=at + timedelta(days=1))
    key.refresh_from_db()
    assert key.retired_at == at


def test_only_the_regions_own_administrator_has_to_do_with_the_paper(
    noord, zuid, officer, administrator, at
):
    with pytest.raises(Refused):
        actions.make_printed_key(region=zuid, holder="X", by=administrator, at=at)
    with pytest.raises(Refused):
        actions.make_printed_key(region=noord, holder="X", by=officer, at=at)
    key, _groups = with_printed_key(zuid, administrator)
    with pytest.raises(Refused):
        actions.retire_printed_key(key=key, by=administrator, at=at)
    assert ArchivistKey.objects.standing().get() == key


# --- Naming officers ----------------------------------------------------------------------------


def test_an_officer_with_a_vault_key_is_named(draft, officer, second_officer, at):
    with_vault_key(second_officer)
    named = actions.name_officer(tender=draft, user=second_officer, by=officer, at=at)
    assert draft.officers.get() == named
    assert AuditEvent.objects.filter(object_id=draft.pk, action="name_officer").exists()


def test_an_officer_without_a_vault_key_cannot_be_named(draft, officer, second_officer, at):
    with pytest.raises(Refused, match="nog geen kluissleutel") as caught:
        actions.name_officer(tender=draft, user=second_officer, by=officer, at=at)
    assert caught.value.field == "user"
    assert not TenderOfficer.objects.exists()


def test_who_may_not_open_cannot_be_named(draft, officer, coordinator, zuid_officer, at):
    for person in (coordinator, zuid_officer):
        with_vault_key(person)
        with pytest.raises(Refused, match="in deze regio"):
            actions.name_officer(tender=draft, user=person, by=officer, at=at)
    assert not TenderOfficer.objects.exists()


def test_an_officer_is_named_once(draft, officer, at):
    with_vault_key(officer)
    actions.name_officer(tender=draft, user=officer, by=officer, at=at)
    with pytest.raises(Refused, match="al aangewezen"):
        actions.name_officer(tender=draft, user=officer, by=officer, at=at)


def test_a_name_is_taken_off_until_publication(draft, officer, at):
    with_vault_key(officer)
    named = actions.name_officer(tender=draft, user=officer, by=officer, at=at)
    actions.remove_officer(officer=named, by=officer, at=at)
    assert not draft.officers.exists()
    again = actions.name_officer(tender=draft, user=officer, by=officer, at=at)
    move(draft, TenderStatus.IN_REVIEW)
    type(draft).objects.filter(pk=draft.pk).update(published_at=PUBLISHED_AT, published_by=officer)
    move(draft, TenderStatus.PUBLISHED)
    with pytest.raises(Refused):
        actions.remove_officer(officer=again, by=officer, at=at)
    assert draft.officers.exists()


def test_others_name_nobody(draft, officer, reader, zuid_officer, at):
    with_vault_key(officer)
    for person in (reader, zuid_officer):
        with pytest.raises(Refused):
            actions.name_officer(tender=draft, user=officer, by=person, at=at)


def test_the_possible_officers_say_who_has_a_key(draft, officer, second_officer, coordinator):
    with_vault_key(second_officer)
    people = [(person.name, person.has_vault_key) for person in actions.possible_officers(draft)]
    assert people == [("Ines Inkoper", False), ("Otto Inkoper", True)]
