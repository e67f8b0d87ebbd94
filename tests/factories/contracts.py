"""Contracts with tariffs, capacity, groups and placements."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.models import Gemeente
from contracts.enums import ContractStatus, InstalmentMoment, Level, PlacementStatus, TargetGroup
from contracts.models import (
    CapacityLine,
    CapacityShare,
    Contract,
    CourseGroup,
    Placement,
    Tariff,
    TariffInstalment,
)
from providers.enums import LearningRoute
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory
from tests.factories.providers import ProviderFactory, agree_on_data

DRAFTED_AT = datetime(2025, 11, 3, 9, tzinfo=get_default_timezone())
SIGNED_AT = datetime(2025, 12, 1, 9, tzinfo=get_default_timezone())
INSTALMENTS = (
    (InstalmentMoment.START, 40),
    (InstalmentMoment.HALFWAY, 30),
    (InstalmentMoment.COMPLETION, 30),
)


class ContractFactory(DjangoModelFactory):
    """A draft; `active=True` is signed and active, with a tariff and 20 places."""

    class Meta:
        model = Contract
        skip_postgeneration_save = True

    class Params:
        stamped = factory.Trait(signed_at=SIGNED_AT, signed_by=factory.SelfAttribute("created_by"))

    reference = factory.Sequence(lambda number: f"C-2026-{number:03}")
    region = factory.SubFactory(RegionFactory)
    provider = factory.SubFactory(ProviderFactory, recognised=True)
    title = "Onderwijsroute"
    first_on = date(2026, 1, 1)
    last_on = date(2027, 12, 31)
    created_at = DRAFTED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def gemeenten_given(self, create: bool, extracted: list[Gemeente] | None, **kwargs) -> None:
        self.gemeenten.set(extracted or [])

    @factory.post_generation
    def active(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if not extracted:
            return
        TariffFactory(contract=self)
        CapacityLineFactory(contract=self)
        agree_on_data(self.provider, self.region)
        move(self, ContractStatus.SIGNED, signed_at=SIGNED_AT, signed_by=self.created_by)
        move(self, ContractStatus.ACTIVE)


def move(obj, status: str, **changes) -> None:
    """Set a status as a workflow would, without its conditions; the database checks the pair."""
    type(obj)._base_manager.filter(pk=obj.pk).update(status=status, **changes)
    obj.refresh_from_db()


class TariffFactory(DjangoModelFactory):
    """15,000 euro a trajectory, in instalments of 40, 30 and 30%."""

    class Meta:
        model = Tariff
        skip_postgeneration_save = True

    contract = factory.SubFactory(ContractFactory)
    route = LearningRoute.EDUCATION
    price = Decimal(15_000)
    first_on = factory.SelfAttribute("contract.first_on")
    last_on = factory.SelfAttribute("contract.last_on")

    @factory.post_generation
    def instalments(self, create: bool, extracted: bool | None, **kwargs) -> None:
        for moment, percentage in INSTALMENTS:
            TariffInstalment.objects.create(
                tariff=self,
                moment=moment,
                percentage=percentage,
                amount=self.price * percentage / 100,
            )


class CapacityLineFactory(DjangoModelFactory):
    """20 places, shared evenly by the contract's gemeenten as far as that goes."""

    class Meta:
        model = CapacityLine
        skip_postgeneration_save = True

    contract = factory.SubFactory(ContractFactory)
    route = LearningRoute.EDUCATION
    place = "Waterveen"
    first_on = factory.SelfAttribute("contract.first_on")
    last_on = factory.SelfAttribute("contract.last_on")
    number = 20

    @factory.post_generation
    def shares(self, create: bool, extracted: bool | None, **kwargs) -> None:
        gemeenten = list(self.contract.gemeenten.order_by("pk"))
        for index, gemeente in enumerate(gemeenten):
            number = (self.number + index) // len(gemeenten)
            CapacityShare.objects.create(line=self, gemeente=gemeente, number=number)


class CourseGroupFactory(DjangoModelFactory):
    class Meta:
        model = CourseGroup

    line = factory.SubFactory(CapacityLineFactory)
    reference = factory.Sequence(lambda number: f"G{number:03}")
    first_on = date(2026, 2, 2)
    last_on = date(2027, 7, 30)
    minimum = 8
    maximum = 16
    level = Level.B1


class PlacementFactory(DjangoModelFactory):
    """Registered; `started=True` has begun on its planned first day."""

    class Meta:
        model = Placement

    class Params:
        started = factory.Trait(
            status=PlacementStatus.STARTED,
            actual_first_on=factory.SelfAttribute("planned_first_on"),
        )

    capacity_line = factory.SubFactory(CapacityLineFactory)
    contract = factory.SelfAttribute("capacity_line.contract")
    tariff = factory.LazyAttribute(
        lambda placement: (
            placement.contract.tariffs.filter(route=placement.capacity_line.route).first()
            or TariffFactory(contract=placement.contract, route=placement.capacity_line.route)
        )
    )
    gemeente = factory.SubFactory(GemeenteFactory)
    reference = factory.Sequence(lambda number: f"TV-2026-{number:04}")
    route = factory.SelfAttribute("capacity_line.route")
    target_group = TargetGroup.STATUS_HOLDER
    level = Level.B1
    planned_first_on = date(2026, 2, 2)
    planned_last_on = date(2027, 7, 30)
    status_on = factory.SelfAttribute("planned_first_on")
