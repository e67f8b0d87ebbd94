"""Tenders with lots and criteria, and bids on them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from procurement.enums import CriterionKind, PriceFormula, TenderStatus
from procurement.models import AwardCriterion, Bid, Lot, LotBid, PanelSeat, Tender
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory
from tests.factories.providers import ProviderFactory

DRAFTED_AT = datetime(2026, 9, 1, 9, tzinfo=get_default_timezone())
PUBLISHED_AT = DRAFTED_AT + timedelta(days=7)
CLOSES_AT = datetime(2026, 11, 2, 12, tzinfo=get_default_timezone())


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
            Tender.objects.filter(pk=self.pk).update(status=TenderStatus.PUBLISHED)
            self.status = TenderStatus.PUBLISHED


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
    """A draft bid."""

    class Meta:
        model = Bid

    tender = factory.SubFactory(TenderFactory, published=True)
    provider = factory.SubFactory(ProviderFactory)
    contact_name = "Pia Aanbieder"
    contact_email = "pia@voorbeeld.test"
    declaration = True
    created_at = PUBLISHED_AT
    created_by = factory.SubFactory(UserFactory)


class LotBidFactory(DjangoModelFactory):
    class Meta:
        model = LotBid

    bid = factory.SubFactory(BidFactory)
    lot = factory.LazyAttribute(lambda lot_bid: lot_bid.bid.tender.lots.get())
    price = Decimal(16_000)
    offered_places = 32
    group_minimum = 10
    group_maximum = 16
    locations = "Waterveen, Stationsplein 1"
    answer = "Kleine groepen, drie niveaus naast elkaar."


class PanelSeatFactory(DjangoModelFactory):
    class Meta:
        model = PanelSeat

    tender = factory.SubFactory(TenderFactory)
    user = factory.SubFactory(UserFactory)
