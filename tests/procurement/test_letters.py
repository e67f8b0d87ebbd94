"""What each bidder reads about the award, and what nobody reads."""

import io
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import docx
import pytest

from accounts.models import Region
from config.shared.documents import document_of, kept, to_docx, to_html, to_pdf
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import (
    LetterKind,
    LotBidStatus,
    Procedure,
    RuleKey,
    ScoreMethod,
    TieRule,
)
from procurement.models import (
    ConsensusScore,
    LegalRule,
    Letter,
    Lot,
    LotBid,
    RequirementCheck,
    Tender,
)
from tests.factories.procurement import BidFactory, LotBidFactory
from tests.factories.providers import ProviderFactory

D = Decimal
SENT_AT = datetime(2026, 11, 4, 10, tzinfo=ZoneInfo("Europe/Amsterdam"))


def read(letter: Letter, at=SENT_AT) -> str:
    """All words of the letter as a bidder gets it."""
    document = docx.Document(io.BytesIO(to_docx(actions.document_of_letter(letter, at))))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def letter_to(name: str) -> Letter:
    return Letter.objects.get(lot_bid__bid__provider__legal_name=name)


@pytest.fixture
def mailed(decided: Lot, officer) -> Lot:
    return actions.send_decision(lot=decided, by=officer, at=SENT_AT)


@pytest.fixture
def with_third(locked: Lot, at) -> Lot:
    """A third bidder that is dearest and scored worst: 18,765 euro and a 3."""
    third = ProviderFactory(legal_name="Derde Taalhuis")
    bid = BidFactory(tender=locked.tender, provider=third, opened=True)
    made = LotBidFactory(bid=bid, lot=locked, price=D(18_765), status=LotBidStatus.ENTERED)
    LotBid.objects.filter(pk=made.pk).update(status=LotBidStatus.ADMISSIBLE)
    given = locked.lot_bids.get(price=15_000).assessments.get()
    given.pk, given.lot_bid, given.score, given.motivation = None, made, 3, "Te mager."
    given.save(force_insert=True)
    return locked


def decided_by(lot: Lot, officer, at) -> Lot:
    winner = lot.lot_bids.get(price=16_000)
    actions.decide_award(lot=lot, winner=winner, motivation="Sterkste plan.", by=officer, at=at)
    return Lot.objects.get(pk=lot.pk)


def test_every_bidder_has_the_letter_that_fits(decided):
    found = {
        (letter.lot_bid.bid.provider.legal_name, letter.kind)
        for letter in Letter.objects.select_related("lot_bid__bid__provider")
    }
    assert found == {
        ("Stichting Letterbrug", LetterKind.WINNER),
        ("Taalschool De Vliegerhof", LetterKind.LOSER),
    }


def test_a_loser_reads_the_own_and_the_winners_points(mailed):
    text = read(letter_to("Taalschool De Vliegerhof"))
    assert "Wij zijn van plan dit perceel te gunnen aan Stichting Letterbrug." in text
    assert "Sterkste aanpak." in text
    for figure in ("48,00", "54,00", "-6,00", "40,00", "37,50", "88,00", "91,50"):
        assert figure in text, figure
    assert "54,00 tegenover 48,00 van u, dus 6,00 meer" in text
    assert "Omdat het zo is." in text
    assert "plaats 2" in text


def test_a_loser_reads_no_price_of_another(mailed):
    text = read(letter_to("Taalschool De Vliegerhof"))
    assert "15.000" in text, "the own price stands in the own sum"
    assert "16.000" not in text


def test_the_winner_reads_no_other_bidder(mailed):
    text = read(letter_to("Stichting Letterbrug"))
    assert "aan u te gunnen" in text
    assert "nog geen overeenkomst" in text
    assert "Vliegerhof" not in text
    assert "15.000" not in text
    assert "laagste inschrijfprijs / eigen prijs € 16.000,00 × 40" in text


def test_no_letter_names_another_loser(with_third, officer, at):
    lot = decided_by(with_third, officer, at)
    for own, other in (
        ("Taalschool De Vliegerhof", "Derde Taalhuis"),
        ("Derde Taalhuis", "Taalschool De Vliegerhof"),
    ):
        text = read(letter_to(own))
        assert other not in text
    dear = read(letter_to("Derde Taalhuis"))
    assert "15.000" not in dear
    assert "16.000" not in dear
    assert lot.decision.standings[letter_to("Derde Taalhuis").lot_bid_id].rank == 3


def test_panel_members_stay_nameless(mailed, panel_member):
    for letter in Letter.objects.order_by("pk"):
        assert panel_member.name not in read(letter)


def test_the_last_day_stands_exactly(mailed):
    for letter in Letter.objects.order_by("pk"):
        text = read(letter)
        assert "dinsdag 24 november 2026" in text
        assert "vanaf woensdag 25 november 2026" in text.lower()


@pytest.mark.parametrize(
    ("procedure", "cites"), [(Procedure.OPEN, True), (Procedure.SOCIAL, False)]
)
def test_the_article_of_the_standstill_stands_only_where_it_binds(
    decided, officer, procedure, cites
):
    Tender.objects.filter(pk=decided.tender_id).update(
        procedure=procedure, estimated_amount=1_000_000
    )
    actions.send_decision(lot=Lot.objects.get(pk=decided.pk), by=officer, at=SENT_AT)
    for letter in Letter.objects.order_by("pk"):
        assert ("2.127" in read(letter)) is cites


def test_an_article_that_is_not_certain_is_not_cited(decided, officer):
    LegalRule.objects.filter(key=RuleKey.STANDSTILL).update(is_certain=False)
    LegalRule.objects.filter(key=RuleKey.AWARD_REASONS).update(is_certain=False)
    Tender.objects.filter(pk=decided.tender_id).update(
        procedure=Procedure.OPEN, estimated_amount=1_000_000
    )
    actions.send_decision(lot=Lot.objects.get(pk=decided.pk), by=officer, at=SENT_AT)
    text = read(letter_to("Taalschool De Vliegerhof"))
    assert "2.127" not in text
    assert "2.130" not in text


def test_the_duty_to_give_reasons_is_cited_where_it_binds(mailed):
    assert "artikel 2.130 Aw 2012" in read(letter_to("Taalschool De Vliegerhof"))


def test_who_was_excluded_reads_why_and_no_points(locked, officer, at):
    out = locked.lot_bids.get(price=15_000)
    asked = locked.tender.requirements.create(
        number=1, kind="minimum", text="Keurmerk Blik op Werk"
    )
    RequirementCheck.objects.create(
        lot_bid=out,
        requirement=asked,
        is_met=False,
        note="Verlopen in mei.",
        checked_at=at,
        checked_by=officer,
    )
    actions.exclude_lot_bid(lot_bid=out, by=officer, at=at, reason="Geen geldig keurmerk.")
    decided_by(locked, officer, at)
    letter = letter_to("Taalschool De Vliegerhof")
    assert letter.kind == LetterKind.EXCLUDED
    text = read(letter)
    assert "Geen geldig keurmerk." in text
    assert "1. Keurmerk Blik op Werk: Verlopen in mei." in text
    assert "94,00" not in text


def test_below_a_minimum_the_letter_says_so(locked, officer, at):
    locked.tender.criteria.quality().update(minimum_score=D("8.5"))
    decided_by(locked, officer, at)
    text = read(letter_to("Taalschool De Vliegerhof"))
    assert "scoorde onder een gepubliceerd minimum" in text


def test_consensus_is_told_in_the_words_of_the_panel(locked, officer, at):
    Tender.objects.filter(pk=locked.tender_id).update(score_method=ScoreMethod.CONSENSUS)
    lot = Lot.objects.get(pk=locked.pk)
    criterion = lot.tender.criteria.quality().get()
    for lot_bid, score in zip(lot.lot_bids.order_by("price"), (5, 9), strict=True):
        ConsensusScore.objects.create(
            lot_bid=lot_bid,
            criterion=criterion,
            score=score,
            motivation=f"Samen een {score}.",
            recorded_at=at,
            recorded_by=officer,
        )
    decided_by(lot, officer, at)
    text = read(letter_to("Taalschool De Vliegerhof"))
    assert "Samen een 5." in text
    assert "Samen een 9." not in text
    assert "Omdat het zo is." not in text


def test_a_fictitious_price_does_not_give_away_the_price_of_the_winner(locked, officer, at):
    """16,000 - 90% of 40,000 is less than 15,000 - 80% of 40,000 = -17,000."""
    locked.tender.criteria.filter(kind="price").update(formula="value", weight=0)
    locked.tender.criteria.quality().update(maximum_value=40_000)
    decided_by(locked, officer, at)
    text = read(letter_to("Taalschool De Vliegerhof"))
    assert "€ 36.000,00" in text, "the value of the winner's quality"
    assert "20.000" not in text, "its fictitious price"


def test_equal_and_not_chosen_reads_so(locked, officer, at):
    LotBid.objects.filter(lot=locked).update(price=16_000, compared_price=16_000)
    for lot_bid in locked.lot_bids.order_by("pk"):
        lot_bid.assessments.update(score=8)
    Tender.objects.filter(pk=locked.tender_id).update(tie_rule=TieRule.PRICE)
    lot = Lot.objects.get(pk=locked.pk)
    winner = lot.lot_bids.get(bid__provider__legal_name="Stichting Letterbrug")
    actions.decide_award(lot=lot, winner=winner, motivation="Eerder klaar.", by=officer, at=at)
    assert "deelt die plaats" in read(letter_to("Taalschool De Vliegerhof"))


def test_who_dropped_out_gets_no_letter(with_third, officer, at):
    gone = with_third.lot_bids.get(price=15_000)
    actions.drop_out(lot_bid=gone, reason="Gestopt.", by=officer, at=at)
    decided_by(with_third, officer, at)
    assert not Letter.objects.filter(lot_bid=gone).exists()
    assert Letter.objects.count() == 2


# --- Frozen, in every form --------------------------------------------------------------------


def test_what_was_sent_stays_word_for_word(mailed, at):
    letter = letter_to("Taalschool De Vliegerhof")
    before = read(letter)
    Lot.objects.filter(pk=mailed.pk).update(title="Iets anders")
    mailed.tender.criteria.update(name="Iets anders")
    LegalRule.objects.update(value=1)
    assert read(Letter.objects.get(pk=letter.pk), at + timedelta(days=9)) == before


def test_a_kept_document_is_the_same_document(mailed):
    document = actions.document_of_letter(letter_to("Taalschool De Vliegerhof"), SENT_AT)
    assert document_of(kept(document)) == document


def test_before_sending_a_letter_is_as_it_would_go_out_now(decided, at):
    letter = letter_to("Taalschool De Vliegerhof")
    assert "dinsdag 24 november 2026" in read(letter, SENT_AT)
    assert "woensdag 25 november 2026" in read(letter, SENT_AT + timedelta(days=1))
    letter.refresh_from_db()
    assert letter.content == {"remarks": ""}


def test_pdf_docx_and_page_say_the_same(mailed):
    document = actions.document_of_letter(letter_to("Taalschool De Vliegerhof"), SENT_AT)
    assert to_pdf(document) == to_pdf(document)
    page = to_html(document)
    for words in ("Sterkste aanpak.", "91,50", "dinsdag 24 november 2026", "<h2>", "<table"):
        assert words in page


def test_what_people_typed_is_text_and_never_markup(decided, officer, at):
    letter = letter_to("Taalschool De Vliegerhof")
    hostile = "<script>x</script> #set *vet* $1$"
    actions.change_remarks(letter=letter, remarks=hostile, by=officer, at=at)
    letter.refresh_from_db()
    document = actions.document_of_letter(letter, at)
    assert "<script>" not in to_html(document)
    assert hostile in read(letter)
    assert to_pdf(document).startswith(b"%PDF")


def test_a_letter_of_practice_says_so_on_every_page(decided, officer):
    Region.objects.filter(pk=decided.tender.region_id).update(is_training=True)
    actions.send_decision(lot=Lot.objects.get(pk=decided.pk), by=officer, at=SENT_AT)
    assert {letter.content["document"]["mark"] for letter in Letter.objects.all()} == {"OEFENING"}


# --- Adding words -----------------------------------------------------------------------------


def test_one_bidder_can_be_told_more(decided, officer, at):
    letter = letter_to("Taalschool De Vliegerhof")
    actions.change_remarks(letter=letter, remarks="Uw rooster miste.", by=officer, at=at)
    assert "Uw rooster miste." in read(Letter.objects.get(pk=letter.pk))
    assert "Uw rooster miste." not in read(letter_to("Stichting Letterbrug"))


def test_after_sending_nothing_is_added(mailed, officer, at):
    letter = letter_to("Taalschool De Vliegerhof")
    with pytest.raises(Refused):
        actions.change_remarks(letter=letter, remarks="Nog iets.", by=officer, at=at)
    assert "Nog iets." not in read(Letter.objects.get(pk=letter.pk))


def test_others_add_nothing(decided, coordinator, provider_user, at):
    letter = letter_to("Taalschool De Vliegerhof")
    for person in (coordinator, provider_user):
        with pytest.raises(Refused):
            actions.change_remarks(letter=letter, remarks="Ik.", by=person, at=at)


# --- Sending and reading ----------------------------------------------------------------------


def test_all_letters_leave_at_the_same_moment_as_pdf(
    decided, officer, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_decision(lot=decided, by=officer, at=SENT_AT)
    assert set(Letter.objects.values_list("sent_at", flat=True)) == {SENT_AT}
    mails = [mail for mail in mailoutbox if mail.attachments]
    assert len(mails) == 2
    assert all(mail.attachments[0][1].startswith(b"%PDF") for mail in mails)
    assert len({mail.extra_headers["Message-ID"] for mail in mails}) == 2
    words = " ".join(mail.body for mail in mailoutbox)
    for price in ("15.000", "16.000"):
        assert price not in words


def test_a_bidder_reads_its_own_letter_once_it_was_sent(
    decided, officer, provider_user, other_provider_user, zuid_officer
):
    assert not Letter.objects.visible_to(provider_user).exists()
    actions.send_decision(lot=decided, by=officer, at=SENT_AT)
    own = letter_to("Taalschool De Vliegerhof")
    assert list(Letter.objects.visible_to(provider_user)) == [own]
    assert own not in Letter.objects.visible_to(other_provider_user)
    assert not Letter.objects.visible_to(zuid_officer).exists()
    assert Letter.objects.visible_to(officer).count() == 2
