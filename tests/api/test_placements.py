"""Placements by call: read, registered and changed by the rules of the sheet."""

import pytest

from contracts.enums import DeliverySource, DeliveryStatus
from contracts.models import CostLine, Delivery, Placement
from tests.support.calls import json_row

pytestmark = pytest.mark.django_db


def test_one_call_registers_a_learner_with_costs_and_proof(caller, contract, provider_user):
    answer = caller.post("/placements", {"contract": contract.pk, **json_row()})

    assert answer.status_code == 201, answer.content
    placement = Placement.objects.get()
    assert answer["Location"] == f"/api/v1/placements/{placement.pk}"
    assert answer.json()["offeredHours"] == 120
    assert CostLine.objects.filter(placement=placement).count() == 3
    delivery = placement.delivery
    assert (delivery.source, delivery.status) == (DeliverySource.API, DeliveryStatus.APPLIED)
    assert delivery.confirmed_by == provider_user
    assert delivery.filename == "TV-00001.json"
    read = caller.get(f"/placements/{placement.pk}")
    assert (read.json(), read["ETag"]) == (answer.json(), answer["ETag"])
