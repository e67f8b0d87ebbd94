"""Costs of a region of a million placements: the ledger, the overrun report and its page.

Its floors are aggregates that one would write by hand: over the cost lines of the year, as without
summaries, and over the rows of the summary by month alone, without plans, names and expectations.
"""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.urls import reverse

from contracts.ledger import rebuild_costs
from contracts.models import CostLine, CostMonth, Placement
from providers.enums import LearningRoute
from reports.models import BudgetLine
from reports.overruns import OverrunReport, Sources
from tests.support.copying import analyse, load
from tests.support.region_at_scale import ON, LargeRegion, large_region

CONTRACTS, PLACEMENTS = 60, 16_667
TOUCHED = 1_000
"""Placements of one delivery."""
TURNS = 9
BY_HAND = """
SELECT month.region_id, month.gemeente_id, month.route, month.contract_id, month.cost_type,
       month.month, sum(month.amount), sum(month.due_by_day[%(day)s]), sum(month.heads)
  FROM contracts_costmonth AS month
 WHERE month.region_id = %(region)s AND month.month BETWEEN %(first)s AND %(last)s
 GROUP BY 1, 2, 3, 4, 5, 6"""

LINES_BY_HAND = """
SELECT region_id, gemeente_id, route, contract_id, kind, date_trunc('month', due_on),
       sum(amount), sum(amount) FILTER (WHERE due_on <= %(on)s)
  FROM contracts_costline
 WHERE region_id = %(region)s AND due_on BETWEEN %(first)s AND %(last)s
 GROUP BY 1, 2, 3, 4, 5, 6"""


def measure_money() -> list[dict[str, Any]]:
    """Seconds of each step; the report also beside its floor."""
    region = large_region(PLACEMENTS)
    region.grow(CONTRACTS)
    load(budgets_of(region))
    whole = seconds(lambda: rebuild_costs(None))
    analyse()
    report = middle(lambda: rows_of(region))
    lines = middle(lambda: by_hand(region, LINES_BY_HAND))
    months = middle(lambda: by_hand(region, BY_HAND))
    return [
        result("money-ledger-whole", whole, rows=Placement.objects.count()),
        result("money-lines", 0.0, rows=CostLine.objects.count()),
        result("money-months", 0.0, rows=CostMonth.objects.count()),
        result("money-report", report),
        result("money-lines-by-hand", lines, ratio=round(report / lines, 2)),
        result("money-months-by-hand", months, ratio=round(report / months, 2)),
        result("money-page", middle(page_of(region))),
        result("money-refresh", middle(lambda: refresh(region)), rows=TOUCHED),
    ]


def budgets_of(region: LargeRegion) -> list[BudgetLine]:
    """For each gemeente and route, all contracts together."""
    return [
        BudgetLine(
            region=region.region,
            gemeente=gemeente,
            year=ON.year,
            route=route,
            amount=Decimal(1_000_000),
            planned_heads=100,
            planned_units_per_head=Decimal("0.7"),
            planned_unit_price=Decimal(15_000),
        )
        for gemeente in region.gemeenten
        for route in LearningRoute
    ]


def by_hand(region: LargeRegion, statement: str) -> None:
    """Read the sums of costs, and nothing else."""
    asked = {
        "region": region.region.pk,
        "first": ON.replace(month=1, day=1),
        "last": ON.replace(month=12, day=31),
        "on": ON,
        "day": ON.day,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        cursor.fetchall()


def rows_of(region: LargeRegion) -> None:
    """The report itself, with names and totals."""
    report = OverrunReport(Sources.of_region(region.region), year=ON.year, on=ON)
    if not report.total.realised:
        raise RuntimeError("The report is empty.")


def page_of(region: LargeRegion) -> Callable[[], None]:
    """The page as the reader gets it."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(region.reader, backend=settings.AUTHENTICATION_BACKENDS[-1])
    address = f"{reverse('reports:overruns')}?year={ON.year}"

    def get() -> None:
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")

    return get


def refresh(region: LargeRegion) -> None:
    """A thousand placements of one contract end a week later, and their costs follow."""
    touched = Placement.objects.filter(contract=region.contracts[0]).order_by("pk")[:TOUCHED]
    ids = list(touched.values_list("pk", flat=True))
    with transaction.atomic():
        later = F("planned_last_on") + timedelta(weeks=1)
        Placement.objects.filter(pk__in=ids).update(planned_last_on=later)
        rebuild_costs(ids)


def middle(run: Callable[[], None]) -> float:
    """Seconds of the middle of TURNS runs, after one that warms."""
    run()
    return statistics.median(seconds(run) for _turn in range(TURNS))


def seconds(run: Callable[[], None]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def result(name: str, taken: float, **more: Any) -> dict[str, Any]:
    return {"name": name, "seconds": round(taken, 3), **more}
