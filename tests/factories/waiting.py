"""Allocation keys and the waiting list."""

from datetime import date, datetime

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.enums import KeyBasis
from accounts.models import AllocationKey, AllocationKeyVersion, AllocationShare, Gemeente
from contracts.enums import Level, TargetGroup
from contracts.models import WaitlistEntry
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory

MADE_AT = datetime(2026, 1, 5, 9, tzinfo=get_default_timezone())


class AllocationKeyFactory(DjangoModelFactory):
    """Percentages by hand; `shares` makes a first version of 2026 with them."""

    class Meta:
        model = AllocationKey
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    name = factory.Sequence(lambda number: f"Verdeelsleutel {number}")
    basis = KeyBasis.MANUAL

    @factory.post_generation
    def shares(self, create: bool, extracted: dict[Gemeente, str] | None, **kwargs) -> None:
        if extracted:
            version_of(self, extracted)


def version_of(key: AllocationKey, shares: dict[Gemeente, str], **fields) -> AllocationKeyVersion:
    """The next version of `key` with these per cents, from the first of 2026 unless told."""
    facts = {
        "number": key.versions.count() + 1,
        "first_on": date(2026, 1, 1),
        "reason": "Afspraak van de regio",
        "made_at": MADE_AT,
        "made_by": UserFactory(),
    }
    version = AllocationKeyVersion.objects.create(key=key, **facts | fields)
    AllocationShare.objects.bulk_create(
        AllocationShare(version=version, gemeente=gemeente, percentage=percentage)
        for gemeente, percentage in shares.items()
    )
    return version


class WaitlistEntryFactory(DjangoModelFactory):
    """Waits for the education route, level B1, since 5 January 2026."""

    class Meta:
        model = WaitlistEntry

    region = factory.SubFactory(RegionFactory)
    gemeente = factory.SubFactory(GemeenteFactory)
    reference = factory.Sequence(lambda number: f"WL-2026-{number:04}")
    route = LearningRoute.EDUCATION
    target_group = TargetGroup.STATUS_HOLDER
    level = Level.B1
    since_on = date(2026, 1, 5)
    created_at = MADE_AT
    created_by = factory.SubFactory(UserFactory)
