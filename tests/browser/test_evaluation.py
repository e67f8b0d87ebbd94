"""The evaluation in a browser: blind scoring, consensus, knock-outs and low prices."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from procurement import actions
from procurement.enums import ConflictStatus
from procurement.models import Assessment, ConsensusScore, Lot, PanelSeat
from tests.factories.accounts import UserFactory
from tests.factories.procurement import PanelSeatFactory
from tests.support.browser import assert_accessible, enter, follow, screenshot
from tests.support.evaluation import lot_in_evaluation, open_prices

WIDTHS = (1280, 320)


def address(name: str, *args: int) -> str:
    return reverse(f"procurement:{name}", args=args)


@pytest.fixture
def panel(transactional_db) -> list[User]:
    """The chair and one more."""
    return [UserFactory(name="Ans Voorzitter"), UserFactory(name="Bob Beoordelaar")]


@pytest.fixture
def lot(noord, officer, provider, other_provider, panel) -> Lot:
    """Two admitted bids, to be scored to consensus."""
    bidders = [provider, other_provider]
    return lot_in_evaluation(noord, officer, bidders, panel, score_method="consensus")


def score_all(lot: Lot, *people: User) -> None:
    """Each of them scores everything with a 7 and hands in."""
    criteria = lot.tender.criteria.quality().order_by("pk")
    moment = timezone.now()
    for person in people:
        for lot_bid, criterion in product(lot.lot_bids.order_by("pk"), criteria):
            given = {"score": 7, "motivation": "Goed uitgewerkt.", "by": person, "at": moment}
            actions.score(lot_bid=lot_bid, criterion=criterion, **given)
        actions.hand_in_scores(lot=lot, by=person, at=moment)


def agree(lot: Lot, chair: User) -> None:
    """The chair records a 7 for everything."""
    criteria = lot.tender.criteria.quality().order_by("pk")
    for lot_bid, criterion in product(lot.lot_bids.order_by("pk"), criteria):
        agreed = {"score": 7, "motivation": "Besproken.", "by": chair, "at": timezone.now()}
        actions.record_consensus(lot_bid=lot_bid, criterion=criterion, **agreed)


@pytest.mark.parametrize("width", WIDTHS)
def test_an_assessor_declares_and_scores_with_the_keyboard(open_page, lot, width):
    seat = PanelSeatFactory(
        tender=lot.tender,
        user=UserFactory(name="Carla Beoordelaar"),
        conflict=ConflictStatus.PENDING,
        declaration="",
        declared_at=None,
    )
    page = open_page(address("scoring", lot.pk), seat.user, width=width)
    assert_accessible(page)
    screenshot(page, f"evaluation-declare-{width}")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    enter(page.get_by_role("button", name="Verklaring geven"))
    assert_accessible(page)
    screenshot(page, f"evaluation-panels-{width}")
    enter(page.get_by_role("link", name=str(lot)))
    assert_accessible(page)
    screenshot(page, f"evaluation-scoring-{width}")
    enter(page.get_by_role("link", name="Verder beoordelen"))
    assert_accessible(page)
    screenshot(page, f"evaluation-sheet-{width}")
    page.get_by_label("Score").focus()
    page.keyboard.type("8")
    page.get_by_label("Motivering").press_sequentially("Concreet en haalbaar.")
    page.get_by_role("button", name="Opslaan").press("Enter")
    page.wait_for_url(f"**{address('lotbid-score', *second_page(lot))}")
    given = Assessment.objects.get()
    assert (given.score, given.motivation) == (8, "Concreet en haalbaar.")


def second_page(lot: Lot) -> tuple[int, int]:
    """The bid and the criterion of the second page to score."""
    _first, second = actions.bidder_labels(lot)
    return second, lot.tender.criteria.quality().order_by("pk")[0].pk


@pytest.mark.parametrize("width", WIDTHS)
def test_the_chair_records_the_consensus(open_page, lot, panel, width):
    score_all(lot, *panel)
    page = open_page(address("consensus", lot.pk), panel[0], width=width)
    assert_accessible(page)
    screenshot(page, f"evaluation-consensus-{width}")
    follow(page.get_by_role("link", name="Inschrijver A").first)
    assert_accessible(page)
    screenshot(page, f"evaluation-consensus-sheet-{width}")
    page.get_by_label("Score").select_option("7")
    page.get_by_label("Motivering").fill("Besproken.")
    page.get_by_role("button", name="Opslaan").click()
    page.wait_for_url("**/consensus/")
    assert ConsensusScore.objects.get().score == 7


@pytest.mark.parametrize("width", WIDTHS)
def test_the_officer_follows_judges_and_locks(
    open_page, noord, officer, provider, other_provider, panel, width
):
    bidders = [provider, other_provider]
    lot = lot_in_evaluation(noord, officer, bidders, panel, is_admitted=False)
    score_all(lot, *panel)
    pages = [
        lot.get_absolute_url(),
        address("lot-requirements", lot.pk),
        address("lotbid-check", lot.lot_bids.order_by("pk")[0].pk),
        address("repairrequest-create", lot.lot_bids.order_by("pk")[0].pk),
        address("lot-lock", lot.pk),
        f"{lot.tender.get_absolute_url()}?tab=beoordelingscommissie",
        address("panelseat-create", lot.tender_id),
        address("panelseat-replace", PanelSeat.objects.order_by("pk")[0].pk),
    ]
    for number, url in enumerate(pages):
        page = open_page(url, officer, width=width)
        assert_accessible(page)
        screenshot(page, f"evaluation-officer-{number}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_low_prices_are_asked_and_explained(open_page, lot, panel, officer, provider_user, width):
    score_all(lot, *panel)
    agree(lot, panel[0])
    locked = actions.lock_quality(lot=lot, by=officer, at=timezone.now())
    open_prices(locked, (7_000, 15_000), officer)
    own = lot.lot_bids.get(bid__provider__memberships__user=provider_user)
    inquiry = actions.ask_explanation(
        lot_bid=own,
        question="Hoe komt u tot deze prijs?",
        due_at=timezone.now() + timedelta(days=5),
        by=officer,
        at=timezone.now(),
    )
    for name, person, url in (
        ("prices", officer, address("lot-low-prices", lot.pk)),
        ("scores", officer, f"{lot.get_absolute_url()}?tab=scores"),
        ("judge", officer, address("lowpriceinquiry-judge", inquiry.pk)),
        ("answer", provider_user, address("lowpriceinquiry-answer", inquiry.pk)),
        ("bid", provider_user, own.bid.get_absolute_url()),
    ):
        page = open_page(url, person, width=width)
        assert_accessible(page)
        screenshot(page, f"evaluation-{name}-{width}")
