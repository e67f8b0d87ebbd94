"""Contracts, covenants and groups, as people hold them in Chromium."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from contracts.enums import (
    AmendmentStatus,
    ContractStatus,
    CovenantStatus,
    GroupStatus,
    PartySide,
    PlacementStatus,
)
from contracts.models import Amendment, Contract, CourseGroup, Covenant, CovenantParty
from procurement.enums import LotStatus
from procurement.models import AwardDecision
from tests.factories.contracts import ContractFactory, CourseGroupFactory, PlacementFactory, move
from tests.factories.procurement import BidFactory, LotBidFactory, TenderFactory
from tests.support.browser import assert_accessible, at, fill, follow, screenshot, send

pytestmark = [pytest.mark.journey]
TWO_YEARS = timedelta(days=729)


def url(name: str, *args: object) -> str:
    return reverse(f"contracts:{name}", args=args)


def look(page: Page, name: str) -> None:
    """The page has no violation and is kept as a picture."""
    assert_accessible(page)
    screenshot(page, name)


# --- From an award to a signed contract, and an amendment -----------------------------------------


@pytest.fixture
def decision(transactional_db, noord, waterveen, provider, officer) -> AwardDecision:
    """A lot that was awarded for good, for a contract that begins this month."""
    today = timezone.localdate()
    tender = TenderFactory(region=noord, created_by=officer, published=True)
    tender.gemeenten.set([waterveen])
    lot = tender.lots.get()
    first_on = today.replace(day=1)
    type(lot).objects.filter(pk=lot.pk).update(first_on=first_on, last_on=first_on + TWO_YEARS)
    bid = BidFactory(tender=tender, provider=provider, created_by=officer)
    winner = LotBidFactory(bid=bid, lot=lot, price="16000", offered_places=20)
    for status in (
        LotStatus.IN_EVALUATION,
        LotStatus.PROVISIONALLY_AWARDED,
        LotStatus.STANDSTILL,
        LotStatus.AWARDED,
    ):
        move(lot, status)
    sent_at = timezone.now() - timedelta(days=40)
    return AwardDecision.objects.create(
        lot=lot,
        winner=winner,
        ranking=[],
        motivation="Beste plan.",
        decided_at=sent_at,
        decided_by=officer,
        sent_at=sent_at,
        sent_by=officer,
        standstill_ends_on=today - timedelta(days=15),
    )


def test_from_award_to_a_signed_contract_and_its_amendment(
    open_page, decision, provider_user, contract_manager
):
    desk, school = open_page("/", contract_manager), open_page("/", provider_user)
    at(desk, url("contract-from-award", decision.pk))
    contract = Contract.objects.get(decision=decision)
    signed = is_signed_by_both(desk, school, contract)
    assert signed.status == ContractStatus.SIGNED
    at(desk, url("contract-transition", contract.pk, "activate"))
    is_amended(desk, school, contract)
    assert contract.capacity_lines.get().number == 24


def is_signed_by_both(desk: Page, school: Page, contract: Contract) -> Contract:
    """Offered on paper, signed by the school and by the region."""
    desk.goto(contract.get_absolute_url())
    look(desk, "contract-draft")
    at(desk, url("contract-offer", contract.pk), **parties())
    paper = contract.papers.standing().get()
    for page, name in ((school, "paper-countersign"), (desk, "paper-sign")):
        page.goto(paper.get_absolute_url())
        look(page, name)
        at(page, url(name, paper.pk), **signature())
    contract.refresh_from_db()
    return contract


def parties() -> dict[str, object]:
    return {
        "buyer_name": "Regio Noord",
        "buyer_address": "Raadhuisplein 1, Waterveen",
        "buyer_representative": "W. Wethouder",
        "buyer_role": "wethouder",
        "provider_address": "Kade 2, Waterveen",
        "provider_representative": "D. Directeur",
        "provider_role": "directeur",
    }


def signature() -> dict[str, object]:
    return {
        "signatory_name": "D. Directeur",
        "signatory_role": "directeur",
        "signed_on": timezone.localdate().isoformat(),
        "agrees": True,
    }


def is_amended(desk: Page, school: Page, contract: Contract) -> None:
    """Four places more, on a ground that needs no percentage; signed by both again."""
    first_on = contract.first_on + timedelta(days=60)
    effective_on = max(first_on, timezone.localdate() + timedelta(days=1)).isoformat()
    at(
        desk,
        url("amendment-create", contract.pk),
        title="Vier plaatsen erbij",
        effective_on=effective_on,
    )
    amendment = Amendment.objects.get()
    desk.goto(f"{amendment.get_absolute_url()}?tab=kopie-van-het-contract")
    look(desk, "amendment-draft")
    follow(desk.locator("main a[href*='/parts/lines'][href$='/edit/']").first)
    fill(desk, number=24)
    send(desk)
    at(
        desk,
        url("amendment-ground", amendment.pk),
        reason_code="g",
        explanation="Meer instroom dan verwacht; de aard blijft gelijk.",
    )
    desk.goto(amendment.get_absolute_url())
    look(desk, "amendment-verdict")
    at(desk, url("amendment-transition", amendment.pk, "offer"))
    paper = contract.papers.standing().get(amendment=amendment)
    for page, name in ((school, "paper-countersign"), (desk, "paper-sign")):
        at(page, url(name, paper.pk), **signature())
    at(desk, url("amendment-transition", amendment.pk, "sign"))
    amendment.refresh_from_db()
    assert amendment.status == AmendmentStatus.SIGNED


# --- A covenant with three parties ----------------------------------------------------------------


def test_a_covenant_with_three_parties(
    open_page,
    transactional_db,
    noord,
    waterveen,
    meerdorp,
    provider,
    provider_user,
    contract_manager,
):
    desk, school = open_page("/", contract_manager), open_page("/", provider_user)
    covenant = is_drafted(desk, noord, (waterveen, meerdorp), provider)
    is_commented_on(desk, school, covenant)
    for party in covenant.parties.order_by("side", "pk"):
        signs(school if party.side == PartySide.PROVIDER else desk, party)
    covenant.refresh_from_db()
    assert covenant.status == CovenantStatus.ACTIVE
    at(desk, url("covenant-publish", covenant.pk))
    public = open_page(url("public-covenant-detail", covenant.pk), width=320)
    look(public, "covenant-public-320")
    expect(public.get_by_role("main")).to_contain_text(str(provider))


def is_drafted(page: Page, noord, gemeenten, provider) -> Covenant:
    page.goto(url("covenant-create"))
    fill(
        page,
        reference="TC-1",
        title="Samen goed taalonderwijs",
        kind="quality",
        purpose="Elke inburgeraar krijgt goede lessen dichtbij.",
        first_on=timezone.localdate().isoformat(),
        review_months=12,
    )
    for gemeente in gemeenten:
        page.locator(f"main [name=gemeenten][value='{gemeente.pk}']").check()
    page.locator(f"main [name=providers][value='{provider.pk}']").check()
    send(page)
    covenant = Covenant.objects.get()
    at(page, url("covenantclause-create", covenant.pk), title="Groepen", text="Een groep is klein.")
    at(page, url("covenant-transition", covenant.pk, "offer"))
    page.goto(url("covenant-clauses", covenant.pk))
    look(page, "covenant-clauses")
    return covenant


def is_commented_on(desk: Page, school: Page, covenant: Covenant) -> None:
    """The school asks one clause otherwise; the region takes it over; all are agreed on."""
    clause = covenant.clauses.get(title="Groepen")
    proposed = "Een groep telt ten hoogste vijftien deelnemers."
    at(
        school,
        url("clausecomment-create", clause.pk),
        text="Noem een getal.",
        proposed_text=proposed,
    )
    comment = clause.comments.get()
    at(desk, url("clausecomment-settle", comment.pk), answer="Overgenomen.", takes_over=True)
    clause.refresh_from_db()
    assert clause.text == proposed
    desk.goto(url("covenant-agree", covenant.pk))
    for box in desk.locator("main [name=clauses]").all():
        box.check()
    send(desk)


def signs(page: Page, party: CovenantParty) -> None:
    page.goto(url("covenant-party-accept", party.pk))
    look(page, f"covenant-accept-{party.side}")
    box = page.locator("main form input[type=checkbox]")
    if box.count():
        box.first.check()
    send(page)
    page.goto(url("covenant-party-sign", party.pk))
    fill(
        page,
        signatory_name="W. Wethouder",
        signatory_role="bestuurder",
        signed_on=timezone.localdate().isoformat(),
    )
    send(page)


# --- A group is filled, merged and started --------------------------------------------------------


@pytest.fixture
def groups(transactional_db, noord, provider, waterveen) -> tuple[CourseGroup, CourseGroup]:
    """Two of the same line that begin today; three wait."""
    today = timezone.localdate()
    contract = ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen],
        first_on=today.replace(day=1) - timedelta(days=60),
        last_on=today + TWO_YEARS,
        stamped=True,
        active=True,
    )
    line = contract.capacity_lines.get()
    days = {"first_on": today, "last_on": today + timedelta(days=500)}
    target, other = CourseGroupFactory.create_batch(2, line=line, minimum=4, maximum=10, **days)
    planned = {"planned_first_on": days["first_on"], "planned_last_on": days["last_on"]}
    seated = {"capacity_line": line, "gemeente": waterveen, **planned}
    for group, heads in ((target, 3), (other, 2)):
        PlacementFactory.create_batch(
            heads, course_group=group, status=PlacementStatus.SCHEDULED, **seated
        )
    PlacementFactory.create_batch(3, status=PlacementStatus.WAITLISTED, **seated)
    return target, other


def test_a_group_is_filled_merged_and_started(open_page, groups, coordinator):
    target, other = groups
    page = open_page(url("coursegroup-board"), coordinator)
    look(page, "board")
    page.goto(url("coursegroup-fill", target.pk))
    boxes = page.locator("main [name=learners]").all()
    for box in boxes[:2]:
        box.check()
    confirms(page, "group-fill")
    page.goto(url("coursegroup-merge", other.pk))
    fill(page, into=target.pk)
    confirms(page, "group-merge")
    other.refresh_from_db()
    assert (other.status, other.merged_into) == (GroupStatus.CANCELLED, target)
    page.goto(url("coursegroup-start", target.pk))
    confirms(page, "group-start")
    target.refresh_from_db()
    assert target.status == GroupStatus.STARTED
    assert target.placements.count() == 7
    narrow = open_page(url("coursegroup-board"), coordinator, width=320)
    look(narrow, "board-320")


def confirms(page: Page, name: str) -> None:
    """The effect is shown first; then the button that does it."""
    button = page.locator("main button[name=confirm]")
    if not button.count():
        send(page)
    look(page, name)
    follow(button)
    expect(page.locator(".error-summary")).to_have_count(0)
