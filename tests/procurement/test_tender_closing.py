"""Withdrawing and closing: allowed, refused, nothing left, full effect."""

from datetime import timedelta

import pytest

from accounts.models import AuditEvent
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import (
    LotStatus,
    OutcomeReason,
    OutcomeResult,
    Procedure,
    TenderKind,
    TenderStatus,
)
from procurement.models import Tender
from procurement.tasks import close_tenders
from tests.factories.procurement import TenderFactory


def test_withdrawing_takes_the_lots_along_and_tells_the_bidders(
    with_bids, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tender = actions.withdraw_tender(tender=with_bids, by=officer, at=at, reason="Geen geld.")
    assert tender.status == TenderStatus.WITHDRAWN
    assert {lot.status for lot in tender.lots.all()} == {LotStatus.WITHDRAWN}


def test_withdrawing_asks_a_reason(published, officer, at):
    with pytest.raises(Refused) as refused:
        actions.withdraw_tender(tender=published, by=officer, at=at, reason=" ")
    assert refused.value.field == "reason"
    assert not published.lots.filter(status=LotStatus.WITHDRAWN).exists()


def test_closing_ends_the_lots_on_which_nobody_bid(closed, education, b1):
    assert closed.status == TenderStatus.CLOSED
    education.refresh_from_db()
    b1.refresh_from_db()
    assert (education.status, b1.status) == (LotStatus.PENDING, LotStatus.NO_BIDS)
    assert b1.outcome.result == OutcomeResult.CLOSED
    assert b1.outcome.reason == OutcomeReason.NO_RECEIVED
    assert b1.outcome.recorded_by is None


def test_only_the_last_version_of_a_bid_says_which_lots_are_bid_on(
    published, education, b1, provider_user, enter, pass_deadline, at
):
    enter(published, provider_user, education, b1)
    enter(published, provider_user, b1)
    actions.close_tender(tender=pass_deadline(published), at=at)
    education.refresh_from_db()
    b1.refresh_from_db()
    assert (education.status, b1.status) == (LotStatus.NO_BIDS, LotStatus.PENDING)


def test_each_bidder_has_a_last_version_of_its_own(
    published, education, b1, provider_user, other_provider_user, enter, pass_deadline, at
):
    enter(published, provider_user, education)
    enter(published, provider_user, education)
    enter(published, other_provider_user, b1)
    tender = actions.close_tender(tender=pass_deadline(published), at=at)
    assert tender.status == TenderStatus.CLOSED
    assert not tender.lots.filter(status=LotStatus.NO_BIDS).exists()


def test_a_tender_on_which_nobody_bid_is_concluded(published, pass_deadline, at):
    tender = actions.close_tender(tender=pass_deadline(published), at=at)
    assert tender.status == TenderStatus.CONCLUDED
    assert tender.lots.filter(status=LotStatus.NO_BIDS).count() == 2


def test_a_withdrawn_bid_does_not_count(
    published, education, provider_user, enter, pass_deadline, at
):
    bid = enter(published, provider_user, education)
    actions.withdraw_bid(bid=bid, by=provider_user, at=at)
    actions.close_tender(tender=pass_deadline(published), at=at)
    education.refresh_from_db()
    assert education.status == LotStatus.NO_BIDS


def test_nothing_closes_before_its_deadline(with_bids, at):
    with pytest.raises(Refused):
        actions.close_tender(tender=with_bids, at=at)
    close_tenders()
    with_bids.refresh_from_db()
    assert with_bids.status == TenderStatus.PUBLISHED


def test_the_clock_closes_what_is_due_and_only_that(with_bids, noord, pass_deadline, at):
    later = TenderFactory(
        region=noord, published=True, closes_at=at + timedelta(days=3), published_at=at
    )
    pass_deadline(with_bids)
    close_tenders()
    close_tenders()
    with_bids.refresh_from_db()
    later.refresh_from_db()
    assert with_bids.status == TenderStatus.CLOSED
    assert later.status == TenderStatus.PUBLISHED
    closings = AuditEvent.objects.filter(action="close", object_id=with_bids.pk)
    assert closings.count() == 1


@pytest.mark.parametrize(
    "fields", [{"kind": TenderKind.COVENANT_ACCESSION}, {"procedure": Procedure.OPEN_HOUSE}]
)
def test_an_admission_stays_open_after_its_date(fields, noord, pass_deadline):
    tender = pass_deadline(TenderFactory(region=noord, published=True))
    Tender.objects.filter(pk=tender.pk).update(**fields)
    close_tenders()
    tender.refresh_from_db()
    assert tender.status == TenderStatus.PUBLISHED
