"""Funding streams, what they bring, payments, people housed and rules."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.models import AllocationKeyVersion, Gemeente
from contracts.enums import CostType, TargetGroup
from reports.enums.budgets import Recurrence
from reports.enums.funding import (
    FundingRuleKey,
    FundingStage,
    FundingTarget,
    PaymentDirection,
    StreamKind,
)
from reports.models import (
    FundingPayment,
    FundingRule,
    FundingStream,
    HousedCount,
    HousedCountSheet,
    StreamShare,
    StreamYear,
)
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory

HOUSED_SHEET = (
    b"gemeente;jaar;doelgroep;verwacht;geteld;azc;onderwijsroute\n"
    b"9001;2026;status_holder;10;12;3;2\n"
)
RECORDED_AT = datetime(2026, 2, 2, 10, tzinfo=get_default_timezone())


class FundingStreamFactory(DjangoModelFactory):
    """For learning routes, paid to each gemeente."""

    class Meta:
        model = FundingStream

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda number: f"Geldstroom {number}")
    kind = StreamKind.OTHER
    cost_types = factory.LazyFunction(lambda: [CostType.LEARNING_ROUTES])
    recurrence = Recurrence.STRUCTURAL
    payer = "Provincie Verzonnen"
    target = FundingTarget.GEMEENTE
    source = "Besluit van de provincie"


def year_of_stream(
    stream: FundingStream,
    shares: dict[Gemeente, Decimal | int],
    *,
    year: int = 2026,
    stage: FundingStage = FundingStage.PROVISIONAL,
    known_on: date = date(2026, 1, 15),
    key_version: AllocationKeyVersion | None = None,
) -> StreamYear:
    """The next version of a year, with these parts."""
    made = StreamYear.objects.create(
        stream=stream,
        year=year,
        number=stream.years.filter(year=year).count() + 1,
        amount=sum(shares.values(), Decimal(0)),
        stage=stage,
        known_on=known_on,
        source="Beschikking",
        key_version=key_version,
        recorded_at=RECORDED_AT,
        recorded_by=UserFactory(),
    )
    StreamShare.objects.bulk_create(
        StreamShare(stream_year=made, gemeente=gemeente, amount=amount)
        for gemeente, amount in shares.items()
    )
    return made


class FundingPaymentFactory(DjangoModelFactory):
    """10,000 euro from a gemeente to its region."""

    class Meta:
        model = FundingPayment

    region = factory.SubFactory(RegionFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    year = 2026
    direction = PaymentDirection.TO_REGION
    amount = Decimal(10_000)
    paid_on = date(2026, 3, 2)
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class HousedCountFactory(DjangoModelFactory):
    """Ten status holders expected in 2026, of whom two take the education route."""

    class Meta:
        model = HousedCount

    region = factory.SubFactory(RegionFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    year = 2026
    target_group = TargetGroup.STATUS_HOLDER
    expected = 10
    education = 2
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class HousedCountSheetFactory(DjangoModelFactory):
    """A sheet that nobody took over yet, with one count in it."""

    class Meta:
        model = HousedCountSheet

    region = factory.SubFactory(RegionFactory)
    file = factory.LazyFunction(lambda: ContentFile(HOUSED_SHEET, name="tellingen.csv"))
    filename = "tellingen.csv"
    sha256 = hashlib.sha256(HOUSED_SHEET).hexdigest()
    size = len(HOUSED_SHEET)
    received_at = RECORDED_AT
    received_by = factory.SubFactory(UserFactory)


class FundingRuleFactory(DjangoModelFactory):
    class Meta:
        model = FundingRule

    region = factory.SubFactory(RegionFactory)
    key = FundingRuleKey.AMOUNT_PER_PERSON
    year = 2026
    value = Decimal(5_000)
    source = "Regeling van de regio"
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)
