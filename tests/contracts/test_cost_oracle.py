"""The ledger in the database against the oracle, through corrections and months that close."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts import ledger
from contracts.models import CostLine, CostMonth
from tests.support.oracle import Oracle
from tests.support.oracle_region import MadeRegion
from tests.support.proof import FULL

STEPS = 4
SAID = (
    "placement", "entry", "group", "region", "contract", "gemeente", "route", "kind", "part",
    "tariff", "unit", "quantity", "service_month", "first_on", "last_on", "due_on", "amount",
    "is_reversal",
)  # fmt: skip


@pytest.fixture
def any_status_may_follow(db):
    with connection.cursor() as cursor:
        for table in ("placement", "coursegroup"):
            trigger = f"contracts_{table}_status_update"
            cursor.execute(f"ALTER TABLE contracts_{table} DISABLE TRIGGER {trigger}")


def said(line: dict) -> tuple:
    corrected = line["corrects"]
    of_which = corrected and (corrected["due_on"], corrected["amount"])
    return (*(shown(line[name]) for name in SAID), of_which)


def shown(value: object) -> object:
    """Numbers as the columns have them, so that equal lines sort alike."""
    return f"{value:.6f}" if isinstance(value, Decimal) else value


def standing() -> list[tuple]:
    rows = CostLine.objects.values_list(*SAID, "corrects__due_on", "corrects__amount")
    found = [(*map(shown, row[:-2]), row[-2] and row[-2:]) for row in rows]
    return sorted(found, key=repr)


def months() -> dict[tuple, tuple]:
    names = ("region", "contract", "gemeente", "route", "kind", "cost_type", "unit", "month")
    rows = CostMonth.objects.values_list(*names, "amount", "quantity", "lines", "heads")
    return {row[: len(names)]: row[len(names) :] for row in rows}


def assert_as_the_oracle_says(oracle: Oracle) -> None:
    assert standing() == sorted((said(line) for line in oracle.lines), key=repr)
    assert months() == oracle.months()
    assert ledger.check_costs(None) == (0, 0)
    assert ledger.count_unbalanced(None) == 0


@pytest.mark.proof
@settings(
    max_examples=200 if FULL else 20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32))
def test_lines_and_months_equal_the_oracle_through_changes_and_closings(
    any_status_may_follow, seed
):
    with transaction.atomic():
        region, oracle = MadeRegion(seed), Oracle()
        ledger.rebuild_costs(None)
        for _step in range(STEPS):
            oracle.rebuild()
            assert_as_the_oracle_says(oracle)
            oracle.close(*region.close())
            ledger.rebuild_costs(
                region.change_learners(3),
                group_ids=region.change_group(),
                entry_ids=region.withdraw_entry(),
            )
        transaction.set_rollback(True)
