"""Booked costs, fees and closed months."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.models import Gemeente
from contracts.enums import CostKind, CostType, FeeMoment, TariffUnit
from contracts.models import CostEntry, CostEntryShare, FeeOccasion, MonthClosing
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.contracts import ContractFactory, PlacementFactory, TariffFactory

BOOKED_AT = datetime(2026, 4, 7, 9, tzinfo=get_default_timezone())


class CostEntryFactory(DjangoModelFactory):
    """300 euro of interpreters in March 2026, borne evenly by `borne_by`."""

    class Meta:
        model = CostEntry
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    cost_type = CostType.INTERPRETERS
    kind = CostKind.ENTRY
    due_on = date(2026, 3, 31)
    first_on = date(2026, 3, 1)
    last_on = date(2026, 3, 31)
    description = "Tolken bij de brede intake"
    amount = Decimal(300)
    recorded_at = BOOKED_AT
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def borne_by(self, create: bool, extracted: list[Gemeente] | None, **kwargs) -> None:
        for gemeente in extracted or []:
            amount = self.amount / len(extracted or [])
            CostEntryShare.objects.create(entry=self, gemeente=gemeente, amount=amount)


class FeeTariffFactory(TariffFactory):
    """250 euro each time that an examination is recorded."""

    unit = TariffUnit.FEE
    name = "Examen"
    price = Decimal(250)
    charged_at = FeeMoment.RECORDED

    @factory.post_generation
    def instalments(self, create: bool, extracted: bool | None, **kwargs) -> None:
        """A fee has none."""


class FeeOccasionFactory(DjangoModelFactory):
    class Meta:
        model = FeeOccasion

    placement = factory.SubFactory(PlacementFactory)
    name = "Examen"
    on = date(2026, 3, 12)
    recorded_at = BOOKED_AT
    recorded_by = factory.SubFactory(UserFactory)


class MonthClosingFactory(DjangoModelFactory):
    class Meta:
        model = MonthClosing

    contract = factory.SubFactory(ContractFactory)
    month = date(2025, 11, 1)
    closed_at = BOOKED_AT
    closed_by = factory.SubFactory(UserFactory)
