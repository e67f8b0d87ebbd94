"""Intake forecasts."""

from datetime import date, datetime

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from contracts.models import IntakeForecast
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory


class IntakeForecastFactory(DjangoModelFactory):
    """Four people for the education route in April 2026."""

    class Meta:
        model = IntakeForecast

    region = factory.SubFactory(RegionFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    month = date(2026, 4, 1)
    route = LearningRoute.EDUCATION
    expected = 4
    recorded_at = datetime(2026, 3, 1, 9, tzinfo=get_default_timezone())
    recorded_by = factory.SubFactory(UserFactory)
