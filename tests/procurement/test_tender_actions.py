"""Drafting, publishing, withdrawing and closing: allowed, refused, nothing left, full effect."""

from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEvent
from config.shared.errors import Refused
from procurement import actions
from procurement.enums import (
    CriterionKind,
    LotStatus,
    OutcomeReason,
    PriceFormula,
    TenderStatus,
)
from procurement.models import AwardCriterion, Lot, Tender
from procurement.tasks import close_tenders
from tests.factories.procurement import LotFactory, TenderFactory

LOT_FIELDS = (
    "route",
    "expected_low",
    "expected",
    "expected_high",
    "ceiling_price",
    "group_minimum",
    "group_maximum",
    "start_guarantee_weeks",
    "first_on",
    "last_on",
)


def story(obj) -> list[str]:
    """The actions in the history of `obj`, oldest first."""
    rows = AuditEvent.objects.filter(
        content_type__model=obj._meta.model_name, object_id=obj.pk
    ).order_by("pk")
    return [row.action for row in rows]


def draft_values(noord) -> dict:
    gemeente = noord.gemeenten_on(noord.memberships_of_gemeenten.first().first_on).first()
    return {
        "reference": "ON-2026-01",
        "title": "Onderwijsroute Noord",
        "lead_gemeente": gemeente,
        "gemeenten": [gemeente],
        "estimated_amount": Decimal(1_200_000),
    }


def test_an_officer_drafts_a_tender(noord, officer, at):
    tender = actions.draft_tender(region=noord, by=officer, at=at, **draft_values(noord))
    assert tender.status == TenderStatus.DRAFT
    assert (tender.created_at, tender.created_by) == (at, officer)
    assert tender.gemeenten.count() == 1
    assert story(tender) == ["created"]


def test_who_may_not_draft_leaves_nothing_behind(noord, coordinator, zuid_officer, at):
    for person in (coordinator, zuid_officer):
        with pytest.raises(Refused, match="rol"):
            actions.draft_tender(region=noord, by=person, at=at, **draft_values(noord))
    assert not Tender.objects.exists()


def test_a_reference_is_used_once_in_a_region(noord, officer, at):
    actions.draft_tender(region=noord, by=officer, at=at, **draft_values(noord))
    with pytest.raises(Refused) as refused:
        actions.draft_tender(region=noord, by=officer, at=at, **draft_values(noord))
    assert refused.value.field == "reference"
    assert Tender.objects.count() == 1


def test_a_draft_changes_and_its_history_says_how(draft, officer, at):
    actions.change_tender(tender=draft, by=officer, at=at, title="Nieuwe naam")
    draft.refresh_from_db()
    assert draft.title == "Nieuwe naam"
    event = AuditEvent.objects.get(action="updated")
    assert (event.before, event.after) == ({"title": "Leerroutes"}, {"title": "Nieuwe naam"})


def test_lots_get_the_next_number_and_can_go(draft, officer, at):
    first = draft.lots.get(number=1)
    fields = {name: getattr(first, name) for name in LOT_FIELDS}
    lot = actions.add_lot(tender=draft, by=officer, at=at, title="Z-route", **fields)
    assert lot.number == 3
    actions.change_lot(lot=lot, by=officer, at=at, title="Zelfredzaamheid")
    lot.refresh_from_db()
    assert lot.title == "Zelfredzaamheid"
    actions.remove_lot(lot=lot, by=officer, at=at)
    assert not Lot.objects.filter(pk=lot.pk).exists()
    assert story(draft) == ["add_lot", "remove_lot"]


def test_criteria_change_only_in_a_draft(draft, officer, at):
    quality = draft.criteria.quality().get()
    actions.change_criterion(criterion=quality, by=officer, at=at, weight=Decimal(50))
    added = actions.add_criterion(
        tender=draft, by=officer, at=at, kind=CriterionKind.QUALITY, name="Team", weight=Decimal(10)
    )
    assert sum(one.weight for one in draft.criteria.all()) == 100
    actions.remove_criterion(criterion=added, by=officer, at=at)
    assert story(draft) == ["change_criterion", "add_criterion", "remove_criterion"]


def test_a_second_price_criterion_is_refused_at_its_field(draft, officer, at):
    with pytest.raises(Refused) as refused:
        actions.add_criterion(
            tender=draft,
            by=officer,
            at=at,
            kind=CriterionKind.PRICE,
            name="Nog een prijs",
            weight=Decimal(10),
            formula=PriceFormula.RELATIVE,
        )
    assert refused.value.field == "kind"
    assert draft.criteria.count() == 2


def test_publishing_stamps_and_is_told(draft, officer, at):
    tender = actions.publish_tender(tender=draft, by=officer, at=at)
    assert tender.status == TenderStatus.PUBLISHED
    assert (tender.published_at, tender.published_by) == (at, officer)
    assert story(tender) == ["publish"]


def test_what_is_missing_is_said_all_at_once_and_nothing_changes(noord, officer, at):
    tender = TenderFactory(region=noord, closes_at=at - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        actions.publish_tender(tender=tender, by=officer, at=at)
    assert len(refused.value.messages) == 5
    tender.refresh_from_db()
    assert (tender.status, tender.published_at) == (TenderStatus.DRAFT, None)
    assert story(tender) == []


def test_weights_of_99_are_not_100(draft, officer, at):
    AwardCriterion.objects.filter(kind=CriterionKind.QUALITY).update(weight=Decimal("59.50"))
    with pytest.raises(Refused, match=r"99\.5"):
        actions.publish_tender(tender=draft, by=officer, at=at)


def test_nothing_of_a_published_tender_changes(published, officer, at):
    lot, criterion = published.lots.get(number=1), published.criteria.quality().get()
    for act in (
        lambda: actions.change_tender(tender=published, by=officer, at=at, title="Anders"),
        lambda: actions.change_lot(lot=lot, by=officer, at=at, title="Anders"),
        lambda: actions.remove_lot(lot=lot, by=officer, at=at),
        lambda: actions.change_criterion(criterion=criterion, by=officer, at=at, name="Anders"),
        lambda: actions.remove_criterion(criterion=criterion, by=officer, at=at),
        lambda: actions.add_criterion(tender=published, by=officer, at=at, name="Anders"),
    ):
        with pytest.raises(Refused):
            act()
    assert published.lots.count() == published.criteria.count() == 2


def test_withdrawing_takes_the_lots_along_and_tells_the_bidders(
    with_bids, officer, at, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        tender = actions.withdraw_tender(tender=with_bids, by=officer, at=at, reason="Geen geld.")
    assert tender.status == TenderStatus.WITHDRAWN
    assert {lot.status for lot in tender.lots.all()} == {LotStatus.WITHDRAWN}
    assert len(mailoutbox) == 2
    assert all("15" not in letter.body for letter in mailoutbox)


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
    assert b1.outcome.reason == OutcomeReason.NO_RECEIVED
    assert b1.outcome.recorded_by is None


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


def test_the_clock_closes_what_is_due_and_only_that(with_bids, noord, officer, pass_deadline, at):
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
    assert story(with_bids).count("close") == 1


def test_a_lot_has_a_place_of_its_own_in_the_numbering(noord):
    tender = TenderFactory(region=noord)
    assert [LotFactory(tender=tender).number for _ in range(2)] == [1, 2]
