"""A saved report in Chromium: kept as it is asked, mailed, left, taken over and removed."""

from datetime import datetime, time
from decimal import Decimal
from io import BytesIO
from urllib.parse import urlsplit

import openpyxl
import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from config.shared.display import money
from config.shared.periods import AMSTERDAM
from reports.models import ReportSchedule, SavedReport
from reports.tasks import mail_reports
from tests.factories.reports import BudgetLineFactory
from tests.support.browser import fill, follow, looked_at, press, send

NAME = "Komt Waterveen uit?"
AMOUNTS = ("Begroot", "Gerealiseerd", "Verplicht", "Verwacht", "Prognose")


@pytest.fixture
def two_gemeenten(overrun, noord, meerdorp):
    """A budget beside that of Waterveen, so that a filter leaves something out."""
    BudgetLineFactory(region=noord, gemeente=meerdorp, year=timezone.localdate().year)


def test_a_report_is_kept_mailed_left_taken_over_and_removed(
    open_page, two_gemeenten, region_controller, coordinator, waterveen, mailoutbox
):
    page = open_page("/reports/overruns/", region_controller)
    asked(page, waterveen.pk)
    shown = rows_on(page)
    kept(page)
    scheduled(page, region_controller, coordinator)
    morning_comes()
    assert {sent.to[0] for sent in mailoutbox} == {region_controller.email, coordinator.email}
    for sent in mailoutbox:
        assert sent.subject == NAME
        assert rows_attached(sent) == shown
    mailed(page)
    theirs = open_page(address_in(mailoutbox[0]), coordinator)
    left(theirs)
    assert list(ReportSchedule.objects.get().recipients.all()) == [region_controller]
    region_controller.memberships.update(ended_at=timezone.now(), ended_by=coordinator)
    taken_over(theirs)
    removed(theirs, coordinator)


def asked(page: Page, gemeente: int) -> None:
    """The report of one gemeente."""
    expect(page.get_by_role("main")).to_contain_text("Meerdorp")
    page.select_option("[name=gemeente]", str(gemeente))
    page.get_by_role("button", name="Tonen").click()
    expect(page.locator("table[aria-labelledby=rows]")).not_to_contain_text("Meerdorp")


def rows_on(page: Page) -> list[list[str]]:
    """The amounts of each budget on the page, and of all together, as they are read."""
    lines = page.locator("table[aria-labelledby=rows] :is(tbody tr:not(.fw-bold), tfoot tr)")
    return [
        [line.locator(f"td[data-label='{label}']").inner_text().strip() for label in AMOUNTS]
        for line in lines.all()
    ]


def kept(page: Page) -> None:
    """Under a name of its own, for colleagues too."""
    press(page, "Dit rapport bewaren")
    expect(page.locator("[name=gemeente] option:checked")).to_have_text("Waterveen")
    looked_at(page, "saved-new")
    fill(page, name=NAME, is_shared=True)
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Waterveen")
    looked_at(page, "saved-kept")


def scheduled(page: Page, *people: User) -> None:
    """Every week on the weekday of today, as a workbook."""
    press(page, "Laten mailen")
    page.locator("[name=recipients]").first.wait_for()
    for person in people:
        page.locator(f"[name=recipients][value='{person.pk}']").check()
    fill(page, moment=f"weekly:{timezone.localdate().isoweekday()}", file_kind="xlsx")
    looked_at(page, "saved-schedule")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Cora Coördinator, Ties Toezicht")
    looked_at(page, "saved-scheduled")


def morning_comes() -> None:
    """As the beat does it, at an hour at which reports are mailed."""
    at = datetime.combine(timezone.localdate(), time(9), tzinfo=AMSTERDAM)
    with time_machine.travel(at, tick=False):
        mail_reports.delay()


def rows_attached(sent) -> list[list[str]]:
    """The amounts of the workbook, as a page would show them."""
    ((name, content, _kind),) = sent.attachments
    assert name.endswith(".xlsx")
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    places = [header.index(label) for label in AMOUNTS]
    return [[money(Decimal(str(row[place]))) for place in places] for row in rows]


def address_in(sent) -> str:
    """Where the mail says that it can be stopped."""
    *_before, address = sent.body.split()
    return urlsplit(address).path


def mailed(page: Page) -> None:
    """Its owner sees to whom it went."""
    page.reload()
    expect(page.locator("main table")).to_contain_text("Cora Coördinator")
    looked_at(page, "saved-mailed")


def left(page: Page) -> None:
    """Who gets it has had enough of it; it is still among what colleagues share."""
    follow(page.get_by_role("link", name="Niet meer aan mij mailen"))
    looked_at(page, "saved-leave")
    send(page)
    expect(page.get_by_role("link", name=NAME)).to_be_visible()
    looked_at(page, "saved-list")


def taken_over(page: Page) -> None:
    """Its owner works elsewhere now."""
    press(page, NAME)
    press(page, "Overnemen")
    looked_at(page, "saved-take-over")
    send(page)


def removed(page: Page, owner: User) -> None:
    """By who keeps it now; its schedule stops."""
    assert SavedReport.objects.kept().get().owner == owner
    press(page, "Verwijderen")
    looked_at(page, "saved-remove")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Er is nog geen rapport bewaard")
    assert not SavedReport.objects.kept().exists()
    assert not ReportSchedule.objects.running().exists()
