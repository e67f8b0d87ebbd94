"""The deadline is the database's: no code path goes round it, and no race does."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.utils import timezone

from accounts.enums import Role
from accounts.models import User
from config.shared.errors import Refused
from procurement import actions
from procurement.actions.bidding import submitting
from procurement.actions.bidding.deadline import RECEIPT_DEADLINE
from procurement.enums import BidStatus, TenderStatus
from procurement.models import Bid, BidEnvelope, BidReceipt, LateBid, Tender
from tests.factories.providers import ProviderFactory, person_of
from tests.procurement.bidding import content_of
from tests.support.proof import share

pytestmark = pytest.mark.db

CLIENTS = 64
AROUND = timedelta(milliseconds=1500)
"""So long before the deadline the first client submits, and so long after it the last."""


def closes_in(tender: Tender, **delay) -> datetime:
    closes_at = timezone.now() + timedelta(**delay)
    Tender.objects.filter(pk=tender.pk).update(
        closes_at=closes_at, published_at=timezone.now() - timedelta(days=1)
    )
    return closes_at


@pytest.fixture
def bid(published, provider, provider_user, at) -> Bid:
    return actions.start_bid(tender=published, provider=provider, by=provider_user, at=at)


def test_the_database_refuses_a_receipt_after_the_deadline(bid, published, provider_user, at):
    closes_in(published, seconds=-1)
    with pytest.raises(IntegrityError, match="deadline") as error, transaction.atomic():
        BidReceipt.objects.create(
            bid=bid, sequence=1, sha256="0" * 64, received_at=at, submitted_by=provider_user
        )
    assert error.value.__cause__.diag.constraint_name == RECEIPT_DEADLINE


def test_without_our_own_check_the_trigger_still_refuses_and_nothing_stays(
    bid, published, education, provider_user, at, monkeypatch
):
    closes_in(published, seconds=-1)
    monkeypatch.setattr(submitting, "lock_while_open", lambda tender: None)
    with pytest.raises(actions.DeadlinePassed):
        actions.submit_bid(bid=bid, content=content_of(education), by=provider_user, at=at)
    bid.refresh_from_db()
    assert (bid.status, bid.receipts.count()) == (BidStatus.DRAFT, 0)
    assert not BidEnvelope.objects.exists()
    assert LateBid.objects.count() == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET sha256 = ''", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["procurement_bidreceipt", "procurement_bidenvelope"])
def test_receipts_and_envelopes_never_change(with_bids, table, statement):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


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
    bid, published, education, provider_user, monkeypatch
):
    sealed = submitting._sealed

    def seal_slowly(*args):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(0.8)")
        return sealed(*args)

    monkeypatch.setattr(submitting, "_sealed", seal_slowly)
    closes_at = closes_in(published, milliseconds=400)
    content = content_of(education)
    thread, results = in_thread(
        lambda: actions.submit_bid(bid=bid, content=content, by=provider_user, at=timezone.now())
    )
    thread.join(timeout=10)
    assert isinstance(results[0], actions.DeadlinePassed)
    bid.refresh_from_db()
    assert (bid.status, bid.receipts.count()) == (BidStatus.DRAFT, 0)
    assert LateBid.objects.get().refused_at >= closes_at


@pytest.mark.django_db(transaction=True)
def test_closing_waits_for_a_submission_that_is_in_time_and_counts_it(
    bid, published, education, provider_user, monkeypatch
):
    keep = submitting._keep
    in_time = threading.Event()

    def keep_then_wait(*args):
        keep(*args)
        in_time.set()
        time.sleep(0.8)

    monkeypatch.setattr(submitting, "_keep", keep_then_wait)
    closes_in(published, milliseconds=600)
    content = content_of(education)
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


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_a_race_over_the_deadline_leaves_no_receipt_without_a_bid_and_no_bid_without_a_receipt(
    published, education, noord, at
):
    """64 clients submit around the deadline while the tender is being closed."""
    runners = [_bidder(published, noord, at) for _number in share(range(CLIENTS))]
    content = content_of(education)
    start = threading.Barrier(len(runners) + 1)

    def submit(number: int) -> object:
        bid, person = runners[number]
        start.wait(timeout=30)
        offset = AROUND * 2 * number / max(len(runners) - 1, 1) - AROUND
        time.sleep(max((closes_at + offset - timezone.now()).total_seconds(), 0))
        return actions.submit_bid(bid=bid, content=content, by=person, at=timezone.now())

    closes_at = closes_in(published, seconds=5)
    racing = [in_thread(lambda number=number: submit(number)) for number in range(len(runners))]
    start.wait(timeout=30)
    time.sleep(max((closes_at - timezone.now()).total_seconds(), 0) + 0.01)
    closed = actions.close_tender(tender=published, at=timezone.now())
    results = _results(racing)
    received = [one for one in results if isinstance(one, BidReceipt)]
    refused = [one for one in results if isinstance(one, actions.DeadlinePassed)]
    assert closed.status == TenderStatus.CLOSED
    assert len(received) + len(refused) == len(runners)
    assert received
    assert refused
    assert set(BidReceipt.objects.values_list("pk", flat=True)) == {one.pk for one in received}
    assert all(one.received_at < closes_at for one in received)
    assert BidEnvelope.objects.count() == 2 * len(received)
    assert Bid.objects.filter(status=BidStatus.SUBMITTED).count() == len(received)
    assert LateBid.objects.count() == len(refused)


def _bidder(tender: Tender, region, at: datetime) -> tuple[Bid, User]:
    provider = ProviderFactory(admitted_in=[region])
    person = person_of(provider, Role.PROVIDER_STAFF)
    return actions.start_bid(tender=tender, provider=provider, by=person, at=at), person


def _results(racing: list[tuple[threading.Thread, list[object]]]) -> list[object]:
    for thread, _result in racing:
        thread.join(timeout=60)
    return [one for _thread, result in racing for one in result]
