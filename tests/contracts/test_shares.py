"""Allocation keys where they meet seats: counted from placements, and spread over lines."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actions import VersionRequest
from accounts.enums import KeyBasis
from config.shared.errors import Refused
from config.shared.periods import year_of
from contracts.actions.shares import apply_key, renew_key_by_placements
from contracts.models import CapacityLine
from tests.contracts.conftest import AT
from tests.factories.contracts import CapacityLineFactory
from tests.factories.waiting import AllocationKeyFactory

FROM_MARCH = VersionRequest(date(2026, 3, 1), "Telling")
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def key(noord, waterveen, meerdorp):
    return AllocationKeyFactory(
        region=noord, name="Zomersleutel", shares={waterveen: "66.666667", meerdorp: "33.333333"}
    )


@pytest.fixture
def drafted(draft) -> CapacityLine:
    return CapacityLineFactory(contract=draft)


@pytest.fixture
def counted(place, waterveen, meerdorp):
    """Three that began in 2026 in Waterveen, one in Meerdorp; others do not count."""
    for gemeente in (waterveen, waterveen, waterveen, meerdorp):
        place(started=True, gemeente=gemeente)
    place(started=True, gemeente=meerdorp, planned_first_on=date(2027, 1, 4))
    place(status="scheduled", gemeente=meerdorp)


def test_a_key_spreads_the_seats_of_a_line(drafted, key, coordinator):
    apply_key(line=drafted, key=key, on=TODAY, by=coordinator, at=AT)
    drafted.refresh_from_db()
    shares = {share.gemeente.name: share.number for share in drafted.shares.all()}
    assert shares == {"Waterveen": 13, "Meerdorp": 7}
    assert drafted.key == key


def test_before_its_first_version_a_key_spreads_nothing(drafted, key, coordinator):
    with pytest.raises(Refused, match="geen versie") as refused:
        apply_key(line=drafted, key=key, on=date(2025, 1, 1), by=coordinator, at=AT)
    assert refused.value.field == "key"


def test_a_key_of_others_spreads_nothing(drafted, noord, coordinator, zuid):
    elsewhere = zuid.gemeenten_on(TODAY).get()
    key = AllocationKeyFactory(region=noord, shares={elsewhere: "100"})
    with pytest.raises(Refused, match="Geen gemeente van dit contract"):
        apply_key(line=drafted, key=key, on=TODAY, by=coordinator, at=AT)


def test_a_signed_line_keeps_its_shares(line, key, coordinator):
    with pytest.raises(Refused):
        apply_key(line=line, key=key, on=TODAY, by=coordinator, at=AT)
    line.refresh_from_db()
    assert line.key is None


@pytest.mark.parametrize(
    ("basis", "fixed", "waterveen_part"),
    [(KeyBasis.PLACEMENTS, None, "75"), (KeyBasis.FIXED_VARIABLE, Decimal(40), "75")],
)
def test_a_key_counts_who_began(
    noord, waterveen, counted, coordinator, basis, fixed, waterveen_part
):
    key = AllocationKeyFactory(region=noord, basis=basis, fixed_percentage=fixed)
    made = renew_key_by_placements(
        key=key, counted=year_of(2026), request=FROM_MARCH, by=coordinator, at=AT
    )
    assert made.percentages()[waterveen.pk] == Decimal(waterveen_part)


def test_a_period_without_placements_divides_nothing(noord, counted, coordinator):
    key = AllocationKeyFactory(region=noord, basis=KeyBasis.PLACEMENTS)
    with pytest.raises(Refused, match="niets om door te delen"):
        renew_key_by_placements(
            key=key, counted=year_of(2025), request=FROM_MARCH, by=coordinator, at=AT
        )


# --- Pages ----------------------------------------------------------------------------------------


def test_the_line_page_previews_each_key(drafted, key, client_of, coordinator):
    address = reverse("contracts:capacityline-key", args=[drafted.pk])
    client = client_of(coordinator)
    assert "Meerdorp 7, Waterveen 13" in client.get(address).content.decode()
    assert client.post(address, {"key": key.pk, "on": "2026-03-02"}).status_code == 302
    drafted.refresh_from_db()
    assert drafted.key == key


def test_the_key_page_counts_over_the_period_asked(noord, counted, client_of, coordinator):
    key = AllocationKeyFactory(region=noord, basis=KeyBasis.PLACEMENTS)
    address = reverse("contracts:allocationkeyversion-create", args=[key.pk])
    client = client_of(coordinator)
    assert "niets om door te delen" in client.get(address).content.decode()
    query = "?first_on=2026-01-01&last_on=2026-12-31"
    assert ">75<" in client.get(address + query).content.decode()
    client.post(address + query, {"first_on": "2026-03-02", "reason": "Telling"})
    assert sum(key.version_on(TODAY).percentages().values()) == 100


def test_a_key_by_hand_is_not_counted(noord, key, client_of, coordinator):
    address = reverse("contracts:allocationkeyversion-create", args=[key.pk])
    assert client_of(coordinator).get(address).status_code == 404
