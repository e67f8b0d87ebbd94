"""Pages of allocation keys."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.enums import KeyBasis
from accounts.models import AllocationKey
from tests.factories.waiting import AllocationKeyFactory

AT = datetime(2026, 3, 2, 10, tzinfo=get_default_timezone())


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def key(noord, waterveen, meerdorp) -> AllocationKey:
    return AllocationKeyFactory(
        region=noord, name="Zomersleutel", shares={waterveen: "75", meerdorp: "25"}
    )


def url(name: str, *args) -> str:
    return reverse(f"accounts:{name}", args=args)


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_key_shows_what_it_gives_today(key, client_of, coordinator):
    text = text_of(client_of(coordinator), url("allocationkey-detail", key.pk))
    assert "Verdeling vandaag" in text
    assert "Waterveen" in text
    assert ">75<" in text


def test_a_single_gemeente_sees_the_key_and_cannot_change_it(key, client_of, controller):
    client = client_of(controller)
    text = text_of(client, url("allocationkey-detail", key.pk))
    assert "Nieuwe versie" not in text
    assert client.get(url("allocationkeyversion-create", key.pk)).status_code == 404


def test_the_list_says_since_when_a_key_holds(key, client_of, coordinator, query_budget):
    client = client_of(coordinator)
    client.get(url("allocationkey-list"))
    with query_budget("accounts:allocationkey-list"):
        text = text_of(client, url("allocationkey-list"))
    assert "Zomersleutel" in text
    assert "1 jan 2026" in text


def test_a_key_is_made_and_gets_its_first_version(
    noord, waterveen, meerdorp, client_of, coordinator
):
    client = client_of(coordinator)
    made = client.post(
        url("allocationkey-create"),
        {"region": noord.pk, "name": "Inwoners", "basis": KeyBasis.INHABITANTS},
    )
    key = AllocationKey.objects.get(name="Inwoners")
    assert made.url == key.get_absolute_url()
    form = text_of(client, url("allocationkeyversion-create", key.pk))
    assert 'value="30000"' in form
    client.post(
        url("allocationkeyversion-create", key.pk),
        {
            "first_on": "2026-03-02",
            "reason": "Eerste versie",
            f"gemeente_{waterveen.pk}": "30000",
            f"gemeente_{meerdorp.pk}": "10000",
        },
    )
    version = key.version_on(AT.date())
    assert version.percentages()[waterveen.pk] == Decimal(75)


def test_shares_that_are_not_100_stay_as_typed(key, waterveen, meerdorp, client_of, coordinator):
    address = url("allocationkeyversion-create", key.pk)
    response = client_of(coordinator).post(
        address,
        {
            "first_on": "2026-03-02",
            "reason": "Proef",
            f"gemeente_{waterveen.pk}": "70,5",
            f"gemeente_{meerdorp.pk}": "29",
        },
    )
    text = response.content.decode()
    assert "99,5%" in text
    assert "70,5" in text
    assert key.versions.count() == 1


def test_another_key_beside_it_says_what_moves(key, noord, waterveen, meerdorp, client_of, reader):
    other = AllocationKeyFactory(region=noord, shares={waterveen: "50", meerdorp: "50"})
    query = f"?other={other.versions.get().pk}&amount=1000,00"
    text = text_of(client_of(reader), url("allocationkey-compare", key.pk) + query)
    assert "€ 250,00 verschuift" in text
    assert "€ 250,00 minder" in text
    assert "€ 250,00 meer" in text
    assert key.versions.count() == 1


def test_a_key_without_a_version_has_nothing_to_lay_beside(noord, client_of, reader):
    bare = AllocationKeyFactory(region=noord)
    text = text_of(client_of(reader), url("allocationkey-compare", bare.pk))
    assert "nog geen versie" in text


def test_an_older_version_keeps_its_page(key, client_of, reader):
    version = key.versions.get()
    text = text_of(client_of(reader), version.get_absolute_url())
    assert "Afspraak van de regio" in text


def test_keys_of_another_region_are_not_there(key, client_of, zuid_coordinator):
    for name in ("allocationkey-detail", "allocationkey-update", "allocationkey-compare"):
        assert client_of(zuid_coordinator).get(url(name, key.pk)).status_code == 404
