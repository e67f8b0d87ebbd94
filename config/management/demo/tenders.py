"""Tenders at every stage, made by the actions of the tender room.

Deadlines are judged by the database's own clock, which nobody can turn back. So a demo tender
takes its bids now, and its deadline and receipts are dated back afterwards: the one thing here
that no action does.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import User
from config.management.demo.cast import PASSPHRASE, Cast, acting
from config.management.demo.days import Days
from config.shared.periods import AMSTERDAM, amsterdam, next_working_day
from procurement import actions, espd
from procurement.actions import Content, Proof
from procurement.bid_content import LotOffer, Prices, Quality
from procurement.enums import (
    CriterionKind,
    EnvelopeKind,
    NoticeKind,
    PriceFormula,
    ReviewVerdict,
)
from procurement.models import BidReceipt, Lot, LotBid, OpeningRecord, Tender

CRITERIA = (
    ("Didactische aanpak", "Hoe brengt u inburgeraars van verschillend niveau naar het doel?", 35),
    ("Groepen en starten", "Hoe zorgt u dat een groep op tijd start, ook met weinig mensen?", 25),
)
"""Name, question and weight; the price has the other 40."""
QUESTIONS_END, ANSWERS_OUT = 20, 12
"""Days before the deadline for bids."""


@dataclass(frozen=True, slots=True)
class LotPlan:
    """A lot, and per school the price and the places it offers."""

    title: str
    route: str
    area: str
    expected: int
    ceiling: int
    bids: Mapping[str, tuple[int, int]]
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class TenderPlan:
    """A tender; `drafted`, `published` and `closes` count in days from today.

    One that is yet to close does so on a working day.
    """

    reference: str
    title: str
    drafted: int
    published: int
    closes: int
    amount: int
    lots: tuple[LotPlan, ...]


def publish(plan: TenderPlan, cast: Cast, days: Days) -> Tender:
    """Prepare the tender, have a colleague review it, and publish it."""
    by, at = cast.officer, days.at(plan.drafted)
    tender = _draft(plan, cast, days)
    for lot in plan.lots:
        _add_lot(tender, lot, by, at)
    _add_criteria(tender, by, at)
    for member in ("beoordelaar", "inkoper"):
        actions.add_panel_seat(tender=tender, email=cast.people[member].email, by=by, at=at)
    cast.people["beoordelaar"] = acting(cast.people["beoordelaar"])
    _mandate_and_name(tender, cast, at)
    _review(tender, plan, cast, days)
    return actions.publish_tender(tender=tender, by=by, at=days.at(plan.published, 9))


def take_bids(tender: Tender, plan: TenderPlan, cast: Cast, days: Days) -> None:
    """Let each school of the plan submit its bid, a day before the deadline at the latest."""
    for key in sorted({school for lot in plan.lots for school in lot.bids}):
        person, provider = cast.of(key), cast.providers[key]
        at = days.at(min(plan.closes - 1, -1), 15)
        bid = actions.start_bid(tender=tender, provider=provider, by=person, at=at)
        content = _content(tender, plan, key, person, school=str(provider))
        actions.submit_bid(bid=bid, content=content, by=person, at=at)


def close(tender: Tender, plan: TenderPlan, days: Days) -> Tender:
    """Date the deadline and the receipts back, and close."""
    deadline = days.at(plan.closes, 12)
    Tender.objects.filter(pk=tender.pk).update(closes_at=deadline, **_around(deadline))
    with _receipts_may_change():
        received_at = days.at(plan.closes - 1, 15)
        BidReceipt.objects.filter(bid__tender=tender).update(received_at=received_at)
    tender.refresh_from_db()
    return actions.close_tender(tender=tender, at=deadline + timedelta(minutes=1))


def open_and_hand_over(tender: Tender, cast: Cast, at: datetime) -> None:
    """Two officers open, every bid is admissible, and the panel gets to work."""
    _open(tender, EnvelopeKind.QUALITY, cast, at)
    for seat in tender.panel.select_related("user").order_by("pk"):
        actions.declare_interest(
            seat=seat,
            has_conflict=False,
            declaration="Ik heb geen belang bij een van de aanbieders.",
            by=acting(seat.user),
            at=at + timedelta(minutes=30),
        )
    actions.start_evaluation(tender=tender, by=cast.officer, at=at + timedelta(hours=1))
    for lot_bid in LotBid.objects.filter(lot__tender=tender).order_by("pk"):
        actions.admit_lot_bid(lot_bid=lot_bid, by=cast.officer, at=at + timedelta(hours=2))


def score(lot: Lot, scores: Mapping[str, int], people: list[User], at: datetime) -> None:
    """Each of `people` gives every bid of the lot its school's score, and hands in."""
    quality = list(lot.tender.criteria.quality().order_by("pk"))
    lot_bids = list(lot.lot_bids.select_related("bid__provider").order_by("pk"))
    for assessor in people:
        for lot_bid in lot_bids:
            given = scores[lot_bid.bid.provider.kvk_number]
            for criterion in quality:
                actions.score(
                    lot_bid=lot_bid,
                    criterion=criterion,
                    score=Decimal(given),
                    motivation=_motivation(given),
                    by=assessor,
                    at=at,
                )
        actions.hand_in_scores(lot=lot, by=assessor, at=at + timedelta(minutes=5))


def _motivation(given: int) -> str:
    good = 7
    return "Helder en haalbaar." if given >= good else "Blijft op punten algemeen."


def decide(lot: Lot, cast: Cast, at: datetime) -> Lot:
    """Lock quality, open the prices, award to the first in rank, and tell all bidders."""
    by = cast.officer
    actions.lock_quality(lot=lot, by=by, at=at)
    _open(lot.tender, EnvelopeKind.PRICE, cast, at + timedelta(minutes=10))
    lot.refresh_from_db()
    first = next(row for row in actions.ranking_rows(lot) if row["rank"] == 1)
    winner = lot.lot_bids.get(pk=first["lot_bid"])
    motivation = "Beste verhouding van prijs en kwaliteit volgens de gepubliceerde formule."
    actions.decide_award(lot=lot, winner=winner, motivation=motivation, by=by, at=at)
    return actions.send_decision(lot=lot, by=by, at=at + timedelta(hours=2))


def _add_lot(tender: Tender, lot: LotPlan, by: User, at: datetime) -> None:
    actions.add_lot(
        tender=tender,
        title=lot.title,
        route=lot.route,
        area=lot.area,
        expected_low=lot.expected * 2 // 3,
        expected=lot.expected,
        expected_high=lot.expected * 3 // 2,
        ceiling_price=Decimal(lot.ceiling),
        group_minimum=10,
        group_maximum=16,
        start_guarantee_weeks=8,
        first_on=lot.first_on,
        last_on=lot.last_on,
        by=by,
        at=at,
    )


def _add_criteria(tender: Tender, by: User, at: datetime) -> None:
    price = {"kind": CriterionKind.PRICE, "name": "Prijs", "weight": Decimal(40)}
    actions.add_criterion(tender=tender, by=by, at=at, formula=PriceFormula.RELATIVE, **price)
    for name, question, weight in CRITERIA:
        actions.add_criterion(
            tender=tender,
            kind=CriterionKind.QUALITY,
            name=name,
            question=question,
            weight=Decimal(weight),
            by=by,
            at=at,
        )


def _draft(plan: TenderPlan, cast: Cast, days: Days) -> Tender:
    closes_at = timezone.now() + timedelta(hours=1)
    if plan.closes > 0:
        closes_on = next_working_day(days.on(plan.closes))
        closes_at = datetime.combine(closes_on, time(12), AMSTERDAM)
    return actions.draft_tender(
        region=cast.region,
        gemeenten=cast.gemeenten,
        reference=plan.reference,
        title=plan.title,
        lead_gemeente=cast.gemeenten[0],
        estimated_amount=Decimal(plan.amount),
        closes_at=closes_at,
        **_around(closes_at),
        by=cast.officer,
        at=days.at(plan.drafted),
    )


def _around(closes_at: datetime) -> dict[str, Any]:
    """Until when one asks, and by when all is answered."""
    return {
        "questions_close_at": closes_at - timedelta(days=QUESTIONS_END),
        "clarification_planned_at": closes_at - timedelta(days=ANSWERS_OUT),
    }


def _mandate_and_name(tender: Tender, cast: Cast, at: datetime) -> None:
    """The other gemeenten authorise the lead; both officers are named to open."""
    by = cast.officer
    actions.record_mandates(
        tender=tender,
        gemeenten=cast.gemeenten[1:],
        given_on=amsterdam(at),
        signatory="College van burgemeester en wethouders",
        evidence="Volmachtbesluit inkoop inburgering",
        by=by,
        at=at,
    )
    for officer in (cast.officer, cast.second_officer):
        actions.name_officer(tender=tender, user=officer, by=by, at=at)


def _review(tender: Tender, plan: TenderPlan, cast: Cast, days: Days) -> None:
    """A colleague approves; the notice appears on TenderNed before the publication here."""
    by, at = cast.officer, days.at(plan.published - 3)
    actions.ask_review(tender=tender, by=by, at=at)
    actions.review_tender(
        tender=tender,
        verdict=ReviewVerdict.APPROVED,
        comment="Groepsgrootte en prijs zijn goed onderbouwd.",
        by=cast.second_officer,
        at=at + timedelta(hours=3),
    )
    actions.record_notice(
        tender=tender,
        kind=NoticeKind.CONTRACT,
        number=f"DEMO-{plan.reference}",
        published_at=days.at(plan.published, 8),
        by=by,
        at=days.at(plan.published, 8, 30),
    )


def _content(tender: Tender, plan: TenderPlan, key: str, person: User, *, school: str) -> Content:
    """The bid of one school: the same approach for every lot, its own price."""
    criteria = list(tender.criteria.quality().order_by("pk"))
    text = f"{school} werkt met vaste docenten, drie niveaus en een instroommoment per maand."
    offers, prices = [], []
    for number, lot in enumerate(plan.lots, start=1):
        if key not in lot.bids:
            continue
        price, places = lot.bids[key]
        offer = LotOffer(
            lot=number,
            offered_places=places,
            groups_a_year=2,
            group_minimum=10,
            group_maximum=16,
            locations=f"{lot.area}, Verzonnen Plein 1",
            answers={criterion.pk: text for criterion in criteria},
        )
        offers.append(offer)
        prices.append(Prices(tender.reference, number, Decimal(price)))
    declared = {one.key: str(one.expected) for one in espd.STATEMENTS}
    quality = Quality(tender.reference, person.name, person.email, declared, lots=offers)
    return Content(quality, prices)


def _open(tender: Tender, kind: EnvelopeKind, cast: Cast, at: datetime) -> OpeningRecord:
    """The two acts of an opening, four minutes apart, with passphrase and second factor."""
    later = at + timedelta(minutes=4)
    first = Proof(session="1" * 64, factor_at=at, passphrase=PASSPHRASE)
    second = Proof(session="2" * 64, factor_at=later, passphrase=PASSPHRASE)
    opening = actions.begin_opening(tender=tender, kind=kind, proof=first, by=cast.officer, at=at)
    return actions.complete_opening(opening=opening, proof=second, by=cast.second_officer, at=later)


@contextmanager
def _receipts_may_change() -> Iterator[None]:
    """Receipts never change, except these ones of a tender that was not really held."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE procurement_bidreceipt DISABLE TRIGGER bid_receipt_rows")
        yield
        cursor.execute("ALTER TABLE procurement_bidreceipt ENABLE TRIGGER bid_receipt_rows")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
