"""Not one byte of a sealed bid lies anywhere, whoever asks and wherever one looks.

A bid is made through the pages, with words in it that stand nowhere else. Then everything is
searched for these words: each page for each role, every table, files, folders, cache, log,
error reports, and what was handed to the broker.
"""

import io
import itertools
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from celery.app.task import Task
from django.core import mail
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.views.debug import ExceptionReporter

from procurement.actions.bidding import submitting
from procurement.bid_drafts import CONTACT, lot_part
from procurement.enums import BidStatus
from procurement.models import Bid, Lot, Tender
from tests.procurement.bidding import typed_bid
from tests.support.pages import Address, pages
from tests.support.proof import share

PLANTED = {
    "contact_name": "Plantina Verborgenstra",
    "contact_email": "plantina@verborgen.test",
    "answer": "Zevenslaapster-methodiek",
    "locations": "Verborgenlaan 7171",
    "price": "13579.2468",
    "file": "plan-zevenslaapster.pdf",
}
CONTENT = b"%PDF-1.7\n" + b"ongelezen-zevenslaapsterplan " * 3_000 + b"\n%%EOF\n"
WORDS = (
    "Verborgenstra",
    "verborgen.test",
    "evenslaapster",
    "Verborgenlaan",
    "13579.2468",
    "13579,2468",
    "13.579,2468",
)
NEEDLES = [each for word in WORDS for each in (word.encode(), word.encode().hex().encode())]
"""The words, and what they look like where a dump shows bytes."""
ROLES = (
    "officer",
    "second_officer",
    "coordinator",
    "contract_manager",
    "controller",
    "region_controller",
    "reader",
    "administrator",
    "panel_member",
    "other_provider_user",
    "zuid_officer",
    "nobody",
)


def found_in(haystack: bytes) -> list[str]:
    """The planted words that lie in these bytes."""
    return [needle.decode() for needle in NEEDLES if needle in haystack]


@pytest.fixture(autouse=True)
def _folders(tmp_path, settings, monkeypatch) -> None:
    """Files and temporary files go where they can be searched."""
    settings.MEDIA_ROOT = tmp_path / "media"
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = settings.STORAGES | {"default": store}
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temporary")


class Bidder:
    """Fills in a bid through the pages, as a school does."""

    def __init__(self, client: Client, tender: Tender, lot: Lot) -> None:
        self.client, self.tender, self.lot = client, tender, lot

    @property
    def bid(self) -> Bid:
        return Bid.objects.get(tender=self.tender)

    def fill_in(self) -> None:
        """Every part, once by itself while typing and once by the button; and an attachment."""
        self.client.post(reverse("procurement:bid-create", args=[self.tender.pk]))
        for name, fields in self.typed().items():
            url = reverse("procurement:bid-part", args=[self.bid.pk, name])
            self.client.post(url, fields, headers={"HX-Request": "true"})
            base = {"base": str(self.bid.draft_version)}
            assert self.client.post(url, fields | base).status_code == 302, name
        url = reverse("procurement:bid-attachments", args=[self.bid.pk])
        upload = SimpleUploadedFile(PLANTED["file"], CONTENT, "application/pdf")
        self.client.post(url, {"uploads": upload})
        assert self.bid.files.count() == 1

    def typed(self) -> dict[str, dict[str, str]]:
        typed = typed_bid(self.lot)
        typed[CONTACT] |= {name: PLANTED[name] for name in ("contact_name", "contact_email")}
        part = typed[lot_part(self.lot.number)]
        part |= {"locations": PLANTED["locations"], "price": PLANTED["price"].replace(".", ",")}
        answers = {name: PLANTED["answer"] for name in part if name.startswith("answer")}
        typed[lot_part(self.lot.number)] = part | answers
        return typed

    def submit(self) -> HttpResponse:
        return self.client.post(reverse("procurement:bid-submit", args=[self.bid.pk]))


@pytest.fixture
def bidder(published, education, provider_user, client_of) -> Bidder:
    return Bidder(client_of(provider_user), published, education)


@pytest.fixture
def stage(request, bidder, pass_deadline, at) -> Bidder:
    """The bid being filled in, submitted, or with its tender closed."""
    bidder.fill_in()
    if request.param != "filling in":
        bidder.submit()
        assert bidder.bid.status == BidStatus.SUBMITTED
    if request.param == "closed":
        from procurement import actions

        actions.close_tender(tender=pass_deadline(bidder.tender), at=at)
    return bidder


STAGES = pytest.mark.parametrize("stage", ["filling in", "submitted", "closed"], indirect=True)


def test_the_bidder_does_read_it(bidder):
    bidder.fill_in()
    url = reverse("procurement:bid-part", args=[bidder.bid.pk, CONTACT])
    assert found_in(bidder.client.get(url).content) == [
        "Verborgenstra",
        "verborgen.test",
    ]


# --- Pages ------------------------------------------------------------------------------------


def addresses(bidder: Bidder) -> Iterator[str]:
    """Every address of the site with the objects around this bid in it, lists also as export."""
    for page in pages():
        for arguments in _arguments(page, bidder):
            try:
                url = page.url(**arguments)
            except NoReverseMatch:
                continue
            yield url
            if page.name.endswith("-list"):
                yield f"{url}?_export=csv"


def _arguments(page: Address, bidder: Bidder) -> Iterable[dict[str, Any]]:
    """Each way to fill in the address: by the object its model asks for, or by every pk near."""
    bid, tender = bidder.bid, bidder.tender
    near = {
        "Tender": [tender.pk],
        "Lot": [bidder.lot.pk],
        "Bid": [bid.pk],
        "SealedFile": [row.pk for row in bid.files.all()],
        "BidReceipt": [row.pk for row in bid.receipts.all()],
    }
    model = getattr(page.view, "model", None)
    keys = near.get(model.__name__ if model else "", []) or [bid.pk, 1]
    others = {name: _other(name, bidder) for name in page.arguments - {"pk"}}
    for pk in keys if "pk" in page.arguments else [None]:
        for values in itertools.product(*others.values()):
            given = dict(zip(others, values, strict=True))
            yield given | ({"pk": pk} if pk is not None else {})


def _other(name: str, bidder: Bidder) -> list[Any]:
    if name == "name":
        return [CONTACT, lot_part(bidder.lot.number), "withdraw", "open"]
    if name == "file":
        return [row.pk for row in bidder.bid.files.all()] or [1]
    if name == "criterion":
        return [row.pk for row in bidder.tender.criteria.all()]
    return ["x"] if name == "token" else [1]


def body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.proof
@STAGES
def test_no_role_reads_it_on_any_page(stage, request, client_of, panel_member):
    everyone = share(list(itertools.product(ROLES, sorted(set(addresses(stage))))))
    clients = {
        role: Client() if role == "nobody" else client_of(request.getfixturevalue(role))
        for role in {role for role, _url in everyone}
    }
    for role, url in everyone:
        answer = clients[role].get(url)
        assert answer.status_code < 500, (role, url)
        assert not found_in(body(answer)), (role, url)


# --- What lies about ----------------------------------------------------------------------------


def tables() -> Iterator[tuple[str, bytes]]:
    """Every table as a dump shows it, in this transaction."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        for name in sorted(names):
            with cursor.copy(f"COPY (SELECT * FROM {name}) TO STDOUT") as rows:
                yield name, b"".join(bytes(block) for block in rows)


@STAGES
def test_no_table_file_mail_or_cache_holds_it(stage, tmp_path):
    dumped = dict(tables())
    assert b"Vliegerhof" in dumped["providers_provider"]
    assert {name: found_in(rows) for name, rows in dumped.items() if found_in(rows)} == {}
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if found_in(path.read_bytes()) or found_in(bytes(path))] == []
    assert not found_in("".join(str(one.message()) for one in mail.outbox).encode())
    assert not found_in(repr(getattr(cache, "_cache", {})).encode())


def test_no_log_holds_it(bidder, caplog):
    with caplog.at_level(logging.DEBUG):
        bidder.fill_in()
        bidder.submit()
    assert not found_in(caplog.text.encode())


def test_no_error_page_or_report_holds_it(bidder, monkeypatch, settings, caplog):
    bidder.fill_in()
    reports = []

    def keep(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
        import sys

        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the keys are gone")

    settings.DEBUG = False
    monkeypatch.setattr(submitting, "public_keys_of", fail)
    bidder.client.raise_request_exception = False
    got_request_exception.connect(keep)
    try:
        answer = bidder.submit()
    finally:
        got_request_exception.disconnect(keep)
    assert answer.status_code == 500
    assert len(reports) == 1
    assert "the keys are gone" in reports[0]
    assert not found_in(answer.content + reports[0].encode() + caplog.text.encode())


def test_no_task_carries_it(bidder, monkeypatch, django_capture_on_commit_callbacks):
    handed: list[str] = []
    run = Task.apply_async

    def apply_async(task: Task, args: Any = None, kwargs: Any = None, **options: Any) -> Any:
        handed.append(json.dumps([task.name, args, kwargs]))
        return run(task, args, kwargs, **options)

    monkeypatch.setattr(Task, "apply_async", apply_async)
    with django_capture_on_commit_callbacks(execute=True):
        bidder.fill_in()
        bidder.submit()
    assert handed
    assert not found_in("\n".join(handed).encode())
    assert not found_in("".join(str(one.message()) for one in mail.outbox).encode())


@pytest.mark.queue
@pytest.mark.django_db(transaction=True)
def test_the_broker_keeps_nothing_of_it(bidder, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = False
    current_app.conf.task_always_eager = False
    try:
        bidder.fill_in()
        bidder.submit()
        with current_app.connection_for_read() as broker:
            kept = _broker_bytes(broker.default_channel.client)
    finally:
        current_app.conf.task_always_eager = True
        current_app.control.purge()
    assert b"procurement." in kept or b"accounts." in kept
    assert not found_in(kept)


def _broker_bytes(client: Any) -> bytes:
    """The messages that wait, and the append-only file where the broker writes one."""
    found = io.BytesIO()
    queue = current_app.conf.task_default_queue
    for message in client.lrange(queue, 0, -1):
        found.write(message)
    folder = client.config_get("dir")["dir"]
    for path in Path(folder).rglob("*aof*"):
        if path.is_file():
            found.write(path.read_bytes())
    return found.getvalue()
