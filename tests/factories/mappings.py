"""Remembered headers."""

from datetime import datetime

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from config.shared.columns import key_of
from contracts.models import ColumnMapping
from tests.factories.accounts import UserFactory


class ColumnMappingFactory(DjangoModelFactory):
    """What a school once said of a header; needs its provider."""

    class Meta:
        model = ColumnMapping

    sheet = "placements"
    header = "Begin traject"
    spelling = factory.LazyAttribute(lambda mapping: key_of(mapping.header))
    column = "planned_first_on"
    mapped_at = datetime(2026, 3, 2, 10, tzinfo=get_default_timezone())
    mapped_by = factory.SubFactory(UserFactory)
