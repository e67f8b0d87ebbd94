"""Pages of papers, of the clause library and of warnings: who enters, what they show and do."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from contracts.actions.contract_steps import offer_contract
from contracts.enums import ContractStatus, PartySide
from contracts.models import Clause, Contract, ContractAlert, Paper
from tests.factories.contracts import CapacityLineFactory, TariffFactory
from tests.factories.papers import PDF, ClauseFactory, ContractAlertFactory, PaperSignatureFactory
from tests.support.forms import form_values


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


def upload(name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF)


@pytest.fixture
def complete(draft) -> Contract:
    TariffFactory(contract=draft)
    CapacityLineFactory(contract=draft)
    return draft


@pytest.fixture
def paper(complete, contract_manager) -> Paper:
    contract = offer_contract(contract=complete, by=contract_manager, at=timezone.now())
    return contract.papers.get()


def signed_by(client, address: str, **typed) -> int:
    """Fill the form in as it stands, and send it; the status of the answer."""
    values = form_values(client.get(address).content.decode())
    sent = {"signatory_role": "directeur", "agrees": "on"} | typed
    return client.post(address, values | sent).status_code


# --- Offering and signing ------------------------------------------------------------------------


def test_contract_is_offered_from_its_page(complete, client_of, contract_manager, provider_user):
    client, address = client_of(contract_manager), url("contract-offer", complete.pk)
    values = form_values(client.get(address).content.decode())
    assert values["buyer_representative"] == contract_manager.name
    typed = dict.fromkeys(
        ("buyer_address", "buyer_role", "provider_address"), "Raadhuisplein 1"
    ) | {"provider_representative": "Pia Aanbieder", "provider_role": "directeur"}
    assert client.post(address, values | typed).status_code == 302
    complete.refresh_from_db()
    facts = complete.papers.get().facts
    assert complete.status == ContractStatus.OFFERED
    assert facts["provider"]["representative"] == "Pia Aanbieder"
    assert len(facts["clauses"]) >= 12


def test_offer_form_lets_clauses_be_chosen(complete, noord, client_of, contract_manager):
    left_out, kept = ClauseFactory(region=noord), ClauseFactory(region=noord, title="Geheim")
    client, address = client_of(contract_manager), url("contract-offer", complete.pk)
    values = form_values(client.get(address).content.decode())
    assert values["clauses"] == [str(left_out.latest.pk), str(kept.latest.pk)]
    needed = dict.fromkeys(
        (
            "buyer_address",
            "buyer_role",
            "provider_address",
            "provider_representative",
            "provider_role",
        ),
        "x",
    )
    client.post(address, values | needed | {"clauses": [kept.latest.pk]})
    assert [one["title"] for one in complete.papers.get().facts["clauses"]] == ["Geheim"]


def test_offering_says_what_is_missing(draft, client_of, contract_manager):
    page = client_of(contract_manager).get(url("contract-offer", draft.pk)).content.decode()
    assert "Voeg een tarief toe" in page
    assert "<textarea" not in page


def test_draft_of_the_paper_is_shown_and_not_kept(
    complete, client_of, contract_manager, counted_page
):
    address = url("contract-paper", complete.pk)
    text = counted_page(client_of(contract_manager), "contracts:contract-paper", address)
    assert "CONCEPT" in text
    assert complete.provider.legal_name in text
    assert not Paper.objects.exists()


def test_both_sides_sign_on_their_own_pages(paper, client_of, contract_manager, provider_user):
    school, region = client_of(provider_user), client_of(contract_manager)
    assert signed_by(school, url("paper-countersign", paper.pk)) == 302
    page = region.get(paper.get_absolute_url()).content.decode()
    assert "De handtekening van: Gemeenten." in page
    assert signed_by(region, url("paper-sign", paper.pk)) == 302
    paper.contract.refresh_from_db()
    assert paper.contract.status == ContractStatus.SIGNED


def test_signing_asks_to_declare_that_one_may(paper, client_of, provider_user):
    client = client_of(provider_user)
    assert signed_by(client, url("paper-countersign", paper.pk), agrees="") == 200
    assert not paper.signatures.exists()


def test_paper_shows_its_text_and_digest(paper, client_of, provider_user, counted_page):
    text = counted_page(
        client_of(provider_user), "contracts:paper-detail", paper.get_absolute_url()
    )
    assert paper.sha256 in text
    assert "Artikel 1" in text
    assert url("paper-countersign", paper.pk) in text
    assert url("paper-sign", paper.pk) not in text


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_files_are_downloads(paper, client_of, provider_user, kind):
    response = client_of(provider_user).get(url("paper-file", paper.pk, kind))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content) == getattr(paper, kind).open("rb").read()


def test_other_kind_of_file_is_not_there(paper, client_of, provider_user):
    assert client_of(provider_user).get(url("paper-file", paper.pk, "odt")).status_code == 404


@pytest.mark.parametrize("page", ["paper-detail", "paper-countersign", "paper-sign"])
@pytest.mark.parametrize("person", ["other_provider_user", "zuid_officer"])
def test_strangers_find_no_paper(paper, client_of, request, page, person):
    client = client_of(request.getfixturevalue(person))
    assert client.get(url(page, paper.pk)).status_code in (403, 404)


def test_region_cannot_countersign_for_the_provider(paper, client_of, contract_manager):
    address = url("paper-countersign", paper.pk)
    assert client_of(contract_manager).post(address).status_code in (403, 404)


def test_signature_in_ink_is_recorded_from_its_page(paper, client_of, contract_manager):
    client = client_of(contract_manager)
    address = url("paper-record", paper.pk)
    typed = {"signatory_name": "Pia Aanbieder", "side": PartySide.PROVIDER}
    assert signed_by(client, address, **typed) == 200
    assert signed_by(client, address, file=upload(), **typed) == 302
    signature = paper.signatures.get()
    response = client.get(url("papersignature-file", signature.pk))
    assert b"".join(response.streaming_content) == PDF


def test_signature_without_a_scan_has_no_file(paper, client_of, contract_manager):
    signature = PaperSignatureFactory(paper=paper)
    address = url("papersignature-file", signature.pk)
    assert client_of(contract_manager).get(address).status_code == 404


def test_contract_is_recorded_as_signed_outside(complete, client_of, contract_manager):
    client, address = client_of(contract_manager), url("contract-sign-outside", complete.pk)
    typed = {
        "buyer_name": "Wies Wethouder",
        "buyer_role": "wethouder",
        "buyer_on": "2025-12-01",
        "provider_name": "Pia Aanbieder",
        "provider_role": "directeur",
        "provider_on": "2025-12-03",
    }
    assert client.post(address, typed).status_code == 200
    assert client.post(address, typed | {"file": upload()}).status_code == 302
    complete.refresh_from_db()
    assert complete.status == ContractStatus.SIGNED
    page = client.get(complete.papers.get().get_absolute_url()).content.decode()
    assert "Wies Wethouder" in page


# --- Steps ---------------------------------------------------------------------------------------


def test_ending_lists_what_is_outstanding_with_links(contract, place, client_of, contract_manager):
    place(started=True)
    near = timezone.localdate() + timedelta(days=30)
    Contract.objects.filter(pk=contract.pk).update(last_on=near)
    client = client_of(contract_manager)
    for address in (url("contract-end", contract.pk), contract.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "1 plaatsing loopt nog." in page
        assert f'href="/placements/?contract={contract.pk}"' in page
    client.post(url("contract-end", contract.pk))
    contract.refresh_from_db()
    assert contract.status == ContractStatus.ACTIVE


def test_contract_is_ended_from_its_page(contract, client_of, contract_manager):
    assert client_of(contract_manager).post(url("contract-end", contract.pk)).status_code == 302
    contract.refresh_from_db()
    assert contract.status == ContractStatus.ENDED


def test_terminating_asks_for_day_and_reason(contract, place, client_of, contract_manager):
    place(started=True)
    client, address = client_of(contract_manager), url("contract-terminate", contract.pk)
    assert "1 plaatsing loopt nog." in client.get(address).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    assert client.post(address, {"on": yesterday, "reason": ""}).status_code == 200
    assert client.post(address, {"on": yesterday, "reason": "Fraude"}).status_code == 302
    contract.refresh_from_db()
    assert (contract.status, contract.ended_on) == (ContractStatus.TERMINATED, yesterday)


def test_suspending_and_resuming_from_their_pages(contract, client_of, contract_manager):
    client = client_of(contract_manager)
    client.post(url("contract-transition", contract.pk, "suspend"), {"reason": "Onderzoek"})
    contract.refresh_from_db()
    assert contract.status == ContractStatus.SUSPENDED
    client.post(url("contract-transition", contract.pk, "resume"))
    contract.refresh_from_db()
    assert (contract.status, contract.suspended_at) == (ContractStatus.ACTIVE, None)


@pytest.mark.parametrize("page", ["contract-offer", "contract-end", "contract-terminate"])
def test_coordinator_takes_no_steps(contract, client_of, coordinator, page):
    assert client_of(coordinator).get(url(page, contract.pk)).status_code == 403


# --- Clauses -------------------------------------------------------------------------------------


def test_library_begins_with_a_press(noord, client_of, coordinator):
    client = client_of(coordinator)
    page = client.get(url("clause-list")).content.decode()
    assert url("clause-begin") in page
    assert client.post(url("clause-begin"), {"region": noord.pk}).status_code == 302
    text = client.get(f"{url('clause-preview')}?use=covenant").content.decode()
    assert "Partijen en toetreden" in text
    assert client.get(f"{url('clause-preview')}?use=anders").status_code == 404
    assert url("clause-begin") not in client.get(url("clause-list")).content.decode()


def test_library_is_listed(noord, client_of, coordinator, counted_page):
    ClauseFactory.create_batch(3, region=noord)
    text = counted_page(client_of(coordinator), "contracts:clause-list", url("clause-list"))
    assert text.count("Klachten") >= 3


def test_clause_is_changed_and_shows_the_difference(noord, client_of, coordinator):
    clause = ClauseFactory(region=noord, text="Binnen vier weken.")
    client, address = client_of(coordinator), url("clause-update", clause.pk)
    values = form_values(client.get(address).content.decode())
    assert str(values["text"]).strip() == "Binnen vier weken."
    changed = values | {"text": "Binnen twee weken.", "reason": "Sneller"}
    assert client.post(address, changed).status_code == 302
    page = client.get(clause.get_absolute_url()).content.decode()
    assert "<del>vier</del><ins>twee</ins>" in page
    assert "Sneller" in page


def test_clause_is_added_and_its_places_are_checked(noord, client_of, coordinator):
    client = client_of(coordinator)
    typed = {
        "region": noord.pk,
        "use": "contract",
        "code": "geheim",
        "title": "Geheimhouding",
        "position": 5,
        "text": "Over {geheim} zwijgen partijen.",
    }
    page = client.post(url("clause-create"), typed).content.decode()
    assert "{geheim}" in page
    client.post(url("clause-create"), typed | {"text": "Partijen zwijgen over {title}."})
    assert Clause.objects.get().latest.text == "Partijen zwijgen over {title}."


def test_clause_is_retired(noord, client_of, coordinator):
    clause = ClauseFactory(region=noord)
    client = client_of(coordinator)
    assert client.post(url("clause-retire", clause.pk)).status_code == 302
    page = client.get(clause.get_absolute_url()).content.decode()
    assert url("clause-update", clause.pk) not in page


def test_provider_does_not_enter_the_library(client_of, provider_user):
    assert client_of(provider_user).get(url("clause-list")).status_code == 403


# --- Warnings ------------------------------------------------------------------------------------


def test_warnings_are_listed_and_filtered(contract, client_of, contract_manager, counted_page):
    ContractAlertFactory(contract=contract)
    client = client_of(contract_manager)
    address = url("contractalert-list")
    text = counted_page(client, "contracts:contractalert-list", address)
    assert contract.reference in text
    found = client.get(f"{address}?answered=true").content.decode()
    assert "De laatste dag is 31 dec 2027." not in found


def test_warning_is_answered_on_its_page(contract, client_of, contract_manager):
    alert = ContractAlertFactory(contract=contract)
    client = client_of(contract_manager)
    address = url("contractalert-acknowledge", alert.pk)
    assert address in client.get(alert.get_absolute_url()).content.decode()
    assert client.post(address, {"note": ""}).status_code == 200
    assert client.post(address, {"note": "Gesprek gepland"}).status_code == 302
    page = client.get(alert.get_absolute_url()).content.decode()
    assert "Gesprek gepland" in page
    assert address not in page


def test_desk_and_contract_show_what_waits(contract, client_of, contract_manager, provider_user):
    ContractAlertFactory(contract=contract)
    client = client_of(contract_manager)
    assert url("contractalert-list") in client.get(url("desk")).content.decode()
    assert "tab=waarschuwingen" in client.get(contract.get_absolute_url()).content.decode()
    theirs = client_of(provider_user).get(contract.get_absolute_url()).content.decode()
    assert "tab=waarschuwingen" not in theirs


def test_provider_and_reader_do_not_enter_the_warnings(client_of, provider_user, reader):
    for person in (provider_user, reader):
        assert client_of(person).get(url("contractalert-list")).status_code == 403
    assert not ContractAlert.objects.exists()


def test_papers_are_a_tab_of_the_contract(paper, client_of, provider_user):
    page = client_of(provider_user).get(f"{paper.contract.get_absolute_url()}?tab=stukken")
    assert paper.get_absolute_url() in page.content.decode()
