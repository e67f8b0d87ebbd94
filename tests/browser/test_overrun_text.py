"""From an overrun by its explanation to a final report text and its papers, in Chromium."""

from pathlib import Path

import pytest
from docx import Document as WordFile
from playwright.sync_api import Page, expect

from reports.enums import TextStatus
from reports.models import PlanningText
from tests.support.browser import assert_accessible, follow, screenshot
from tests.support.pdf import pages_of, squeezed

LOOKS = [(1280, "light"), (320, "dark")]
OVERRUN = "€ 15.000,00 nadeel"
CAUSE = "Er zijn twee inburgeraars geplaatst waar er een was begroot."


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_an_overrun_becomes_a_final_text_on_paper(
    open_page, overrun, region_controller, tmp_path, width, scheme
):
    page = open_page("/reports/overruns/", region_controller, width=width, scheme=scheme)
    expect(page.locator(".lead")).to_contain_text(OVERRUN)
    explained(page, f"{width}-{scheme}")
    drafted(page, f"{width}-{scheme}")
    worded(page, f"{width}-{scheme}")
    finalised(page, f"{width}-{scheme}")
    for said in (on_word(page, tmp_path), on_pdf(page, tmp_path)):
        for expected in (CAUSE, "€ 15.000 nadeel", "Begroot", "Definitief gemaakt"):
            assert squeezed(expected) in said
        for draft in ("77.000", "CONCEPT"):
            assert draft not in said


def explained(page: Page, look: str) -> None:
    """Over the explanation back to the report."""
    page.get_by_title("Waarom loopt het over?").first.click()
    expect(page.locator(".lead")).to_contain_text("vooral door het aantal inburgeraars")
    assert_accessible(page)
    screenshot(page, f"text-why-{look}")
    page.go_back()


def drafted(page: Page, look: str) -> None:
    """The draft of the autumn paper, written from the figures."""
    main = page.get_by_role("main")
    main.get_by_role("link", name="Rapportagetekst schrijven").click()
    page.select_option("[name=kind]", "autumn")
    assert_accessible(page)
    screenshot(page, f"text-new-{look}")
    main.get_by_role("button", name="Concept schrijven").click()
    page.wait_for_url("**/texts/*/")
    expect(main).to_contain_text(OVERRUN)
    assert_accessible(page)
    screenshot(page, f"text-draft-{look}")


def worded(page: Page, look: str) -> None:
    """A cause in one's own words; an amount that no figure gives is pointed out, and taken out."""
    main = page.get_by_role("main")
    main.get_by_role("link", name="Tekst wijzigen").last.click()
    page.fill("[name=cause]", f"{CAUSE} Dat kost € 77.000.")
    main.get_by_role("button", name="Opslaan").click()
    expect(page.locator(".error-summary")).to_contain_text("€ 77.000")
    assert_accessible(page)
    screenshot(page, f"text-refused-{look}")
    page.fill("[name=cause]", CAUSE)
    main.get_by_role("button", name="Opslaan").click()
    page.wait_for_url("**/texts/*/")
    expect(main).to_contain_text("Met de hand gewijzigd.")


def finalised(page: Page, look: str) -> None:
    """Final, after the page that says what that means."""
    main = page.get_by_role("main")
    follow(main.get_by_role("link", name="Definitief maken"))
    assert_accessible(page)
    screenshot(page, f"text-finalise-{look}")
    main.locator("form button.btn-primary").click()
    page.wait_for_url("**/texts/*/")
    expect(main.get_by_role("link", name="Tekst wijzigen")).to_have_count(0)
    assert PlanningText.objects.get().status == TextStatus.FINAL
    assert_accessible(page)
    screenshot(page, f"text-final-{look}")


def downloaded(page: Page, label: str, folder: Path) -> Path:
    """The file behind a link of the page, kept in `folder` under its own name."""
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=label).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def on_word(page: Page, folder: Path) -> str:
    """The words of the docx, in its paragraphs, tables and margins, without white space."""
    word = WordFile(str(downloaded(page, "Word (docx)", folder)))
    tables = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    margins = [each.text for each in word.sections[0].header.paragraphs]
    return squeezed("".join([*margins, *(each.text for each in word.paragraphs), *tables]))


def on_pdf(page: Page, folder: Path) -> str:
    """The words of every page of the PDF, without white space."""
    return squeezed("".join(pages_of(downloaded(page, "PDF", folder).read_bytes())))
