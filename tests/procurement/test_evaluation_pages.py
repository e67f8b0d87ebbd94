"""The pages of the evaluation: for the panel blind, for the region whole, for a bidder its own."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import ConflictStatus, LotBidStatus, LotStatus, ScoreMethod
from procurement.models import (
    Assessment,
    ConsensusScore,
    LotBid,
    LowPriceInquiry,
    PanelSeat,
    RepairRequest,
    Requirement,
    SealedFile,
)
from tests.factories.accounts import UserFactory
from tests.factories.procurement import LotFactory, PanelSeatFactory, TenderFactory, move

HIDDEN = ("15.000", "15000", "16.000", "16000", "Letterbrug", "Vliegerhof", "plan-van-vlieger")


def address(name: str, *args: int) -> str:
    return reverse(f"procurement:{name}", args=args)


def text_of(client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


@pytest.fixture
def criterion(evaluating):
    return evaluating.criteria.quality().get()


@pytest.fixture
def pending(draft) -> PanelSeat:
    return PanelSeatFactory(
        tender=draft,
        user=UserFactory(name="Dirk Beoordelaar"),
        conflict=ConflictStatus.PENDING,
        declaration="",
        declared_at=None,
    )


@pytest.fixture
def consensus(draft, panel_member) -> None:
    """The panel member chairs, and the panel works to consensus."""
    draft.score_method = ScoreMethod.CONSENSUS
    draft.save()
    draft.panel.update(is_chair=True)


@pytest.fixture
def attachment(opened, education, provider_user, at) -> SealedFile:
    """An opened file of De Vliegerhof, whose name says whose it is."""
    lot_bid = education.lot_bids.order_by("bid__pk").first()
    return SealedFile.objects.create(
        bid=lot_bid.bid,
        path="bids/a",
        sha256="0" * 64,
        size=1200,
        uploaded_at=at,
        uploaded_by=provider_user,
        name="plan-van-vliegerhof.pdf",
        kind="pdf",
        key=b"k" * 32,
        opened_at=at,
    )


# --- Declaring --------------------------------------------------------------------------------


def pages_of_panel(lot, lot_bid, criterion) -> list[str]:
    return [
        address("scoring", lot.pk),
        address("scores-hand-in", lot.pk),
        address("consensus", lot.pk),
        address("lotbid-score", lot_bid.pk, criterion.pk),
        address("lotbid-consensus", lot_bid.pk, criterion.pk),
    ]


def test_nobody_sees_a_bid_before_declaring(
    opened, education, pending, client_of, attachment, provider
):
    criterion = opened.criteria.quality().get()
    lot_bid = education.lot_bids.first()
    client = client_of(pending.user)
    for url in pages_of_panel(education, lot_bid, criterion):
        answer = client.get(url)
        assert answer.status_code in (302, 404), url
        if answer.status_code == 302:
            assert answer.url == address("panelseat-declare", pending.pk)
    assert client.get(address("sealedfile-download", attachment.pk)).status_code == 404
    shown = text_of(client, education.get_absolute_url()) + text_of(
        client, opened.get_absolute_url()
    )
    assert "kleine groepen" not in shown
    assert not [name for name in HIDDEN if name in shown]


def test_a_conflict_excludes_from_everything_at_once(
    opened, education, pending, client_of, attachment
):
    criterion, lot_bid = opened.criteria.quality().get(), education.lot_bids.first()
    client = client_of(pending.user)
    answer = client.post(
        address("panelseat-declare", pending.pk),
        {"conflict": "conflict", "declaration": "Mijn broer werkt bij een van hen."},
    )
    assert answer.status_code == 302
    urls = [
        *pages_of_panel(education, lot_bid, criterion),
        address("panelseat-declare", pending.pk),
        address("sealedfile-download", attachment.pk),
        education.get_absolute_url(),
        opened.get_absolute_url(),
    ]
    for url in urls:
        assert client.get(url).status_code in (403, 404), url


def test_a_conflict_without_words_is_asked_for_them(opened, pending, client_of):
    client = client_of(pending.user)
    answer = client.post(address("panelseat-declare", pending.pk), {"conflict": "conflict"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["declaration"]
    pending.refresh_from_db()
    assert pending.conflict == ConflictStatus.PENDING


def test_who_declares_none_goes_on_to_the_work(opened, pending, client_of):
    client = client_of(pending.user)
    answer = client.post(address("panelseat-declare", pending.pk), {"conflict": "none"})
    assert answer.url == address("panel-work")
    pending.refresh_from_db()
    assert pending.conflict == ConflictStatus.NONE
    assert pending.declaration


def test_another_person_does_not_declare_in_ones_place(pending, officer, panel_member, client_of):
    for person in (officer, panel_member):
        client = client_of(person)
        assert client.get(address("panelseat-declare", pending.pk)).status_code == 404


# --- Scoring blind ----------------------------------------------------------------------------


def test_the_panel_reads_answers_by_letter(
    lot_bids, education, criterion, panel_member, client_of, attachment
):
    client = client_of(panel_member)
    urls = [
        address("panel-work"),
        address("scoring", education.pk),
        address("lotbid-score", lot_bids[0].pk, criterion.pk),
        education.get_absolute_url(),
        education.tender.get_absolute_url(),
    ]
    for url in urls:
        assert not [name for name in HIDDEN if name in text_of(client, url)], url
    page = text_of(client, urls[2])
    assert "kleine groepen" in page
    assert "5 woorden" in page
    assert "Bijlage 1" in page
    assert "tussen voldoende en goed" in page


def test_names_stay_hidden_while_another_lot_is_scored(locked, panel_member, officer, client_of):
    """Who reads who bid on one lot would know who is who on the next."""
    client, url = client_of(panel_member), locked.get_absolute_url()
    assert "Letterbrug" in text_of(client, url)
    other = LotFactory(tender=locked.tender, number=3)
    move(other, LotStatus.IN_EVALUATION)
    shown = text_of(client, url)
    assert not [name for name in HIDDEN if name in shown]
    for tab in ("ranglijst", "scores", "inschrijvingen"):
        assert client.get(f"{url}?tab={tab}").status_code == 404
    assert "Letterbrug" in text_of(client_of(officer), url)


def test_a_page_that_is_saved_leads_to_the_next(
    lot_bids, education, criterion, panel_member, client_of
):
    client = client_of(panel_member)
    labels = actions.bidder_labels(education)
    first, second = (key for key, label in labels.items())
    answer = client.post(
        address("lotbid-score", first, criterion.pk), {"score": "7", "motivation": "Helder."}
    )
    assert answer.url == address("lotbid-score", second, criterion.pk)
    answer = client.post(answer.url, {"score": "8", "motivation": "Sterk."})
    assert answer.url == address("scoring", education.pk)
    assert Assessment.objects.filter(assessor=panel_member).count() == 2


def test_what_was_typed_is_kept_when_it_is_not_complete(
    lot_bids, criterion, panel_member, client_of
):
    url = address("lotbid-score", lot_bids[0].pk, criterion.pk)
    answer = client_of(panel_member).post(url, {"score": "", "motivation": "Helder."})
    assert answer.status_code == 200
    assert answer.context["form"].errors["score"]
    assert "Helder." in answer.content.decode()
    assert not Assessment.objects.exists()


def test_scores_are_handed_in_on_a_page_that_says_so(
    lot_bids, education, criterion, panel_member, client_of, at
):
    client = client_of(panel_member)
    url = address("scores-hand-in", education.pk)
    assert "2" in str(client.get(url).context["missing"])
    for lot_bid in lot_bids:
        scored = {"score": Decimal(7), "motivation": "x", "by": panel_member, "at": at}
        actions.score(lot_bid=lot_bid, criterion=criterion, **scored)
    assert client.get(url).context["missing"] == []
    assert client.post(url).url == address("panel-work")
    assert Assessment.objects.handed_in().count() == 2
    shown = text_of(client, address("lotbid-score", lot_bids[0].pk, criterion.pk))
    assert "<textarea" not in shown


def test_an_excluded_bid_has_no_page_to_score(
    lot_bids, criterion, panel_member, officer, client_of, at
):
    actions.exclude_lot_bid(lot_bid=lot_bids[0], by=officer, at=at, reason="Te laat.")
    url = address("lotbid-score", lot_bids[0].pk, criterion.pk)
    assert client_of(panel_member).get(url).status_code == 404


def test_all_panels_of_a_person_stand_on_one_page(
    evaluating, education, panel_member, pending, client_of
):
    """Of another region too, with a button to act there."""
    other = TenderFactory(title="Tweede opdracht")
    PanelSeatFactory(tender=other, user=panel_member)
    shown = text_of(client_of(panel_member), address("panel-work"))
    assert evaluating.title in shown
    assert "Tweede opdracht" in shown
    assert f"assessor:tender:{other.pk}" in shown
    assert address("scoring", education.pk) in shown
    waiting = text_of(client_of(pending.user), address("panel-work"))
    assert address("panelseat-declare", pending.pk) in waiting
    assert address("scoring", education.pk) not in waiting


def test_who_left_a_panel_no_longer_finds_it(evaluating, panel_member, officer, client_of, at):
    actions.replace_assessor(
        seat=evaluating.panel.get(), email=UserFactory().email, reason="Ziek.", by=officer, at=at
    )
    client = client_of(panel_member)
    assert client.get(evaluating.get_absolute_url()).status_code in (403, 404)


# --- Consensus --------------------------------------------------------------------------------


def test_the_chair_sees_what_was_handed_in_and_records(
    consensus, lot_bids, education, criterion, give_scores, panel_member, client_of
):
    client = client_of(panel_member)
    waiting = text_of(client, address("consensus", education.pk))
    assert panel_member.name in waiting
    give_scores(education, 8, 9)
    shown = text_of(client, address("consensus", education.pk))
    assert f"{panel_member.name}: 8" in shown
    url = address("lotbid-consensus", lot_bids[0].pk, criterion.pk)
    assert "Omdat het zo is." in text_of(client, url)
    client.post(url, {"score": "7", "motivation": "Besproken."})
    recorded = ConsensusScore.objects.get()
    assert recorded.score == 7
    again = address("consensusscore-reopen", recorded.pk)
    assert client.post(again, {"reason": ""}).status_code == 200
    assert client.post(again, {"reason": "Verkeerd."}).url == address("consensus", education.pk)
    assert not ConsensusScore.objects.exists()


@pytest.mark.parametrize("method", ["mean", "consensus"])
def test_only_the_chair_of_a_panel_that_agrees_has_these_pages(
    method, lot_bids, education, criterion, panel_member, officer, client_of
):
    tender = education.tender
    type(tender).objects.filter(pk=tender.pk).update(score_method=method)
    tender.panel.update(is_chair=method == ScoreMethod.MEAN)
    for person in (panel_member, officer):
        client = client_of(person)
        for url in (
            address("consensus", education.pk),
            address("lotbid-consensus", lot_bids[0].pk, criterion.pk),
        ):
            assert client.get(url).status_code == 404, person
            assert client.post(url).status_code in (404, 405), person


# --- The region -------------------------------------------------------------------------------


def test_the_region_follows_the_evaluation_step_by_step(
    lot_bids, education, give_scores, officer, client_of
):
    client = client_of(officer)
    assert "0 van 1" in text_of(client, education.get_absolute_url())
    give_scores(education, 8, 9)
    shown = text_of(client, education.get_absolute_url())
    assert "1 van 1" in shown
    assert "2 van 2" in shown
    assert address("lot-lock", education.pk) in shown


def test_locking_tells_who_falls_below_a_minimum(
    lot_bids, education, criterion, give_scores, officer, client_of
):
    criterion.minimum_score = Decimal(9)
    criterion.save()
    give_scores(education, 8, 9)
    client, url = client_of(officer), address("lot-lock", education.pk)
    label = actions.bidder_labels(education)[lot_bids[0].pk]
    assert label in " ".join(client.get(url).context["consequences"])
    assert client.post(url).url == education.get_absolute_url()
    education.refresh_from_db()
    assert education.quality_locked_at
    assert address("tender-open-prices", education.tender_id) in text_of(
        client, education.get_absolute_url()
    )


def test_scores_stand_beside_the_bids_once_locked(
    lot_bids, education, give_scores, officer, client_of, at
):
    give_scores(education, 8, 9)
    client, url = client_of(officer), f"{education.get_absolute_url()}?tab=scores"
    assert client.get(url).status_code == 404
    actions.lock_quality(lot=education, by=officer, at=at)
    assert "Omdat het zo is." in text_of(client, url)


def test_requirements_are_judged_on_pages(opened, panel_member, education, officer, client_of, at):
    one = Requirement.objects.create(tender=opened, number=1, kind="minimum", text="Keurmerk")
    actions.start_evaluation(tender=opened, by=officer, at=at)
    lot_bid, client = education.lot_bids.order_by("pk").first(), client_of(officer)
    assert "Keurmerk" in text_of(client, address("lot-requirements", education.pk))
    url = address("lotbid-check", lot_bid.pk)
    answer = client.post(url, {f"met_{one.pk}": "no", f"note_{one.pk}": ""})
    assert answer.context["form"].errors[f"note_{one.pk}"]
    answer = client.post(url, {f"met_{one.pk}": "yes", f"note_{one.pk}": "Gezien."})
    assert answer.url == address("lot-requirements", education.pk)
    assert "Gezien." in text_of(client, answer.url)
    client.post(address("lotbid-transition", lot_bid.pk, "admit"))
    lot_bid.refresh_from_db()
    assert lot_bid.status == LotBidStatus.ADMISSIBLE
    assert "Gezien." in text_of(client, url)


@pytest.mark.parametrize("role", ["coordinator", "reader", "panel_member"])
def test_others_of_the_buying_side_judge_nothing(role, lot_bids, education, request, client_of):
    client = client_of(request.getfixturevalue(role))
    for url in (
        address("lot-requirements", education.pk),
        address("lot-low-prices", education.pk),
        address("lotbid-check", lot_bids[0].pk),
        address("repairrequest-create", lot_bids[0].pk),
        address("lot-lock", education.pk),
    ):
        assert client.get(url).status_code == 403, url


def test_the_panel_is_kept_on_the_page_of_the_tender(evaluating, officer, client_of):
    client, user = client_of(officer), UserFactory()
    given = {"email": user.email, "is_chair": "on"}
    answer = client.post(address("panelseat-create", evaluating.pk), given)
    seat = PanelSeat.objects.get(user=user)
    assert seat.is_chair
    shown = text_of(client, answer.url.split("#")[0])
    assert user.email in shown
    assert address("panelseat-replace", seat.pk) in shown
    successor = UserFactory()
    replaced = {"email": successor.email, "reason": "Ziek."}
    client.post(address("panelseat-replace", seat.pk), replaced)
    assert "Ziek." in text_of(client, answer.url.split("#")[0])


# --- The bidder -------------------------------------------------------------------------------


@pytest.fixture
def asked_to_mend(opened, panel_member, education, officer, at) -> RepairRequest:
    actions.start_evaluation(tender=opened, by=officer, at=at)
    lot_bid = education.lot_bids.get(bid__provider__legal_name="Taalschool De Vliegerhof")
    due_at = at + timedelta(days=3)
    return actions.ask_repair(
        lot_bid=lot_bid, text="Er mist een handtekening.", due_at=due_at, by=officer, at=at
    )


@pytest.fixture
def inquiry(locked, lot_bids, officer, at) -> LowPriceInquiry:
    due_at = at + timedelta(days=3)
    return actions.ask_explanation(
        lot_bid=lot_bids[0], question="Hoe komt u hieraan?", due_at=due_at, by=officer, at=at
    )


def test_a_bidder_mends_on_its_own_page(
    asked_to_mend, provider_user, other_provider_user, officer, client_of
):
    url = address("repairrequest-answer", asked_to_mend.pk)
    assert client_of(other_provider_user).get(url).status_code == 404
    client = client_of(provider_user)
    assert url in text_of(client, asked_to_mend.lot_bid.bid.get_absolute_url())
    assert "handtekening" in text_of(client, url)
    client.post(url, {"answer": "Hierbij getekend."})
    shown = text_of(client, url)
    assert "Hierbij getekend." in shown
    assert "<textarea" not in shown
    judge = address("repairrequest-judge", asked_to_mend.pk)
    assert client.get(judge).status_code == 403
    client = client_of(officer)
    assert "Hierbij getekend." in text_of(client, judge)
    client.post(judge, {"is_accepted": "yes", "reason": ""})
    asked_to_mend.refresh_from_db()
    assert asked_to_mend.is_accepted is True


def test_a_repair_is_asked_on_a_page(opened, panel_member, education, officer, client_of, at):
    actions.start_evaluation(tender=opened, by=officer, at=at)
    url = address("repairrequest-create", education.lot_bids.order_by("pk").first().pk)
    client = client_of(officer)
    answer = client.post(url, {"text": "Er mist iets.", "due_at": "2020-01-01T12:00"})
    assert answer.context["form"].errors["due_at"]
    due = (at + timedelta(days=4)).strftime("%Y-%m-%dT%H:%M")
    assert client.post(url, {"text": "Er mist iets.", "due_at": due}).status_code == 302
    assert RepairRequest.objects.get().text == "Er mist iets."


def test_a_low_price_is_asked_explained_heard_and_rejected_on_pages(
    locked, lot_bids, officer, provider_user, other_provider_user, client_of, at, settings
):
    settings.LOW_PRICE_BELOW_FAIR = 10
    client, lot_bid = client_of(officer), lot_bids[0]
    shown = text_of(client, address("lot-low-prices", locked.pk))
    assert "15.000" in shown
    due = (at + timedelta(days=4)).strftime("%Y-%m-%dT%H:%M")
    create = address("lowpriceinquiry-create", lot_bid.pk)
    assert client.post(create, {"question": "Hoe?", "due_at": due}).status_code == 302
    inquiry = LowPriceInquiry.objects.get()
    answer = address("lowpriceinquiry-answer", inquiry.pk)
    assert client_of(other_provider_user).get(answer).status_code == 404
    bidder = client_of(provider_user)
    assert answer in text_of(bidder, lot_bid.bid.get_absolute_url())
    bidder.post(answer, {"answer": "Eigen gebouw."})
    judge = address("lowpriceinquiry-judge", inquiry.pk)
    assert "Eigen gebouw." in text_of(client, judge)
    heard = {"heard_on": amsterdam(at).isoformat(), "hearing": "Gehoord."}
    client.post(address("lowpriceinquiry-hearing", inquiry.pk), heard)
    assert "Gehoord." in text_of(client, judge)
    client.post(judge, {"is_accepted": "no", "reason": "Niet kostendekkend."})
    lot_bid.refresh_from_db()
    assert lot_bid.status == LotBidStatus.EXCLUDED
    assert judge in text_of(client, address("lot-low-prices", locked.pk))


def test_there_is_no_page_to_ask_about_a_price_that_is_closed(
    quality_locked, lot_bids, officer, client_of
):
    client = client_of(officer)
    assert client.get(address("lowpriceinquiry-create", lot_bids[0].pk)).status_code == 404
    LotBid.objects.filter(pk=lot_bids[0].pk).update(compared_price=15_000)
    assert "15.000" not in text_of(client, address("lot-low-prices", quality_locked.pk))


# --- What it costs ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page", ["scoring", "lotbid-score", "consensus", "lot-detail", "lot-requirements", "panel-work"]
)
def test_pages_of_the_evaluation_keep_within_their_queries(
    page, consensus, lot_bids, education, criterion, panel_member, officer, client_of, query_budget
):
    person = officer if page in ("lot-detail", "lot-requirements") else panel_member
    arguments = {
        "lotbid-score": (lot_bids[0].pk, criterion.pk),
        "panel-work": (),
    }.get(page, (education.pk,))
    client = client_of(person)
    with query_budget(f"evaluation {page}"):
        assert client.get(address(page, *arguments)).status_code == 200


def test_low_prices_keep_within_their_queries(inquiry, locked, officer, client_of, query_budget):
    client = client_of(officer)
    with query_budget("evaluation lot-low-prices"):
        assert client.get(address("lot-low-prices", locked.pk)).status_code == 200
