"""The register: who sees whom, registering once, recognitions that expire, and offerings."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from config.shared.errors import Refused
from providers import actions
from providers.enums import (
    AdmissionStatus,
    DeliveryMode,
    LearningRoute,
    RecognitionKind,
    Standing,
)
from providers.models import Offering, Provider, Recognition
from providers.models.organisations import RUNS_ON
from tests.factories.providers import (
    AdmissionFactory,
    LocationFactory,
    OfferingFactory,
    ProviderFactory,
    RecognitionFactory,
)

LIST = reverse("providers:provider-list")
CREATE = reverse("providers:provider-create")
TODAY = date(2026, 11, 22)
FORM = {
    "kvk_number": "90 00 12 34",
    "legal_name": "Stichting Taalplein",
    "trade_name": "",
    "kind": "language_school",
    "duo_number": "",
    "brin": "",
    "email": "info@voorbeeld.test",
}


def histories(provider) -> set[str]:
    return set(AuditEvent.objects.filter(object_id=provider.pk).values_list("action", flat=True))


# --- Who sees whom --------------------------------------------------------------------------------


def test_a_region_sees_those_it_admitted(provider, other_provider, officer, zuid_officer, zuid):
    AdmissionFactory(provider=other_provider, region=zuid)

    assert set(Provider.objects.visible_to(officer)) == {provider, other_provider}
    assert set(Provider.objects.visible_to(zuid_officer)) == {other_provider}


def test_one_gemeente_sees_those_of_its_region(provider, controller):
    assert list(Provider.objects.visible_to(controller)) == [provider]


def test_a_provider_sees_itself_alone(provider, other_provider, provider_user):
    assert list(Provider.objects.visible_to(provider_user)) == [provider]


def test_an_assessor_sees_no_providers(provider, assessor, client_of):
    assert client_of(assessor).get(LIST).status_code == 403


def test_the_list_says_what_each_holds_today(provider, officer, client_of, query_budget):
    ProviderFactory(legal_name="Zonder", admitted_in=[provider.admissions.get().region])
    client = client_of(officer)
    with query_budget("providers:provider-list"):
        page = client.get(LIST).content.decode()

    assert "doorlopend" in page
    assert "niet in bezit" in page


@pytest.mark.parametrize(("route", "found"), [(LearningRoute.B1, True), ("O", False)])
def test_the_list_filters_on_what_a_route_asks(noord, officer, client_of, route, found):
    mine = ProviderFactory(legal_name="Keurmerkschool", admitted_in=[noord])
    RecognitionFactory(provider=mine, kind=RecognitionKind.QUALITY_MARK)

    page = client_of(officer).get(LIST, {"recognised_for": route}).content.decode()

    assert ("Keurmerkschool" in page) is found


def test_the_last_day_of_what_is_held_is_annotated(provider):
    provider.recognitions.filter(kind="tst").update(last_on=TODAY)
    rows = Provider.objects.with_recognitions(TODAY)

    assert rows.get(pk=provider.pk).tst_until == TODAY
    assert rows.get(pk=provider.pk).quality_mark_until == RUNS_ON
    after = Provider.objects.with_recognitions(TODAY + timedelta(days=1))
    assert after.get(pk=provider.pk).tst_until is None


def test_the_page_of_a_provider(provider, officer, client_of, query_budget):
    client = client_of(officer)
    with query_budget("providers:provider-detail"):
        page = client.get(provider.get_absolute_url()).content.decode()

    assert provider.kvk_number in page
    assert "Noord" in page
    assert "?tab=mensen" not in page


def test_its_own_people_see_their_people(provider, provider_user, client_of):
    page = client_of(provider_user).get(provider.get_absolute_url(), {"tab": "mensen"})

    assert provider_user.email in page.content.decode()


@pytest.mark.parametrize(
    "name", ["provider-detail", "provider-invite", "recognition-create", "offering-create"]
)
def test_not_yours_is_404(zuid_officer, provider, client_of, name):
    url = reverse(f"providers:{name}", args=[provider.pk])

    assert client_of(zuid_officer).get(url).status_code == 404


# --- Registering ----------------------------------------------------------------------------------


def test_registering_by_the_form(officer, noord, client_of):
    answer = client_of(officer).post(CREATE, FORM | {"region": noord.pk}, follow=True)

    provider = Provider.objects.get(kvk_number="90001234")
    assert "is geregistreerd en voorgesteld" in answer.content.decode()
    assert provider.admissions.get().region == noord
    assert provider.admissions.get().status == AdmissionStatus.PROPOSED
    assert histories(provider) == {"provider_registered", "provider_proposed"}


def test_a_known_kvk_number_is_proposed_and_not_doubled(officer, noord, zuid, client_of):
    known = ProviderFactory(
        kvk_number="90001234",
        legal_name="Taalplein zelf",
        admitted_in=[zuid],
        duo_number="1AB2345678",
    )
    form = FORM | {"region": noord.pk, "duo_number": "1AB2345678"}
    answer = client_of(officer).post(CREATE, form, follow=True)

    assert "was al geregistreerd door een andere regio" in answer.content.decode()
    known.refresh_from_db()
    assert known.legal_name == "Taalplein zelf"
    assert known.admissions.count() == 2
    assert Provider.objects.count() == 1


def test_proposing_twice_is_refused_at_the_number(officer, noord, client_of):
    ProviderFactory(kvk_number="90001234", admitted_in=[noord])
    answer = client_of(officer).post(CREATE, FORM | {"region": noord.pk})

    assert "kvk_number" in answer.context["form"].errors


@pytest.mark.parametrize(
    ("field", "typed"), [("kvk_number", "123"), ("duo_number", "12"), ("brin", "ABCD")]
)
def test_a_wrong_number_is_refused_in_words(officer, noord, client_of, field, typed):
    form = FORM | {"region": noord.pk, field: typed}
    answer = client_of(officer).post(CREATE, form)

    assert field in answer.context["form"].errors
    assert not Provider.objects.exists()


def test_a_duo_number_belongs_to_one_provider(officer, noord):
    ProviderFactory(duo_number="1AB2345678")
    details = {"legal_name": "Tweede", "kind": "roc", "duo_number": "1AB2345678"}

    with pytest.raises(Refused, match="DUO-nummer"):
        actions.register_provider(
            region=noord, kvk_number="90001234", by=officer, at=timezone.now(), **details
        )
    assert not Provider.objects.filter(kvk_number="90001234").exists()


def test_nobody_registers_for_another_region(officer, zuid):
    with pytest.raises(Refused):
        actions.register_provider(
            region=zuid,
            kvk_number="90001234",
            by=officer,
            at=timezone.now(),
            legal_name="x",
            kind="roc",
        )


def test_who_only_reads_does_not_register(reader, client_of):
    assert client_of(reader).get(CREATE).status_code == 403


# --- Finding one ----------------------------------------------------------------------------------


@pytest.fixture
def places(noord, waterveen, meerdorp):
    """Schools with a location: in Waterveen, near it, in Meerdorp, and one that closed."""
    for name, postcode, gemeente, last_on in (
        ("Middenin", "1234AB", waterveen, None),
        ("Buurt", "1240ZZ", meerdorp, None),
        ("Zelfde gemeente", "9999AA", waterveen, None),
        ("Ver", "5000AA", meerdorp, None),
        ("Dicht", "1234AC", waterveen, date(2020, 1, 1)),
    ):
        school = ProviderFactory(legal_name=name, admitted_in=[noord])
        LocationFactory(provider=school, postcode=postcode, gemeente=gemeente, last_on=last_on)


def found(client, **query) -> set[str]:
    rows = client.get(LIST, query).context["table"].data.data
    return set(rows.values_list("legal_name", flat=True))


@pytest.mark.parametrize("typed", ["1234", "1234 AB", "1234ab "])
def test_by_postcode_near_numbers_and_the_gemeente_are_found(officer, client_of, places, typed):
    assert found(client_of(officer), near=typed) == {"Middenin", "Buurt", "Zelfde gemeente"}


@pytest.mark.parametrize("typed", ["12", "abcd", "²³¹¹"])
def test_a_postcode_that_is_none_finds_nobody(officer, client_of, places, typed):
    assert found(client_of(officer), near=typed) == set()


def test_by_gemeente_locations_and_offerings_are_found(officer, client_of, meerdorp, noord, places):
    school = ProviderFactory(legal_name="Biedt aan", admitted_in=[noord])
    OfferingFactory(provider=school, gemeente=meerdorp, mode="online")
    client = client_of(officer)

    assert found(client, gemeente=meerdorp.pk) == {"Buurt", "Ver", "Biedt aan"}
    assert found(client, mode="online") == {"Biedt aan"}
    assert found(client, offers="O") == {"Biedt aan"}


def test_recognised_on_a_day(officer, client_of, provider):
    provider.recognitions.filter(kind="tst").update(last_on=date(2027, 6, 30))
    client = client_of(officer)

    assert found(client, recognised_for="O", recognised_on="2027-06-30") == {provider.legal_name}
    assert found(client, recognised_for="O", recognised_on="2027-07-01") == set()


def test_by_status_in_the_own_region(officer, client_of, newcomer, provider, zuid):
    AdmissionFactory(provider=newcomer, region=zuid)
    client = client_of(officer)

    assert found(client, admission_status="proposed") == {newcomer.legal_name}
    assert found(client, admission_status="admitted") == {provider.legal_name}


def test_the_register_is_exported(officer, client_of, provider):
    sheet = client_of(officer).get(LIST, {"_export": "csv"})
    content = b"".join(sheet.streaming_content).decode("utf-8-sig")

    assert provider.legal_name in content
    assert "Toegelaten" in content


def test_the_page_says_what_is_not_in_order(officer, client_of, newcomer):
    page = client_of(officer).get(newcomer.get_absolute_url()).content.decode()

    assert "Er staat geen locatie vermeld." in page
    assert "Toelaten tot de regio" in page


def test_a_provider_offers_its_own_locations(provider, other_provider, provider_user, waterveen):
    location = LocationFactory(provider=other_provider)
    given = {"route": "O", "gemeente": waterveen, "mode": "day", "location": location}
    with pytest.raises(Refused, match="andere aanbieder"):
        actions.add_offering(provider=provider, by=provider_user, at=timezone.now(), **given)


def test_a_location_by_the_form(provider, provider_user, waterveen, client_of):
    form = {"address": "Weg 1", "postcode": "1234 ab", "gemeente": waterveen.pk, "accessible": "no"}
    url = reverse("providers:location-create", args=[provider.pk])
    client_of(provider_user).post(url, form)
    location = provider.locations.get()
    assert (location.postcode, location.is_accessible) == ("1234AB", False)
    url = reverse("providers:location-close", args=[location.pk])
    client_of(provider_user).post(url, {"last_on": "2026-12-31"})

    location.refresh_from_db()
    assert location.last_on == date(2026, 12, 31)


def test_a_contact_comes_and_goes(provider, provider_user, client_of):
    url = reverse("providers:contact-create", args=[provider.pk])
    form = {"subject": "invoices", "name": "Fien", "email": "fien@voorbeeld.test"}
    client_of(provider_user).post(url, form)
    contact = provider.contacts.get()
    client_of(provider_user).post(reverse("providers:contact-remove", args=[contact.pk]))

    assert not provider.contacts.exists()
    assert {"contact_added", "contact_removed"} <= histories(provider)


# --- Recognitions ---------------------------------------------------------------------------------


def test_a_recognition_is_added(officer, noord, client_of):
    provider = ProviderFactory(admitted_in=[noord])
    url = reverse("providers:recognition-create", args=[provider.pk])
    form = {"kind": "tst", "number": "TST-1", "first_on": "2026-01-01", "last_on": ""}
    client_of(officer).post(url, form)

    assert provider.recognised_on(TODAY, LearningRoute.EDUCATION)
    assert not provider.recognised_on(TODAY, LearningRoute.B1)
    assert "recognition_added" in histories(provider)


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "tst", "number": "2", "first_on": "2026-01-01", "last_on": "2026-12-31"},
        {"kind": "bow", "number": "2", "first_on": "2026-12-31", "last_on": "2026-01-01"},
    ],
    ids=["overlaps", "ends before it begins"],
)
def test_a_recognition_that_cannot_be_is_refused(provider, officer, client_of, form):
    url = reverse("providers:recognition-create", args=[provider.pk])
    answer = client_of(officer).post(url, form)

    assert answer.context["form"].errors
    assert provider.recognitions.count() == 2


def test_a_provider_ends_no_recognition(provider, provider_user):
    with pytest.raises(Refused):
        actions.end_recognition(
            recognition=provider.recognitions.first(),
            last_on=TODAY,
            by=provider_user,
            at=timezone.now(),
        )


def test_a_recognition_gets_a_last_day(provider, officer, client_of):
    recognition = provider.recognitions.get(kind="bow")
    url = reverse("providers:recognition-end", args=[recognition.pk])
    client_of(officer).post(url, {"last_on": "2026-12-31"})

    recognition.refresh_from_db()
    assert recognition.last_on == date(2026, 12, 31)
    assert "recognition_ended" in histories(provider)


def test_a_last_day_before_the_first_is_refused(provider, officer, client_of):
    recognition = provider.recognitions.get(kind="bow")
    url = reverse("providers:recognition-end", args=[recognition.pk])
    answer = client_of(officer).post(url, {"last_on": "2020-12-31"})

    assert answer.context["form"].errors


@pytest.mark.parametrize(
    ("first", "last", "standing"),
    [
        (-10, None, Standing.VALID),
        (-10, 91, Standing.VALID),
        (-10, 90, Standing.EXPIRING),
        (-10, 0, Standing.EXPIRING),
        (-10, -1, Standing.LAPSED),
        (1, None, Standing.TO_COME),
    ],
)
def test_what_a_recognition_is_worth(first, last, standing):
    days = [None if day is None else TODAY + timedelta(days=day) for day in (first, last)]

    row = Recognition(first_on=days[0], last_on=days[1], verified_at=timezone.now())
    assert row.standing_on(TODAY) == standing


def test_days_left_stand_on_the_page(provider, officer, client_of):
    today = timezone.localdate()
    provider.recognitions.update(last_on=today + timedelta(days=12))
    page = client_of(officer).get(provider.get_absolute_url()).content.decode()

    assert "Verloopt binnenkort: nog 12 dagen" in page


# --- Offerings ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["officer", "provider_user"])
def test_both_sides_list_an_offering(request, provider, client_of, waterveen, who):
    url = reverse("providers:offering-create", args=[provider.pk])
    form = {"route": "O", "gemeente": waterveen.pk, "mode": "evening"}
    client_of(request.getfixturevalue(who)).post(url, form)

    assert provider.offerings.get().mode == DeliveryMode.EVENING
    assert "offering_added" in histories(provider)


def test_only_gemeenten_of_its_regions_are_offered(provider, officer, client_of, zuid):
    url = reverse("providers:offering-create", args=[provider.pk])
    elsewhere = zuid.gemeenten_on(TODAY).get()
    answer = client_of(officer).post(url, {"route": "O", "gemeente": elsewhere.pk, "mode": "day"})

    assert "gemeente" in answer.context["form"].errors


def test_an_offering_is_listed_once(provider, officer, waterveen):
    given = {"provider": provider, "route": "O", "gemeente": waterveen, "mode": "day"}
    actions.add_offering(by=officer, at=timezone.now(), **given)
    with pytest.raises(Refused, match="staat er al"):
        actions.add_offering(by=officer, at=timezone.now(), **given)


def test_an_offering_is_removed_after_a_question(provider, provider_user, waterveen, client_of):
    offering = actions.add_offering(
        provider=provider,
        route="O",
        gemeente=waterveen,
        mode="day",
        by=provider_user,
        at=timezone.now(),
    )
    url = reverse("providers:offering-remove", args=[offering.pk])
    client = client_of(provider_user)
    client.get(url)
    assert Offering.objects.exists()
    client.post(url)

    assert not Offering.objects.exists()
    assert "offering_removed" in histories(provider)
