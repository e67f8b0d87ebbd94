"""The placement desk as a school uses it, month by month, in Chromium."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from contracts.imports.sheet import PLACEMENTS
from contracts.models import ColumnMapping, Contract, DataTask, Delivery, Placement
from tests.factories.contracts import ContractFactory
from tests.factories.returns import DataTaskFactory
from tests.support.browser import assert_accessible, press, screenshot, send
from tests.support.deliveries import applied
from tests.support.placements import as_csv, as_xlsx, rows

WIDTHS = (1280, 320)
POSITION = {column.name: number for number, column in enumerate(PLACEMENTS.columns, 1)}


def begun() -> date:
    """The first day of this year's contract."""
    return timezone.localdate().replace(month=1, day=1)


def lines(count: int) -> list[dict[str, object]]:
    """Learners who began with the contract."""
    start = begun().isoformat()
    days = {"planned_first_on": start, "actual_first_on": start, "status_on": start}
    return rows(count, **days, planned_last_on=f"{begun().year + 1}-06-30", pip_on=start)


@pytest.fixture
def contract(transactional_db, noord, provider, provider_user, waterveen) -> Contract:
    """Active this year and the next, with three learners in it."""
    contract = ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen],
        first_on=begun(),
        last_on=date(begun().year + 1, 12, 31),
        stamped=True,
        active=True,
    )
    applied(contract, lines(3), by=provider_user)
    return contract


def downloaded(page: Page, button: str, file: Path) -> Path:
    """What pressing a button or following a link downloads."""
    with page.expect_download() as found:
        page.locator("main").get_by_text(button, exact=True).click()
    found.value.save_as(file)
    return file


def changed(file: Path, cells: dict[tuple[int, str], str]) -> Path:
    """The same workbook with other cells, by row and column."""
    workbook = openpyxl.load_workbook(file)
    for (row, name), text in cells.items():
        workbook.worksheets[0].cell(row, POSITION[name], text)
    workbook.save(file)
    return file


def hand_in(page: Page, file: Path, address: str = "/deliveries/new/") -> None:
    if address not in page.url:
        page.goto(address)
    page.locator("main input[type=file]").set_input_files(file)
    send(page)


def looked_at(page: Page, name: str) -> None:
    """Accessible, once its parts have come in."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    assert_accessible(page)
    screenshot(page, name)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_month_is_an_update_of_the_sheet_with_what_stands(
    open_page, contract, provider_user, tmp_path, width
):
    page = open_page("/deliveries/new/", provider_user, width=width)
    looked_at(page, f"desk-new-{width}")
    file = downloaded(page, "Bestand downloaden", tmp_path / "maand.xlsx")
    changed(file, {(2, "offered_hours"): "160", (3, "gemeente"): "0999"})

    hand_in(page, file)
    expect(page.locator(".figures")).to_contain_text("geweigerd")
    looked_at(page, f"desk-errors-{width}")
    back = downloaded(page, "Download het bestand met fouten", tmp_path / "fouten.xlsx")
    press(page, "Alle bevindingen, met filters")
    expect(page.locator("main")).to_contain_text("0999")
    looked_at(page, f"desk-findings-{width}")

    hand_in(page, changed(back, {(3, "gemeente"): "9001"}))
    expect(page.locator(".notice-success").first).to_be_visible()
    confirm_by_keyboard(page)
    expect(page.locator("main")).to_contain_text("Verwerkt")
    assert str(Placement.objects.get(reference="TV-00001").offered_hours) == "160.00"
    looked_at(page, f"desk-applied-{width}")

    press(page, "Ontvangstbewijs")
    looked_at(page, f"desk-receipt-{width}")
    page.locator("main input[type=file]").set_input_files(back)
    send(page)
    expect(page.locator(".notice-success")).to_contain_text("byte voor byte")
    assert_accessible(page)


def confirm_by_keyboard(page: Page) -> None:
    """From the page of the delivery to the pressed button without a mouse."""
    link = page.locator("main .actions a.btn-primary")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm/")
    assert_accessible(page)
    page.locator("main form button.btn-primary").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/confirm/"))


@pytest.mark.parametrize("width", WIDTHS)
def test_a_school_says_once_what_its_own_headers_mean(
    open_page, contract, provider_user, tmp_path, width
):
    header, _end, body = as_csv(lines(4)).partition(b"\r\n")
    file = tmp_path / "eigen.csv"
    file.write_bytes(header.replace(b"planned_first_on", b"Begin traject") + b"\r\n" + body)

    page = open_page("/deliveries/new/", provider_user, width=width)
    hand_in(page, file)
    press(page, "Geef aan welke kolomkoppen voor deze kolommen staan")
    looked_at(page, f"desk-columns-{width}")
    page.get_by_label("Begin traject").select_option("planned_first_on")
    send(page)
    expect(page.locator(".figures")).to_contain_text("nieuw")
    assert ColumnMapping.objects.get().column == "planned_first_on"
    page.goto("/deliveries/headers/")
    looked_at(page, f"desk-headers-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_mistake_is_corrected(open_page, contract, provider_user, tmp_path, width):
    mistaken = applied(contract, lines(4), by=provider_user)
    file = tmp_path / "correctie.xlsx"
    file.write_bytes(as_xlsx(lines(3)))

    page = open_page(mistaken.get_absolute_url(), provider_user, width=width)
    press(page, "Correctie aanleveren")
    looked_at(page, f"desk-correct-{width}")
    hand_in(page, file, address="/correct/")
    page.goto(page.url + "confirm/")
    page.locator("main [name=cancels_left_out]").check()
    looked_at(page, f"desk-correct-confirm-{width}")
    send(page)
    assert Placement.objects.get(reference="TV-00004").status == "cancelled"
    page.goto(mistaken.get_absolute_url())
    expect(page.locator("main")).to_contain_text("correctie")
    looked_at(page, f"desk-superseded-{width}")
    assert Delivery.objects.get(corrects=mistaken).status == "applied"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_month_without_changes_takes_one_confirmation(open_page, contract, provider_user, width):
    month = (begun().replace(month=timezone.localdate().month) - timedelta(days=1)).replace(day=1)
    task = DataTaskFactory(contract=contract, month=month, due_on=timezone.localdate())
    page = open_page(f"/returns/{task.pk}/report_nil/", provider_user, width=width)
    looked_at(page, f"desk-nil-{width}")
    send(page)
    assert DataTask.objects.get().status == "nil"
    assert_accessible(page)
