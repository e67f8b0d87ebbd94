"""Situations of contracts: one that runs, its seats, and an award that waits for a contract."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.utils.timezone import get_default_timezone

from accounts.models import Gemeente, Region, User
from contracts.actions.capacity import SeatRequest
from contracts.enums import TargetGroup
from contracts.models import CapacityLine, Contract, Placement
from procurement.enums import LotStatus
from procurement.models import AwardDecision
from tests.factories.contracts import ContractFactory, PlacementFactory, move
from tests.factories.procurement import BidFactory, LotBidFactory, LotFactory, TenderFactory
from tests.support.returns import november, october

__all__ = ["november", "october"]

AT = datetime(2026, 3, 2, 10, tzinfo=get_default_timezone())
TODAY = AT.date()


@pytest.fixture
def counted_page(query_budget) -> Callable[[Client, str, str], str]:
    """`counted_page(client, name, address)`: the page's text, its queries held to those of `name`.

    It is opened once before, because content types are looked up once a process.
    """

    def loaded(client: Client, name: str, address: str) -> str:
        client.get(address)
        with query_budget(name):
            response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return loaded


@pytest.fixture
def contract(noord: Region, provider, waterveen: Gemeente, meerdorp: Gemeente) -> Contract:
    """Active in Noord through 2026 and 2027, with a tariff and 20 places, education route."""
    return ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen, meerdorp], active=True
    )


@pytest.fixture
def draft(noord: Region, provider, waterveen: Gemeente, meerdorp: Gemeente) -> Contract:
    """A draft in Noord without tariffs or seats."""
    return ContractFactory(region=noord, provider=provider, gemeenten_given=[waterveen, meerdorp])


@pytest.fixture
def line(contract: Contract) -> CapacityLine:
    """The 20 places of `contract`."""
    return contract.capacity_lines.get()


@pytest.fixture
def request_of(waterveen: Gemeente) -> Callable[..., SeatRequest]:
    """What is asked for a learner of Waterveen who begins in April; fields may be given."""

    def asked(reference: str = "TV-2026-0001", **fields) -> SeatRequest:
        standard = {
            "gemeente": waterveen,
            "target_group": TargetGroup.STATUS_HOLDER,
            "level": "B1",
            "planned_first_on": date(2026, 4, 6),
            "planned_last_on": date(2027, 9, 30),
        }
        return SeatRequest(reference=reference, **standard | fields)

    return asked


@pytest.fixture
def place(line: CapacityLine, waterveen: Gemeente) -> Callable[..., Placement]:
    """Makes a placement of Waterveen on `line` with a status of its own choice."""

    def made(**fields) -> Placement:
        return PlacementFactory(**{"capacity_line": line, "gemeente": waterveen} | fields)

    return made


@pytest.fixture
def award(noord: Region, waterveen: Gemeente, meerdorp: Gemeente, provider, officer: User):
    """A decision sent on 1 March 2026 in favour of `provider`; the standstill runs to 23 March."""
    tender = TenderFactory(region=noord, created_by=officer, reference="T-2026-077", published=True)
    tender.gemeenten.set([waterveen, meerdorp])
    lot = tender.lots.get()
    LotFactory(tender=tender, expected=10, expected_low=5, expected_high=15)
    bid = BidFactory(tender=tender, provider=provider, created_by=officer)
    winner = LotBidFactory(bid=bid, lot=lot, price="16000.10")
    for status in (
        LotStatus.IN_EVALUATION,
        LotStatus.PROVISIONALLY_AWARDED,
        LotStatus.STANDSTILL,
    ):
        move(lot, status)
    sent_at = datetime(2026, 3, 1, 12, tzinfo=get_default_timezone())
    return AwardDecision.objects.create(
        lot=lot,
        winner=winner,
        ranking=[],
        motivation="Beste plan.",
        decided_at=sent_at,
        decided_by=officer,
        sent_at=sent_at,
        sent_by=officer,
        standstill_ends_on=date(2026, 3, 23),
    )
