"""Tenders at every stage, made by the actions of the tender room.

Deadlines are judged by the database's own clock, which nobody can turn back. So a demo tender
takes its bids now, and its deadline and receipts are dated back afterwards: the one thing here
that no action does.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from accounts.models import User
from config.management.demo.cast import Cast, acting
from config.management.demo.days import Days
from procurement import actions
from procurement.actions import Content, Offer
from procurement.enums import CriterionKind, PriceFormula
from procurement.models import BidReceipt, Lot, Tender

CRITERIA = (
    ("Didactische aanpak", "Hoe brengt u deelnemers van verschillend niveau naar het doel?", 35),
    ("Groepen en starten", "Hoe zorgt u dat een groep op tijd start, ook met weinig mensen?", 25),
)
"""Name, question and weight; the price has the other 40."""


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
    """A tender; `drafted`, `published` and `closes` count in days from today."""

    reference: str
    title: str
    drafted: int
    published: int
    closes: int
    amount: int
    lots: tuple[LotPlan, ...]


def publish(plan: TenderPlan, cast: Cast, days: Days) -> Tender:
    """Draft the tender with lots, criteria and a panel, and publish it."""
    closes_at = days.at(plan.closes, 12)
    by, at = cast.officer, days.at(plan.drafted)
    tender = actions.draft_tender(
        region=cast.region,
        gemeenten=cast.gemeenten,
        reference=plan.reference,
        title=plan.title,
        lead_gemeente=cast.gemeenten[0],
        estimated_amount=Decimal(plan.amount),
        closes_at=closes_at if plan.closes > 0 else timezone.now() + timedelta(hours=1),
        by=by,
        at=at,
    )
    for lot in plan.lots:
        _add_lot(tender, lot, by, at)
    _add_criteria(tender, by, at)
    for member in ("beoordelaar", "inkoper"):
        actions.add_panel_seat(tender=tender, email=cast.people[member].email, by=by, at=at)
    cast.people["beoordelaar"] = acting(cast.people["beoordelaar"])
    return actions.publish_tender(tender=tender, by=by, at=days.at(plan.published, 9))


def take_bids(tender: Tender, plan: TenderPlan, cast: Cast, days: Days) -> None:
    """Let each school of the plan submit its bid, a day before the deadline at the latest."""
    numbered = list(enumerate(plan.lots, start=1))
    for key in sorted({school for lot in plan.lots for school in lot.bids}):
        person, provider = cast.of(key), cast.providers[key]
        at = days.at(min(plan.closes - 1, -1), 15)
        bid = actions.start_bid(tender=tender, provider=provider, by=person, at=at)
        offers = [
            _offer(tender.lots.get(number=number), *lot.bids[key], school=str(provider))
            for number, lot in numbered
            if key in lot.bids
        ]
        content = Content(person.name, person.email, declaration=True, offers=offers)
        actions.submit_bid(bid=bid, content=content, by=person, at=at)


def close(tender: Tender, plan: TenderPlan, days: Days) -> Tender:
    """Date the deadline and the receipts back, and close."""
    deadline = days.at(plan.closes, 12)
    Tender.objects.filter(pk=tender.pk).update(closes_at=deadline)
    with _receipts_may_change():
        received_at = days.at(plan.closes - 1, 15)
        BidReceipt.objects.filter(bid__tender=tender).update(received_at=received_at)
    tender.refresh_from_db()
    return actions.close_tender(tender=tender, at=deadline + timedelta(minutes=1))


def open_and_hand_over(tender: Tender, cast: Cast, at: datetime) -> None:
    """Two officers open; the panel gets to work."""
    actions.open_bids(tender=tender, by=cast.officer, at=at)
    actions.open_bids(tender=tender, by=cast.second_officer, at=at + timedelta(minutes=4))
    actions.start_evaluation(tender=tender, by=cast.officer, at=at + timedelta(hours=1))


def score(lot: Lot, scores: Mapping[str, int], people: list[User], at: datetime) -> None:
    """Each of `people` gives every bid of the lot its school's score, from 0 to 10."""
    quality = list(lot.tender.criteria.quality().order_by("pk"))
    for lot_bid in lot.lot_bids.select_related("bid__provider").order_by("pk"):
        given = scores[lot_bid.bid.provider.kvk_number]
        for criterion in quality:
            for assessor in people:
                actions.score(
                    lot_bid=lot_bid,
                    criterion=criterion,
                    score=Decimal(given),
                    motivation="Helder en haalbaar." if given > 6 else "Blijft op punten algemeen.",  # noqa: PLR2004
                    by=assessor,
                    at=at,
                )


def decide(lot: Lot, cast: Cast, at: datetime) -> Lot:
    """Lock quality, award provisionally to the first in rank, and tell all bidders."""
    by = cast.officer
    actions.lock_quality(lot=lot, by=by, at=at)
    lot.refresh_from_db()
    first = next(one for one in actions.ranking_of(lot) if one.rank == 1)
    winner = lot.lot_bids.get(pk=first.key)
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


def _offer(lot: Lot, price: int, places: int, *, school: str) -> Offer:
    return Offer(
        lot=lot,
        price=Decimal(price),
        offered_places=places,
        group_minimum=10,
        group_maximum=16,
        locations=f"{lot.area}, Verzonnen Plein 1",
        answer=f"{school} werkt met vaste docenten, drie niveaus en een instroommoment per maand.",
    )


@contextmanager
def _receipts_may_change() -> Iterator[None]:
    """Receipts never change, except these ones of a tender that was not really held."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE procurement_bidreceipt DISABLE TRIGGER bid_receipt_rows")
        yield
        cursor.execute("ALTER TABLE procurement_bidreceipt ENABLE TRIGGER bid_receipt_rows")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
