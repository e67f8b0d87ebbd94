"""The planning board: open groups by place and month, in words first."""

from datetime import date

import pytest
from django.urls import reverse

from config.shared.periods import Period
from contracts.enums import GroupStatus
from contracts.planning_board import CARDS_IN_A_CELL, rows_of, window
from tests.contracts.conftest import AT
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    CourseGroupFactory,
    TariffFactory,
    move,
)

BOARD = reverse("contracts:coursegroup-board")


@pytest.fixture(autouse=True)
def _on_2_march_2026(time_machine):
    time_machine.move_to(AT)


@pytest.fixture
def board(line, place):
    """G-1 in Waterveen in April, too small and due; G-2 in Meerdorp in May, big enough."""
    small = CourseGroupFactory(
        line=line,
        reference="G-1",
        first_on=date(2026, 4, 6),
        minimum=6,
        maximum=12,
        decide_on=date(2026, 3, 2),
    )
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp")
    full = CourseGroupFactory(
        line=there, reference="G-2", first_on=date(2026, 5, 4), minimum=1, maximum=8
    )
    place(status="scheduled", course_group=small)
    place(status="scheduled", course_group=full, capacity_line=there)
    return small, full


def page(client, query: str = "") -> str:
    response = client.get(BOARD + query)
    assert response.status_code == 200
    return response.content.decode()


def test_board_answers_in_words_first(board, client_of, coordinator, counted_page):
    text = counted_page(client_of(coordinator), "contracts:coursegroup-board", BOARD)
    assert "2 groepen starten; 1 onder het minimum; 1 vraagt nu een besluit; 18 plekken vrij." in (
        text
    )
    assert 'aria-label="1 van minimaal 6, hoogstens 12"' in text
    assert "beslissen op ma 2 mrt 2026" in text
    assert text.index("Meerdorp</th>") < text.index("Waterveen</th>")
    assert "april 2026" in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?route=O", {"G-1", "G-2"}),
        ("?route=Z", set()),
        ("?level=B2", set()),
        ("?since=2026-05-31", {"G-2"}),
        ("?since=2026-06-01", set()),
        ("?since=2025-10-01", set()),
        ("?since=onzin", {"G-1", "G-2"}),
    ],
)
def test_board_shows_what_is_asked(board, client_of, coordinator, query, shown):
    text = page(client_of(coordinator), query)
    assert {name for name in ("G-1", "G-2") if f">{name}</a>" in text} == shown
    assert ("start geen groep" in text) == (not shown)


def test_board_shows_the_groups_of_one_provider(board, noord, client_of, coordinator):
    other = ContractFactory(region=noord, active=True)
    strange = CourseGroupFactory(
        line=other.capacity_lines.get(), reference="G-3", first_on=date(2026, 4, 6)
    )
    text = page(client_of(coordinator), f"?provider={other.provider_id}")
    assert strange.reference in text
    assert "G-1" not in text


def test_everyone_sees_the_own_board(
    board, client_of, provider_user, other_provider_user, zuid_coordinator, assessor
):
    assert "G-1" in page(client_of(provider_user))
    for user in (other_provider_user, zuid_coordinator):
        assert "G-1" not in page(client_of(user))
    assert client_of(assessor).get(BOARD).status_code == 403


def test_group_that_is_over_leaves_the_board(board, client_of, coordinator):
    move(board[0], GroupStatus.CANCELLED)
    assert "G-1" not in page(client_of(coordinator))


def test_busy_cell_leads_to_the_list(line, client_of, coordinator):
    for number in range(CARDS_IN_A_CELL + 2):
        CourseGroupFactory(line=line, reference=f"V-{number}", first_on=date(2026, 4, 6))
    text = page(client_of(coordinator))
    shown = [number for number in range(CARDS_IN_A_CELL + 2) if f">V-{number}</a>" in text]
    assert shown == list(range(CARDS_IN_A_CELL))
    assert "Nog 2 groepen" in text
    assert "6 groepen starten; 4 daarvan staan hier" in text
    rest = "?place=Waterveen&amp;first_on_after=2026-04-01&amp;first_on_before=2026-04-30"
    assert rest in text


def test_many_places_take_pages_and_no_more_queries(
    line, board, client_of, coordinator, counted_page
):
    TariffFactory(contract=line.contract, route="B")
    for number in range(9):
        there = CapacityLineFactory(contract=line.contract, place=f"Dorp {number}", route="B")
        CourseGroupFactory(line=there, reference=f"D-{number}", first_on=date(2026, 4, 6))
    client = client_of(coordinator)
    text = counted_page(client, "contracts:coursegroup-board", BOARD)
    assert "Pagina 1 van 2" in text
    assert "Waterveen</th>" not in text
    assert "Waterveen</th>" in page(client, "?page=2")


# --- Layout ---------------------------------------------------------------------------------------


def test_window_is_six_whole_months():
    assert window(date(2026, 11, 22)) == Period(date(2026, 11, 1), date(2027, 4, 30))


def test_every_place_has_a_cell_for_every_month(line):
    group = CourseGroupFactory.build(line=line, first_on=date(2026, 4, 30))
    months = [date(2026, 4, 1), date(2026, 5, 1)]
    counts = {("Waterveen", months[0]): 3}
    [first, second] = rows_of([group], counts, places=["Elders", "Waterveen"], months=months)
    assert [cell.count for cell in first.cells] == [0, 0]
    assert [(cell.groups, cell.left_out) for cell in second.cells] == [([group], 2), ([], 0)]
    assert second.cells[0].last_on == date(2026, 4, 30)
