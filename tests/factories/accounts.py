"""Persons and places."""

from datetime import date

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.enums import RegionKind, Role, SizeClass
from accounts.models import (
    Gemeente,
    Membership,
    Notification,
    Region,
    RegionGemeente,
    User,
)

KIND = "test.question"
"""A kind of notification of tests: see the fixture `kinds`."""
PASSWORD = "een lange zin om te onthouden"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"persoon{number}@voorbeeld.test")
    name = factory.Sequence(lambda number: f"Persoon {number}")
    password = factory.django.Password(PASSWORD)


class GemeenteFactory(DjangoModelFactory):
    class Meta:
        model = Gemeente
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"{1000 + number % 8000}")
    name = factory.Sequence(lambda number: f"Gemeente {number}")
    size_class = SizeClass.SMALL
    inhabitants = 20_000


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region
        skip_postgeneration_save = True

    name = factory.Sequence(lambda number: f"Regio {number}")
    kind = RegionKind.PARTNERSHIP

    @factory.post_generation
    def gemeenten(self, create: bool, extracted: list[Gemeente] | None, **kwargs) -> None:
        for gemeente in extracted or ():
            RegionGemeente.objects.create(region=self, gemeente=gemeente, first_on=date(2022, 1, 1))


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    region = factory.SubFactory(RegionFactory)
    role = Role.READER


class NotificationFactory(DjangoModelFactory):
    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    kind = KIND
    subject = factory.Sequence(lambda number: f"Melding {number}")
    sentence = "Er is iets gebeurd."
    url = "/"
    created_at = factory.LazyFunction(timezone.now)


def member_of(organisation: Region | Gemeente, role: Role, **fields) -> User:
    """A person with one role in a region or in one gemeente."""
    user = UserFactory(**fields)
    scope = "region" if isinstance(organisation, Region) else "gemeente"
    Membership.objects.create(user=user, role=role, **{scope: organisation})
    return user
