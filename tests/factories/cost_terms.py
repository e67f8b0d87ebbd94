"""The basis by which a region counts costs, and what contracts guarantee."""

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from contracts.enums import GuaranteeKind, RealisedBasis
from contracts.models import ContractGuarantee, CostBasis
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.contracts import ContractFactory
from tests.factories.costs import BOOKED_AT


class CostBasisFactory(DjangoModelFactory):
    """By the days of service; months that stand already are not summed anew."""

    class Meta:
        model = CostBasis

    region = factory.SubFactory(RegionFactory)
    basis = RealisedBasis.SERVICE
    changed_at = BOOKED_AT
    changed_by = factory.SubFactory(UserFactory)


class ContractGuaranteeFactory(DjangoModelFactory):
    """At least 60,000 euro in 2026."""

    class Meta:
        model = ContractGuarantee

    contract = factory.SubFactory(ContractFactory)
    kind = GuaranteeKind.VALUE
    first_on = date(2026, 1, 1)
    last_on = date(2026, 12, 31)
    minimum_amount = Decimal(60_000)
