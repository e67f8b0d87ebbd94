"""What waits for a person on the first screens: samples, papers and covenants."""

import pytest
from django.utils import timezone

from contracts.actions.contract_steps import offer_contract
from contracts.enums import PartySide
from contracts.models import SampleCheck
from contracts.views.asked import asked_of
from tests.factories.contracts import CapacityLineFactory, PlacementFactory, TariffFactory
from tests.factories.covenants import CovenantFactory, GemeentePartyFactory, SchoolPartyFactory
from tests.factories.papers import PaperSignatureFactory
from tests.factories.supervision import SampleCheckFactory, SampleItemFactory


def addresses(person) -> list[str]:
    return [asked.url for asked in asked_of(person)]


@pytest.fixture
def check(contract, line) -> SampleCheck:
    """A sample of two placements; evidence came for one."""
    check = SampleCheckFactory(region=contract.region, provider=contract.provider)
    for more in ({}, {"file": "", "filename": "", "evidence_at": None, "evidence_by": None}):
        placement = PlacementFactory(capacity_line=line, started=True)
        SampleItemFactory(check_of=check, placement=placement, **more)
    return check


@pytest.fixture
def paper(draft, contract_manager):
    TariffFactory(contract=draft)
    CapacityLineFactory(contract=draft)
    offered = offer_contract(contract=draft, by=contract_manager, at=timezone.now())
    return offered.papers.get()


def test_school_is_asked_for_the_evidence_that_lacks(check, provider_user, other_provider_user):
    (asked,) = asked_of(provider_user)
    assert asked.text.endswith("nog 1, uiterlijk 1 aug 2026")
    assert asked.url == f"/samples/asked/{check.pk}/"
    assert addresses(other_provider_user) == []


def test_school_is_asked_nothing_once_all_evidence_came(check, provider_user):
    check.items.filter(file="").delete()
    assert addresses(provider_user) == []


def test_region_is_told_how_far_a_sample_is(check, coordinator, zuid_coordinator, reader):
    (asked,) = asked_of(coordinator)
    assert "bewijs bij 1 van 2 plaatsingen, 0 beoordeeld" in asked.text
    assert asked.url == check.get_absolute_url()
    assert addresses(zuid_coordinator) == addresses(reader) == []


def test_paper_waits_for_each_side_until_it_signs(
    paper, contract_manager, provider_user, coordinator
):
    address = paper.get_absolute_url()
    assert addresses(contract_manager) == addresses(provider_user) == [address]
    assert addresses(coordinator) == []
    PaperSignatureFactory(paper=paper, side=PartySide.PROVIDER)
    assert addresses(provider_user) == []
    assert addresses(contract_manager) == [address]


def test_covenant_waits_for_its_parties(noord, waterveen, provider, provider_user):
    covenant = CovenantFactory(region=noord, offered=True)
    GemeentePartyFactory(covenant=covenant, gemeente=waterveen)
    SchoolPartyFactory(covenant=covenant, provider=provider)
    assert [asked.about for asked in asked_of(provider_user)] == [str(covenant)]
