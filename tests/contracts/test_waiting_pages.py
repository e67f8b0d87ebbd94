"""Pages of the waiting list."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.enums import OfferAnswer, WaitingOrder, WaitStatus
from contracts.models import SeatOffer, WaitlistEntry
from contracts.models.waiting import order_of
from tests.contracts.conftest import AT
from tests.factories.contracts import CourseGroupFactory, move
from tests.factories.waiting import AllocationKeyFactory, WaitlistEntryFactory


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def entry(noord, waterveen) -> WaitlistEntry:
    """Waits since 5 January, without a PIP; DUO gave notice in December."""
    return WaitlistEntryFactory(
        region=noord,
        gemeente=waterveen,
        reference="WL-EEN",
        notice_on=date(2025, 12, 1),
        place="Waterveen",
    )


@pytest.fixture
def group(line):
    return CourseGroupFactory(line=line, reference="G-LENTE", first_on=date(2026, 4, 6))


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


def text_of(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- The list -------------------------------------------------------------------------------------


def test_the_list_answers_in_words_first(entry, contract, client_of, coordinator, counted_page):
    contract.start_guarantee_weeks = 6
    contract.save()
    text = counted_page(
        client_of(coordinator), "contracts:waitlistentry-list", url("waitlistentry-list")
    )
    assert "1 wacht, al 56 dagen; 1 langer dan een contract belooft." in text
    assert "Volgorde: Wie het langst wacht eerst." in text
    assert "6 weken voorbij" in text
    asked = text_of(client_of(coordinator), f"{url('waitlistentry-list')}?_columns=pip_on")
    assert "uiterlijk 9 feb 2026" in asked


def test_a_single_gemeente_sees_its_own(entry, noord, meerdorp, client_of, controller):
    WaitlistEntryFactory(region=noord, gemeente=meerdorp, reference="WL-TWEE")
    text = text_of(client_of(controller), url("waitlistentry-list"))
    assert "WL-EEN" in text
    assert "WL-TWEE" not in text
    assert "Iemand toevoegen" not in text


def test_a_provider_has_no_waiting_list_of_the_region(entry, client_of, provider_user):
    assert client_of(provider_user).get(url("waitlistentry-list")).status_code == 403


def test_who_is_off_the_list_shows_when_asked_for(entry, client_of, reader):
    client, asked = client_of(reader), url("waitlistentry-list") + "?status=withdrawn"
    assert "WL-EEN" in text_of(client, url("waitlistentry-list"))
    assert "WL-EEN" not in text_of(client, asked)
    move(entry, WaitStatus.WITHDRAWN)
    assert "WL-EEN" not in text_of(client, url("waitlistentry-list"))
    assert "WL-EEN" in text_of(client, asked)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("late=true", False),
        ("late=false", True),
        ("without_pip=true", True),
        ("without_pip=false", False),
        ("q=waterv", True),
        ("priority=true", False),
    ],
)
def test_the_list_filters(entry, client_of, coordinator, query, found):
    text = text_of(client_of(coordinator), f"{url('waitlistentry-list')}?{query}")
    assert ("WL-EEN" in text) is found


def test_the_list_exports_bare_figures(entry, client_of, coordinator):
    response = client_of(coordinator).get(url("waitlistentry-list") + "?_export=csv")
    line = b"".join(response.streaming_content).decode().splitlines()[1]
    assert line.startswith("WL-EEN;Waterveen;")
    assert ";56;" in line


def test_the_order_is_chosen_per_region(entry, noord, client_of, coordinator):
    client = client_of(coordinator)
    address = url("waitingrule-update", noord.pk)
    assert client.get(address).status_code == 200
    client.post(address, {"order": WaitingOrder.LATEST_START})
    assert order_of(noord) == WaitingOrder.LATEST_START
    assert "Wie het vroegst moet beginnen eerst" in text_of(client, url("waitlistentry-list"))


# --- One entry ------------------------------------------------------------------------------------


def test_somebody_is_added(noord, waterveen, client_of, coordinator):
    facts = {
        "region": noord.pk,
        "gemeente": waterveen.pk,
        "reference": "WL-NIEUW",
        "route": "O",
        "level": "B1",
        "target_group": "status_holder",
        "since_on": "2026-02-01",
        "pip_on": "2026-01-15",
    }
    client = client_of(coordinator)
    response = client.post(url("waitlistentry-create"), facts)
    made = WaitlistEntry.objects.get()
    assert response.url == made.get_absolute_url()
    assert "15 jan 2029" in text_of(client, response.url)


def test_an_entry_says_when_the_pip_is_due_only_without_one(entry, client_of, reader):
    client = client_of(reader)
    assert "tien weken na de kennisgeving" in text_of(client, entry.get_absolute_url())
    WaitlistEntry.objects.update(pip_on=date(2026, 1, 20))
    assert "tien weken" not in text_of(client, entry.get_absolute_url())


def test_facts_of_a_placement_are_changed_with_it(entry, place, client_of, coordinator):
    client = client_of(coordinator)
    address = url("waitlistentry-update", entry.pk)
    assert 'name="reference"' in text_of(client, address)
    WaitlistEntry.objects.update(placement=place(status="waitlisted"))
    assert 'name="reference"' not in text_of(client, address)
    client.post(address, {"place": "Meerdorp", "priority": "on", "priority_reason": "Lang gewacht"})
    entry.refresh_from_db()
    assert (entry.place, entry.priority) == ("Meerdorp", True)


def test_an_entry_is_taken_off_the_list(entry, client_of, coordinator):
    address = url("waitlistentry-transition", entry.pk, "withdraw")
    client_of(coordinator).post(address, {"reason": "Verhuisd"})
    entry.refresh_from_db()
    assert (entry.status, entry.status_reason) == (WaitStatus.WITHDRAWN, "Verhuisd")


@pytest.mark.parametrize("who", ["reader", "controller", "zuid_coordinator"])
def test_others_change_nothing(entry, client_of, who, request):
    client = client_of(request.getfixturevalue(who))
    for name in ("waitlistentry-update", "waitlistentry-offer"):
        assert client.post(url(name, entry.pk)).status_code in {403, 404}


# --- Offers ---------------------------------------------------------------------------------------


def offer(client, entry, group) -> SeatOffer:
    chosen = {"seat": f"group-{group.pk}", "reply_by_on": "2026-03-09"}
    assert client.post(url("waitlistentry-offer", entry.pk), chosen).status_code == 302
    return SeatOffer.objects.get()


def test_seats_that_fit_are_offered(entry, group, client_of, coordinator):
    client = client_of(coordinator)
    text = text_of(client, url("waitlistentry-offer", entry.pk))
    assert "lesgroep G-LENTE vanaf 6 apr 2026, Overdag, 16 plekken vrij" in text
    assert "(de gewenste plaats)" in text
    assert 'value="2026-03-09"' in text
    made = offer(client, entry, group)
    text = text_of(client, entry.get_absolute_url())
    assert "Wacht op antwoord" in text
    assert url("seatoffer-accept", made.pk) in text


def test_who_comes_first_is_said_before_offering(entry, group, waterveen, client_of, coordinator):
    WaitlistEntryFactory(region=entry.region, gemeente=waterveen, since_on=date(2025, 11, 1))
    text = text_of(client_of(coordinator), url("waitlistentry-offer", entry.pk))
    assert "1 inburgeraar van deze leerroute is" in text


def test_without_seats_the_page_says_so(entry, client_of, coordinator):
    text = text_of(client_of(coordinator), url("waitlistentry-offer", entry.pk))
    assert "Geen passende plek is vrij" in text


def test_the_answer_is_recorded(entry, group, client_of, coordinator):
    client = client_of(coordinator)
    made = offer(client, entry, group)
    assert "G-LENTE" in text_of(client, url("seatoffer-accept", made.pk))
    client.post(url("seatoffer-accept", made.pk))
    made.refresh_from_db()
    assert made.answer == OfferAnswer.ACCEPTED
    assert client.get(url("seatoffer-accept", made.pk)).status_code == 404


def test_a_decline_asks_why(entry, group, client_of, coordinator):
    client = client_of(coordinator)
    made = offer(client, entry, group)
    assert "sinds 5 jan 2026" in text_of(client, url("seatoffer-decline", made.pk))
    client.post(url("seatoffer-decline", made.pk), {"reason": "Te ver weg"})
    entry.refresh_from_db()
    assert entry.status == WaitStatus.WAITING
    assert "Te ver weg" in text_of(client, entry.get_absolute_url())


# --- Shares ---------------------------------------------------------------------------------------


def test_fairness_lays_seats_beside_the_contracts(line, place, client_of, coordinator):
    for _seat in range(4):
        place(started=True)
    text = text_of(client_of(coordinator), url("waitlist-fairness"))
    assert "Van 4 plekken kreeg Waterveen er 2 meer dan het aandeel, en Meerdorp 2 minder." in text
    assert "Meerdorp: 0 plekken gekregen, 2 naar het aandeel: 2 minder dan het aandeel." in text


def test_fairness_goes_by_a_key_when_asked(
    line, place, noord, waterveen, meerdorp, client_of, coordinator
):
    for _seat in range(4):
        place(started=True)
    key = AllocationKeyFactory(region=noord, shares={waterveen: "75", meerdorp: "25"})
    asked = f"?region={noord.pk}&first_on=2026-01-01&last_on=2026-12-31&key={key.pk}"
    text = text_of(client_of(coordinator), url("waitlist-fairness") + asked)
    assert "Waterveen: 4 plekken gekregen, 3 naar het aandeel: 1 meer dan het aandeel." in text


@pytest.mark.parametrize("query", ["", "?first_on=2026-02-01&last_on=2026-01-01"])
def test_fairness_without_shares_says_so(noord, client_of, coordinator, query):
    text = text_of(client_of(coordinator), url("waitlist-fairness") + query)
    assert "Er valt niets te vergelijken" in text
