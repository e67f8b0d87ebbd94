"""Tenders with lots and criteria, and bids on them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import factory
from django.db.models import Model
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from procurement.enums import (
    BidStatus,
    ConflictStatus,
    CriterionKind,
    PriceFormula,
    TenderStatus,
)
from procurement.models import (
    AwardCriterion,
    Bid,
    ConsensusScore,
    Lot,
    LotBid,
    LowPriceInquiry,
    Mandate,
    PanelSeat,
    RepairRequest,
    Tender,
    TenderOfficer,
)
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory
from tests.factories.providers import ProviderFactory

DRAFTED_AT = datetime(2026, 9, 1, 9, tzinfo=get_default_timezone())
PUBLISHED_AT = DRAFTED_AT + timedelta(days=7)
CLOSES_AT = datetime(2026, 11, 2, 12, tzinfo=get_default_timezone())


def move(row: Model, *statuses: str) -> None:
    """Put `row` in the last of `statuses`, by way of the others: the database knows the moves."""
    for status in statuses:
        type(row).objects.filter(pk=row.pk).update(status=status)
    row.refresh_from_db()


class TenderFactory(DjangoModelFactory):
    """A draft; `complete=True` adds a lot and criteria; `published=True` publishes it."""

    class Meta:
        model = Tender
        skip_postgeneration_save = True

    class Params:
        published = factory.Trait(
            published_at=PUBLISHED_AT, published_by=factory.SelfAttribute("created_by")
        )

    reference = factory.Sequence(lambda number: f"T-2026-{number:03}")
    region = factory.SubFactory(RegionFactory)
    lead_gemeente = factory.SubFactory(GemeenteFactory)
    title = factory.Sequence(lambda number: f"Leerroutes {number}")
    estimated_amount = Decimal("900000.00")
    closes_at = CLOSES_AT
    created_at = DRAFTED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def complete(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if extracted or self.published_at:
            self.gemeenten.set([self.lead_gemeente])
            LotFactory(tender=self)
            CriterionFactory(tender=self, price=True)
            CriterionFactory(tender=self)
        if self.published_at:
            move(self, TenderStatus.IN_REVIEW, TenderStatus.PUBLISHED)


class LotFactory(DjangoModelFactory):
    class Meta:
        model = Lot

    tender = factory.SubFactory(TenderFactory)
    number = factory.LazyAttribute(lambda lot: lot.tender.lots.count() + 1)
    title = "Onderwijsroute"
    route = LearningRoute.EDUCATION
    area = "Waterveen"
    expected_low = 20
    expected = 30
    expected_high = 45
    ceiling_price = Decimal(17_000)
    group_minimum = 10
    group_maximum = 16
    start_guarantee_weeks = 8
    first_on = date(2027, 1, 1)
    last_on = date(2028, 12, 31)


class CriterionFactory(DjangoModelFactory):
    """A quality criterion of weight 60, or with `price=True` the relative price of weight 40."""

    class Meta:
        model = AwardCriterion

    class Params:
        price = factory.Trait(
            kind=CriterionKind.PRICE,
            name="Prijs",
            weight=Decimal(40),
            formula=PriceFormula.RELATIVE,
        )

    tender = factory.SubFactory(TenderFactory)
    kind = CriterionKind.QUALITY
    name = "Didactische aanpak"
    weight = Decimal(60)


class BidFactory(DjangoModelFactory):
    """A draft bid; with `opened=True` one that two officers have opened."""

    class Meta:
        model = Bid
        skip_postgeneration_save = True

    tender = factory.SubFactory(TenderFactory, published=True)
    provider = factory.SubFactory(ProviderFactory)
    created_at = PUBLISHED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def opened(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if not extracted:
            return
        entered = {"submitted_at": PUBLISHED_AT, "submitted_by": self.created_by}
        Bid.objects.filter(pk=self.pk).update(status=BidStatus.SUBMITTED, **entered)
        contact = {"contact_name": "Pia Aanbieder", "contact_email": "pia@voorbeeld.test"}
        Bid.objects.filter(pk=self.pk).update(status=BidStatus.OPENED, **contact)
        self.refresh_from_db()


class LotBidFactory(DjangoModelFactory):
    """What an opened bid offers for the one lot of its tender; prices as two officers read them."""

    class Meta:
        model = LotBid

    bid = factory.SubFactory(BidFactory, opened=True)
    lot = factory.LazyAttribute(lambda lot_bid: lot_bid.bid.tender.lots.get())
    price = Decimal(16_000)
    compared_price = factory.SelfAttribute("price")
    offered_places = 32
    group_minimum = 10
    group_maximum = 16
    locations = "Waterveen, Stationsplein 1"


class PanelSeatFactory(DjangoModelFactory):
    class Meta:
        model = PanelSeat

    tender = factory.SubFactory(TenderFactory)
    user = factory.SubFactory(UserFactory)
    conflict = ConflictStatus.NONE
    declaration = "Ik heb geen belang bij een van de aanbieders."
    declared_at = PUBLISHED_AT


class MandateFactory(DjangoModelFactory):
    class Meta:
        model = Mandate

    tender = factory.SubFactory(TenderFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    given_on = date(2026, 9, 3)
    signatory = "Wethouder Van Duinen"
    evidence = "Collegebesluit 2026-41"
    recorded_at = DRAFTED_AT
    recorded_by = factory.SubFactory(UserFactory)


class TenderOfficerFactory(DjangoModelFactory):
    """Without a vault key; see tests.support.vault.named for one who can open."""

    class Meta:
        model = TenderOfficer

    tender = factory.SubFactory(TenderFactory)
    user = factory.SubFactory(UserFactory)
    named_at = DRAFTED_AT
    named_by = factory.SubFactory(UserFactory)


class RepairRequestFactory(DjangoModelFactory):
    """Asked of a bidder, with a week to answer."""

    class Meta:
        model = RepairRequest

    lot_bid = factory.SubFactory(LotBidFactory)
    text = "De verklaring mist een handtekening."
    asked_at = PUBLISHED_AT
    asked_by = factory.SubFactory(UserFactory)
    due_at = PUBLISHED_AT + timedelta(days=7)


class LowPriceInquiryFactory(DjangoModelFactory):
    """Asked of a bidder, with a week to explain."""

    class Meta:
        model = LowPriceInquiry

    lot_bid = factory.SubFactory(LotBidFactory)
    question = "Hoe komt u tot deze prijs?"
    asked_at = PUBLISHED_AT
    asked_by = factory.SubFactory(UserFactory)
    due_at = PUBLISHED_AT + timedelta(days=7)


class ConsensusScoreFactory(DjangoModelFactory):
    class Meta:
        model = ConsensusScore

    lot_bid = factory.SubFactory(LotBidFactory)
    criterion = factory.LazyAttribute(lambda one: one.lot_bid.lot.tender.criteria.quality().get())
    score = Decimal(7)
    motivation = "Besproken."
    recorded_at = PUBLISHED_AT
    recorded_by = factory.SubFactory(UserFactory)
