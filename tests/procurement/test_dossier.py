"""The dossier: everything of a tender in one zip, and nothing of a bid before its opening."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from procurement import actions, vault
from procurement.exports.dossier import dossier_entries
from procurement.models import Bid
from tests.factories.procurement import PanelSeatFactory
from tests.factories.publication import (
    InvitationFactory,
    NoticeFactory,
    QuestionFactory,
    RoundFactory,
    TenderDocumentFactory,
)
from tests.support.pdf import pages_of, squeezed
from tests.support.vault import open_by_two, past_deadline, sealed_bid

SECRET = "Wij zingen elke ochtend het alfabet"
PLAN = b"%PDF-1.7 het lesplan van de vliegerhof %%EOF"


@pytest.fixture
def with_attachment(published, provider_user, education):
    """A sealed bid with an answer and a file that nobody may read yet."""
    sealed_bid(published, provider_user, education, answer=SECRET, files=[("plan.pdf", PLAN)])
    return published


@pytest.fixture
def unsealed(with_attachment, officer, second_officer):
    tender = past_deadline(with_attachment)
    open_by_two(tender, officer, second_officer)
    return tender


@pytest.fixture
def dossier_of(client_of):
    """The dossier as the person downloads it."""

    def downloaded(tender, person) -> zipfile.ZipFile:
        response = client_of(person).get(url_of(tender))
        assert response.status_code == 200
        return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))

    return downloaded


def url_of(tender) -> str:
    return reverse("procurement:tender-dossier", args=[tender.pk])


def words_of(pdf: bytes) -> str:
    """What a paper says, without white space, as lines break anywhere."""
    return squeezed("".join(pages_of(pdf)))


def says(dossier: zipfile.ZipFile, ending: str, words: str) -> bool:
    """Whether the one PDF whose path ends so says `words`."""
    (path,) = [name for name in dossier.namelist() if name.endswith(ending)]
    return squeezed(words) in words_of(dossier.read(path))


def test_the_sums_are_those_of_the_files(unsealed, officer, dossier_of):
    dossier = dossier_of(unsealed, officer)
    lines = dossier.read("SHA256SUMS").decode().splitlines()
    sums = dict(reversed(line.split("  ", 1)) for line in lines)
    assert set(dossier.namelist()) == {*sums, "SHA256SUMS"}
    for path, expected in sums.items():
        assert hashlib.sha256(dossier.read(path)).hexdigest() == expected
    assert "4 Inschrijvingen/Taalschool De Vliegerhof" in dossier.read("index.csv").decode()


def test_before_the_opening_it_holds_nothing_of_a_bid(with_attachment, officer, dossier_of):
    dossier = dossier_of(with_attachment, officer)
    assert not [name for name in dossier.namelist() if name.startswith(("3 ", "4 "))]
    read = b"".join(dossier.read(name) for name in dossier.namelist() if ".pdf" not in name)
    assert b"Vliegerhof" not in read
    papers = [words_of(dossier.read(name)) for name in dossier.namelist() if ".pdf" in name]
    assert papers
    assert not [paper for paper in papers if "Vliegerhof" in paper or "alfabet" in paper]


def test_an_opened_bid_is_in_it_with_its_attachment(unsealed, officer, dossier_of):
    dossier = dossier_of(unsealed, officer)
    folder = "4 Inschrijvingen/Taalschool De Vliegerhof"
    assert dossier.read(f"{folder}/Bijlagen/plan.pdf") == PLAN
    paper = f"{folder}/Inschrijving.pdf"
    assert says(dossier, paper, SECRET)
    assert says(dossier, paper, "gesloten tot twee inkopers de prijzen openen")
    receipt = json.loads(dossier.read(f"{folder}/Ontvangstbewijs 1.json"))
    assert receipt["body"]["kvk_number"] == Bid.objects.get().provider.kvk_number


def test_the_record_of_opening_is_in_it_as_signed(unsealed, officer, dossier_of):
    dossier = dossier_of(unsealed, officer)
    (path,) = [name for name in dossier.namelist() if name.startswith("3 ") and "json" in name]
    record = json.loads(dossier.read(path))
    assert record == unsealed.openings.get().record
    assert all(finding.ok for finding in vault.verify(record))


def test_prices_come_with_their_opening(locked, officer, dossier_of):
    dossier = dossier_of(locked.tender, officer)
    assert says(dossier, "Stichting Letterbrug/Inschrijving.pdf", "€ 16.000,00 per traject")
    assert says(dossier, "5 Beoordeling/Perceel 1.pdf", "91,5")
    assert says(dossier, "5 Beoordeling/Perceel 1.pdf", "Omdat het zo is.")


def test_scores_stay_out_until_quality_is_locked(
    lot_bids, education, give_scores, officer, dossier_of
):
    give_scores(education, 8, 9)
    dossier = dossier_of(education.tender, officer)
    assert not says(dossier, "5 Beoordeling/Perceel 1.pdf", "Omdat het zo is.")


def test_letters_and_decision_are_in_it_once_sent(sent, officer, dossier_of):
    dossier = dossier_of(sent.tender, officer)
    letters = [name for name in dossier.namelist() if "/Brieven/" in name]
    assert len(letters) == 2
    assert says(dossier, "6 Gunning/Perceel 1/Beslissing.pdf", "Sterkste aanpak.")


def test_a_letter_that_was_not_sent_stays_out(decided, officer, dossier_of):
    names = dossier_of(decided.tender, officer).namelist()
    assert not [name for name in names if "/Brieven/" in name]


def test_publication_is_in_it_word_for_word(published, officer, other_provider, dossier_of):
    document = TenderDocumentFactory(tender=published, filename="programma.pdf")
    NoticeFactory(tender=published, number="412345")
    InvitationFactory(tender=published, provider=other_provider)
    made = RoundFactory(tender=published)
    QuestionFactory(
        tender=published, provider=other_provider, answered="Dat mag.", published_in=made
    )
    dossier = dossier_of(published, officer)
    with document.file.open("rb") as stored:
        assert dossier.read("2 Publicatie/Documenten/programma.pdf") == stored.read()
    assert says(dossier, "Aankondigingen en rectificaties.pdf", "412345")
    assert says(dossier, "Nota van Inlichtingen 1.pdf", "Dat mag.")
    assert not says(dossier, "Nota van Inlichtingen 1.pdf", "Letterbrug")
    assert says(dossier, "Vragen zoals gesteld.pdf", "Stichting Letterbrug")
    assert says(dossier, "Uitnodigingen.pdf", "Stichting Letterbrug")


def test_the_course_has_who_did_what(sent, officer, dossier_of):
    dossier = dossier_of(sent.tender, officer)
    trail = dossier.read("7 Verloop/Logboek.csv").decode()
    assert officer.name in trail
    assert "Gunningsbeslissing verzenden" in trail
    assert says(dossier, "Tijdlijn.pdf", officer.name)


def test_a_changed_attachment_breaks_the_dossier_off(unsealed, officer, client_of):
    file = Bid.objects.get().files.get()
    with default_storage.open(file.path) as stored:
        sealed = bytearray(stored.read())
    sealed[-1] ^= 1
    default_storage.delete(file.path)
    default_storage.save(file.path, io.BytesIO(bytes(sealed)))
    response, taken = client_of(officer).get(url_of(unsealed)), io.BytesIO()
    with pytest.raises(vault.VaultError):
        taken.writelines(response.streaming_content)
    assert not zipfile.is_zipfile(taken)


def test_only_officers_of_the_region_get_it(
    unsealed, zuid_officer, provider_user, reader, coordinator, client_of
):
    assert client_of(zuid_officer).get(url_of(unsealed)).status_code == 404
    for person in (provider_user, reader, coordinator):
        assert client_of(person).get(url_of(unsealed)).status_code == 403


def test_a_seat_in_the_panel_is_not_enough(unsealed, zuid_officer, client_of):
    PanelSeatFactory(tender=unsealed, user=zuid_officer)
    assert client_of(zuid_officer).get(url_of(unsealed)).status_code in (403, 404)


def test_the_page_of_a_tender_offers_it_to_officers(unsealed, officer, reader, client_of):
    for person, offered in ((officer, True), (reader, False)):
        page = client_of(person).get(unsealed.get_absolute_url()).content.decode()
        assert (url_of(unsealed) in page) is offered


def test_files_are_made_when_the_zip_comes_to_them(sent, officer, django_assert_max_num_queries):
    """Listing costs queries per lot and bid, but makes no paper."""
    with django_assert_max_num_queries(60):
        entries = list(dossier_entries(sent.tender, officer, timezone.now()))
    assert len(entries) > 8
    assert actions.ranking_rows(sent)
