"""An invoice in Chromium: sent by the school, a difference talked over, approved in part, paid."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from contracts.enums.payments import InvoiceStatus, LineDecision
from contracts.models import Invoice
from tests.support.browser import fill, looked_at, press, send, submit
from tests.support.ubl import HOSTILE, PLAIN, Draft, Row, about, reference

OTHER_BUYER = "00000001987654321000"


@pytest.fixture
def draft(owed, noord, provider) -> Draft:
    """An invoice of which one of two lines asks 500 euro more than is due."""
    noord.oin = "00000001123456789000"
    noord.save()
    return PLAIN.but(
        supplier=(("0106", provider.kvk_number),),
        issued_on=(timezone.localdate() - timedelta(days=1)).isoformat(),
        due_on=(timezone.localdate() + timedelta(days=29)).isoformat(),
        head=reference("ContractDocumentReference", owed.reference),
        rows=(
            Row(amount="6000.00", extra=about("TV-A1")),
            Row(amount="6500.00", extra=about("TV-A2"), name="Traject met toeslag"),
        ),
    )


def test_a_difference_is_talked_over_and_the_rest_is_paid(
    open_page, draft, contract_manager, provider_user
):
    school = open_page("/invoices/new/", provider_user)
    refused_first(school, draft)
    sent(school, draft)
    region = open_page("/invoices/", contract_manager)
    disputed(region)
    answered(school)
    decided(region)
    paid(region)
    invoice = Invoice.objects.standing().get()
    assert (invoice.status, invoice.approved_incl) == (InvoiceStatus.PAID, 12_000)
    decisions = invoice.lines.order_by("position").values_list("decision", flat=True)
    assert list(decisions) == [LineDecision.APPROVED, LineDecision.PARTLY]
    told(school)


def upload(page: Page, content: bytes) -> None:
    page.goto("/invoices/new/")
    file = {"name": "factuur.xml", "mimeType": "text/xml", "buffer": content}
    page.set_input_files("main [name=file]", files=[file])
    submit(page)


def refused_first(page: Page, draft: Draft) -> None:
    """What is no invoice stays on the form; one for another buyer is kept and says why."""
    upload(page, HOSTILE["billion-laughs"])
    expect(page.locator(".error-summary")).to_contain_text("DOCTYPE")
    looked_at(page, "invoice-hostile")
    wrong = draft.but(number="F-2026-000", customer=(("0190", OTHER_BUYER),))
    upload(page, wrong.xml())
    expect(page.get_by_role("main")).to_contain_text(f"OIN {OTHER_BUYER}, terwijl Noord")
    looked_at(page, "invoice-other-buyer")


def sent(page: Page, draft: Draft) -> None:
    upload(page, draft.xml())
    main = page.get_by_role("main")
    expect(main).to_contain_text("1 van 2")
    expect(main).to_contain_text("€ 500,00")


def disputed(page: Page) -> None:
    """The region finds it in the list, sees the line that differs, and says what is wrong."""
    looked_at(page, "invoice-list")
    press(page, "F-2026-001")
    looked_at(page, "invoice-of-region")
    page.get_by_role("link", name="Traject met toeslag").click()
    expect(page.get_by_role("main")).to_contain_text("Prijs wijkt af")
    looked_at(page, "invoice-line")
    page.go_back()
    press(page, "Betwisten")
    fill(page, reason="Een toeslag is niet afgesproken.")
    send(page)


def answered(page: Page) -> None:
    page.goto("/desk/")
    page.get_by_role("link", name="Reageer op factuur F-2026-001").click()
    press(page, "Bericht sturen")
    fill(page, text="Akkoord, zonder toeslag.")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Betwist")


def decided(page: Page) -> None:
    """What matches at once; of the other line what is due, with the reason."""
    page.reload()
    page.get_by_role("main").get_by_role("link", name="Berichten").click()
    expect(page.get_by_role("main")).to_contain_text("Akkoord, zonder toeslag.")
    press(page, "Betwisting beëindigen")
    send(page)
    press(page, "Goedkeuren wat overeenkomt")
    send(page)
    page.get_by_role("link", name="Traject met toeslag").click()
    press(page, "Beslissen")
    expect(page.get_by_role("main")).to_contain_text("€ 6.500,00")
    expect(page.locator("[name=amount]")).to_have_value("6.000,00")
    fill(page, reason="Zonder toeslag, zoals besproken")
    looked_at(page, "invoice-decide")
    send(page)
    press(page, "Factuur goedkeuren")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Deels goedgekeurd")


def paid(page: Page) -> None:
    press(page, "Betaling vastleggen")
    looked_at(page, "invoice-pay")
    send(page)


def told(page: Page) -> None:
    """The school's first screen says what was paid."""
    page.goto("/desk/")
    year = timezone.localdate().year
    expect(page.get_by_role("main")).to_contain_text(f"€ 12.000,00 is in {year} betaald.")
    page.goto("/invoices/")
    looked_at(page, "invoice-own-list")
