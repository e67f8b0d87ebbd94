"""Changes that a region accepts fact by fact, names from a day, mergers and moves."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Notification
from config.shared.errors import Refused
from providers import actions
from providers.access import barred
from providers.actions import changes, mergers, places
from providers.enums import ChangeStatus, LearningRoute
from providers.models import Offering, ProviderChange
from tests.factories.providers import LocationFactory, OfferingFactory, ProviderFactory
from tests.providers.conftest import NOW, TODAY

LATER = TODAY + timedelta(days=40)


def propose(provider, by, effective_on=TODAY, **values) -> list[ProviderChange]:
    given = {"values": values, "effective_on": effective_on, "reason": "Akte"}
    return actions.propose_changes(provider=provider, by=by, at=NOW, **given)


def accept(change, by) -> ProviderChange:
    return actions.accept_change(provider_change=change, by=by, at=NOW)


# --- Proposing and deciding -----------------------------------------------------------------------


def test_a_provider_proposes_what_differs(provider, provider_user, officer, client_of):
    url = reverse("providers:provider-change", args=[provider.pk])
    form = {
        "legal_name": provider.legal_name,
        "trade_name": "De Vliegerhof",
        "kind": "roc",
        "duo_number": "1ab 2345678",
        "brin": "",
        "effective_on": "2026-11-22",
        "reason": "",
    }
    client_of(provider_user).post(url, form)

    found = set(ProviderChange.objects.values_list("field", "after"))
    assert found == {("trade_name", "De Vliegerhof"), ("kind", "roc"), ("duo_number", "1AB2345678")}
    provider.refresh_from_db()
    assert (provider.trade_name, provider.kind) == ("", "language_school")
    assert Notification.objects.filter(user=officer).exists()


def test_each_fact_is_accepted_or_refused_by_itself(provider, provider_user, officer, client_of):
    kind, brin = propose(provider, provider_user, kind="roc", brin="99XX")
    page = client_of(officer).get(kind.get_absolute_url()).content.decode()
    assert "“Taalschool” wordt “Regionaal opleidingencentrum (ROC)”" in page
    client = client_of(officer)
    client.post(reverse("providers:providerchange-transition", args=[kind.pk, "accept"]))
    refuse = reverse("providers:providerchange-transition", args=[brin.pk, "refuse"])
    client.post(refuse, {"reason": "BRIN hoort bij een ander"})

    provider.refresh_from_db()
    assert (provider.kind, provider.brin) == ("roc", "")
    told = Notification.objects.filter(user=provider_user).values_list("sentence", flat=True)
    assert any("BRIN hoort bij een ander" in sentence for sentence in told)


def test_the_contact_address_changes_at_once(provider, provider_user, client_of):
    url = reverse("providers:provider-update", args=[provider.pk])
    client_of(provider_user).post(url, {"email": "nieuw@voorbeeld.test", "phone": "020"})

    provider.refresh_from_db()
    assert provider.email == "nieuw@voorbeeld.test"
    assert not ProviderChange.objects.exists()


def test_nothing_new_is_refused(provider, provider_user):
    with pytest.raises(Refused, match="verschilt niets"):
        propose(provider, provider_user, kind=provider.kind)


def test_a_fact_waits_once(provider, provider_user):
    propose(provider, provider_user, kind="roc")
    with pytest.raises(Refused, match="wacht al"):
        propose(provider, provider_user, kind="consortium")


def test_who_proposed_does_not_accept(provider, officer, coordinator):
    (change,) = propose(provider, officer, kind="roc")
    with pytest.raises(Refused, match="een ander beslist"):
        accept(change, officer)
    accept(change, coordinator)

    provider.refresh_from_db()
    assert provider.kind == "roc"


def test_the_provider_withdraws_and_does_not_accept(provider, provider_user, client_of):
    (change,) = propose(provider, provider_user, kind="roc")
    client = client_of(provider_user)
    accepting = reverse("providers:providerchange-transition", args=[change.pk, "accept"])
    assert client.get(accepting).status_code == 403
    client.post(reverse("providers:providerchange-transition", args=[change.pk, "withdraw"]))

    change.refresh_from_db()
    assert change.status == ChangeStatus.WITHDRAWN


def test_another_region_decides_nothing(provider, provider_user, zuid_officer):
    propose(provider, provider_user, kind="roc")
    assert not ProviderChange.objects.visible_to(zuid_officer).exists()


def test_a_number_that_another_has_is_refused(provider, provider_user, officer):
    (change,) = propose(provider, provider_user, duo_number="1AB2345678")
    ProviderFactory(duo_number="1AB2345678")
    with pytest.raises(Refused, match="DUO-nummer"):
        accept(change, officer)

    change.refresh_from_db()
    assert change.status == ChangeStatus.OPEN


def test_a_change_takes_effect_on_its_day(provider, provider_user, officer):
    (change,) = propose(provider, provider_user, LATER, kind="roc")
    accept(change, officer)
    provider.refresh_from_db()
    assert provider.kind == "language_school"
    assert changes.enter_due_changes(at=NOW + timedelta(days=39)) == 0
    assert changes.enter_due_changes(at=NOW + timedelta(days=40)) == 1
    assert changes.enter_due_changes(at=NOW + timedelta(days=41)) == 0

    provider.refresh_from_db()
    assert provider.kind == "roc"


def test_the_list_of_changes(provider, provider_user, officer, client_of, query_budget):
    propose(provider, provider_user, kind="roc", brin="99XX")
    client = client_of(officer)
    with query_budget("providers:providerchange-list"):
        page = client.get(reverse("providers:providerchange-list")).content.decode()

    assert "99XX" in page


# --- Names ----------------------------------------------------------------------------------------


def test_a_name_holds_from_its_day(provider, provider_user, officer):
    old = provider.legal_name
    (change,) = propose(provider, provider_user, LATER, legal_name="Vliegerhof Taal B.V.")
    accept(change, officer)
    provider.refresh_from_db()

    assert provider.legal_name == old
    assert provider.name_on(LATER - timedelta(days=1)) == old
    assert provider.name_on(LATER) == "Vliegerhof Taal B.V."
    changes.enter_due_changes(at=NOW + timedelta(days=41))
    provider.refresh_from_db()
    assert provider.legal_name == "Vliegerhof Taal B.V."
    assert provider.name_on(date(2000, 1, 1)) == old


def test_two_names_from_one_day_stand_together(provider, provider_user, officer):
    for change in propose(provider, provider_user, legal_name="A B.V.", trade_name="A"):
        accept(change, officer)
    provider.refresh_from_db()

    assert (provider.legal_name, provider.trade_name) == ("A B.V.", "A")
    assert provider.names.get(first_on=TODAY).trade_name == "A"


def test_a_name_from_before_a_later_one_leaves_that_standing(provider, provider_user, officer):
    (newest,) = propose(provider, provider_user, TODAY, legal_name="Nieuwste")
    accept(newest, officer)
    earlier = TODAY - timedelta(days=10)
    (between,) = propose(provider, provider_user, earlier, legal_name="Tussennaam")
    accept(between, officer)
    provider.refresh_from_db()

    assert provider.legal_name == "Nieuwste"
    assert provider.name_on(earlier) == "Tussennaam"


def test_a_provider_is_found_by_a_former_name(provider, provider_user, officer, client_of):
    old = provider.legal_name
    (change,) = propose(provider, provider_user, legal_name="Heel Anders")
    accept(change, officer)
    page = client_of(officer).get(reverse("providers:provider-list"), {"q": old})

    assert "Heel Anders" in page.content.decode()


# --- Mergers --------------------------------------------------------------------------------------


def merge(provider, successor, by, effective_on=TODAY):
    given = {"successor": successor, "effective_on": effective_on, "reason": "Fusieakte"}
    return actions.merge_provider(provider=provider, by=by, at=NOW, **given)


def test_a_merger_hands_over_places_and_bars(provider, other_provider, officer, client_of, noord):
    location = LocationFactory(provider=provider)
    OfferingFactory(provider=provider, location=location)
    url = reverse("providers:provider-merge", args=[provider.pk])
    form = {"successor": other_provider.pk, "effective_on": "2026-11-22", "reason": "Akte"}
    client_of(officer).post(url, form)

    assert other_provider.locations.get() == location
    assert other_provider.offerings.count() == 1
    assert "opgegaan in Stichting Letterbrug" in barred(provider.pk, noord.pk, TODAY)
    assert not provider.admissions.in_force(TODAY).exists()
    page = client_of(officer).get(other_provider.get_absolute_url()).content.decode()
    assert "Kwam in de plaats van" in page


def test_what_the_successor_offers_already_is_not_doubled(provider, other_provider, officer):
    gemeente = OfferingFactory(provider=provider, route=LearningRoute.B1).gemeente
    OfferingFactory(provider=other_provider, route=LearningRoute.B1, gemeente=gemeente)
    merge(provider, other_provider, officer)

    assert Offering.objects.get().provider == other_provider


def test_a_merger_waits_for_its_day_and_can_be_withdrawn(provider, other_provider, officer, noord):
    LocationFactory(provider=provider)
    merge(provider, other_provider, officer, LATER)
    assert barred(provider.pk, noord.pk, TODAY) is None
    assert mergers.hand_over_due(at=NOW) == 0
    provider.refresh_from_db()
    actions.withdraw_merger(provider=provider, reason="Afgeblazen", by=officer, at=NOW)

    assert mergers.hand_over_due(at=NOW + timedelta(days=50)) == 0
    assert barred(provider.pk, noord.pk, LATER) is None
    assert provider.locations.count() == 1


def test_holdings_go_over_on_the_day(provider, other_provider, officer):
    LocationFactory(provider=provider)
    merge(provider, other_provider, officer, LATER)

    assert mergers.hand_over_due(at=NOW + timedelta(days=41)) == 1
    assert mergers.hand_over_due(at=NOW + timedelta(days=42)) == 0
    assert other_provider.locations.count() == 1


def test_a_merger_that_happened_stays(provider, other_provider, officer):
    merged = merge(provider, other_provider, officer)
    with pytest.raises(Refused, match="nog niet is aangebroken"):
        actions.withdraw_merger(provider=merged, reason="x", by=officer, at=NOW)


@pytest.mark.parametrize("wrong", ["itself", "merged before", "into one that merged"])
def test_a_merger_that_cannot_be_is_refused(provider, other_provider, noord, officer, wrong):
    third = ProviderFactory(admitted_in=[noord])
    pairs = {
        "itself": (provider, provider),
        "merged before": (provider, third),
        "into one that merged": (third, provider),
    }
    if wrong != "itself":
        merge(provider, other_provider, officer)
    with pytest.raises(Refused):
        merge(*pairs[wrong], officer)


# --- Moves ----------------------------------------------------------------------------------------


def moved(location, meerdorp, by, moved_on=TODAY):
    place = {"address": "Nieuwweg 1", "postcode": "2345CD", "gemeente": meerdorp}
    return actions.move_location(location=location, moved_on=moved_on, by=by, at=NOW, **place)


def test_a_location_moves_from_a_day(provider, provider_user, waterveen, meerdorp):
    old = LocationFactory(provider=provider, gemeente=waterveen)
    offering = OfferingFactory(provider=provider, location=old, gemeente=waterveen)
    new = moved(old, meerdorp, provider_user, LATER)

    in_use = provider.locations.in_use_on
    assert (in_use(TODAY).get(), in_use(LATER).get()) == (old, new)
    assert places.move_along_due(at=NOW) == 0
    assert places.move_along_due(at=NOW + timedelta(days=40)) == 1
    offering.refresh_from_db()
    assert (offering.location, offering.gemeente) == (new, meerdorp)


def test_a_location_moves_once(provider, provider_user, meerdorp):
    old = LocationFactory(provider=provider)
    moved(old, meerdorp, provider_user)
    with pytest.raises(Refused, match="al verhuisd"):
        moved(old, meerdorp, provider_user)


def test_moving_by_the_form(provider, provider_user, meerdorp, client_of):
    old = LocationFactory(provider=provider)
    form = {
        "moved_on": "2026-12-01",
        "address": "Nieuwweg 1",
        "postcode": "2345 cd",
        "gemeente": meerdorp.pk,
    }
    client_of(provider_user).post(reverse("providers:location-move", args=[old.pk]), form)

    new = provider.locations.get(follows=old)
    assert new.postcode == "2345CD"
    old.refresh_from_db()
    assert old.last_on == date(2026, 11, 30)
