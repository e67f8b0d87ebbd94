"""The wall: each figure leads to exactly the placements that it counts, and no further."""

import re
from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from contracts.enums import CapacityCounts
from contracts.models import CapacityLine
from tests.contracts.conftest import AT
from tests.factories.contracts import ContractFactory, CourseGroupFactory
from tests.factories.seats import IntakeLineFactory

pytestmark = pytest.mark.django_db
WALL = reverse("contracts:capacity-wall")
GEMEENTEN, STARTS = reverse("contracts:wall-gemeenten"), reverse("contracts:wall-starts")
LINK = re.compile(r'<a href="([^"]*\?[^"]*(?:seat|course_group)=[^"]*)">(\d+)</a>')


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def busy_line(line, place, meerdorp):
    """Two of 20 places in use, one held, two waiting; also counted in an intake of five."""
    intake = IntakeLineFactory(contract=line.contract, number=5)
    group = CourseGroupFactory(line=line, reference="G-1")
    place(started=True, course_group=group, intake_line=intake)
    place(status="scheduled", course_group=group, intake_line=intake, gemeente=meerdorp)
    place(status="accepted", reserved_until_on=date(2026, 3, 10), course_group=group)
    place(status="accepted", reserved_until_on=date(2026, 2, 10))
    for reference in ("TV-WACHT-1", "TV-WACHT-2"):
        place(status="waitlisted", intake_line=intake, reference=reference)
    return line


def text_of(client, address: str) -> str:
    return client.get(address).content.decode()


def links(page: str) -> list[tuple[str, int]]:
    return [(unescape(address), int(figure)) for address, figure in LINK.findall(page)]


def listed(client, address: str) -> int:
    sheet = client.get(f"{address}&_export=csv").getvalue().decode("utf-8-sig")
    return len(sheet.splitlines()) - 1


@pytest.mark.parametrize("where", ["", "?gemeente={gemeente}", "?route=O", "?provider={provider}"])
def test_every_figure_is_the_count_behind_it(busy_line, meerdorp, client_of, coordinator, where):
    client = client_of(coordinator)
    provider = busy_line.contract.provider_id
    asked = where.format(gemeente=meerdorp.pk, provider=provider)
    found = [
        link for part in (WALL, GEMEENTEN, STARTS) for link in links(text_of(client, part + asked))
    ]
    assert len(found) > 12
    assert any("course_group=" in address for address, _figure in found)
    for address, figure in found:
        assert listed(client, address) == figure, address


def test_page_of_a_line_leads_on_as_well(busy_line, client_of, coordinator):
    client = client_of(coordinator)
    for address in (busy_line.get_absolute_url(), reverse("contracts:capacityline-list")):
        found = links(text_of(client, address))
        assert found
        for behind, figure in found:
            assert listed(client, behind) == figure, behind


def test_places_and_intake_are_not_added_up(busy_line, client_of, coordinator):
    text = text_of(client_of(coordinator), WALL)
    assert "17 van de 20 plekken vrij" in text
    assert "nog 3 van de 5 trajecten kunnen beginnen" in text
    assert "2 wachten" in text


def test_seats_are_shown_by_start(busy_line, client_of, coordinator):
    CourseGroupFactory(line=busy_line, reference="VOORBIJ", last_on=date(2026, 3, 1))
    CourseGroupFactory(line=busy_line, reference="LATER", first_on=date(2026, 9, 1))
    starts = text_of(client_of(coordinator), STARTS)
    assert starts.index("G-1") < starts.index("LATER")
    assert "VOORBIJ" not in starts
    assert 'aria-label="In gebruik: 2 van 16"' in starts


@pytest.mark.parametrize("part", ["wall-gemeenten", "wall-starts"])
def test_parts_of_the_wall_load_after_it_for_what_it_was_asked(
    busy_line, meerdorp, client_of, coordinator, counted_page, part
):
    client = client_of(coordinator)
    asked = f"?route=O&gemeente={meerdorp.pk}"
    address = reverse(f"contracts:{part}") + asked
    wall = unescape(text_of(client, WALL + asked))
    assert f'data-hx-get="{address}"' in wall
    assert f'<a href="{address}">' in wall
    assert "<h1" in counted_page(client, f"contracts:{part}", address)
    panel = client.get(address, headers={"HX-Request": "true"})
    assert "<h1" not in panel.content.decode()
    assert "<table" in panel.content.decode()
    assert "HX-Request" in panel["Vary"]


def test_who_sees_one_gemeente_is_led_to_its_people_alone(
    busy_line, waterveen, meerdorp, client_of, controller
):
    client = client_of(controller)
    found = links(text_of(client, WALL) + text_of(client, GEMEENTEN))
    assert found
    for address, figure in found:
        assert f"gemeente={waterveen.pk}" in address
        assert listed(client, address) == figure
    for part in (WALL, GEMEENTEN):
        assert not links(text_of(client, f"{part}?gemeente={meerdorp.pk}"))


def test_who_sees_no_placements_is_led_nowhere(busy_line, client_of, officer):
    client = client_of(officer)
    assert not links("".join(text_of(client, part) for part in (WALL, GEMEENTEN, STARTS)))


def test_lines_have_pages_of_their_own(noord, client_of, coordinator):
    for number in range(14):
        ContractFactory(region=noord, reference=f"X-{number:02}", active=True)
    client = client_of(coordinator)
    first, second = text_of(client, WALL), text_of(client, f"{WALL}?wall-page=2")
    assert "Pagina 1 van 2" in first
    assert first.count("wall-page=2") == 1
    assert second.count('data-label="Contracteerd"') <= first.count('data-label="Contracteerd"')
    assert CapacityLine.objects.filter(counts=CapacityCounts.PLACES).count() == 14


def test_a_later_day_counts_reservations_of_that_day(busy_line, client_of, coordinator):
    text = text_of(client_of(coordinator), f"{WALL}?day=2026-03-11")
    assert "18 van de 20 plekken vrij" in text
