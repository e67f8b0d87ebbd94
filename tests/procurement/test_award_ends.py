"""Sending the decision, the standstill, and how a lot ends: with a winner or without one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.models import AuditSeal, Notification, Region
from accounts.notices import events_of, send_reminders
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import (
    LotBidStatus,
    LotStatus,
    OutcomeReason,
    Procedure,
    RuleKey,
    TenderStatus,
)
from procurement.models import (
    AwardDecision,
    LegalRule,
    Letter,
    Lot,
    LotOutcome,
    RevokedDecision,
    Tender,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
D = Decimal


def test_sending_starts_the_standstill_and_tells_all_bidders_at_once(
    decided, officer, at, mailoutbox, provider_user, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        lot = actions.send_decision(lot=decided, by=officer, at=at)
    assert lot.status == LotStatus.STANDSTILL
    assert (lot.decision.sent_at, lot.decision.sent_by) == (at, officer)
    assert len([mail for mail in mailoutbox if mail.attachments]) == 2
    told = Notification.objects.get(user=provider_user, kind="procurement.award_decision")
    assert "Letterbrug" not in told.sentence
    with pytest.raises(Refused):
        actions.send_decision(lot=lot, by=officer, at=at)


def test_others_do_not_send(decided, coordinator, provider_user, at):
    for person in (coordinator, provider_user):
        with pytest.raises(Refused):
            actions.send_decision(lot=decided, by=person, at=at)
    assert not Letter.objects.filter(sent_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("sent_at", "last_day"),
    [
        # 2 November 2026 is a Monday; day 1 is Tuesday, day 20 is Sunday: to Monday
        (datetime(2026, 11, 2, 10, tzinfo=AMSTERDAM), date(2026, 11, 23)),
        (datetime(2026, 11, 3, 10, tzinfo=AMSTERDAM), date(2026, 11, 23)),
        (datetime(2026, 11, 4, 10, tzinfo=AMSTERDAM), date(2026, 11, 24)),
        # day 20 falls on Christmas Day, a Friday: over Boxing Day and the weekend
        (datetime(2026, 12, 5, 10, tzinfo=AMSTERDAM), date(2026, 12, 28)),
        # day 20 falls on New Year's Day, a Friday
        (datetime(2026, 12, 12, 10, tzinfo=AMSTERDAM), date(2027, 1, 4)),
        # half past eleven in the evening in UTC is tomorrow in the Netherlands
        (datetime(2026, 11, 3, 23, 30, tzinfo=UTC), date(2026, 11, 24)),
    ],
)
def test_the_last_day_of_the_standstill(decided, officer, sent_at, last_day):
    lot = actions.send_decision(lot=decided, by=officer, at=sent_at)
    assert lot.decision.standstill_ends_on == last_day


@pytest.mark.parametrize(
    ("procedure", "announced", "last_day"),
    [
        # the law binds in an open procedure: 10 days announced are still 20
        (Procedure.OPEN, 10, date(2026, 11, 24)),
        (Procedure.OPEN, 25, date(2026, 11, 30)),
        # for social services the region's own rule stands, so what was announced counts
        (Procedure.SOCIAL, 10, date(2026, 11, 16)),
    ],
)
def test_what_was_announced_counts_but_never_less_than_the_law(
    decided, officer, procedure, announced, last_day
):
    Tender.objects.filter(pk=decided.tender_id).update(
        procedure=procedure, standstill_days=announced, estimated_amount=1_000_000
    )
    decided = Lot.objects.get(pk=decided.pk)
    sent_at = datetime(2026, 11, 4, 10, tzinfo=AMSTERDAM)
    lot = actions.send_decision(lot=decided, by=officer, at=sent_at)
    assert lot.decision.standstill_ends_on == last_day


def test_a_region_may_leave_the_last_day_where_it_falls(decided, officer):
    """Day 20 after 2 November 2026 is a Sunday."""
    LegalRule.objects.filter(key=RuleKey.STANDSTILL_SHIFT).update(value=0)
    LegalRule.objects.filter(key=RuleKey.TERM_SHIFT).update(value=0)
    sent_at = datetime(2026, 11, 2, 10, tzinfo=AMSTERDAM)
    lot = actions.send_decision(lot=decided, by=officer, at=sent_at)
    assert lot.decision.standstill_ends_on == date(2026, 11, 22)


def test_no_award_up_to_and_including_the_last_day(decided, officer):
    sent_at = datetime(2026, 11, 4, 10, tzinfo=AMSTERDAM)
    actions.send_decision(lot=decided, by=officer, at=sent_at)
    last_moment = datetime(2026, 11, 24, 23, 59, tzinfo=AMSTERDAM)
    with pytest.raises(Refused, match="24 nov 2026"):
        actions.award(lot=decided, by=officer, at=last_moment)
    decided.refresh_from_db()
    assert decided.status == LotStatus.STANDSTILL
    assert not LotOutcome.objects.filter(lot=decided).exists()
    lot = actions.award(lot=decided, by=officer, at=last_moment + timedelta(minutes=1))
    assert lot.status == LotStatus.AWARDED


def test_who_practises_does_not_wait_for_the_standstill(sent, officer, at):
    Region.objects.filter(pk=sent.tender.region_id).update(is_training=True)
    lot = actions.award(lot=Lot.objects.get(pk=sent.pk), by=officer, at=at)
    assert lot.status == LotStatus.AWARDED


def test_an_award_ends_lot_and_tender(
    sent, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    after = at + timedelta(days=30)
    with django_capture_on_commit_callbacks(execute=True):
        lot = actions.award(lot=sent, by=officer, at=after)
    states = {bid.price: bid.status for bid in lot.lot_bids.all()}
    assert states == {D(16_000): LotBidStatus.WON, D(15_000): LotBidStatus.LOST}
    assert (lot.decision.awarded_at, lot.decision.awarded_by) == (after, officer)
    assert lot.tender.status == TenderStatus.CONCLUDED
    outcome = LotOutcome.objects.get(lot=lot)
    assert (outcome.result, outcome.reason, outcome.recorded_by) == ("selec-w", "", officer)
    final = [mail for mail in mailoutbox if "definitief" in mail.subject]
    assert len([mail for mail in final if "pia@voorbeeld.test" in mail.to]) == 2
    assert AuditSeal.objects.exists()


def test_others_do_not_award(sent, coordinator, provider_user, at):
    for person in (coordinator, provider_user):
        with pytest.raises(Refused):
            actions.award(lot=sent, by=person, at=at + timedelta(days=30))
    sent.refresh_from_db()
    assert sent.status == LotStatus.STANDSTILL


@pytest.mark.parametrize("state", ["locked", "decided", "sent"])
def test_a_lot_ends_without_award_from_each_running_state(
    state, request, education, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    request.getfixturevalue(state)
    with django_capture_on_commit_callbacks(execute=True):
        outcome = actions.end_without_award(
            lot=education,
            outcome=OutcomeReason.INSUFFICIENT_FUNDS,
            explanation="De raad stelt het budget niet vast.",
            by=officer,
            at=at,
        )
    education = Lot.objects.get(pk=education.pk)
    assert education.status == LotStatus.NOT_AWARDED
    assert (outcome.result, outcome.reason, outcome.recorded_by) == ("clos-nw", "ins-fund", officer)
    assert {bid.status for bid in education.lot_bids.all()} == {LotBidStatus.LOST}
    assert education.tender.status == TenderStatus.CONCLUDED
    assert not AwardDecision.objects.exists()
    assert RevokedDecision.objects.count() == (0 if state == "locked" else 1)
    ended = [mail for mail in mailoutbox if "De raad stelt" in mail.body]
    assert len(ended) == 2


def test_an_ended_lot_does_not_end_again(sent, officer, at):
    lot = actions.award(lot=sent, by=officer, at=at + timedelta(days=30))
    with pytest.raises(Refused):
        actions.end_without_award(
            lot=lot, outcome="other", explanation="Toch niet.", by=officer, at=at
        )
    assert LotOutcome.objects.get(lot=lot).result == "selec-w"
    assert AwardDecision.objects.filter(lot=lot).exists()


def test_others_do_not_end_a_lot(locked, reader, at):
    with pytest.raises(Refused):
        actions.end_without_award(lot=locked, outcome="other", explanation="Nee.", by=reader, at=at)
    assert not LotOutcome.objects.filter(lot=locked).exists()


def test_withdrawal_gives_every_running_lot_its_outcome(
    decided, b1, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    """The B1 route ended before, without bids; that stays its outcome."""
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_tender(
            tender=decided.tender,
            outcome=OutcomeReason.CHANGED_NEED,
            reason="Minder deelnemers.",
            by=officer,
            at=at,
        )
    found = dict(LotOutcome.objects.values_list("lot__number", "reason").order_by("lot__number"))
    assert found == {1: "chan-need", 2: "no-rece"}
    assert len([mail for mail in mailoutbox if "Minder deelnemers." in mail.body]) == 2


def test_withdrawing_without_a_reason_leaves_nothing_behind(decided, officer, at):
    with pytest.raises(Refused) as refused:
        actions.withdraw_tender(tender=decided.tender, reason=" ", by=officer, at=at)
    assert refused.value.field == "reason"
    assert not LotOutcome.objects.filter(lot=decided).exists()


# --- Conclusion -------------------------------------------------------------------------------


@pytest.fixture
def awarded(sent: Lot, officer, at) -> Lot:
    return actions.award(lot=sent, by=officer, at=at + timedelta(days=30))


def test_the_day_of_the_contract_is_kept_once(awarded, contract_manager, at):
    on = date(2027, 1, 5)
    actions.record_conclusion(lot=awarded, on=on, by=contract_manager, at=at)
    lot = actions.record_conclusion(lot=awarded, on=date(2027, 2, 1), by=contract_manager, at=at)
    assert lot.concluded_on == on


def test_nothing_is_concluded_before_the_award_is_final(sent, contract_manager, at):
    with pytest.raises(Refused):
        actions.record_conclusion(lot=sent, on=date(2027, 1, 5), by=contract_manager, at=at)
    sent.refresh_from_db()
    assert sent.concluded_on is None


# --- Reminders and calendars ------------------------------------------------------------------


def test_officers_are_reminded_of_the_end_of_the_standstill(sent, officer, settings, at):
    settings.REMINDER_DAYS = [7, 2, 1]
    last = sent.decision.standstill_ends_on
    midnight = datetime.combine(last, datetime.min.time(), AMSTERDAM) + timedelta(days=1)
    assert send_reminders(at=midnight - timedelta(days=9)) == 0
    told = Notification.objects.filter(user=officer, kind="procurement.standstill_ends")
    send_reminders(at=midnight - timedelta(days=1))
    assert told.count() == 1
    send_reminders(at=midnight - timedelta(hours=1))
    assert told.count() == 1
    assert send_reminders(at=midnight + timedelta(days=1)) == 0


def test_the_last_day_stands_in_the_calendars_of_region_and_bidders(
    sent, officer, provider_user, zuid_officer
):
    last = sent.decision.standstill_ends_on
    for person in (officer, provider_user):
        assert last in [event.start for event in events_of(person)], person
    assert last not in [event.start for event in events_of(zuid_officer)]
