"""Monthly returns."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from contracts.models import DataTask
from tests.factories.contracts import ContractFactory


class DataTaskFactory(DjangoModelFactory):
    """The return of October 2026 of an active contract, due on 13 November; not answered."""

    class Meta:
        model = DataTask

    contract = factory.SubFactory(ContractFactory, active=True)
    region = factory.SelfAttribute("contract.region")
    provider = factory.SelfAttribute("contract.provider")
    month = date(2026, 10, 1)
    due_on = date(2026, 11, 13)
    in_time_until_on = factory.SelfAttribute("due_on")
