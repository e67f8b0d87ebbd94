"""Changes of budgets, kept forecasts and expected indexation."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from reports.models import (
    BudgetAdoption,
    BudgetChange,
    BudgetChangeLine,
    ForecastFigure,
    ForecastSnapshot,
    IndexationExpectation,
)
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory
from tests.factories.reports import BudgetLineFactory

MADE_AT = datetime(2026, 2, 2, 9, tzinfo=get_default_timezone())


class BudgetAdoptionFactory(DjangoModelFactory):
    """The budget of 2026, of every gemeente of the region."""

    class Meta:
        model = BudgetAdoption

    region = factory.SubFactory(RegionFactory)
    year = 2026
    decided_on = date(2025, 11, 6)
    reference = "RB-2025-61"
    adopted_at = MADE_AT
    adopted_by = factory.SubFactory(UserFactory)


class BudgetChangeFactory(DjangoModelFactory):
    """The draft of a first change of 2026."""

    class Meta:
        model = BudgetChange

    region = factory.SubFactory(RegionFactory)
    year = 2026
    number = factory.Sequence(lambda number: number + 1)
    title = "Voorjaarswijziging"
    reason = "Meer instroom dan gedacht."
    created_at = MADE_AT
    created_by = factory.SubFactory(UserFactory)


class BudgetChangeLineFactory(DjangoModelFactory):
    """20,000 euro more."""

    class Meta:
        model = BudgetChangeLine

    change = factory.SubFactory(BudgetChangeFactory)
    line = factory.SubFactory(BudgetLineFactory, region=factory.SelfAttribute("..change.region"))
    amount_before = factory.SelfAttribute("line.amount")
    amount_after = factory.LazyAttribute(lambda row: row.amount_before + 20_000)
    planned_heads = factory.SelfAttribute("line.planned_heads")
    planned_units_per_head = factory.SelfAttribute("line.planned_units_per_head")
    planned_unit_price = factory.SelfAttribute("line.planned_unit_price")


class ForecastSnapshotFactory(DjangoModelFactory):
    """Of 1 March 2026, by the clock."""

    class Meta:
        model = ForecastSnapshot

    region = factory.SubFactory(RegionFactory)
    taken_on = date(2026, 3, 1)
    taken_at = MADE_AT


class ForecastFigureFactory(DjangoModelFactory):
    """6,000 euro expected in April 2026."""

    class Meta:
        model = ForecastFigure

    snapshot = factory.SubFactory(ForecastSnapshotFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    route = "O"
    month = date(2026, 4, 1)
    realised = Decimal(0)
    committed = Decimal(0)
    expected = Decimal(6_000)


class IndexationExpectationFactory(DjangoModelFactory):
    """3.5% in 2027."""

    class Meta:
        model = IndexationExpectation

    region = factory.SubFactory(RegionFactory)
    year = 2027
    percentage = Decimal("3.50")
    source = "Verzonnen raming"
    recorded_at = MADE_AT
    recorded_by = factory.SubFactory(UserFactory)
