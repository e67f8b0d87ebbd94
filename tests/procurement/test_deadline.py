"""The deadline is the database's: no code path goes round it, and no race does."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from config.shared.errors import Refused
from procurement import actions
from procurement.actions import bids
from procurement.enums import BidStatus, TenderStatus
from procurement.models import Bid, BidReceipt, Tender
from tests.procurement.conftest import content_of, offer_for

pytestmark = pytest.mark.db


def closes_in(tender: Tender, **delay) -> None:
    Tender.objects.filter(pk=tender.pk).update(
        closes_at=timezone.now() + timedelta(**delay),
        published_at=timezone.now() - timedelta(days=1),
    )


def test_the_database_refuses_a_receipt_after_the_deadline(published, provider, provider_user, at):
    bid = actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)
    closes_in(published, seconds=-1)
    with pytest.raises(IntegrityError, match="deadline") as error, transaction.atomic():
        BidReceipt.objects.create(
            bid=bid, sequence=1, sha256="0" * 64, received_at=at, submitted_by=provider_user
        )
    assert error.value.__cause__.diag.constraint_name == bids.RECEIPT_DEADLINE


def test_without_our_own_check_the_trigger_still_refuses_and_nothing_stays(
    published, education, provider, provider_user, at, monkeypatch
):
    bid = actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)
    closes_in(published, seconds=-1)
    monkeypatch.setattr(bids, "_lock_while_open", lambda tender: None)
    with pytest.raises(Refused, match="ermijn"):
        actions.submit_bid(
            bid=bid, content=content_of(offer_for(education)), by=provider_user, at=at
        )
    bid.refresh_from_db()
    assert (bid.status, bid.lot_bids.count(), bid.receipts.count()) == (BidStatus.DRAFT, 0, 0)


def test_the_receipt_has_the_clock_of_the_database(published, education, provider_user, enter):
    long_ago = timezone.now() - timedelta(days=900)
    bid = enter(published, provider_user, education)
    receipt = bid.receipts.get()
    assert receipt.received_at > long_ago
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() - %s < '1 minute'", [receipt.received_at])
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize("statement", ["UPDATE {} SET sha256 = ''", "DELETE FROM {}"])
def test_receipts_never_change(with_bids, statement):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("procurement_bidreceipt"))


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[object]]:
    """Runs `work` on a connection of its own; its result or Refused comes into the list."""
    results: list[object] = []

    def run() -> None:
        try:
            results.append(work())
        except Refused as refused:
            results.append(refused)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, results


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_begins_before_and_lands_after_the_deadline_is_refused(
    published, education, provider, provider_user, at, monkeypatch
):
    bid = actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)
    write = bids._write

    def write_slowly(row: Bid, content: actions.Content) -> Bid:
        written = write(row, content)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.8)")
        return written

    monkeypatch.setattr(bids, "_write", write_slowly)
    closes_in(published, milliseconds=400)
    content = content_of(offer_for(education))
    thread, results = in_thread(
        lambda: actions.submit_bid(bid=bid, content=content, by=provider_user, at=timezone.now())
    )
    thread.join(timeout=10)
    assert isinstance(results[0], Refused)
    bid.refresh_from_db()
    assert (bid.status, bid.lot_bids.count(), bid.receipts.count()) == (BidStatus.DRAFT, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_submission_that_is_in_time_and_counts_it(
    published, education, provider, provider_user, at, monkeypatch
):
    bid = actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)
    receipt = bids._receipt
    in_time = threading.Event()

    def receipt_then_wait(row: Bid, by, moment) -> BidReceipt:
        given = receipt(row, by, moment)
        in_time.set()
        time.sleep(0.8)
        return given

    monkeypatch.setattr(bids, "_receipt", receipt_then_wait)
    closes_in(published, milliseconds=600)
    content = content_of(offer_for(education))
    thread, results = in_thread(
        lambda: actions.submit_bid(bid=bid, content=content, by=provider_user, at=timezone.now())
    )
    assert in_time.wait(timeout=5)
    time.sleep(0.6)
    closed = actions.close_tender(tender=published, at=timezone.now())
    thread.join(timeout=10)
    assert isinstance(results[0], BidReceipt)
    assert closed.status == TenderStatus.CLOSED
    education.refresh_from_db()
    assert education.status == "pending"
