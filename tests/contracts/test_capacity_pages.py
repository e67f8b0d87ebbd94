"""Pages of seats, groups and placements, and the wall."""

from datetime import date

import pytest
from django.urls import reverse

from contracts.models import CapacityLine, Placement
from contracts.waiting_sync import sync_waitlist
from tests.contracts.conftest import AT
from tests.factories.contracts import CapacityLineFactory, ContractFactory, CourseGroupFactory
from tests.factories.supervision import SampleCheckFactory
from tests.factories.waiting import WaitlistEntryFactory


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def group(line):
    return CourseGroupFactory(line=line, minimum=6, maximum=12)


@pytest.fixture
def busy_line(line, group, place):
    """Two of 20 places in use, one held, one waiting since 2 February; one group too small."""
    place(started=True, course_group=group)
    place(status="scheduled")
    place(status="accepted", reserved_until_on=date(2026, 3, 10))
    place(status="waitlisted", reference="TV-WACHT")
    return line


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


# --- The wall -------------------------------------------------------------------------------------


def test_wall_answers_in_words_first(busy_line, client_of, coordinator, counted_page):
    client = client_of(coordinator)
    text = counted_page(client, "contracts:capacity-wall", url("capacity-wall"))
    assert "17 van de 20 plekken vrij; 1 groep onder het minimum; 1 wacht." in text
    assert 'aria-label="In gebruik: 2 van 20"' in text
    assert "€ 75.000,00" in text


def test_wall_names_who_stands_longest_on_the_list(busy_line, meerdorp, client_of, coordinator):
    region = busy_line.contract.region
    WaitlistEntryFactory(
        region=region, gemeente=meerdorp, reference="WL-LANG", route="Z", level="A1"
    )
    client = client_of(coordinator)
    text = page(client, url("capacity-wall"))
    assert text.index("Wacht het langst") < text.index("WL-LANG")
    assert "WL-LANG" not in page(client, f"{url('capacity-wall')}?route=O")


def test_wall_counts_who_waits_for_any_provider_as_the_list_does(
    busy_line, waterveen, client_of, coordinator, provider_user
):
    sync_waitlist([Placement.objects.get(reference="TV-WACHT").pk], by=coordinator, at=AT)
    client = client_of(coordinator)
    assert "; 1 wacht." in page(client, url("capacity-wall"))
    for _number in range(2):
        WaitlistEntryFactory(region=busy_line.contract.region, gemeente=waterveen)

    assert "; 3 wachten, van wie 1 bij een aanbieder." in page(client, url("capacity-wall"))
    assert "3 wachten" in page(client, url("waitlistentry-list"))
    of_one = f"{url('capacity-wall')}?provider={busy_line.contract.provider_id}"
    assert "; 1 wacht." in page(client, of_one)
    assert "; 1 wacht." in page(client_of(provider_user), url("capacity-wall"))


def test_school_sees_who_waits_for_its_own_lines(busy_line, client_of, provider_user):
    busy_line.contract.start_guarantee_weeks = 3
    busy_line.contract.save()
    text = page(client_of(provider_user), url("capacity-wall"))
    assert "TV-WACHT" in text
    assert ">28<" in text
    assert "3 weken voorbij" in text


def test_wall_says_what_waits_for_the_coordinator(busy_line, client_of, coordinator):
    contract = busy_line.contract
    check = SampleCheckFactory(region=contract.region, provider=contract.provider)
    text = page(client_of(coordinator), url("capacity-wall"))
    assert "Wat op u wacht" in text
    assert check.get_absolute_url() in text


def test_wall_of_one_gemeente_shows_its_share(busy_line, meerdorp, client_of, coordinator):
    text = page(client_of(coordinator), f"{url('capacity-wall')}?gemeente={meerdorp.pk}")
    assert "10 van de 10 plekken vrij" in text
    assert "TV-WACHT" not in text


def test_wall_of_another_route_or_day_is_empty(busy_line, client_of, coordinator):
    client = client_of(coordinator)
    for query in ("?route=Z", "?day=2030-01-01"):
        assert "lopen er geen plekken" in page(client, url("capacity-wall") + query)


def test_wall_shows_a_line_that_gave_out_too_much(busy_line, client_of, coordinator):
    CapacityLine.objects.update(number=1)
    assert "2 te veel" in page(client_of(coordinator), url("capacity-wall"))


def test_wall_is_of_the_own_region(busy_line, client_of, zuid_coordinator, other_provider_user):
    for user in (zuid_coordinator, other_provider_user):
        assert "Vliegerhof" not in page(client_of(user), url("capacity-wall"))


def test_wall_hides_people_from_who_may_not_see_placements(busy_line, client_of, officer):
    assert "TV-WACHT" not in page(client_of(officer), url("capacity-wall"))


def test_wall_takes_no_more_queries_for_more_lines(
    busy_line, noord, client_of, coordinator, counted_page
):
    for number in range(5):
        other = ContractFactory(region=noord, reference=f"X-{number}", active=True)
        CourseGroupFactory(line=other.capacity_lines.get())
    client = client_of(coordinator)
    counted_page(client, "contracts:capacity-wall", url("capacity-wall"))


# --- Lines ----------------------------------------------------------------------------------------


def test_lines_are_listed_and_exported(busy_line, client_of, coordinator, counted_page):
    client = client_of(coordinator)
    assert "Vliegerhof" in counted_page(
        client, "contracts:capacityline-list", url("capacityline-list")
    )
    sheet = client.get(url("capacityline-list") + "?_export=csv").getvalue().decode("utf-8-sig")
    assert sheet.splitlines()[1].endswith("20;2;1;1;17")


def test_line_shows_each_share(busy_line, client_of, coordinator, counted_page):
    client = client_of(coordinator)
    text = counted_page(client, "contracts:capacityline-detail", busy_line.get_absolute_url())
    assert "Meerdorp" in text
    assert url("placement-create", busy_line.pk) in text


def test_line_of_another_region_is_not_found(line, client_of, zuid_coordinator):
    assert client_of(zuid_coordinator).get(line.get_absolute_url()).status_code == 404


# --- Placements -----------------------------------------------------------------------------------


def test_placements_are_listed(busy_line, client_of, coordinator, counted_page):
    client = client_of(coordinator)
    text = counted_page(client, "contracts:placement-list", url("placement-list"))
    assert "TV-WACHT" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [("?q=wacht", 1), ("?status=waitlisted", 1), ("?route=Z", 0), ("?level=B1", 4)],
)
def test_placements_are_filtered(busy_line, client_of, coordinator, query, found):
    sheet = client_of(coordinator).get(url("placement-list") + query + "&_export=csv")
    assert len(sheet.getvalue().splitlines()) == found + 1


def test_everyone_sees_only_their_own_placements(
    busy_line, place, meerdorp, client_of, controller, provider_user, other_provider_user
):
    place(status="registered", reference="TV-MEERDORP", gemeente=meerdorp)
    of_gemeente = page(client_of(controller), url("placement-list"))
    assert "TV-WACHT" in of_gemeente
    assert "TV-MEERDORP" not in of_gemeente
    assert "TV-MEERDORP" in page(client_of(provider_user), url("placement-list"))
    assert "TV-WACHT" not in page(client_of(other_provider_user), url("placement-list"))


def test_placement_shows_its_course(place, client_of, coordinator, counted_page):
    placement = place(status="registered")
    client = client_of(coordinator)
    client.post(
        url("placement-transition", placement.pk, "put_on_waiting_list"), {"reason": "Zwanger"}
    )
    text = counted_page(client, "contracts:placement-detail", placement.get_absolute_url())
    assert "Zwanger" in text


def test_foreign_placement_is_not_found(place, client_of, zuid_coordinator):
    placement = place(status="registered")
    for address in (
        placement.get_absolute_url(),
        url("placement-transition", placement.pk, "accept"),
    ):
        assert client_of(zuid_coordinator).get(address).status_code == 404


SEAT = {
    "target_group": "status_holder",
    "level": "B1",
    "mode": "day",
    "literacy": "NVT",
    "planned_first_on": "2026-04-06",
    "planned_last_on": "2027-09-30",
    "reserved_until_on": "2026-04-01",
}


def test_seat_is_reserved_from_its_form(line, waterveen, client_of, coordinator):
    client = client_of(coordinator)
    address = url("placement-create", line.pk)
    assert "20 van de 20 plekken vrij" in page(client, address)
    client.post(address, SEAT | {"reference": "TV-1", "gemeente": waterveen.pk})
    placement = Placement.objects.get()
    assert (placement.status, placement.reserved_until_on) == ("accepted", date(2026, 4, 1))

    CapacityLine.objects.update(number=1)
    full = client.post(address, SEAT | {"reference": "TV-2", "gemeente": waterveen.pk})
    assert "geen plek vrij" in full.content.decode()
    numbered = client.post(address, SEAT | {"reference": "111222333", "gemeente": waterveen.pk})
    assert "id_reference_error" in numbered.content.decode()


def test_seat_over_the_contract_warns(line, waterveen, client_of, coordinator):
    CapacityLine.objects.update(number=0)
    line.contract.over_target_policy = "warn"
    line.contract.save()
    fields = SEAT | {"reference": "TV-1", "gemeente": waterveen.pk}
    made = client_of(coordinator).post(url("placement-create", line.pk), fields, follow=True)
    assert "Boven het gecontracteerde aantal: 1 plekken van 0." in made.content.decode()


def test_placement_is_accepted_and_scheduled(place, group, client_of, coordinator):
    placement = place(status="registered")
    client = client_of(coordinator)
    accept = url("placement-transition", placement.pk, "accept")
    assert 'value="2026-03-30"' in page(client, accept)
    client.post(accept, {"reserved_until_on": "2026-03-20"})
    schedule = url("placement-transition", placement.pk, "schedule")
    assert "12 plekken vrij" in page(client, schedule)
    client.post(schedule, {"group": group.pk})
    placement.refresh_from_db()
    assert (placement.status, placement.course_group) == ("scheduled", group)


def test_placement_gets_another_group(line, place, group, client_of, coordinator):
    placement = place(started=True, course_group=group)
    other = CourseGroupFactory(line=line)
    foreign = CourseGroupFactory(line=CapacityLineFactory(contract=line.contract, place="Elders"))
    client = client_of(coordinator)
    address = url("placement-update", placement.pk)
    assert client.post(address, {"group": foreign.pk}).status_code == 200
    client.post(address, {"group": other.pk})
    placement.refresh_from_db()
    assert placement.course_group == other


def test_steps_of_the_classroom_have_no_page(place, client_of, coordinator, reader):
    placement = place(status="scheduled")
    client = client_of(coordinator)
    assert client.get(url("placement-transition", placement.pk, "start")).status_code == 404
    cancel = url("placement-transition", placement.pk, "cancel")
    assert client_of(reader).get(cancel).status_code == 403
    client.post(cancel, {"reason": "Verhuisd"})
    placement.refresh_from_db()
    assert placement.status == "cancelled"
