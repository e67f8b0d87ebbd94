"""Groups in a real browser: the planning board, and one group filled, merged and started."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from contracts.enums import GroupStatus
from contracts.models import CapacityLine, CourseGroup
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    CourseGroupFactory,
    PlacementFactory,
)
from tests.support.browser import assert_accessible, follow, screenshot


@pytest.fixture
def line(transactional_db, noord, provider, waterveen, meerdorp) -> CapacityLine:
    """Twenty places in Waterveen under a contract of this year and the next."""
    today = timezone.localdate()
    contract = ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen, meerdorp],
        first_on=today.replace(month=1, day=1),
        last_on=today.replace(year=today.year + 2, month=12, day=31),
        active=True,
    )
    return contract.capacity_lines.get()


@pytest.fixture
def groups(line, waterveen) -> list[CourseGroup]:
    """G-1 begins today with two of four learners, G-2 next month with one; three wait."""
    today = timezone.localdate()
    made = []
    for number, days in enumerate((0, 40), start=1):
        first_on = today + timedelta(days=days)
        group = CourseGroupFactory(
            line=line,
            reference=f"G-{number}",
            first_on=first_on,
            last_on=first_on + timedelta(days=300),
            minimum=4,
            maximum=8,
            decide_on=first_on,
            cost_amount=50_000,
        )
        made.append(group)
    for number, group in enumerate((made[0], made[0], made[1], None, None, None)):
        PlacementFactory(
            capacity_line=line,
            gemeente=waterveen,
            course_group=group,
            reference=f"TV-{number}",
            status="scheduled" if group else "waitlisted",
            planned_first_on=group.first_on if group else today,
            planned_last_on=today + timedelta(days=400),
            status_on=today - timedelta(days=12),
        )
    return made


def address(name: str, *args: object) -> str:
    return reverse(f"contracts:{name}", args=args)


def decide(page: Page, name: str) -> None:
    """Show what will happen, then confirm it."""
    show = page.get_by_role("button", name="Tonen wat er gebeurt")
    if show.is_visible():
        show.click()
    expect(page.get_by_role("heading", name="Wat er gebeurt")).to_be_visible()
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(f"{name}: gedaan.")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_board_reads_well(groups, line, coordinator, open_page, width):
    there = CapacityLineFactory(contract=line.contract, place="Meerdorp")
    for number in range(5):
        first_on = groups[1].first_on
        CourseGroupFactory(line=there, reference=f"M-{number}", first_on=first_on, minimum=0)
    page = open_page(address("coursegroup-board"), coordinator, width=width)
    assert_accessible(page)
    screenshot(page, f"coursegroup-board-{width}")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", ["detail", "merge", "split", "move", "fill", "start", "postpone"])
def test_pages_of_a_group_read_well(groups, coordinator, open_page, name, width):
    page = open_page(address(f"coursegroup-{name}", groups[0].pk), coordinator, width=width)
    assert_accessible(page)
    screenshot(page, f"coursegroup-{name}-{width}")


def test_group_is_filled_merged_and_started(groups, coordinator, open_page):
    group, other = groups
    page = open_page(address("coursegroup-board"), coordinator)
    page.get_by_role("link", name="G-1", exact=True).press("Enter")

    page.get_by_role("link", name="Inplannen vanaf de wachtlijst").click()
    page.get_by_label("TV-3").check()
    decide(page, "Inplannen vanaf de wachtlijst")

    page.goto(page.url.replace(f"/{group.pk}/", f"/{other.pk}/"))
    page.get_by_role("link", name="Groepen samenvoegen").first.click()
    page.get_by_role("combobox", name="Groep").select_option(str(group.pk))
    page.get_by_role("button", name="Tonen wat er gebeurt").click()
    expect(page.get_by_text("van 3 naar 4 inburgeraars")).to_be_visible()
    assert_accessible(page)
    screenshot(page, "coursegroup-merge-shown")
    decide(page, "Groepen samenvoegen")

    page.get_by_role("link", name="Starten", exact=True).click()
    decide(page, "Groep starten")
    group.refresh_from_db()
    other.refresh_from_db()
    assert group.status == GroupStatus.STARTED
    assert (other.status, other.merged_into) == (GroupStatus.CANCELLED, group)
    assert group.placements.count() == 4
    follow(page.get_by_role("link", name="Besluiten"))
    screenshot(page, "coursegroup-decisions")
