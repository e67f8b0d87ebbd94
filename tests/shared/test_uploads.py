"""What may be uploaded: by content, by name, by size."""

import hashlib
import io
import tracemalloc
import zipfile

import docx
import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, JsonResponse
from django.test import Client, RequestFactory
from django.urls import path
from hypothesis import given
from hypothesis import strategies as st

from config.shared.errors import Refused
from config.shared.legible import file_name
from config.shared.upload_limits import TooLargeFile, bad_request
from config.shared.uploads import DOCUMENTS, FileKind, examined
from tests.support.sheets import xlsx

MEGABYTE = 1024**2
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


def zipped(**parts: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def office(content_type: str, **parts: bytes | str) -> bytes:
    described = f'<Types><Override PartName="/main" ContentType="{content_type}"/></Types>'
    return zipped(**{"[Content_Types].xml": described}, **parts)


def open_document(kind: str, **parts: bytes | str) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return zipped(**{"mimetype": media_type, "content.xml": "<x/>"}, **parts)


def word() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


SAMPLES = {
    "pdf": PDF,
    "docx": word(),
    "xlsx": xlsx([["a"]]).getvalue(),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "png": PNG,
    "jpg": JPEG,
    "jpeg": JPEG,
    "txt": "Geachte heer, café\r\n".encode(),
    "csv": "kenmerk;naam\n1;René\n".encode("cp1252"),
    "zip": zipped(a="b"),
}


def upload(content: bytes, name: str = "bestand.pdf") -> File:
    return SimpleUploadedFile(name, content)


def look(content: bytes, name: str, kinds=tuple(FileKind), maximum_bytes: int = MEGABYTE):
    return examined(upload(content, name), kinds=kinds, maximum_bytes=maximum_bytes)


@pytest.mark.parametrize("extension", SAMPLES)
def test_each_kind_is_known_by_its_content(extension):
    content = SAMPLES[extension]
    found = look(content, f"Plan van aanpak.{extension.upper()}")
    assert found.kind == {"jpeg": "jpg"}.get(extension, extension)
    assert found.size == len(content)
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert found.name == f"Plan van aanpak.{extension.upper()}"


@pytest.mark.parametrize("content_of", SAMPLES)
@pytest.mark.parametrize("called", SAMPLES)
def test_name_and_content_must_agree(content_of, called):
    alike = [{content_of, called} <= same for same in ({"jpg", "jpeg"}, {"txt", "csv"})]
    if content_of == called or any(alike):
        assert look(SAMPLES[content_of], f"a.{called}").size
    else:
        with pytest.raises(Refused, match="maar de naam zegt iets anders"):
            look(SAMPLES[content_of], f"a.{called}")


@pytest.mark.parametrize("name", ["plan", "plan.exe", "plan.pdf.exe", "plan.", ".pdf"])
def test_a_name_without_its_extension_is_told_the_right_one(name):
    with pytest.raises(Refused, match=r"eindigt op \.pdf"):
        look(PDF, name)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + bytes(200),
        b"\x7fELF\x02\x01\x01" + bytes(50),
        b"GIF89a\x01\x00\x01\x00\x00",
        b"\x1f\x8b\x08\x00" + bytes(10),
        b" %PDF-1.7\x00",
        b"tekst met een nul\x00",
        "café".encode("utf-16"),
        b"PK\x05\x06" + bytes(18),
    ],
)
def test_what_is_of_no_known_kind_is_refused(content):
    with pytest.raises(Refused, match="niet wordt aangenomen"):
        look(content, "bestand.txt")


def test_only_the_kinds_that_are_asked_for_are_taken():
    with pytest.raises(Refused, match=r"Upload PDF of Word \(docx\)\."):
        look(PNG, "a.png", kinds=(FileKind.PDF, FileKind.DOCX))
    assert look(PDF, "a.pdf", kinds=DOCUMENTS).kind == FileKind.PDF


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="is leeg"):
        look(b"", "a.pdf")


def test_the_limit_itself_is_allowed_and_one_byte_more_is_not():
    assert look(PDF, "a.pdf", maximum_bytes=len(PDF)).size == len(PDF)
    with pytest.raises(Refused, match="groter dan 1 MB"):
        look(PDF, "a.pdf", maximum_bytes=len(PDF) - 1)


MACROS = {
    "xlsm": office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
    "docm": office("application/vnd.ms-word.document.macroEnabled.main+xml"),
    "vba": office(
        "application/x.wordprocessingml.document.main+xml", **{"word__vbaProject.bin": b"x"}
    ),
    "basic": open_document("text", **{"Basic__Standard__Module1.xml": "x"}),
    "python": open_document("spreadsheet", **{"Scripts__python__a.py": "x"}),
}


@pytest.mark.parametrize("kind", MACROS)
@pytest.mark.parametrize("extension", ["docx", "docm", "xlsm", "odt", "zip"])
def test_macros_are_refused_under_any_name(kind, extension):
    with pytest.raises(Refused, match="bevat macro’s"):
        look(MACROS[kind], f"a.{extension}")


def locked_zip() -> bytes:
    content = bytearray(zipped(a="geheim"))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        locked_zip(),
        open_document("text", **{"META-INF__manifest.xml": "<manifest:encryption-data/>"}),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_what_a_scanner_could_not_look_into_is_refused(content):
    with pytest.raises(Refused, match="wachtwoord"):
        look(content, "a.docx")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (word()[:-200], "a.docx"),
        (PDF[:-8], "a.pdf"),
        (zipped(mimetype="x" * 50).replace(b"mimetype", b"mimetypf", 1), "a.odt"),
    ],
)
def test_what_broke_off_is_told_to_be_damaged(content, name):
    with pytest.raises(Refused, match="beschadigd of onvolledig"):
        look(content, name)


@pytest.mark.parametrize("name", ["a.zip", "a.docx"])
def test_a_bomb_is_not_kept(name):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bom", bytes(64 * MEGABYTE))
    with pytest.raises(Refused, match="dan veilig is"):
        look(stream.getvalue(), name)


def test_a_file_of_many_pieces_is_looked_at_in_constant_memory(tmp_path):
    large = tmp_path / "groot.txt"
    with large.open("wb") as stream:
        for _piece in range(40):
            stream.write(b"regel tekst\n" * 100_000)
    tracemalloc.start()
    with large.open("rb") as stream:
        found = examined(File(stream, "groot.txt"), kinds=FileKind, maximum_bytes=100 * MEGABYTE)
    _current, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.size == 48_000_000
    assert peak < 8 * MEGABYTE


def test_a_control_in_the_last_piece_is_found():
    content = b"tekst " * 20_000 + b"\x00"
    with pytest.raises(Refused, match="niet wordt aangenomen"):
        look(content, "a.txt")


def test_the_file_can_be_kept_right_after():
    file = upload(PDF)
    examined(file, kinds=DOCUMENTS, maximum_bytes=MEGABYTE)
    assert file.read() == PDF


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Plan van aanpak (v2).pdf", "Plan van aanpak (v2).pdf"),
        ("C:\\Users\\ines\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd", "passwd"),
        ("plan\u202efdp.exe", "planfdp.exe"),
        ("re\x00gel\r\nX-Kop: 1.pdf", "regel X-Kop_ 1.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("  .plan. .pdf ", "plan.pdf"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("Com1.txt", "_Com1.txt"),
        ("kans.txt", "kans.txt"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("half\ud83d.pdf", "half_.pdf"),
        ("", "bestand"),
        ("///", "bestand"),
        ("...", "bestand"),
        (".pdf", "pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_stored(sent, kept):
    assert file_name(sent) == kept


@given(st.text())
def test_any_name_becomes_one_that_every_system_takes(sent):
    kept = file_name(sent)
    assert kept == file_name(kept)
    assert 0 < len(kept) <= 120
    assert kept.strip(" .") == kept
    assert not set(kept) & set('<>:"/\\|?*\n\r\t\x00')
    kept.encode()


# --- Limits ---------------------------------------------------------------------------------------


def receive(request: HttpRequest) -> JsonResponse:
    """Tells what came in."""
    files = request.FILES.getlist("file")
    return JsonResponse(
        {
            "sizes": [file.size for file in files],
            "types": [type(file).__name__ for file in files],
            "note": request.POST.get("note"),
        }
    )


def store(request: HttpRequest) -> JsonResponse:
    """Forgets to look at the size."""
    return JsonResponse({"content": request.FILES["file"].read().decode()})


handler400 = bad_request
urlpatterns = [path("receive", receive), path("store", store)]


@pytest.fixture
def limit(settings) -> int:
    """Of 1,000 bytes a file, and 3,000 more a request."""
    settings.ROOT_URLCONF = __name__
    settings.UPLOAD_MAXIMUM_BYTES = 1_000
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3_000
    return 1_000


def send(*sizes: int, to: str = "/receive", **fields: str):
    files = [ContentFile(bytes(size), f"{number}.bin") for number, size in enumerate(sizes)]
    return Client(raise_request_exception=False).post(to, {"file": files, **fields})


def test_files_within_the_limit_pass(limit):
    assert send(limit, 5, note="ja").json() == {
        "sizes": [limit, 5],
        "types": ["InMemoryUploadedFile"] * 2,
        "note": "ja",
    }


@pytest.mark.parametrize("memory", [0, MEGABYTE])
def test_a_file_over_the_limit_comes_without_content_and_the_others_whole(limit, settings, memory):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = memory
    received = send(limit + 1, 5, note="ja").json()
    assert received["sizes"] == [limit + 1, 5]
    assert received["types"][0] == "TooLargeFile"
    assert received["types"][1] != "TooLargeFile"
    assert received["note"] == "ja"


def test_nothing_of_a_file_over_the_limit_stays_in_the_temporary_folder(limit, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    assert send(limit + 1).json()["types"] == ["TooLargeFile"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("use", [lambda file: file.read(), lambda file: list(file.chunks()), list])
def test_who_forgets_the_size_cannot_keep_an_empty_file_instead(limit, use):
    with pytest.raises(Refused, match=r"“groot\.pdf” is groter dan 1 MB"):
        use(TooLargeFile("groot.pdf", limit + 1, "application/pdf"))


def test_it_is_refused_when_it_is_examined(limit):
    with pytest.raises(Refused, match="groter dan"):
        examined(TooLargeFile("groot.pdf", limit + 1, ""), kinds=FileKind, maximum_bytes=limit)


def test_a_request_over_the_limit_ends_in_words_before_a_byte_is_kept(
    limit, settings, tmp_path, monkeypatch
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    settings.UPLOAD_MAXIMUM_BYTES = 2 * MEGABYTE
    begun = []
    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryFileUploadHandler.new_file",
        lambda *args, **_kwargs: begun.append(args),
    )
    response = send(MEGABYTE, MEGABYTE, 4_000)
    assert response.status_code == 413
    assert "hoogstens 2 MB" in response.content.decode()
    assert begun == []
    assert list(tmp_path.iterdir()) == []


class Body(io.BytesIO):
    """Counts what is read of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        content = super().read(size)
        self.taken += len(content)
        return content


@pytest.mark.parametrize(("times", "is_read"), [(3, True), (5, False)])
def test_a_body_is_read_to_its_end_unless_it_is_very_large(limit, times, is_read):
    size = times * (1_000 + 3_000)
    body = Body(bytes(size))
    request = RequestFactory().post("/receive")
    request.META["CONTENT_TYPE"] = "multipart/form-data; boundary=x"
    request.META["CONTENT_LENGTH"] = str(size)
    request._stream = body
    with pytest.raises(RequestDataTooBig, match=f"brings {size} bytes, of at most 4000"):
        _files = request.FILES
    assert body.taken == (size if is_read else 0)


def test_too_many_characters_in_fields_end_in_the_same_words(limit, settings):
    settings.UPLOAD_MAXIMUM_BYTES = 5 * MEGABYTE
    response = send(10, note="x" * 4_000)
    assert response.status_code == 413


def test_what_cannot_be_read_keeps_its_own_page(limit):
    response = Client(raise_request_exception=False).post(
        "/receive", b"x", content_type="multipart/form-data; boundary=\xff"
    )
    assert response.status_code == 400
    assert "niet te lezen" in response.content.decode()


@pytest.mark.django_db
def test_the_real_site_answers_too_large_a_request_with_the_page(settings):
    settings.UPLOAD_MAXIMUM_BYTES = MEGABYTE
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    file = ContentFile(bytes(MEGABYTE + 2_000), "groot.pdf")
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    response = client.post("/account/login/", {"file": file})
    assert response.status_code == 413
    assert "Dit is te groot" in response.content.decode()
