"""Guaranteed minimums on the pages that look ahead, and the alert when one will not be reached."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from contracts import ledger
from contracts.actions.alerts import raise_alerts
from contracts.actions.guarantees import book_shortfall
from contracts.enums import AlertKind, GuaranteeKind
from contracts.models import ContractAlert, ContractGuarantee, CostEntry
from reports.models import ExpectedCost
from reports.overruns.guarantees import guarantee_outlooks, guarantees_missed
from tests.factories.contracts import ContractFactory, PlacementFactory
from tests.factories.cost_terms import ContractGuaranteeFactory

ON = date(2026, 5, 4)
AT = datetime(2026, 5, 4, 12, tzinfo=get_default_timezone())


@pytest.fixture
def guarantee(noord, waterveen, provider):
    """60,000 euro in 2026, of which one learner takes 10,500 (6,000 on 2 February)."""
    contract = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen], active=True
    )
    line = contract.capacity_lines.get()
    PlacementFactory(capacity_line=line, gemeente=waterveen, started=True)
    ledger.rebuild_costs(None)
    return ContractGuaranteeFactory(contract=contract)


def expect(guarantee, month: date, amount: int, heads: int, **more) -> None:
    contract = guarantee.contract
    ExpectedCost.objects.create(
        **{
            "region": contract.region,
            "gemeente": contract.gemeenten.get(),
            "route": "O",
            "contract": contract,
            "kind": "instalment",
            "unit": "trajectory",
            "month": month,
            "amount": amount,
            "quantity": heads,
            "heads": heads,
        }
        | more
    )


def outlook(on=ON):
    [found] = guarantee_outlooks(ContractGuarantee.objects.all(), on)
    return found


def test_what_is_taken_and_expected_is_set_against_the_minimum(guarantee):
    expect(guarantee, date(2026, 4, 1), 900, 1)
    expect(guarantee, date(2026, 6, 1), 6_000, 1)
    expect(guarantee, date(2026, 6, 1), 250, 1, kind="fee", unit="fee")
    expect(guarantee, date(2027, 1, 1), 4_000, 2)
    found = outlook()
    assert (found.amount, found.expected_amount, found.expected_heads) == (10_500, 6_250, 1)
    assert found.shortfall == 60_000 - 10_500 - 6_250


def test_learners_are_counted_by_their_lessons(guarantee):
    facts = {"kind": GuaranteeKind.HEADS, "minimum_amount": None, "minimum_heads": 4}
    ContractGuarantee.objects.update(**facts, price=Decimal(2_500))
    expect(guarantee, date(2026, 6, 1), 6_000, 1)
    expect(guarantee, date(2026, 6, 1), 250, 1, kind="fee", unit="fee")
    assert outlook().shortfall == 2 * 2_500


def test_a_guarantee_of_another_route_has_its_own_learners(guarantee):
    ContractGuarantee.objects.update(route="Z")
    expect(guarantee, date(2026, 6, 1), 6_000, 1)
    assert outlook().shortfall == 60_000


def test_an_alert_stands_while_the_minimum_will_not_be_reached(guarantee):
    assert list(guarantees_missed(date(2025, 12, 31))) == []
    raise_alerts(at=AT)
    raise_alerts(at=AT)
    [alert] = ContractAlert.objects.filter(kind=AlertKind.GUARANTEE)
    assert alert.due_on == date(2026, 12, 31)
    assert "€ 49.500,00 te weinig" in alert.sentence
    expect(guarantee, date(2026, 6, 1), 49_500, 5)
    raise_alerts(at=AT)
    alert.refresh_from_db()
    assert alert.lapsed_at == AT


def test_what_was_booked_is_short_no_more(guarantee, region_controller):
    after = datetime(2027, 1, 4, 12, tzinfo=get_default_timezone())
    assert [cause.key for cause in guarantees_missed(after.date())]
    book_shortfall(guarantee=guarantee, reason="Tekort", by=region_controller, at=after)
    assert list(guarantees_missed(after.date())) == []
    assert CostEntry.objects.get().amount == 49_500


@pytest.mark.parametrize("page", ["reports:commitments", "reports:forecast"])
def test_pages_that_look_ahead_show_the_shortfall(
    client_of, guarantee, region_controller, page, time_machine
):
    time_machine.move_to(AT)
    ContractGuarantee.objects.update(last_on=date(2027, 12, 31))
    shown = client_of(region_controller).get(reverse(page)).content.decode()
    assert guarantee.get_absolute_url() in shown
    assert "Gegarandeerde minima" in shown
    other = ContractFactory(active=True)
    foreign = ContractGuaranteeFactory(contract=other, last_on=date(2027, 12, 31))
    shown = client_of(region_controller).get(reverse(page)).content.decode()
    assert foreign.get_absolute_url() not in shown
