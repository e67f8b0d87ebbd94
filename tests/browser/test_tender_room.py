"""A tender from its first step to the letters, as people hold it in Chromium."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from procurement.actions import ranking_rows
from procurement.bid_drafts import CONTACT, DECLARATION, lot_part
from procurement.enums import LotStatus, TenderStatus
from procurement.espd import STATEMENTS
from procurement.models import Bid, Letter, Lot, LotBid, PanelSeat, Tender
from tests.factories.accounts import UserFactory
from tests.support.browser import assert_accessible, at, fill, follow, screenshot, send
from tests.support.second_factor import code_of, with_app
from tests.support.vault import PASSPHRASE, past_deadline

pytestmark = [pytest.mark.journey]


def url(name: str, *args: object) -> str:
    return reverse(f"procurement:{name}", args=args)


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


@pytest.fixture
def assessors(transactional_db) -> list[User]:
    return [UserFactory(name=name) for name in ("Anna Een", "Bram Twee", "Chris Drie")]


def test_a_tender_from_its_first_step_to_the_letters(
    open_page,
    transactional_db,
    noord,
    waterveen,
    meerdorp,
    officer,
    second_officer,
    provider_user,
    other_provider_user,
    assessors,
):
    desk, colleague = open_page("/", officer), open_page("/", second_officer)
    tender = prepares(desk, waterveen, meerdorp)
    keys_and_officers(desk, colleague, tender, officer, second_officer)
    seats(desk, tender, assessors)
    is_reviewed_and_published(desk, colleague, tender)
    school, other = open_page("/", provider_user), open_page("/", other_provider_user)
    asks_and_is_answered(desk, school, tender)
    for page, price in ((school, "15.000"), (other, "15.500")):
        bids(page, tender, price)
    past_deadline(tender)
    opens(desk, colleague, tender, "tender-open", officer, second_officer)
    lot = is_scored_by_three(open_page, desk, tender, assessors)
    opens(desk, colleague, tender, "tender-open-prices", officer, second_officer)
    is_decided_and_told(desk, lot)
    reads_its_letter(school, provider_user)


def prepares(page: Page, waterveen, meerdorp) -> Tender:
    """Every step of the preparation, with what it still lacks."""
    at(
        page,
        url("tender-create"),
        reference="ON-01",
        title="Leerroutes Noord",
        lead_gemeente=waterveen.pk,
        estimated_amount="640000",
    )
    tender = Tender.objects.get()
    page.goto(url("tender-procedure", tender.pk))
    assert_accessible(page)
    screenshot(page, "wizard-procedure")
    fill(page, procedure="social", legal_basis="Wij willen iedere aanbieder de kans geven.")
    send(page)
    page.goto(url("tender-gemeenten", tender.pk))
    for gemeente in (waterveen, meerdorp):
        page.locator(f"main [name=gemeenten][value='{gemeente.pk}']").check()
    send(page)
    at(
        page,
        url("mandate-create", tender.pk),
        gemeenten=meerdorp.pk,
        given_on=str(timezone.localdate()),
        signatory="College van Meerdorp",
        evidence="Besluit 12",
    )
    has_a_lot(page, tender)
    is_planned(page, tender)
    return tender


def has_a_lot(page: Page, tender: Tender) -> None:
    year = timezone.localdate().year + 1
    at(
        page,
        url("lot-create", tender.pk),
        title="Onderwijsroute",
        route="O",
        area="Waterveen",
        expected_low=20,
        expected=30,
        expected_high=45,
        ceiling_price="17000",
        group_minimum=10,
        group_maximum=16,
        start_guarantee_weeks=8,
        first_on=f"{year}-09-01",
        last_on=f"{year + 2}-08-31",
    )


def is_planned(page: Page, tender: Tender) -> None:
    """The rules of the award, and the days."""
    page.goto(url("tender-award-rules", tender.pk))
    fill(page, price_name="Prijs", formula="relative", price_weight="40", score_method="mean")
    fill(page, **{"rows-0-name": "Aanpak", "rows-0-question": "Hoe?", "rows-0-weight": "60"})
    send(page)
    page.goto(url("tender-award-rules", tender.pk))
    expect(page.locator("main")).to_contain_text("100")
    assert_accessible(page)
    screenshot(page, "wizard-award-rules")
    now = timezone.now()
    at(
        page,
        url("tender-planning", tender.pk),
        planned_publication_at=local(now + timedelta(minutes=5)),
        questions_close_at=local(now + timedelta(days=20)),
        clarification_planned_at=local(now + timedelta(days=28)),
        closes_at=local(now + timedelta(days=40)),
    )


def keys_and_officers(desk, colleague, tender, officer, second_officer) -> None:
    for page, person in ((desk, officer), (colleague, second_officer)):
        page.goto(url("vaultkey-create"))
        fill(page, new=PASSPHRASE, again=PASSPHRASE)
        page.locator("main [name=understood]").check()
        send(page)
        at(desk, url("tender-officers", tender.pk), user=person.pk)
    desk.goto(url("tender-officers", tender.pk))
    assert_accessible(desk)
    screenshot(desk, "wizard-officers")


def seats(page: Page, tender: Tender, assessors: list[User]) -> None:
    for person in assessors:
        at(page, url("panelseat-create", tender.pk), email=person.email)


def is_reviewed_and_published(desk: Page, colleague: Page, tender: Tender) -> None:
    at(desk, url("tender-transition", tender.pk, "ask_review"))
    colleague.goto(url("tender-review", tender.pk))
    assert_accessible(colleague)
    fill(colleague, verdict="approved", comment="Akkoord.")
    send(colleague)
    desk.goto(url("tender-transition", tender.pk, "publish"))
    assert_accessible(desk)
    screenshot(desk, "publish")
    send(desk)
    tender.refresh_from_db()
    assert tender.status == TenderStatus.PUBLISHED


def asks_and_is_answered(desk: Page, school: Page, tender: Tender) -> None:
    at(school, url("question-create", tender.pk), text="Geldt de groepsgrootte ook in de zomer?")
    question = tender.questions.get()
    desk.goto(url("question-answer", question.pk))
    assert_accessible(desk)
    fill(desk, answer="Ja, het hele jaar.")
    send(desk)
    at(desk, url("clarificationround-create", tender.pk))
    school.goto(url("clarificationround-detail", tender.rounds.get().pk))
    expect(school.locator("main")).to_contain_text("Ja, het hele jaar.")
    assert_accessible(school)


def bids(page: Page, tender: Tender, price: str) -> None:
    """Every part, then submit: the answer has the receipt and the copy."""
    at(page, url("bid-create", tender.pk))
    bid, lot = Bid.objects.latest("pk"), tender.lots.get()
    part = url("bid-part", bid.pk, CONTACT)
    at(page, part, contact_name="Pia Aanbieder", contact_email="pia@voorbeeld.test")
    declared = {statement.key: statement.expected.value for statement in STATEMENTS}
    page.goto(url("bid-part", bid.pk, DECLARATION))
    assert_accessible(page)
    fill(page, **declared)
    send(page)
    page.goto(url("bid-part", bid.pk, lot_part(lot.number)))
    page.locator("main [name=enter]").check()
    fill(page, price=price, offered_places=24, locations="Waterveen, Plein 1")
    fill(page, group_minimum=10, group_maximum=16)
    page.locator("main [name^=answer]").fill("Wij werken in kleine groepen.")
    assert_accessible(page)
    screenshot(page, "bid-lot")
    send(page)
    page.goto(url("bid-submit", bid.pk))
    assert_accessible(page)
    send(page)
    expect(page.locator("main a[download]").first).to_be_visible()
    assert_accessible(page)
    screenshot(page, "bid-submitted")


def gives_factor(page: Page, person: User) -> None:
    """Type the code of the app where the site asks for it again."""
    secret = with_app(person)
    cache.clear()  # a code serves once in half a minute, and nobody waits for the next one here
    page.goto(reverse("mfa_reauthenticate"))
    page.locator("[name=code]").fill(code_of(secret))
    follow(page.locator("main button[type=submit]").first)


def opens(desk, colleague, tender, name: str, officer, second_officer) -> None:
    """Two officers, each with a second factor and a passphrase."""
    for page, person in ((desk, officer), (colleague, second_officer)):
        gives_factor(page, person)
        page.goto(url(name, tender.pk))
        assert_accessible(page)
        screenshot(page, f"{name}-{'first' if page is desk else 'second'}")
        fill(page, passphrase=PASSPHRASE)
        send(page)
    assert tender.openings.done().count() == tender.openings.count()


def is_scored_by_three(open_page, desk: Page, tender: Tender, assessors: list[User]) -> Lot:
    """Declared, admitted, scored blind and handed in by three people."""
    lot, criterion = tender.lots.get(), tender.criteria.quality().get()
    panel = [open_page("/", person) for person in assessors]
    for page, person in zip(panel, assessors, strict=True):
        seat = PanelSeat.objects.get(tender=tender, user=person)
        at(page, url("panelseat-declare", seat.pk), conflict="none")
    at(desk, url("tender-transition", tender.pk, "evaluate"))
    for lot_bid in LotBid.objects.order_by("pk"):
        at(desk, url("lotbid-transition", lot_bid.pk, "admit"))
    for page in panel:
        for lot_bid, score in zip(LotBid.objects.order_by("bid__pk"), (6, 9), strict=True):
            page.goto(url("lotbid-score", lot_bid.pk, criterion.pk))
            expect(page.locator("main")).not_to_contain_text("Vliegerhof")
            fill(page, score=score, motivation="Goed onderbouwd.")
            assert_accessible(page)
            screenshot(page, "score")
            send(page)
        at(page, url("scores-hand-in", lot.pk))
    at(desk, url("lot-lock", lot.pk))
    return lot


def is_decided_and_told(page: Page, lot: Lot) -> None:
    page.goto(url("lot-decide", lot.pk))
    assert_accessible(page)
    screenshot(page, "decide")
    first = ranking_rows(Lot.objects.get(pk=lot.pk))[0]
    fill(page, winner=first["lot_bid"], motivation="Beste aanpak voor een goede prijs.")
    send(page)
    page.goto(url("lot-letters", lot.pk))
    assert_accessible(page)
    screenshot(page, "letters")
    at(page, url("lot-send", lot.pk))
    lot.refresh_from_db()
    assert lot.status == LotStatus.STANDSTILL


def reads_its_letter(page: Page, provider_user: User) -> None:
    """Who did not win reads why, and nobody else's price."""
    bid = Bid.objects.get(created_by=provider_user)
    page.goto(url("bid-detail", bid.pk))
    expect(page.get_by_role("heading", name="Brieven")).to_be_visible()
    page.goto(url("letter-detail", Letter.objects.get(lot_bid__bid=bid).pk))
    expect(page.locator("main")).to_contain_text("Stichting Letterbrug")
    assert "15.500" not in page.content()
    assert_accessible(page)
    screenshot(page, "letter")
