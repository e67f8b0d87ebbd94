"""An amendment changes what a contract guarantees, as long as its shortfall is not booked."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from config.shared.errors import Refused
from contracts.actions.amendment_steps import sign_amendment
from contracts.actions.amendments import draft_amendment
from contracts.amending.checks import problems
from contracts.enums import GuaranteeKind
from contracts.models import Amendment, Contract, ContractGuarantee
from contracts.models.agreement import terms_of
from tests.contracts.conftest import AT
from tests.factories.amendments import AmendmentFactory
from tests.factories.cost_terms import ContractGuaranteeFactory
from tests.factories.costs import CostEntryFactory

pytestmark = pytest.mark.django_db

STANDING = "guarantees.value..2026-01-01"
NEXT_YEAR = "guarantees.heads.O.2027-01-01"
HEADS = {"last_on": "2027-12-31", "minimum_heads": 12, "price": "1500"}


@pytest.fixture
def guarantee(contract) -> ContractGuarantee:
    """At least 60,000 euro in 2026, over all routes."""
    return ContractGuaranteeFactory(contract=contract)


def added(**facts) -> dict:
    return {f"{NEXT_YEAR}.{name}": value for name, value in (HEADS | facts).items()}


def signed(contract: Contract, by, changes: dict) -> Amendment:
    offered = AmendmentFactory(contract=contract, changes=changes, offered=True)
    with transaction.atomic():
        return sign_amendment(amendment=offered, by=by, at=AT)


def test_signing_changes_adds_and_takes_out(contract, guarantee, contract_manager):
    changes = {f"{STANDING}.minimum_amount": "45000.5", **added()}
    done = signed(contract, contract_manager, changes)
    first, second = contract.guarantees.order_by("first_on")
    assert (first.pk, first.minimum_amount) == (guarantee.pk, Decimal("45000.50"))
    assert (second.kind, second.route, second.first_on) == (
        GuaranteeKind.HEADS,
        "O",
        date(2027, 1, 1),
    )
    assert (second.last_on, second.minimum_heads, second.price) == (date(2027, 12, 31), 12, 1_500)
    assert terms_of(contract) == done.proposed

    gone = {path: None for path in terms_of(contract) if path.startswith(STANDING)}
    signed(contract, contract_manager, gone)
    assert contract.guarantees.get() == second


@pytest.mark.parametrize("value", ["50000", None], ids=["changed", "taken out"])
def test_a_guarantee_with_a_booked_shortfall_stands(
    contract, guarantee, contract_manager, waterveen, value
):
    guarantee.entry = CostEntryFactory(
        region=contract.region, contract=contract, borne_by=[waterveen]
    )
    guarantee.save()
    paths = [path for path in terms_of(contract) if path.startswith(STANDING)]
    changes = dict.fromkeys(paths) if value is None else {f"{STANDING}.minimum_amount": value}
    with pytest.raises(Refused, match="geboekt"):
        signed(contract, contract_manager, changes)
    guarantee.refresh_from_db()
    assert guarantee.minimum_amount == 60_000


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"minimum_amount": "5"}, "geef een bedrag"),
        ({"price": None}, "geef een bedrag"),
        ({"last_on": "2028-01-01"}, "valt buiten het contract"),
        ({"last_on": "2026-12-31"}, "eindigt voordat"),
    ],
)
def test_what_cannot_be_guaranteed_is_said(contract, facts, said):
    terms = terms_of(contract) | added(**facts)
    found = {path: value for path, value in terms.items() if value is not None}
    [sentence] = problems(found, {})
    assert said in sentence
    assert "1 januari 2027" in sentence or "1 jan 2027" in sentence


def test_one_over_all_routes_is_added_on_its_page(client_of, contract, contract_manager):
    amendment = draft_amendment(
        contract=contract, title="Afname", effective_on=date(2027, 1, 1), by=contract_manager, at=AT
    )
    client = client_of(contract_manager)
    address = reverse("contracts:amendment-part-create", args=[amendment.pk, "guarantees"])
    assert ">alle routes</option>" in client.get(address).content.decode()
    sent = {
        "kind": GuaranteeKind.VALUE,
        "route": "",
        "first_on": "2027-01-01",
        "last_on": "2027-12-31",
        "minimum_amount": "30000",
    }
    assert client.post(address, sent).status_code == 302
    amendment.refresh_from_db()
    assert amendment.proposed["guarantees.value..2027-01-01.minimum_amount"] == "30000"
    shown = client.get(amendment.get_absolute_url(), {"tab": "kopie-van-het-contract"})
    assert "€ 30.000,00" in shown.content.decode().replace("\xa0", " ")


def test_a_copy_made_before_the_guarantee_was_known_leaves_it(
    contract, guarantee, contract_manager
):
    made = AmendmentFactory(contract=contract, changes={"facts.title": "Anders"}, offered=True)
    unaware = {
        name: {path: value for path, value in said.items() if not path.startswith("guarantees")}
        for name, said in (("base", made.base), ("proposed", made.proposed))
    }
    Amendment.objects.filter(pk=made.pk).update(**unaware)
    made.refresh_from_db()
    sign_amendment(amendment=made, by=contract_manager, at=AT)
    contract.refresh_from_db()
    assert contract.title == "Anders"
    assert contract.guarantees.get().minimum_amount == 60_000
