"""Capacity lines of the second kind, and extra seats."""

from datetime import datetime

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from contracts.enums import CapacityCounts
from contracts.models import SeatAuthorisation
from tests.factories.accounts import UserFactory
from tests.factories.contracts import CapacityLineFactory

AUTHORISED_AT = datetime(2026, 2, 16, 9, tzinfo=get_default_timezone())


class IntakeLineFactory(CapacityLineFactory):
    """20 trajectories that may begin, beside the places of the same route and place."""

    counts = CapacityCounts.INTAKE


class SeatAuthorisationFactory(DjangoModelFactory):
    """Two extra seats, without a last day."""

    class Meta:
        model = SeatAuthorisation

    line = factory.SubFactory(CapacityLineFactory)
    number = 2
    reason = "Gezinshereniging"
    authorised_at = AUTHORISED_AT
    authorised_by = factory.SubFactory(UserFactory)
