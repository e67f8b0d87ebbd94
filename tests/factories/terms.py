"""What a contract says beside tariffs and seats."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from contracts.enums import FigureStage, PriceIndex
from contracts.models import ContractSheet, IndexationRule, IndexFigure, RenewalOption
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.contracts import ContractFactory

RECORDED_AT = datetime(2026, 1, 12, 9, tzinfo=get_default_timezone())


class IndexationRuleFactory(DjangoModelFactory):
    """Consumer prices, 2015 = 100, from the first figure of July 2025; new prices in January."""

    class Meta:
        model = IndexationRule

    contract = factory.SubFactory(ContractFactory)
    index = PriceIndex.CPI
    base_year = 2015
    base_month = date(2025, 7, 1)
    stage = FigureStage.FIRST


class IndexFigureFactory(DjangoModelFactory):
    """100 in July 2025."""

    class Meta:
        model = IndexFigure

    region = factory.SubFactory(RegionFactory)
    index = PriceIndex.CPI
    base_year = 2015
    month = date(2025, 7, 1)
    stage = FigureStage.FIRST
    figure = Decimal(100)
    source = "Verzonnen tabel"
    recorded_at = RECORDED_AT
    recorded_by = factory.SubFactory(UserFactory)


class RenewalOptionFactory(DjangoModelFactory):
    """One more year, to be decided about by the end of September 2027."""

    class Meta:
        model = RenewalOption

    contract = factory.SubFactory(ContractFactory)
    number = 1
    first_on = date(2028, 1, 1)
    last_on = date(2028, 12, 31)
    decide_by_on = date(2027, 9, 30)


class ContractSheetFactory(DjangoModelFactory):
    """Kept, and not recorded yet; the file itself is not there."""

    class Meta:
        model = ContractSheet

    region = factory.SubFactory(RegionFactory)
    file = "contract-sheets/proef.csv"
    filename = "lopende-contracten.csv"
    sha256 = "0" * 64
    received_at = RECORDED_AT
    received_by = factory.SubFactory(UserFactory)
