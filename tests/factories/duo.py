"""Learners that DUO must know of, and exports about them."""

from datetime import date, datetime

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from contracts.enums import DeliveryStatus, PlacementStatus
from contracts.enums.duo import DuoKind, DuoReason, DuoState
from contracts.models import Contract, Delivery, DuoExport, DuoLine, Placement
from tests.factories.accounts import GemeenteFactory, RegionFactory, UserFactory
from tests.factories.contracts import PlacementFactory, move

PIP_ON = date(2026, 1, 12)
FIRST_ON, LAST_ON = date(2026, 2, 2), date(2027, 7, 30)


class DuoExportFactory(DjangoModelFactory):
    """Of October 2026, with no lines."""

    class Meta:
        model = DuoExport

    gemeente = factory.SubFactory(GemeenteFactory)
    region = factory.SubFactory(RegionFactory)
    first_month = date(2026, 10, 1)
    last_month = date(2026, 10, 1)
    made_at = datetime(2026, 11, 16, 9, tzinfo=get_default_timezone())
    made_by = factory.SubFactory(UserFactory)
    file = factory.django.FileField(data=b"{}\n", filename="duo.json")
    sha256 = "0" * 64


class DuoLineFactory(DjangoModelFactory):
    """An offer that cannot go for want of a PIP."""

    class Meta:
        model = DuoLine

    export = factory.SubFactory(DuoExportFactory)
    kind = DuoKind.OFFER
    placement = factory.SubFactory(PlacementFactory)
    provider = factory.SelfAttribute("placement.contract.provider")
    reference = factory.SelfAttribute("placement.reference")
    state = DuoState.MISSING
    reasons = [DuoReason.NO_PIP]


def status_holder(contract: Contract, **changes) -> Placement:
    """Somebody who has begun, of whom DUO takes all; `changes` spoil it."""
    usual = {
        "capacity_line": contract.capacity_lines.order_by("pk").first(),
        "gemeente": contract.gemeenten.order_by("pk").first(),
        "status": PlacementStatus.STARTED,
        "pip_on": PIP_ON,
        "planned_first_on": FIRST_ON,
        "planned_last_on": LAST_ON,
        "actual_first_on": FIRST_ON,
        "offered_hours": 200,
        "attended_hours": 120,
    }
    return PlacementFactory(**usual | changes)


def returned(contract: Contract, at: datetime, by: User) -> Delivery:
    """A sheet of the contract that was applied at that moment."""
    delivery = Delivery.objects.create(
        provider=contract.provider,
        contract=contract,
        filename="maand.csv",
        sha256="0" * 64,
        size=1,
        received_at=at,
        received_by=by,
    )
    for status in (DeliveryStatus.CHECKED, DeliveryStatus.CONFIRMED):
        move(delivery, status)
    move(delivery, DeliveryStatus.APPLIED, applied_at=at)
    return delivery
