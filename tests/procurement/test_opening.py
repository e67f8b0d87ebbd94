"""Two different officers open the bids, within the time that the setting gives."""

from datetime import timedelta

import pytest

from accounts.models import AuditEvent, AuditSeal
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import BidStatus, LotStatus, TenderStatus
from procurement.models import Bid, OpeningRecord


def test_the_first_officer_opens_nothing(closed, officer, at):
    record = actions.open_bids(tender=closed, by=officer, at=at)
    assert (record.first_by, record.first_at, record.second_at) == (officer, at, None)
    closed.refresh_from_db()
    assert closed.status == TenderStatus.CLOSED
    assert not Bid.objects.filter(status=BidStatus.OPENED).exists()


def test_the_same_officer_twice_opens_nothing(closed, officer, at):
    actions.open_bids(tender=closed, by=officer, at=at)
    with pytest.raises(Refused, match="weede"):
        actions.open_bids(tender=closed, by=officer, at=at + timedelta(minutes=1))
    assert not Bid.objects.filter(status=BidStatus.OPENED).exists()
    assert OpeningRecord.objects.get().second_by is None


def test_a_second_officer_opens_all_bids_and_makes_the_record(
    closed, officer, second_officer, at, django_capture_on_commit_callbacks
):
    actions.open_bids(tender=closed, by=officer, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        record = actions.open_bids(tender=closed, by=second_officer, at=at + timedelta(minutes=10))
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED
    assert (record.bids_opened, record.bids_withdrawn) == (2, 0)
    assert set(record.digests) == {bid.digest() for bid in closed.bids.all()}
    assert {bid.status for bid in closed.bids.all()} == {BidStatus.OPENED}
    assert AuditSeal.objects.count() == 1


def test_withdrawn_bids_are_counted_and_stay_closed(
    with_bids, officer, second_officer, provider_user, pass_deadline, at
):
    bid = with_bids.bids.get(provider__legal_name="Taalschool De Vliegerhof")
    actions.withdraw_bid(bid=bid, by=provider_user, at=at)
    actions.close_tender(tender=pass_deadline(with_bids), at=at)
    actions.open_bids(tender=with_bids, by=officer, at=at)
    record = actions.open_bids(tender=with_bids, by=second_officer, at=at)
    bid.refresh_from_db()
    assert (record.bids_opened, record.bids_withdrawn) == (1, 1)
    assert bid.status == BidStatus.WITHDRAWN
    assert not Bid.objects.visible_to(officer).filter(pk=bid.pk).exists()


def test_a_first_act_expires_and_the_next_act_is_a_first_one_again(
    closed, officer, second_officer, at
):
    actions.open_bids(tender=closed, by=officer, at=at)
    late = at + timedelta(minutes=10, seconds=1)
    record = actions.open_bids(tender=closed, by=second_officer, at=late)
    assert (record.first_by, record.second_by) == (second_officer, None)
    actions.open_bids(tender=closed, by=officer, at=late + timedelta(minutes=1))
    closed.refresh_from_db()
    assert closed.status == TenderStatus.OPENED


def test_the_setting_says_how_long(closed, officer, second_officer, at, settings):
    settings.BID_OPENING_MINUTES = 1
    actions.open_bids(tender=closed, by=officer, at=at)
    record = actions.open_bids(tender=closed, by=second_officer, at=at + timedelta(minutes=2))
    assert record.second_at is None


def test_others_open_nothing(closed, coordinator, administrator, zuid_officer, provider_user, at):
    for person in (coordinator, administrator, zuid_officer, provider_user):
        with pytest.raises(Refused):
            actions.open_bids(tender=closed, by=person, at=at)
    assert not OpeningRecord.objects.exists()


def test_nothing_opens_before_the_tender_is_closed(with_bids, officer, at):
    with pytest.raises(Refused):
        actions.open_bids(tender=with_bids, by=officer, at=at)
    assert not OpeningRecord.objects.exists()


def test_the_story_has_both_acts(opened, officer, second_officer):
    acts = AuditEvent.objects.filter(
        content_type__model="tender", object_id=opened.pk, action__startswith="open"
    ).order_by("pk")
    assert [(act.action, act.by) for act in acts] == [
        ("open_first", officer),
        ("open", second_officer),
    ]


def test_evaluation_starts_with_a_panel_and_takes_only_the_lots_with_bids(
    opened, officer, education, b1, at
):
    with pytest.raises(Refused, match="beoordelingscommissie"):
        actions.start_evaluation(tender=opened, by=officer, at=at)
    actions.add_panel_seat(tender=opened, email=officer.email, by=officer, at=at)
    actions.start_evaluation(tender=opened, by=officer, at=at)
    for lot in (education, b1):
        lot.refresh_from_db()
    assert (education.status, b1.status) == (LotStatus.IN_EVALUATION, LotStatus.NO_BIDS)
