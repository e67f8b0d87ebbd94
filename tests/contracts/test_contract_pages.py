"""Pages of contracts and their terms: who may enter, what they show, what their forms do."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from config.shared.display import unbroken
from contracts.actions.contracts import draft_from_award
from contracts.enums import ContractStatus
from contracts.models import CapacityLine, Contract
from tests.contracts.conftest import AT
from tests.factories.contracts import CapacityLineFactory, TariffFactory
from tests.factories.papers import signed_on_paper
from tests.support.forms import row_fields


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


def refusal(response) -> str:
    """The page's text, which has to be a form again and not a redirect."""
    assert response.status_code == 200
    return response.content.decode()


def test_list_shows_the_contracts_of_the_region(
    contract, draft, client_of, contract_manager, counted_page
):
    client = client_of(contract_manager)
    text = counted_page(client, "contracts:contract-list", url("contract-list"))
    assert contract.reference in text
    assert draft.reference in text


@pytest.mark.parametrize("query", ["?route=O", "?gemeente={gemeente}", "?q=Vliegerhof"])
def test_list_is_filtered(contract, waterveen, client_of, contract_manager, query):
    found = client_of(contract_manager).get(
        url("contract-list") + query.format(gemeente=waterveen.pk)
    )
    assert contract.reference in found.content.decode()
    other = client_of(contract_manager).get(url("contract-list") + "?route=Z")
    assert contract.reference not in other.content.decode()


def test_detail_shows_terms_and_meter(contract, client_of, contract_manager, counted_page):
    Contract.objects.update(maximum_amount=100_000)
    client = client_of(contract_manager)
    text = counted_page(client, "contracts:contract-detail", url("contract-detail", contract.pk))
    assert "€ 15.000,00" in text
    assert unbroken("0% van € 100.000,00") in text


def test_foreign_contract_is_not_found(contract, client_of, zuid_coordinator):
    assert client_of(zuid_coordinator).get(contract.get_absolute_url()).status_code == 404


def test_provider_sees_its_signed_contracts_without_euros_spent(
    contract, draft, client_of, provider_user, other_provider_user
):
    client = client_of(provider_user)
    assert client.get(contract.get_absolute_url()).status_code == 200
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Verbruikt" not in client.get(url("contract-list")).content.decode()
    assert client_of(other_provider_user).get(contract.get_absolute_url()).status_code == 404


def test_assessor_has_no_contracts(contract, client_of, assessor):
    assert client_of(assessor).get(url("contract-list")).status_code == 403


def test_award_is_drafted_from_its_page(award, client_of, contract_manager):
    client = client_of(contract_manager)
    address = url("contract-from-award", award.pk)
    assert "32 plekken" in client.get(address).content.decode()
    client.post(address)
    contract = Contract.objects.get(decision=award)
    assert client.get(contract.get_absolute_url()).status_code == 200
    assert client.get(address).url == contract.get_absolute_url()
    assert "T-2026-077-P1" in refusal(client.post(address))


def test_draft_is_made_from_its_form(noord, provider, waterveen, client_of, contract_manager):
    fields = {
        "region": noord.pk,
        "reference": "C-77",
        "title": "Z-route",
        "provider": provider.pk,
        "kind": "direct",
        "gemeenten": [waterveen.pk],
        "first_on": "2026-01-01",
        "last_on": "2026-12-31",
        "maximum_amount": "250.000,50",
        "over_target_policy": "block",
    }
    client = client_of(contract_manager)
    client.post(url("contract-create"), fields)
    contract = Contract.objects.get(reference="C-77")
    assert str(contract.maximum_amount) == "250000.50"
    assert contract.created_by == contract_manager

    assert "al in gebruik" in refusal(client.post(url("contract-create"), fields))


def test_draft_is_changed(draft, waterveen, client_of, contract_manager):
    client = client_of(contract_manager)
    address = url("contract-update", draft.pk)
    assert draft.title in client.get(address).content.decode()
    fields = {
        "reference": draft.reference,
        "title": "Andere titel",
        "gemeenten": [waterveen.pk],
        "first_on": "2026-01-01",
        "last_on": "2026-12-31",
        "over_target_policy": "warn",
    }
    client.post(address, fields)
    draft.refresh_from_db()
    assert (draft.title, draft.over_target_policy) == ("Andere titel", "warn")


TARIFF = {
    "route": "O",
    "unit": "trajectory",
    "price": "17.000",
    "first_on": "2026-01-01",
    "last_on": "2027-12-31",
    "start": "40",
    "halfway": "30",
    "completion": "30",
    **row_fields([]),
}


def test_draft_is_removed_after_a_question(draft, client_of, contract_manager):
    client, address = client_of(contract_manager), url("contract-remove", draft.pk)
    assert "verdwijnt met zijn tarieven" in client.get(address).content.decode()
    assert client.post(address).url == url("contract-list")
    assert not Contract.objects.filter(pk=draft.pk).exists()


def test_contract_that_binds_is_not_removed(contract, client_of, contract_manager):
    client, address = client_of(contract_manager), url("contract-remove", contract.pk)
    assert "kan niet worden verwijderd" in client.get(address).content.decode()
    client.post(address)
    assert Contract.objects.filter(pk=contract.pk).exists()


def test_tariff_is_added_changed_and_taken_out(draft, client_of, contract_manager):
    client = client_of(contract_manager)
    address = url("tariff-create", draft.pk)
    assert 'value="40"' in client.get(address).content.decode()
    client.post(address, TARIFF)
    tariff = draft.tariffs.get()
    assert tariff.instalments.count() == 3

    client.post(url("tariff-update", tariff.pk), TARIFF | {"price": "18000,5"})
    tariff.refresh_from_db()
    assert str(tariff.price) == "18000.5000"

    client.post(url("tariff-remove", tariff.pk))
    assert not draft.tariffs.exists()


def test_instalments_that_do_not_add_up_come_back_as_an_error(draft, client_of, contract_manager):
    client = client_of(contract_manager)
    response = client.post(url("tariff-create", draft.pk), TARIFF | {"start": "41,5"})
    assert "101,5%" in refusal(response)


def test_seats_are_added_divided_and_taken_out(draft, waterveen, meerdorp, client_of, coordinator):
    client = client_of(coordinator)
    fields = {
        "route": "O",
        "place": "Waterveen",
        "first_on": "2026-01-01",
        "last_on": "2027-12-31",
        "counts": "places",
        "number": "10",
    }
    client.post(url("capacityline-create", draft.pk), fields)
    line = draft.capacity_lines.get()

    shares = {f"share_{waterveen.pk}": "3", f"share_{meerdorp.pk}": "6"}
    address = url("capacityline-shares", line.pk)
    assert "8" in client.get(address).content.decode()
    assert "9 plekken" in refusal(client.post(address, shares))
    client.post(address, shares | {f"share_{waterveen.pk}": "4"})
    assert line.shares.get(gemeente=waterveen).number == 4

    client.post(url("capacityline-update", line.pk), fields | {"number": "5"})
    line.refresh_from_db()
    assert line.number == 5
    client.post(url("capacityline-remove", line.pk))
    assert not CapacityLine.objects.exists()


@pytest.mark.parametrize("page", ["contract-update", "tariff-create", "capacityline-create"])
def test_signed_contract_cannot_be_edited(contract, client_of, contract_manager, page):
    detail = client_of(contract_manager).get(contract.get_absolute_url()).content.decode()
    assert url(page, contract.pk) not in detail


def test_reader_cannot_draft(draft, client_of, reader):
    client = client_of(reader)
    for page in ("contract-update", "tariff-create", "capacityline-create"):
        assert client.get(url(page, draft.pk)).status_code == 403
    assert client.get(url("contract-create")).status_code == 403


def test_standstill_is_said_with_its_last_day(award, client_of, contract_manager):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)
    signed_on_paper(contract, contract_manager)
    page = client_of(contract_manager).get(contract.get_absolute_url()).content.decode()
    assert "tot en met 23 mrt 2026" in page
    confirm = client_of(contract_manager).post(url("contract-transition", contract.pk, "sign"))
    contract.refresh_from_db()
    assert (confirm.status_code, contract.status) == (200, ContractStatus.OFFERED)


def test_contract_is_signed_from_its_page(draft, client_of, contract_manager):
    TariffFactory(contract=draft)
    CapacityLineFactory(contract=draft)
    signed_on_paper(draft, contract_manager)
    client_of(contract_manager).post(url("contract-transition", draft.pk, "sign"))
    draft.refresh_from_db()
    assert (draft.status, draft.signed_by) == (ContractStatus.SIGNED, contract_manager)


# --- The desk -------------------------------------------------------------------------------------


def test_desk_names_what_ends_and_expires(
    contract, client_of, contract_manager, time_machine, counted_page
):
    time_machine.move_to(AT)
    Contract.objects.update(last_on=date(2026, 6, 1))
    contract.provider.recognitions.filter(kind="tst").update(last_on=date(2026, 4, 1))
    client = client_of(contract_manager)
    text = counted_page(client, "contracts:desk", url("desk"))
    assert "1 contract loopt binnen een half jaar af." in text
    assert "1 erkenning verloopt binnen 90 dagen." in text


def test_desk_offers_awards_that_wait_for_a_contract(award, client_of, contract_manager, reader):
    address = url("contract-from-award", award.pk)
    assert address in client_of(contract_manager).get(url("desk")).content.decode()
    assert address not in client_of(reader).get(url("desk")).content.decode()
    draft_from_award(award=award, by=contract_manager, at=AT)
    assert address not in client_of(contract_manager).get(url("desk")).content.decode()


def test_lot_leads_to_its_contract(award, client_of, contract_manager, reader):
    page = reverse("procurement:lot-detail", args=[award.lot.pk])
    address = url("contract-from-award", award.pk)
    assert address in client_of(contract_manager).get(page).content.decode()
    assert address not in client_of(reader).get(page).content.decode()


def test_desk_leaves_out_what_runs_on(contract, client_of, contract_manager, time_machine):
    time_machine.move_to(AT)
    tst = contract.provider.recognitions.get(kind="tst")
    tst.last_on = date(2026, 4, 1)
    tst.save()
    contract.provider.recognitions.create(
        kind="tst", number="2", first_on=tst.last_on + timedelta(days=1)
    )
    text = client_of(contract_manager).get(url("desk")).content.decode()
    assert "Geen contract vraagt binnen een half jaar een besluit." in text


@pytest.mark.parametrize(("days_left", "told"), [(91, False), (90, True)])
def test_what_ending_lacks_is_told_once_the_end_is_near(
    contract, place, client_of, contract_manager, time_machine, days_left, told
):
    place(started=True)
    on = contract.last_on - timedelta(days=days_left)
    time_machine.move_to(AT + (on - AT.date()))
    page = client_of(contract_manager).get(contract.get_absolute_url()).content.decode()
    assert ("1 plaatsing loopt nog" in page) is told
