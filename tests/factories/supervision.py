"""Sample checks."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.core.files.base import ContentFile
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from contracts.enums import SampleStatus
from contracts.models import SampleCheck, SampleItem
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.contracts import PlacementFactory, move
from tests.factories.providers import ProviderFactory

DRAWN_AT = datetime(2026, 7, 7, 10, tzinfo=get_default_timezone())


class SampleCheckFactory(DjangoModelFactory):
    """A sample of which the evidence has been asked."""

    class Meta:
        model = SampleCheck
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    provider = factory.SubFactory(ProviderFactory)
    first_on = date(2026, 1, 1)
    last_on = date(2026, 6, 30)
    percentage = Decimal(5)
    seed = "7 juli, 4182"
    population = 20
    evidence_asked = "Presentielijsten"
    reply_by_on = date(2026, 8, 1)
    drawn_at = DRAWN_AT
    drawn_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def asked(self, create: bool, extracted: bool | None, **kwargs) -> None:
        move(self, SampleStatus.ASKED)


class SampleItemFactory(DjangoModelFactory):
    """A placement with its evidence, to be judged."""

    class Meta:
        model = SampleItem

    check_of = factory.SubFactory(SampleCheckFactory)
    placement = factory.SubFactory(PlacementFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"week;aanwezig\n1;9\n", name="lijst.csv"))
    filename = "lijst.csv"
    sha256 = "0" * 64
    evidence_at = DRAWN_AT
    evidence_by = factory.SubFactory(UserFactory)
