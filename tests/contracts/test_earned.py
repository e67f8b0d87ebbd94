"""What months earn by days of service: the basis of a region, shared to the cent."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import ledger
from contracts.models import CostEntry, CostMonth
from tests.contracts.test_cost_oracle import (  # noqa: F401 - a fixture of that module
    any_status_may_follow,
)
from tests.factories.cost_terms import CostBasisFactory
from tests.support.oracle import Oracle
from tests.support.oracle_earned import earned_months
from tests.support.oracle_region import MadeRegion
from tests.support.proof import FULL

PLACE = ("region", "contract", "gemeente", "route", "kind", "cost_type", "unit", "month")
EARNED = ("earned_amount", "earned_by_day", "earned_quantity", "earned_heads")


def kept() -> dict[tuple, list]:
    rows = CostMonth.objects.values_list(*PLACE, *EARNED)
    found = {row[: len(PLACE)]: list(row[len(PLACE) :]) for row in rows}
    return {place: row for place, row in found.items() if any(row[1]) or row[2] or row[3]}


def by_the_oracle(oracle: Oracle) -> dict[tuple, list]:
    types = dict(CostEntry.objects.values_list("pk", "cost_type"))
    places = {index: oracle.place(line, types)[:-1] for index, line in enumerate(oracle.lines)}
    found = earned_months(oracle.lines, places)
    return {place: row for place, row in found.items() if any(row[1]) or row[2] or row[3]}


@pytest.mark.proof
@settings(
    max_examples=100 if FULL else 6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_what_is_earned_equals_the_oracle_through_changes_and_closings(
    any_status_may_follow,  # noqa: F811 - pytest hands it in by that name
    seed,
):
    with transaction.atomic():
        region, oracle = MadeRegion(seed), Oracle()
        CostBasisFactory(region=region.region)
        ledger.rebuild_costs(None)
        for _step in range(3):
            oracle.rebuild()
            assert kept() == by_the_oracle(oracle)
            assert_the_whole_is_equal(oracle)
            assert ledger.check_costs(None) == (0, 0)
            oracle.close(*region.close())
            ledger.rebuild_costs(
                region.change_learners(3),
                group_ids=region.change_group(),
                entry_ids=region.withdraw_entry(),
            )
        transaction.set_rollback(True)


def assert_the_whole_is_equal(oracle: Oracle) -> None:
    """Once all days are past both bases say the same, of every contract and gemeente."""
    due, earned = {}, {}
    for row in CostMonth.objects.all():
        home = row.contract_id, row.gemeente_id, row.kind
        due[home] = due.get(home, 0) + row.amount
        earned[home] = earned.get(home, 0) + row.earned_amount
        assert row.earned_by_day[-1] == row.earned_amount
    assert due == earned
    assert sum(due.values()) == sum((line["amount"] for line in oracle.lines), Decimal(0))
