"""The pages of keys and openings, as two officers, an archivist and an outsider walk them."""

import json
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from accounts.models import Notification
from procurement import actions, vault
from procurement.enums import EnvelopeKind, LotStatus, OpenedWith, TenderStatus
from procurement.models import ArchivistKey, Lot, LotBid, OpeningRecord, SealedFile, VaultKey
from procurement.views.factors import USED
from tests.factories.accounts import member_of
from tests.factories.procurement import PanelSeatFactory, move
from tests.support.pdf import pages_of, squeezed
from tests.support.vault import (
    PASSPHRASE,
    open_by_two,
    past_deadline,
    sealed_bid,
    sealed_tender,
    with_printed_key,
    with_vault_key,
)

KEY = reverse("procurement:vaultkey")
REAUTHENTICATE = reverse("mfa_reauthenticate")
PLAN = b"%PDF-1.7 het plan van aanpak" * 5000
NEW = {"new": PASSPHRASE, "again": PASSPHRASE, "understood": "on"}
RECORDS = "account_authentication_methods"


@pytest.fixture
def closed(officer, second_officer, noord, provider_user, other_provider_user):
    tender = sealed_tender(officer, second_officer, region=noord, created_by=officer)
    sealed_bid(tender, provider_user, files=[("plan van de Vliegerhof.pdf", PLAN)])
    sealed_bid(tender, other_provider_user, price=Decimal(16_000))
    return past_deadline(tender)


@pytest.fixture
def page(closed):
    return reverse("procurement:tender-open", args=[closed.pk])


@pytest.fixture
def enter(client_of):
    """Signs a person in who has an authenticator app; `give` gives its code where it is asked."""

    def entered(user):
        client = client_of(user)
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        client.give = lambda: client.post(REAUTHENTICATE, {"code": code(secret)})
        return client

    return entered


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def act(client, page, which, **values):
    return client.post(page, {"act": which, "passphrase": PASSPHRASE} | values)


# --- The ceremony -----------------------------------------------------------------------------


def test_two_officers_open_on_the_page(closed, page, enter, officer, second_officer):
    first, second = enter(officer), enter(second_officer)
    first.give()
    answer = act(first, page, "first")
    assert answer.url == page
    waiting = words(first.get(page))
    assert "U bent de eerste inkoper" in waiting
    assert 'name="passphrase"' not in waiting

    second.give()
    shown = words(second.get(page))
    assert "Ines Inkoper handelde als eerste" in shown
    assert "kan niet ongedaan worden gemaakt" in shown
    answer = act(second, page, "second")
    record = OpeningRecord.objects.get()
    assert answer.url == record.get_absolute_url()
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED


def test_a_get_opens_nothing(closed, page, enter, officer):
    client = enter(officer)
    client.give()
    client.get(page)
    assert not OpeningRecord.objects.exists()


def test_the_passphrase_is_asked_only_after_a_fresh_second_factor(page, enter, officer):
    client = enter(officer)
    before = words(client.get(page))
    assert REAUTHENTICATE in before
    assert 'name="passphrase"' not in before
    answer = act(client, page, "first")
    assert "tweede factor" in words(answer)
    assert not OpeningRecord.objects.exists()
    client.give()
    assert 'name="passphrase"' in words(client.get(page))


def test_a_second_factor_serves_for_one_act(closed, page, enter, officer):
    client = enter(officer)
    client.give()
    act(client, page, "first")
    OpeningRecord.objects.update(first_at=timezone.now() - timedelta(hours=1))
    answer = act(client, page, "first")
    assert "tweede factor" in words(answer)
    assert client.session[USED]


def test_a_second_factor_of_six_minutes_ago_is_too_old(page, enter, officer):
    client = enter(officer)
    client.give()
    session = client.session
    session[RECORDS] = [one | {"at": one["at"] - 360} for one in session[RECORDS]]
    session.save()
    assert 'name="passphrase"' not in words(client.get(page))
    assert "tweede factor" in words(act(client, page, "first"))


def test_a_recovery_code_or_a_password_is_no_second_factor(page, enter, officer):
    client = enter(officer)
    client.give()
    session = client.session
    session[RECORDS] = [one | {"type": "recovery_codes"} for one in session[RECORDS]]
    session.save()
    assert 'name="passphrase"' not in words(client.get(page))


def test_without_a_second_factor_the_page_says_where_to_set_one_up(page, client_of, officer):
    assert reverse("mfa_index") in words(client_of(officer).get(page))


def test_a_wrong_passphrase_is_said_at_its_field_and_not_repeated(page, enter, officer):
    client = enter(officer)
    client.give()
    answer = act(client, page, "first", passphrase="geheimpje van niks")
    assert answer.context["form"].errors["passphrase"]
    assert "geheimpje" not in words(answer)
    assert "geheimpje" not in str(dict(client.session.items()))


def test_the_page_is_kept_by_no_browser(page, client_of, officer):
    assert "no-store" in client_of(officer).get(page).headers["Cache-Control"]


def test_who_is_not_named_reads_so(page, client_of, noord):
    stranger = member_of(noord, Role.PROCUREMENT_OFFICER, name="Dirk Inkoper")
    shown = words(client_of(stranger).get(page))
    assert "U bent niet aangewezen" in shown
    assert 'name="passphrase"' not in shown


def test_nothing_is_offered_before_the_deadline(officer, second_officer, noord, client_of):
    tender = sealed_tender(officer, second_officer, region=noord)
    shown = words(client_of(officer).get(reverse("procurement:tender-open", args=[tender.pk])))
    assert "Gepubliceerd" in shown
    assert "page-form" not in shown
    assert REAUTHENTICATE not in shown


def test_a_stale_page_does_not_turn_a_first_act_into_a_second(page, enter, officer, second_officer):
    """Otto read that he would be first; meanwhile Ines began. He is told, and opens nothing."""
    first, second = enter(officer), enter(second_officer)
    second.give()
    first.give()
    act(first, page, "first")
    answer = act(second, page, "first")
    assert "is al begonnen" in words(answer)
    assert not LotBid.objects.exists()


def test_the_other_officers_hear_that_an_opening_has_begun(page, enter, officer, second_officer):
    client = enter(officer)
    client.give()
    act(client, page, "first")
    told = Notification.objects.filter(kind="procurement.opening_begun")
    assert [one.user for one in told] == [second_officer]
    assert told.get().url == page


def test_recovery_with_the_printed_key(
    officer, second_officer, noord, administrator, provider_user, enter
):
    """Otto lost his passphrase: with Ines waiting, Dirk types the paper."""
    _key, groups = with_printed_key(noord, administrator)
    tender = sealed_tender(officer, second_officer, region=noord, created_by=officer)
    sealed_bid(tender, provider_user)
    past_deadline(tender)
    page = reverse("procurement:tender-open", args=[tender.pk])
    paper = reverse("procurement:tender-open-printed", args=[tender.pk])
    dirk = enter(member_of(noord, Role.PROCUREMENT_OFFICER, name="Dirk Inkoper"))
    assert dirk.get(paper).status_code == 404
    ines = enter(officer)
    ines.give()
    act(ines, page, "first")
    assert paper in words(dirk.get(page))
    dirk.give()
    wrong = dirk.post(paper, {"act": "second", "printed_key": f"AAAAA{groups[5:]}"})
    assert "Groep 1" in words(wrong)
    answer = dirk.post(paper, {"act": "second", "printed_key": groups.lower()})
    record = OpeningRecord.objects.get()
    assert answer.url == record.get_absolute_url()
    assert str(OpenedWith.ARCHIVIST.label) in words(dirk.get(answer.url))


# --- The record -------------------------------------------------------------------------------


@pytest.fixture
def record(closed, officer, second_officer):
    return open_by_two(closed, officer, second_officer)


def test_the_record_is_a_page_a_signed_file_and_a_paper(record, client_of, reader, tmp_path):
    client = client_of(reader)
    shown = words(client.get(record.get_absolute_url()))
    digest = record.record["body"]["bids"][0]["envelopes"][0]["sha256"]
    for text in ("Taalschool De Vliegerhof", "Stichting Letterbrug", digest, "verify_opening"):
        assert text in shown
    answer = client.get(reverse("procurement:openingrecord-json", args=[record.pk]))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert json.loads(answer.content) == record.record
    paper = client.get(reverse("procurement:openingrecord-pdf", args=[record.pk]))
    said = squeezed(" ".join(pages_of(paper.content)))
    assert squeezed("Proces-verbaal van opening") in said
    assert squeezed("Ines Inkoper") in said


def test_an_outsider_checks_the_file_that_the_page_hands_out(
    record, client_of, reader, tmp_path, capsys
):
    answer = client_of(reader).get(reverse("procurement:openingrecord-json", args=[record.pk]))
    path = tmp_path / "record.json"
    path.write_bytes(answer.content)
    call_command("verify_opening", str(path), "--key", actions.signing_public_key())
    assert "FOUT" not in capsys.readouterr().out
    path.write_bytes(answer.content.replace(b"Letterbrug", b"Letterburg"))
    with pytest.raises(CommandError):
        call_command("verify_opening", str(path), "--key", actions.signing_public_key())


def test_a_record_is_of_the_region_alone(record, client_of, zuid_officer, provider_user, closed):
    assessor = PanelSeatFactory(tender=closed).user
    for person in (zuid_officer, provider_user, assessor):
        for name in ("detail", "json", "pdf"):
            url = reverse(f"procurement:openingrecord-{name}", args=[record.pk])
            assert client_of(person).get(url).status_code in (403, 404)


def test_an_opening_that_waits_has_no_record_page(closed, page, enter, officer):
    client = enter(officer)
    client.give()
    act(client, page, "first")
    waiting = OpeningRecord.objects.get()
    assert client.get(waiting.get_absolute_url()).status_code == 404


# --- Attachments ------------------------------------------------------------------------------


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_region_downloads_an_opened_attachment(record, client_of, reader):
    file = SealedFile.objects.get()
    answer = client_of(reader).get(reverse("procurement:sealedfile-download", args=[file.pk]))
    assert body_of(answer) == PLAN
    assert "plan van de Vliegerhof.pdf" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_page_of_an_opened_bid_leads_to_its_attachments(record, client_of, reader):
    file = SealedFile.objects.get()
    shown = words(client_of(reader).get(file.bid.get_absolute_url()))
    assert reverse("procurement:sealedfile-download", args=[file.pk]) in shown


def test_the_panel_gets_it_under_a_name_that_tells_nothing(record, closed, client_of):
    assessor = PanelSeatFactory(tender=closed).user
    file = SealedFile.objects.get()
    answer = client_of(assessor).get(reverse("procurement:sealedfile-download", args=[file.pk]))
    assert body_of(answer) == PLAN
    assert "Bijlage 1.pdf" in answer.headers["Content-Disposition"]
    assert "Vliegerhof" not in answer.headers["Content-Disposition"]


def test_nobody_downloads_before_the_opening(closed, client_of, officer, provider_user):
    assessor = PanelSeatFactory(tender=closed).user
    url = reverse("procurement:sealedfile-download", args=[SealedFile.objects.get().pk])
    for person in (officer, provider_user, assessor):
        assert client_of(person).get(url).status_code == 404


def test_no_stranger_downloads(record, client_of, zuid_officer, other_provider_user):
    url = reverse("procurement:sealedfile-download", args=[SealedFile.objects.get().pk])
    for person in (zuid_officer, other_provider_user):
        assert client_of(person).get(url).status_code == 404


# --- Keys -------------------------------------------------------------------------------------


def test_an_officer_makes_a_key(client_of, officer):
    client = client_of(officer)
    assert "nog geen kluissleutel" in words(client.get(KEY))
    answer = client.post(reverse("procurement:vaultkey-create"), NEW)
    assert answer.url == KEY
    assert VaultKey.objects.get().user == officer
    assert PASSPHRASE not in words(client.get(KEY))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"again": "een andere zin van vier"}, "again"),
        ({"new": "kort", "again": "kort"}, "new"),
        ({"understood": ""}, "understood"),
    ],
)
def test_what_is_wrong_with_a_passphrase_stands_at_its_field(client_of, officer, wrong, field):
    answer = client_of(officer).post(reverse("procurement:vaultkey-create"), NEW | wrong)
    assert list(answer.context["form"].errors) == [field]
    assert PASSPHRASE not in words(answer)
    assert not VaultKey.objects.exists()


def test_an_officer_changes_the_passphrase(client_of, officer):
    key = with_vault_key(officer)
    new = "zeven ganzen vliegen over het wad"
    typed = {"passphrase": PASSPHRASE, "new": new, "again": new, "understood": "on"}
    client = client_of(officer)
    assert client.post(reverse("procurement:vaultkey-passphrase"), typed).url == KEY
    assert bytes(VaultKey.objects.get().locked_key) != bytes(key.locked_key)


def test_replacing_says_which_tenders_still_ask_for_the_old_passphrase(
    client_of, officer, second_officer, noord
):
    tender = sealed_tender(officer, second_officer, region=noord)
    client = client_of(officer)
    client.post(reverse("procurement:vaultkey-replace"), NEW)
    shown = words(client.get(KEY))
    assert "wachtzin van uw eerdere sleutel" in shown
    assert tender.reference in shown


def test_without_a_key_there_is_no_passphrase_to_change(client_of, officer):
    client = client_of(officer)
    for name in ("passphrase", "replace"):
        assert client.get(reverse(f"procurement:vaultkey-{name}")).status_code == 404


def test_the_paper_is_shown_once(client_of, administrator, noord):
    client = client_of(administrator)
    create = reverse("procurement:archivistkey-create")
    answer = client.post(create, {"holder": "Gerda Griffier", "understood": "on"})
    groups = [group for _number, group in answer.context["groups"]]
    assert len(groups) == 14
    key = ArchivistKey.objects.get()
    assert vault.public_of(vault.from_printed(" ".join(groups))) == bytes(key.public_key)
    assert "no-store" in answer.headers["Cache-Control"]
    for again in (create, reverse("procurement:archivistkey-list")):
        assert groups[0] not in words(client.get(again))
    assert groups[0] not in str(dict(client.session.items()))


def test_a_paper_is_taken_out_of_use(client_of, administrator, noord):
    key, _groups = with_printed_key(noord, administrator)
    client = client_of(administrator)
    retire = reverse("procurement:archivistkey-retire", args=[key.pk])
    assert "geven deze sleutel geen deel" in words(client.get(retire))
    client.post(retire)
    key.refresh_from_db()
    assert key.retired_by == administrator


def test_retiring_counts_the_tenders_that_may_need_the_paper(
    client_of, administrator, officer, second_officer, noord
):
    key, _groups = with_printed_key(noord, administrator)
    sealed_tender(officer, second_officer, region=noord)
    retire = reverse("procurement:archivistkey-retire", args=[key.pk])
    assert "1 lopende" in words(client_of(administrator).get(retire))


# --- The page of the tender -------------------------------------------------------------------


def test_the_tender_offers_to_open_and_then_shows_the_record(
    closed, client_of, officer, second_officer
):
    client = client_of(officer)
    url = closed.get_absolute_url()
    assert reverse("procurement:tender-open", args=[closed.pk]) in words(client.get(url))
    record = open_by_two(closed, officer, second_officer)
    shown = words(client.get(f"{url}?tab=processen-verbaal-van-opening"))
    assert record.get_absolute_url() in shown


def test_prices_are_opened_on_a_page_of_their_own(closed, record, enter, officer, second_officer):
    page = reverse("procurement:tender-open-prices", args=[closed.pk])
    first, second = enter(officer), enter(second_officer)
    assert "vastgezet" in words(first.get(page))
    move(closed, TenderStatus.IN_EVALUATION)
    lot = closed.lots.get()
    move(lot, LotStatus.IN_EVALUATION)
    Lot.objects.filter(pk=lot.pk).update(
        quality_locked_at=timezone.now(), quality_locked_by=officer
    )
    assert page in words(first.get(closed.get_absolute_url()))
    assert "1. Onderwijsroute" in words(first.get(page))
    for client, which in ((first, "first"), (second, "second")):
        client.give()
        answer = act(client, page, which)
    assert answer.url == OpeningRecord.objects.get(kind=EnvelopeKind.PRICE).get_absolute_url()
    lot.refresh_from_db()
    assert lot.prices_opened_by == second_officer
    assert second.get(answer.url).status_code == 200


# --- What the pages cost ------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tender-open", "openingrecord-detail", "archivistkey-list"])
def test_each_page_keeps_within_its_queries(
    name, record, closed, client_of, officer, administrator, noord, query_budget
):
    with_printed_key(noord, administrator)
    arguments = {"tender-open": [closed.pk], "openingrecord-detail": [record.pk]}.get(name, [])
    client = client_of(administrator if name == "archivistkey-list" else officer)
    with query_budget(f"procurement:{name}"):
        client.get(reverse(f"procurement:{name}", args=arguments))
