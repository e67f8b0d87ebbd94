"""A bid as its provider makes it on the pages: in parts, kept while typed, copied, submitted."""

import io
import json
import logging
import re
import tempfile
from base64 import b64decode
from urllib.parse import unquote

import pytest
from django.core.files import uploadedfile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from procurement import actions, vault
from procurement.enums import BidStatus
from procurement.models import Bid, LateBid, Lot, LotBid, SealedFile
from tests.factories.providers import person_of
from tests.procurement.bidding import ANSWER, typed_bid, typed_lot

PDF = b"%PDF-1.7\nplan van aanpak\n%%EOF\n"
HTMX = {"HTTP_HX_REQUEST": "true"}


def page(name: str, *args) -> str:
    return reverse(f"procurement:{name}", args=args)


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.status_code
    return response.content.decode()


@pytest.fixture
def bid(published, provider, provider_user, at) -> Bid:
    return actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)


@pytest.fixture
def client(bid, provider_user, client_of) -> Client:
    return client_of(provider_user)


def base_in(shown: str) -> str:
    """The version of the part from which the page starts."""
    return re.search(r'id="base"[^>]*value="(\d+)"', shown)[1]


def fill_in(client: Client, bid: Bid, *lots: Lot) -> None:
    """Type the whole bid, part by part."""
    for name, fields in typed_bid(*lots).items():
        url = page("bid-part", bid.pk, name)
        base = base_in(text_of(client.get(url)))
        sent = client.post(url, fields | {"base": base})
        assert sent.status_code == 302, (name, sent.context["form"].errors)


def fields_of(bid: Bid, part: str) -> dict[str, str]:
    return dict(actions.working_copy(Bid.objects.get(pk=bid.pk)).fields(part))


# --- Beginning and filling in -----------------------------------------------------------------


def test_a_bid_begins_from_the_tender_and_a_get_makes_none(published, provider_user, client_of):
    client = client_of(provider_user)
    url = page("bid-create", published.pk)
    assert "Inschrijving beginnen" in text_of(client.get(url))
    assert not Bid.objects.exists()
    assert client.post(url).url == Bid.objects.get().get_absolute_url()


def test_after_the_deadline_no_bid_begins(published, provider_user, client_of, pass_deadline):
    pass_deadline(published)
    client = client_of(provider_user)
    url = page("bid-create", published.pk)
    assert "geen inschrijvingen" in text_of(client.get(url))
    text_of(client.post(url))
    assert not Bid.objects.exists()


def test_the_page_says_what_is_missing_with_a_link_to_where_it_is_mended(client, bid):
    shown = text_of(client.get(bid.get_absolute_url()))
    declaration = re.escape(f"{page('bid-part', bid.pk, 'declaration')}?check=1")
    assert re.search(rf'"{declaration}">Eigen verklaring \(UEA\): nog 20 punten', shown)
    lots = re.escape(f"{page('bid-part', bid.pk, 'lot-1')}?check=1#id_enter")
    assert re.search(rf'"{lots}">[^<]+Schrijf in op ten minste één perceel', shown)
    judged = text_of(client.get(page("bid-part", bid.pk, "declaration"), {"check": "1"}))
    assert "Antwoord met ja of nee." in judged


def test_each_part_leads_to_the_next_and_back_to_the_bid(client, bid, education, b1):
    fill_in(client, bid, education, b1)
    last = client.post(page("bid-part", bid.pk, "lot-2"), typed_lot(b1) | {"base": "9"})
    assert last.url == bid.get_absolute_url()
    shown = text_of(client.get(bid.get_absolute_url()))
    assert "Wat nog nodig is" not in shown


def test_a_part_of_another_tender_does_not_exist(client, bid):
    for name in ("lot-9", "elsewhere"):
        assert client.get(page("bid-part", bid.pk, name)).status_code == 404


def test_what_is_not_right_is_said_at_its_field_and_kept_all_the_same(client, bid, education):
    url = page("bid-part", bid.pk, "lot-1")
    shown = text_of(client.post(url, typed_lot(education, price="17.000,01") | {"base": "0"}))
    assert "De plafondprijs is € 17.000,00." in shown
    assert "is bewaard" in shown
    assert fields_of(bid, "lot-1")["price"] == "17000.01"
    assert 'value="17.000,01"' in text_of(client.get(url))


def test_who_leaves_may_leave_it_unfinished(client, bid):
    url = page("bid-part", bid.pk, "lot-1")
    answer = client.post(url, {"enter": "on", "price": "1", "base": "0", "leave": "1"})
    assert answer.url == bid.get_absolute_url()
    assert fields_of(bid, "lot-1")["price"] == "1"


def test_figures_are_read_in_the_language_in_which_they_were_typed(client, bid, education):
    url = page("bid-part", bid.pk, "lot-1")
    client.post(url, typed_lot(education, price="15.500,25") | {"base": "0"})
    client.cookies["django_language"] = "en"
    assert 'value="15,500.25"' in text_of(client.get(url))


def test_words_are_counted_and_their_limit_is_said(client, bid, education):
    criterion = education.tender.criteria.quality().get()
    criterion.word_limit = 4
    criterion.save()
    url = page("bid-part", bid.pk, "lot-1")
    shown = text_of(client.post(url, typed_lot(education) | {"base": "0"}))
    assert "Dit antwoord heeft 5 woorden; er worden er hoogstens 4 gelezen." in shown
    assert re.search(r"<span data-count>5</span> van hoogstens 4 woorden", shown)


def test_the_server_adds_up_the_price_table(client, bid, education):
    education.price_lines.create(number=1, description="Intake", unit="fee", quantity=15)
    url = page("bid-part", bid.pk, "lot-1")
    typed = typed_lot(education, line1="100", price="9000") | {"base": "0"}
    kept = text_of(client.post(url, typed, **HTMX))
    # 9,000 x 30 + 100 x 15, and that for each of 30
    assert "€ 271.500,00" in kept
    assert "€ 9.050,00" in kept


# --- Keeping while typing ---------------------------------------------------------------------


def test_what_is_typed_is_kept_with_the_time_and_the_next_save_goes_on_from_there(client, bid):
    url = page("bid-part", bid.pk, "contact")
    base = base_in(text_of(client.get(url)))
    kept = text_of(client.post(url, {"contact_name": "Pi", "base": base}, **HTMX))
    assert re.search(r"Bewaard om \d\d:\d\d:\d\d", kept)
    assert int(base_in(kept)) > int(base)
    text_of(client.post(url, {"contact_name": "Pia", "base": base_in(kept)}, **HTMX))
    assert fields_of(bid, "contact")["contact_name"] == "Pia"


def test_the_thousandth_save_is_a_number_like_any_other(client, bid):
    Bid.objects.filter(pk=bid.pk).update(draft_version=1_233)
    url = page("bid-part", bid.pk, "contact")
    kept = text_of(client.post(url, {"contact_name": "Pi", "base": "1"}, **HTMX))
    assert base_in(kept) == "1234"
    assert base_in(text_of(client.get(url))) == "1234"


def test_two_colleagues_on_one_part_lose_nothing(client, bid, provider, client_of):
    colleague = client_of(person_of(provider, Role.PROVIDER_STAFF, name="Carla Collega"))
    url = page("bid-part", bid.pk, "contact")
    base = base_in(text_of(client.get(url)))
    typed = {"contact_email": "pia@voorbeeld.test", "base": base}
    colleague.post(url, typed | {"contact_name": "Carla"}, **HTMX)
    said = text_of(client.post(url, typed | {"contact_name": "Pia"}, **HTMX))
    assert "Niet bewaard" in said
    assert "Carla Collega" in said
    both = text_of(client.post(url, typed | {"contact_name": "Pia"}), status=409)
    assert 'value="Pia"' in both
    assert re.search(r"<dt>Contactpersoon</dt>\s*<dd>\s*Carla\s*</dd>", both)
    assert fields_of(bid, "contact")["contact_name"] == "Carla"
    client.post(url, typed | {"contact_name": "Pia en Carla", "base": base_in(both)})
    assert fields_of(bid, "contact")["contact_name"] == "Pia en Carla"


def test_after_the_deadline_nothing_is_kept_and_the_page_says_so(client, bid, pass_deadline):
    pass_deadline(bid.tender)
    url = page("bid-part", bid.pk, "contact")
    assert "Er kan niets meer worden gewijzigd" in text_of(client.get(url))
    for header in ({}, HTMX):
        said = text_of(client.post(url, {"contact_name": "Pia", "base": "1"}, **header))
        assert "De inschrijftermijn is verstreken." in said
        assert 'value="Pia"' in said or header


# --- The clock --------------------------------------------------------------------------------


def test_the_deadline_stands_with_its_zone_and_the_server_clock(client, bid):
    shown = text_of(client.get(bid.get_absolute_url()))
    assert re.search(r"\d\d:\d\d uur \(Nederlandse tijd, CES?T\)", shown)
    assert re.search(r'data-closes="[-\dT:.]+\+00:00"', shown)
    assert re.search(r'data-now="[-\dT:.]+\+00:00"', shown)


# --- Attachments ------------------------------------------------------------------------------


def upload(client: Client, bid: Bid, *files: tuple[str, bytes], **more):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(page("bid-attachments", bid.pk), {"uploads": sent}, **more)


def test_files_are_sealed_listed_and_removed(client, bid):
    assert upload(client, bid, ("plan.pdf", PDF), ("rooster.pdf", PDF)).status_code == 302
    assert "plan.pdf" in text_of(client.get(page("bid-attachments", bid.pk)))
    first = SealedFile.objects.order_by("pk").first()
    with default_storage.open(first.path) as sealed:
        assert b"plan van aanpak" not in sealed.read()
    confirm = page("bid-attachment-delete", bid.pk, first.pk)
    assert "plan.pdf" in text_of(client.get(confirm))
    client.post(confirm)
    shown = text_of(client.get(page("bid-attachments", bid.pk)))
    assert "plan.pdf" not in shown
    assert "rooster.pdf" in shown


def test_no_temporary_file_is_made_of_a_large_attachment_or_copy(client, bid, monkeypatch):
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(uploadedfile.TemporaryUploadedFile, "__init__", refuse)
    large = PDF[:-6] + b"x" * 4_000_000 + PDF[-6:]
    assert upload(client, bid, ("groot.pdf", large)).status_code == 302
    copy = SimpleUploadedFile("kopie.json", b" " * 3_000_000 + b"{}")
    assert "kopie" in text_of(client.post(page("bid-restore", bid.pk), {"copy": copy}))


def test_one_file_that_is_refused_keeps_all_out(client, bid):
    said = text_of(upload(client, bid, ("plan.pdf", PDF), ("virus.exe", b"MZ\x00")))
    assert "virus.exe" in said
    assert not SealedFile.objects.exists()


def test_a_file_over_the_limit_is_said_at_its_field(client, bid, settings):
    settings.UPLOAD_MAXIMUM_BYTES = 1024
    said = text_of(upload(client, bid, ("groot.pdf", PDF + b"x" * 2000)))
    assert "groot.pdf" in said
    assert not SealedFile.objects.exists()


def test_a_forged_upload_is_refused_and_leaves_nothing(bid, provider_user, client_of):
    forger = Client(enforce_csrf_checks=True)
    forger.force_login(provider_user, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = _stored()
    assert upload(forger, bid, ("plan.pdf", PDF)).status_code == 403
    assert _stored() == before
    url = page("bid-attachments", bid.pk)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text_of(forger.get(url)))[1]
    sent = SimpleUploadedFile("plan.pdf", PDF)
    assert forger.post(url, {"uploads": [sent], "csrfmiddlewaretoken": token}).status_code == 302
    restored = forger.post(page("bid-restore", bid.pk), {"copy": io.BytesIO(b"{}")})
    assert restored.status_code == 403


def _stored() -> set[str]:
    if not default_storage.exists("sealed"):
        return set()
    folders = default_storage.listdir("sealed")[0]
    return {name for one in folders for name in default_storage.listdir(f"sealed/{one}")[1]}


def test_a_stranger_uploads_nothing(bid, other_provider_user, officer, client_of):
    before = _stored()
    for person, status in ((other_provider_user, 404), (officer, 403)):
        assert upload(client_of(person), bid, ("plan.pdf", PDF)).status_code == status
    assert _stored() == before


# --- Submitting and the copy ------------------------------------------------------------------


def submitted(client: Client, bid: Bid, *lots: Lot) -> str:
    fill_in(client, bid, *lots)
    return text_of(client.post(page("bid-submit", bid.pk)))


def test_what_is_submitted_is_shown_once_more_with_the_copy_and_the_receipt(client, bid, education):
    fill_in(client, bid, education)
    before = text_of(client.get(page("bid-submit", bid.pk)))
    assert ANSWER in before
    assert "€ 15.000,00" in before
    shown = text_of(client.post(page("bid-submit", bid.pk)))
    bid.refresh_from_db()
    receipt = bid.receipts.get()
    assert bid.status == BidStatus.SUBMITTED
    assert receipt.sha256 in shown
    assert ANSWER in shown
    copy = json.loads(b64decode(unquote(re.search(r"base64,([^\"]+)\"", shown)[1])))
    assert copy["format"] == "taalregie-copy/1"
    assert copy["parts"]["lot-1"]["price"] == "15000"


def test_afterwards_no_page_shows_what_was_submitted(client, bid, education):
    submitted(client, bid, education)
    for url in (
        bid.get_absolute_url(),
        page("bid-submit", bid.pk),
        page("bid-part", bid.pk, "lot-1"),
    ):
        assert ANSWER not in text_of(client.get(url))
    for name in ("bid-copy", "bid-paper"):
        assert client.get(page(name, bid.pk)).status_code == 404
    again = text_of(client.post(page("bid-submit", bid.pk)))
    assert "Er is niets om in te dienen" in again
    assert bid.receipts.count() == 1


def test_an_incomplete_bid_is_not_submitted(client, bid, education):
    said = text_of(client.post(page("bid-submit", bid.pk)))
    assert "Wat nog nodig is" in said
    bid.refresh_from_db()
    assert bid.status == BidStatus.DRAFT


def test_a_replacement_starts_from_the_copy(client, bid, education):
    upload(client, bid, ("plan.pdf", PDF))
    fill_in(client, bid, education)
    copy = b"".join(client.get(page("bid-copy", bid.pk)))
    assert json.loads(copy)["attachments"][0]["name"] == "plan.pdf"
    text_of(client.post(page("bid-submit", bid.pk)))
    sent = client.post(
        page("bid-restore", bid.pk), {"copy": SimpleUploadedFile("kopie.json", copy)}
    )
    assert sent.url == bid.get_absolute_url()
    shown = text_of(client.get(page("bid-submit", bid.pk)))
    assert ANSWER in shown
    assert "plan.pdf" in shown
    text_of(client.post(page("bid-submit", bid.pk)))
    assert [one.files.count() for one in bid.receipts.order_by("sequence")] == [1, 1]


@pytest.mark.parametrize("content", [b"geen json", b"{}", b"[" * 100_000])
def test_what_is_no_copy_is_said_at_its_field(client, bid, content):
    file = SimpleUploadedFile("kopie.json", content)
    said = text_of(client.post(page("bid-restore", bid.pk), {"copy": file}))
    assert "kopie" in said
    assert 'class="error-summary"' in said


def test_the_paper_has_the_whole_bid(client, bid, education):
    fill_in(client, bid, education)
    answer = client.get(page("bid-paper", bid.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")


def test_the_receipt_can_be_saved_and_checks(client, bid, education):
    submitted(client, bid, education)
    answer = client.get(page("bid-receipt", bid.pk, 1))
    signed = json.loads(answer.content)
    assert signed["body"]["format"] == vault.RECEIPT
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_submission_after_the_deadline_is_refused_on_the_page(
    client, bid, education, pass_deadline
):
    fill_in(client, bid, education)
    pass_deadline(bid.tender)
    said = text_of(client.post(page("bid-submit", bid.pk)))
    assert "De inschrijftermijn is verstreken." in said
    assert LateBid.objects.count() == 1
    assert ANSWER in text_of(client.get(page("bid-submit", bid.pk)))


def test_withdrawing_says_what_it_means(client, bid, education):
    submitted(client, bid, education)
    url = page("bid-transition", bid.pk, "withdraw")
    assert "doet niet meer mee" in text_of(client.get(url))
    client.post(url)
    bid.refresh_from_db()
    assert bid.status == BidStatus.WITHDRAWN


# --- Who sees it, and where it does not stay --------------------------------------------------


def pages_of(bid: Bid) -> list[str]:
    names = ("submit", "attachments", "restore", "copy", "paper", "detail")
    part = page("bid-part", bid.pk, "contact")
    return [part, *(page(f"bid-{name}", bid.pk) for name in names)]


@pytest.mark.parametrize(
    "role", ["other_provider_user", "officer", "administrator", "reader", "panel_member"]
)
def test_nobody_else_reaches_a_page_of_the_bid(role, bid, request, client_of):
    client = client_of(request.getfixturevalue(role))
    for url in pages_of(bid):
        assert client.get(url).status_code in (403, 404), url
        assert client.post(url).status_code in (403, 404, 405), url


def test_no_page_of_a_bid_is_kept_by_the_browser(client, bid):
    for url in pages_of(bid):
        kept = client.get(url)["Cache-Control"]
        assert "no-store" in kept, url
        assert "private" in kept


def test_no_content_reaches_the_log_the_session_or_the_messages(client, bid, education, caplog):
    caplog.set_level(logging.DEBUG)
    upload(client, bid, ("geheimplan.pdf", PDF))
    shown = submitted(client, bid, education)
    assert "geheimplan.pdf" in shown
    session = str(dict(client.session))
    for secret in ("kleine groepen", "15000", "geheimplan"):
        assert secret not in _logged_beside_sql(caplog)
        assert secret not in session


def _logged_beside_sql(caplog) -> str:
    """All that was logged, but the statements that only DEBUG writes."""
    records = (one for one in caplog.records if one.name != "django.db.backends")
    return " ".join(one.getMessage() for one in records)


def test_an_error_page_tells_nothing_of_what_was_typed(client, bid, education, monkeypatch, caplog):
    fill_in(client, bid, education)
    client.raise_request_exception = False

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("procurement.actions.bidding.submitting._keep", fail)
    shown = text_of(client.post(page("bid-submit", bid.pk)), status=500)
    assert "kleine groepen" not in shown
    assert "kleine groepen" not in caplog.text
    bid.refresh_from_db()
    assert bid.status == BidStatus.DRAFT


# --- Once it was opened -----------------------------------------------------------------------


def test_the_buyer_reads_what_two_officers_opened_and_no_price_yet(opened, officer, client_of):
    row = opened.bids.order_by("pk").first()
    Bid.objects.filter(pk=row.pk).update(
        espd={"optional.misconduct": "yes", "optional.misconduct.explanation": "Opgelost in 2020."}
    )
    row.partners.create(role="subcontractor", name="Taalhuis De Brug", part="Docenten")
    LotBid.objects.filter(bid=row).update(price=16_000)
    shown = text_of(client_of(officer).get(row.get_absolute_url()))
    for said in (ANSWER, "Taalhuis De Brug", "Opgelost in 2020.", "pia@voorbeeld.test"):
        assert said in shown
    assert "16.000" not in shown
    assert "gesloten tot twee inkopers de prijzen openen" in shown
    assert "Controleren en indienen" not in shown


def test_the_bidder_reads_its_own_bid_again_once_it_was_opened(opened, provider_user, client_of):
    own = opened.bids.get(provider__memberships__user=provider_user)
    shown = text_of(client_of(provider_user).get(own.get_absolute_url()))
    assert ANSWER in shown
    assert "Er kan niets meer worden gewijzigd" in shown


# --- What it costs ----------------------------------------------------------------------------


def test_the_pages_of_a_bid_ask_the_database_no_more_than_budgeted(
    client, bid, education, b1, query_budget
):
    fill_in(client, bid, education, b1)
    for name, url in (
        ("bid-detail own", bid.get_absolute_url()),
        ("bid-part lot", page("bid-part", bid.pk, "lot-1")),
        ("bid-submit", page("bid-submit", bid.pk)),
        ("bid-attachments", page("bid-attachments", bid.pk)),
    ):
        with query_budget(name):
            client.get(url)
