"""Contracts on their way to a signature, and people who are asked in."""

from datetime import timedelta

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Gemeente, Invitation, Region
from accounts.models.people import hashed
from contracts.enums import ContractStatus
from contracts.models import Contract, Paper
from providers.models import Provider
from tests.architecture.situations.scenes import Scene, opens
from tests.factories.contracts import CapacityLineFactory, ContractFactory, TariffFactory, move
from tests.factories.papers import PaperFactory


@opens("contracts:contract-offer", "contracts:contract-sign-outside")
def complete_draft(noord, waterveen, provider, contract_manager) -> Scene:
    return Scene(contract_manager, (complete(noord, waterveen, provider).pk,))


@opens("contracts:contract-transition")
def offered_contract(noord, waterveen, provider, contract_manager) -> Scene:
    contract = complete(noord, waterveen, provider)
    move(contract, ContractStatus.OFFERED)
    PaperFactory(contract=contract, made_by=contract_manager)
    return Scene(contract_manager, (contract.pk, "take_back"))


@opens("contracts:paper-countersign")
def paper_to_sign(noord, waterveen, provider, contract_manager, provider_user) -> Scene:
    offered = offered_contract(noord, waterveen, provider, contract_manager)
    return Scene(provider_user, (Paper.objects.get(contract=offered.arguments[0]).pk,))


@opens("accounts:invitation-accept")
def asked_in(noord, administrator) -> Scene:
    at = timezone.now()
    Invitation.objects.create(
        email="gast@voorbeeld.test",
        role=Role.READER,
        region=noord,
        token_hash=hashed("sleutel"),
        created_at=at,
        created_by=administrator,
        expires_at=at + timedelta(days=1),
    )
    return Scene(None, ("sleutel",))


def complete(region: Region, gemeente: Gemeente, provider: Provider) -> Contract:
    """A draft that lacks nothing: with a tariff and seats."""
    contract = ContractFactory(region=region, provider=provider, gemeenten_given=[gemeente])
    TariffFactory(contract=contract)
    CapacityLineFactory(contract=contract)
    return contract
