"""The keys of a tender: made once, dealt out in shares, and kept whole by nobody."""

from itertools import combinations

import pytest
from django.utils import timezone

from config.shared.errors import Refused
from procurement import actions, vault
from procurement.enums import EnvelopeKind
from procurement.models import KeyShare, TenderKey, VaultKey
from tests.factories.procurement import TenderFactory
from tests.support.vault import PASSPHRASE, named, sealed_tender, with_printed_key


def private_key(key: VaultKey) -> bytes:
    locked = vault.LockedKey(bytes(key.salt), key.opslimit, key.memlimit, bytes(key.locked_key))
    return vault.unlock_private(locked, PASSPHRASE)


def share_of(key: TenderKey, user) -> vault.Share:
    row = key.shares.get(vault_key__user=user)
    return vault.Share.unpacked(vault.unseal_bytes(bytes(row.sealed), private_key(row.vault_key)))


@pytest.mark.parametrize("kind", EnvelopeKind)
def test_any_two_officers_make_the_key_again(officer, second_officer, coordinator, noord, kind):
    officers = (officer, second_officer, coordinator)
    key = sealed_tender(*officers, region=noord).keys.get(kind=kind)
    for two in combinations(officers, 2):
        shares = [share_of(key, user) for user in two]
        assert vault.public_of(vault.rebuilt(shares, bytes(key.public_key)))


def test_the_printed_key_of_the_region_holds_a_share_of_both(officer, second_officer, noord):
    printed, groups = with_printed_key(noord, officer)
    tender = sealed_tender(officer, second_officer, region=noord)
    for key in tender.keys.order_by("kind"):
        row = key.shares.get(archivist_key=printed)
        packed = vault.unseal_bytes(bytes(row.sealed), vault.from_printed(groups))
        shares = [vault.Share.unpacked(packed), share_of(key, officer)]
        vault.rebuilt(shares, bytes(key.public_key))
    assert KeyShare.objects.count() == 6


def test_the_two_keys_differ(officer, second_officer):
    public = actions.public_keys_of(sealed_tender(officer, second_officer))
    assert set(public) == set(EnvelopeKind.values)
    assert public["quality"] != public["price"]


def test_keys_are_made_once(officer, second_officer):
    tender = sealed_tender(officer, second_officer)
    with pytest.raises(Refused, match="sleutels al"):
        actions.make_tender_keys(tender, at=timezone.now())
    assert tender.keys.count() == 2


def test_one_officer_is_not_enough(officer):
    tender = named(TenderFactory(), officer)
    with pytest.raises(Refused, match="ten minste twee"):
        actions.make_tender_keys(tender, at=timezone.now())
    assert not TenderKey.objects.exists()


def test_an_officer_without_a_vault_key_holds_up_publication(officer, second_officer):
    tender = named(TenderFactory(), officer, second_officer)
    VaultKey.objects.filter(user=second_officer).update(replaced_at=timezone.now())
    with pytest.raises(Refused, match=second_officer.name):
        actions.make_tender_keys(tender, at=timezone.now())
    assert not TenderKey.objects.exists()


def test_what_signs_is_the_seed_of_the_settings():
    body = {"format": "none"}
    assert len(actions.signing_seed()) == 32
    assert len(bytes.fromhex(actions.signing_public_key())) == 32
    with pytest.raises(ValueError, match="format"):
        vault.signed(body, actions.signing_seed())


def test_the_newest_draft_key_wraps(settings):
    old = settings.BID_DRAFT_KEYS[0]
    wrapped = vault.new_draft_key(actions.draft_ring())
    settings.BID_DRAFT_KEYS = ["A" * 43 + "=", old]
    again = vault.rewrap(wrapped, actions.draft_ring())
    settings.BID_DRAFT_KEYS = ["A" * 43 + "="]
    assert vault.open_draft(
        vault.seal_draft({"a": 1}, again, actions.draft_ring()), again, actions.draft_ring()
    ) == {"a": 1}
