"""A statement in Chromium: made, disputed by the school, put right, approved, and invoiced."""

from pathlib import Path

from playwright.sync_api import Page, expect

from contracts.enums.payments import InvoiceSource, StatementStatus
from contracts.invoices import read_invoice
from contracts.models import Invoice, MonthClosing, Statement
from tests.support.browser import fill, follow, looked_at, press, send
from tests.support.pdf import pages_of, squeezed

WRONG = "TV-A2 heeft in deze maand vijf lessen gemist."


def test_a_statement_is_disputed_put_right_approved_and_invoiced(
    open_page, owed, region_controller, provider_user, waterveen, tmp_path
):
    region = open_page("/statements/new/", region_controller)
    school = open_page("/desk/", provider_user)
    made_and_offered(region)
    disputed(school)
    put_right(region, waterveen.pk)
    agreed(school)
    approved(region)
    statement = Statement.objects.get()
    assert (statement.status, statement.amount_excl) == (StatementStatus.APPROVED, 11_500)
    assert MonthClosing.objects.filter(month=statement.month).exists()
    papers_opened(school, tmp_path)
    invoiced(school)
    invoice = Invoice.objects.get()
    assert (invoice.source, invoice.amount_payable) == (InvoiceSource.STATEMENT, 11_500)


def made_and_offered(page: Page) -> None:
    """Last month is what the form proposes."""
    looked_at(page, "statement-new")
    send(page)
    main = page.get_by_role("main")
    expect(main).to_contain_text("€ 12.000,00")
    looked_at(page, "statement-concept")
    press(page, "Naar de aanbieder sturen")
    send(page)


def disputed(page: Page) -> None:
    """The first screen leads to it; the school says what is wrong."""
    page.reload()
    follow(page.get_by_role("link", name="Ga akkoord met de afrekening"))
    looked_at(page, "statement-of-school")
    press(page, "Aangeven wat er niet klopt")
    fill(page, reason=WRONG)
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Betwist")


def put_right(page: Page, gemeente: int) -> None:
    """A correction is booked from the statement, which is then made anew and sent again."""
    page.reload()
    page.get_by_role("main").get_by_role("link", name="Berichten").click()
    expect(page.get_by_role("main")).to_contain_text(WRONG)
    address = page.url
    press(page, "Correctie boeken")
    looked_at(page, "statement-correction")
    borne = {f"borne_by_{gemeente}": "-500"}
    fill(page, cost_type="learning_routes", description="Gemiste lessen", amount="-500", **borne)
    fill(page, reason="Zoals de school meldde", vat_exemption="Onderwijs")
    send(page)
    page.goto(address)
    for button in ("Opnieuw opmaken", "Naar de aanbieder sturen"):
        press(page, button)
        send(page)
    expect(page.get_by_role("main")).to_contain_text("€ 11.500,00")


def agreed(page: Page) -> None:
    page.reload()
    press(page, "Akkoord gaan met de afrekening")
    send(page)


def approved(page: Page) -> None:
    """What cannot be undone is said before it is done."""
    page.reload()
    press(page, "Vaststellen")
    expect(page.get_by_role("main")).to_contain_text("Dit kan niet ongedaan worden gemaakt")
    send(page)


def papers_opened(page: Page, folder: Path) -> None:
    """The letter and the list of figures say what the page says."""
    page.reload()
    said = squeezed("".join(pages_of(saved(page, "PDF", folder).read_bytes())))
    for words in ("TV-A1", "Gemiste lessen", "11.500,00"):
        assert squeezed(words) in said
    assert "CONCEPT" not in said
    with saved(page, "Factuur (UBL)", folder).open("rb") as file:
        assert read_invoice(file).totals.payable == 11_500
    assert "TV-A2" in saved(page, "Controlelijst (csv)", folder).read_text("utf-8-sig")


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def invoiced(page: Page) -> None:
    """From the first screen to the invoice, which matches in full."""
    page.goto("/desk/")
    looked_at(page, "statement-desk")
    follow(page.get_by_role("link", name="Stuur de factuur van"))
    press(page, "Factuur versturen")
    looked_at(page, "statement-send")
    fill(page, number="2026-0117")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("2026-0117")
