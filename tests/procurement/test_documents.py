"""Documents of a tender: looked into, scanned, kept, shown to whom they are for."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent, Notification
from config.shared.errors import Refused
from config.shared.scanning import ScannerUnavailable
from procurement import actions
from procurement.enums import DocumentVisibility, LotStatus, TenderStatus
from procurement.models import TenderDocument
from tests.factories.procurement import PanelSeatFactory, UserFactory, move
from tests.factories.publication import PDF, InvitationFactory, TenderDocumentFactory


def upload(name: str = "eisen.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def add(tender, by, at, visibility=DocumentVisibility.PUBLIC, **values) -> TenderDocument:
    values = {"title": "Programma van eisen", "file": upload()} | values
    return actions.add_document(tender=tender, visibility=visibility, by=by, at=at, **values)


# --- Keeping ------------------------------------------------------------------------------------


def test_a_document_is_kept_with_its_hash_and_size(draft, officer, at):
    document = add(draft, officer, at)
    with document.file.open("rb") as kept:
        assert kept.read() == PDF
    assert (document.size, document.kind, document.filename) == (len(PDF), "pdf", "eisen.pdf")
    assert len(document.sha256) == 64
    story = AuditEvent.objects.get(object_id=draft.pk, action="add_document")
    assert story.after["sha256"] == document.sha256


def spreadsheet_with_macros() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "wordprocessingml.document.main+xml")
        archive.writestr("word/vbaProject.bin", "macro")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("eisen.pdf", b""),
        ("eisen.pdf", b"<html><script>alert(1)</script></html>"),
        ("eisen.exe", b"MZ\x90\x00"),
        ("eisen.docx", spreadsheet_with_macros()),
        ("eisen.pdf", b"\x89PNG\r\n\x1a\n"),
    ],
    ids=["empty", "page", "program", "macros", "misnamed"],
)
def test_what_is_not_what_it_says_is_refused(name, content, draft, officer, at):
    with pytest.raises(Refused):
        add(draft, officer, at, file=upload(name, content))
    assert not TenderDocument.objects.exists()


def test_a_file_that_is_too_large_is_refused(draft, officer, at, settings):
    settings.UPLOAD_MAXIMUM_BYTES = len(PDF) - 1
    with pytest.raises(Refused, match="groter"):
        add(draft, officer, at)


def test_without_a_verdict_of_the_scanner_nothing_is_kept(draft, officer, at, settings):
    settings.CLAMD_ADDRESS = "/nowhere/clamd.ctl"
    with pytest.raises(ScannerUnavailable):
        add(draft, officer, at)
    assert not TenderDocument.objects.exists()


@pytest.mark.parametrize("person", ["coordinator", "reader", "zuid_officer", "provider_user"])
def test_who_does_not_prepare_tenders_adds_nothing(person, draft, request, at):
    with pytest.raises(Refused, match="rol"):
        add(draft, request.getfixturevalue(person), at)
    assert not TenderDocument.objects.exists()


def test_once_the_tender_has_ended_its_documents_stand(published, officer, at):
    move(published, TenderStatus.WITHDRAWN)
    with pytest.raises(Refused, match="beëindigd"):
        add(published, officer, at)


def test_a_new_version_leaves_the_old_one_standing(draft, officer, at):
    old = add(draft, officer, at)
    new = actions.replace_document(
        document=old, file=upload("eisen-2.pdf", PDF + b"%%EOF\n"), by=officer, at=at
    )
    old.refresh_from_db()
    assert old.replaced_by == new
    assert (new.title, new.visibility) == (old.title, old.visibility)
    assert old.file.storage.exists(old.file.name)
    assert list(draft.documents.standing()) == [new]


def test_only_the_latest_version_is_replaced(draft, officer, at):
    old = add(draft, officer, at)
    actions.replace_document(document=old, file=upload(), by=officer, at=at)
    with pytest.raises(Refused, match="nieuwere"):
        actions.replace_document(document=old, file=upload(), by=officer, at=at)
    assert draft.documents.count() == 2


def test_after_publication_a_document_is_never_shown_to_fewer(published, officer, at):
    document = TenderDocumentFactory(tender=published)
    with pytest.raises(Refused) as refused:
        actions.change_document(
            document=document, title="x", visibility=DocumentVisibility.NEVER, by=officer, at=at
        )
    assert refused.value.field == "visibility"
    document.refresh_from_db()
    assert document.visibility == DocumentVisibility.PUBLIC


def test_before_publication_it_may_be(draft, officer, at):
    document = TenderDocumentFactory(tender=draft)
    never = DocumentVisibility.NEVER
    changed = actions.change_document(
        document=document, title="Intern", visibility=never, by=officer, at=at
    )
    assert (changed.title, changed.visibility) == ("Intern", never)


@pytest.mark.parametrize(
    ("visibility", "heard"),
    [(DocumentVisibility.PUBLIC, True), (DocumentVisibility.NEVER, False)],
)
def test_who_may_read_a_new_document_hears_of_it(
    visibility, heard, published, officer, provider_user, at
):
    add(published, officer, at, visibility)
    rows = Notification.objects.filter(user=provider_user, kind="procurement.document_changed")
    assert rows.exists() is heard


def test_of_a_draft_nobody_hears(draft, officer, provider_user, at):
    add(draft, officer, at)
    assert not Notification.objects.filter(user=provider_user).exists()


# --- Reading ------------------------------------------------------------------------------------

PUBLIC, INVITED = DocumentVisibility.PUBLIC, DocumentVisibility.INVITED
AFTER, NEVER = DocumentVisibility.AFTER_AWARD, DocumentVisibility.NEVER


@pytest.fixture
def documents(published) -> dict[str, TenderDocument]:
    return {
        visibility: TenderDocumentFactory(tender=published, visibility=visibility)
        for visibility in DocumentVisibility
    }


def statuses(client, documents, name="tenderdocument-download") -> dict[str, int]:
    return {
        visibility: client.get(reverse(f"procurement:{name}", args=[document.pk])).status_code
        for visibility, document in documents.items()
    }


@pytest.mark.parametrize("role", ["officer", "coordinator", "reader"])
def test_the_region_reads_them_all(role, documents, request, client_of):
    client = client_of(request.getfixturevalue(role))
    assert set(statuses(client, documents).values()) == {200}


def test_a_provider_reads_what_is_public(documents, provider_user, client_of):
    client = client_of(provider_user)
    assert statuses(client, documents) == {PUBLIC: 200, INVITED: 404, AFTER: 404, NEVER: 404}


def test_who_is_invited_reads_what_is_for_the_invited(
    documents, published, provider, provider_user, client_of
):
    InvitationFactory(tender=published, provider=provider)
    client = client_of(provider_user)
    assert statuses(client, documents) == {PUBLIC: 200, INVITED: 200, AFTER: 404, NEVER: 404}


def test_the_panel_reads_what_is_public(documents, published, client_of):
    user = UserFactory()
    PanelSeatFactory(tender=published, user=user)
    assert statuses(client_of(user), documents) == {
        PUBLIC: 200,
        INVITED: 404,
        AFTER: 404,
        NEVER: 404,
    }


def test_anyone_reads_what_is_public_and_by_itself_more_after_the_award(
    documents, published, education, client
):
    page = "public-document"
    assert statuses(client, documents, page) == {PUBLIC: 200, INVITED: 404, AFTER: 404, NEVER: 404}
    ways = (LotStatus.IN_EVALUATION, LotStatus.PROVISIONALLY_AWARDED, LotStatus.STANDSTILL)
    move(education, *ways, LotStatus.AWARDED)
    assert statuses(client, documents, page) == {PUBLIC: 200, INVITED: 404, AFTER: 200, NEVER: 404}


def test_nobody_outside_reads_the_documents_of_a_draft(draft, provider_user, client, client_of):
    document = {PUBLIC: TenderDocumentFactory(tender=draft)}
    assert statuses(client, document, "public-document") == {PUBLIC: 404}
    assert statuses(client_of(provider_user), document) == {PUBLIC: 404}


def test_a_file_comes_as_an_attachment_that_no_browser_guesses_at(documents, officer, client_of):
    answer = client_of(officer).get(documents[PUBLIC].get_absolute_url())
    assert answer["Content-Disposition"] == 'attachment; filename="programma.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"".join(answer.streaming_content) == PDF


def test_a_file_that_was_taken_from_the_store_is_not_found(documents, officer, client_of):
    document = documents[PUBLIC]
    document.file.storage.delete(document.file.name)
    assert client_of(officer).get(document.get_absolute_url()).status_code == 404


def test_the_old_version_can_still_be_read_and_says_so(
    published, officer, provider_user, client_of, at
):
    old = TenderDocumentFactory(tender=published)
    actions.replace_document(document=old, file=ContentFile(PDF, "nieuw.pdf"), by=officer, at=at)
    client = client_of(provider_user)
    shown = client.get(f"{published.get_absolute_url()}?tab=documenten").content.decode()
    assert "Programma van eisen (vervangen)" in shown
    assert client.get(old.get_absolute_url()).status_code == 200


# --- Pages --------------------------------------------------------------------------------------


def test_an_officer_adds_changes_and_replaces_on_the_pages(draft, officer, client_of):
    client = client_of(officer)
    new = reverse("procurement:tenderdocument-create", args=[draft.pk])
    form = {"title": "Eisen", "visibility": NEVER, "file": upload()}
    shown = client.post(new, form, follow=True).content.decode()
    document = TenderDocument.objects.get()
    assert document.sha256 in shown
    change = reverse("procurement:tenderdocument-update", args=[document.pk])
    client.post(change, {"title": "Eisen 2026", "visibility": PUBLIC})
    replace = reverse("procurement:tenderdocument-replace", args=[document.pk])
    client.post(replace, {"file": upload("eisen-2.pdf")})
    document.refresh_from_db()
    assert (document.title, document.visibility) == ("Eisen 2026", PUBLIC)
    assert document.replaced_by.filename == "eisen-2.pdf"


def test_what_is_refused_stands_on_the_page_with_what_was_typed(draft, officer, client_of):
    new = reverse("procurement:tenderdocument-create", args=[draft.pk])
    form = {"title": "Eisen", "visibility": NEVER, "file": upload("eisen.pdf", b"MZ\x00")}
    answer = client_of(officer).post(new, form)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert 'value="Eisen"' in answer.content.decode()
