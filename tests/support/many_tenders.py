"""A region with many tenders at every point of their life, each with twenty bids."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.models import Region, User
from config.shared.periods import amsterdam
from procurement.enums import BidStatus, LotStatus, QuestionStatus, TenderStatus
from procurement.models import AwardDecision, Bid, Lot, LotBid, Question, Tender
from providers.enums import LearningRoute
from providers.models import Provider
from tests.factories.providers import ProviderFactory

BIDS = 20
STATES = (
    (TenderStatus.DRAFT, LotStatus.PENDING),
    (TenderStatus.IN_REVIEW, LotStatus.PENDING),
    (TenderStatus.PUBLISHED, LotStatus.PENDING),
    (TenderStatus.CLOSED, LotStatus.PENDING),
    (TenderStatus.OPENED, LotStatus.PENDING),
    (TenderStatus.IN_EVALUATION, LotStatus.IN_EVALUATION),
    (TenderStatus.IN_EVALUATION, LotStatus.PROVISIONALLY_AWARDED),
    (TenderStatus.IN_EVALUATION, LotStatus.STANDSTILL),
    (TenderStatus.IN_EVALUATION, LotStatus.NO_BIDS),
)
"""The state of a tender and that of its lot, in turn."""
READABLE = (TenderStatus.OPENED, TenderStatus.IN_EVALUATION)
WAYS = {
    Tender: [
        TenderStatus.DRAFT,
        TenderStatus.IN_REVIEW,
        TenderStatus.PUBLISHED,
        TenderStatus.CLOSED,
        TenderStatus.OPENED,
        TenderStatus.IN_EVALUATION,
    ],
    Lot: [
        LotStatus.PENDING,
        LotStatus.IN_EVALUATION,
        LotStatus.PROVISIONALLY_AWARDED,
        LotStatus.STANDSTILL,
    ],
    Bid: [BidStatus.DRAFT, BidStatus.SUBMITTED, BidStatus.OPENED],
}
"""By which states rows get where they are: the database refuses any other way."""


def make_tenders(region: Region, officer: User, count: int, at: datetime) -> None:
    """`count` more tenders with a lot and twenty bids each, in a handful of statements."""
    first = Tender.objects.filter(region=region).count()
    made = [_tender(region, officer, first + number, at) for number in range(count)]
    tenders = _created(Tender, made)
    states = [STATES[(first + number) % len(STATES)][1] for number in range(count)]
    lots = _created(Lot, [_lot(*pair) for pair in zip(tenders, states, strict=True)])
    offers = _bids(lots, _providers(), officer, at)
    _decisions([lot for lot in lots if lot.status == LotStatus.STANDSTILL], offers, officer, at)
    _questions(tenders, officer, at)


def _created(model: Any, rows: list[Any]) -> list[Any]:
    """The rows in the database, each moved from the first state to the one that it has."""
    way = WAYS[model]
    wanted = [row.status for row in rows]
    for row in rows:
        row.status = way[0]
    made = model.objects.bulk_create(rows)
    for row, status in zip(made, wanted, strict=True):
        row.status = status
    for step, state in enumerate(way[1:], start=1):
        passing = [row.pk for row in made if row.status in way[step:]]
        model.objects.filter(pk__in=passing).update(status=state)
    ended = [row.pk for row in made if row.status not in way]
    if ended:
        model.objects.filter(pk__in=ended).update(status=LotStatus.NO_BIDS)
    return made


def _tender(region: Region, officer: User, number: int, at: datetime) -> Tender:
    status = STATES[number % len(STATES)][0]
    published = {"published_at": at - timedelta(days=60), "published_by": officer}
    is_published = status not in (TenderStatus.DRAFT, TenderStatus.IN_REVIEW)
    return Tender(
        region=region,
        lead_gemeente=region.gemeenten_on(amsterdam(at)).first(),
        reference=f"V-{number:04}",
        title=f"Leerroutes {number}",
        estimated_amount=Decimal(900_000),
        closes_at=at + timedelta(days=number % 50 - 25),
        planned_publication_at=at + timedelta(days=number % 30),
        status=status,
        created_at=at - timedelta(days=90),
        created_by=officer,
        review_requested_at=at - timedelta(days=70),
        review_requested_by=officer,
        **(published if is_published else {}),
    )


def _lot(tender: Tender, status: LotStatus) -> Lot:
    return Lot(
        tender=tender,
        number=1,
        title="Onderwijsroute",
        route=LearningRoute.EDUCATION,
        expected_low=20,
        expected=30,
        expected_high=45,
        ceiling_price=Decimal(17_000),
        group_minimum=10,
        group_maximum=16,
        start_guarantee_weeks=8,
        first_on=date(2027, 1, 1),
        last_on=date(2028, 12, 31),
        status=status,
    )


def _providers() -> list[Provider]:
    missing = BIDS - Provider.objects.count()
    ProviderFactory.create_batch(max(missing, 0))
    return list(Provider.objects.order_by("pk")[:BIDS])


def _bids(
    lots: list[Lot], providers: list[Provider], officer: User, at: datetime
) -> dict[int, LotBid]:
    """Bids on each lot; of opened tenders also what they offer: the last one of each lot."""
    bids = _created(
        Bid, [_bid(lot.tender, provider, officer, at) for lot in lots for provider in providers]
    )
    lot_of = {lot.tender_id: lot for lot in lots}
    offers = LotBid.objects.bulk_create(
        [
            LotBid(
                bid=bid,
                lot=lot_of[bid.tender_id],
                offered_places=20,
                group_minimum=10,
                group_maximum=16,
                locations="Waterveen",
            )
            for bid in bids
            if bid.status == BidStatus.OPENED
        ]
    )
    return {offer.lot_id: offer for offer in offers}


def _bid(tender: Tender, provider: Provider, officer: User, at: datetime) -> Bid:
    is_open = tender.status in READABLE
    return Bid(
        tender=tender,
        provider=provider,
        status=BidStatus.OPENED if is_open else BidStatus.SUBMITTED,
        created_at=at,
        created_by=officer,
        submitted_at=at,
        submitted_by=officer,
    )


def _decisions(lots: list[Lot], offers: dict[int, LotBid], officer: User, at: datetime) -> None:
    AwardDecision.objects.bulk_create(
        AwardDecision(
            lot=lot,
            winner=offers[lot.pk],
            ranking=[],
            motivation="Omdat het zo is.",
            decided_at=at,
            decided_by=officer,
            sent_at=at,
            sent_by=officer,
            standstill_ends_on=amsterdam(at) + timedelta(days=lot.pk % 20 - 5),
        )
        for lot in lots
    )


def _questions(tenders: list[Tender], officer: User, at: datetime) -> None:
    provider = _providers()[0]
    Question.objects.bulk_create(
        Question(
            tender=tender,
            provider=provider,
            text="Mag het in de avond?",
            text_as_asked="Mag het in de avond?",
            status=QuestionStatus.ASKED,
            asked_at=at,
            asked_by=officer,
        )
        for tender in tenders
        if tender.status == TenderStatus.PUBLISHED
    )


@dataclass
class Cost:
    """What a page asked of the database."""

    queries: int = 0
    rows: int = 0


@contextmanager
def counted() -> Iterator[Cost]:
    """Counts the statements and the rows that they returned."""
    cost = Cost()

    def count(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        cost.queries += 1
        cost.rows += max(context["cursor"].rowcount, 0)
        return result

    with connection.execute_wrapper(count):
        yield cost
