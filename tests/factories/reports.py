"""Budgets."""

from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from providers.enums import LearningRoute
from reports.models import BudgetLine
from tests.factories.accounts import GemeenteFactory, RegionFactory


class BudgetLineFactory(DjangoModelFactory):
    """150,000 euro for ten learners of whom the whole price falls in the year."""

    class Meta:
        model = BudgetLine

    region = factory.SubFactory(RegionFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    year = 2026
    route = LearningRoute.EDUCATION
    amount = Decimal("150000.00")
    planned_heads = 10
    planned_units_per_head = Decimal(1)
    planned_unit_price = Decimal(15_000)
