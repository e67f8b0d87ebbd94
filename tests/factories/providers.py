"""Providers, what they hold and who works there."""

from datetime import date, datetime

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.enums import Role
from accounts.models import Region, User
from providers.enums import DeliveryMode, LearningRoute, ProviderKind, RecognitionKind
from providers.models import Admission, Offering, Provider, ProviderMembership, Recognition
from tests.factories.accounts import GemeenteFactory, UserFactory

REGISTERED_AT = datetime(2025, 1, 6, 9, tzinfo=get_default_timezone())


class ProviderFactory(DjangoModelFactory):
    """`admitted_in=[region]` admits it there; `recognised=True` gives it both recognitions."""

    class Meta:
        model = Provider
        skip_postgeneration_save = True

    kvk_number = factory.Sequence(lambda number: f"{90000000 + number}")
    legal_name = factory.Sequence(lambda number: f"Taalschool {number}")
    kind = ProviderKind.LANGUAGE_SCHOOL
    email = factory.Sequence(lambda number: f"school{number}@voorbeeld.test")
    created_at = REGISTERED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def admitted_in(self, create: bool, extracted: list[Region] | None, **kwargs) -> None:
        for region in extracted or ():
            AdmissionFactory(provider=self, region=region, admitted_by=self.created_by)

    @factory.post_generation
    def recognised(self, create: bool, extracted: bool | None, **kwargs) -> None:
        for kind in RecognitionKind if extracted else ():
            RecognitionFactory(provider=self, kind=kind)


class AdmissionFactory(DjangoModelFactory):
    class Meta:
        model = Admission

    provider = factory.SubFactory(ProviderFactory)
    admitted_at = REGISTERED_AT
    admitted_by = factory.SubFactory(UserFactory)


class RecognitionFactory(DjangoModelFactory):
    class Meta:
        model = Recognition

    provider = factory.SubFactory(ProviderFactory)
    kind = RecognitionKind.QUALITY_MARK
    number = factory.Sequence(lambda number: f"K-{number:04}")
    first_on = date(2022, 1, 1)


class OfferingFactory(DjangoModelFactory):
    class Meta:
        model = Offering

    provider = factory.SubFactory(ProviderFactory)
    route = LearningRoute.EDUCATION
    gemeente = factory.SubFactory(GemeenteFactory)
    mode = DeliveryMode.DAY


def person_of(provider: Provider, role: Role, **fields) -> User:
    """A person with one role within a provider."""
    user = UserFactory(**fields)
    ProviderMembership.objects.create(user=user, provider=provider, role=role)
    return user
