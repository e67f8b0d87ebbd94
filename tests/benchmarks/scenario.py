"""The draws of one scenario: ten gemeenten, three routes, 48 months; every price and chance that
there is. No database: what is measured is the reckoning of a worker.
"""

import time
from datetime import date
from typing import Any

import numpy as np

from config.shared.periods import Period
from contracts.enums import CostType
from providers.enums import LearningRoute
from reports.overruns.figures import Bucket
from reports.scenarios.outcome import outcome_of
from reports.scenarios.simulation import (
    Arrivals,
    Budget,
    Course,
    Rates,
    Running,
    Setup,
    simulate,
)

GEMEENTEN, CONTRACTS, DRAWS = 10, 2, 10_000
EXPECTED = 3.0
"""Learners a month of one gemeente for one route."""
LENGTH = 24
"""Months of a course, in each of which something falls due."""
MONTHS = tuple(Period(date(2027, 1, 1), date(2030, 12, 31)).months())


def measure_scenario() -> list[dict[str, Any]]:
    """Seconds of the draws with all that chance does, and of what is kept of them."""
    setup = setup_of()
    begun = time.perf_counter()
    draws = simulate(setup, draws=DRAWS, seed=1, step=lambda done, total: None)
    drawn = time.perf_counter()
    outcome_of(draws)
    kept = time.perf_counter()
    return [
        {"name": "scenario-draws", "seconds": round(drawn - begun, 3), "rows": draws.number},
        {"name": "scenario-outcome", "seconds": round(kept - drawn, 3), "rows": draws.number},
    ]


def setup_of() -> Setup:
    """A region of which every gemeente expects learners for every route, under two contracts."""
    courses = [Course(route, pk) for route in LearningRoute for pk in range(1, CONTRACTS + 1)]
    who = range(1, GEMEENTEN + 1)
    rates = {course: _rates() for course in courses}
    buckets = [
        Bucket(1, gemeente, course.route, course.contract_id, CostType.LEARNING_ROUTES)
        for gemeente in who
        for course in courses
    ]
    running = Running(np.full(len(MONTHS), 5_000_000, dtype=np.int64), 60)
    return Setup(
        region_id=1,
        ahead=MONTHS,
        months=MONTHS,
        booked={},
        running=dict.fromkeys(buckets, running),
        agreed={},
        arrivals=[_arrivals(gemeente, route) for gemeente in who for route in LearningRoute],
        rates={(gemeente, course): rates[course] for gemeente in who for course in courses},
        budgets={
            Budget(year, bucket): 1_000_000_00
            for year in {month.year for month in MONTHS}
            for bucket in buckets
        },
        dropout=0.01,
        group_sizes=(8, 15),
    )


def _arrivals(gemeente: int, route: str) -> Arrivals:
    turns = tuple(1 + number % CONTRACTS for number in range(40))
    size = len(MONTHS)
    certain = np.zeros(size, dtype=np.int64)
    return Arrivals(gemeente, route, certain, np.full(size, EXPECTED), [turns] * size)


def _rates() -> Rates:
    heads, groups = (np.zeros((len(MONTHS), len(MONTHS)), dtype=np.int64) for _each in range(2))
    for begins in range(len(MONTHS)):
        heads[begins, begins : begins + LENGTH] = 25_000
        groups[begins, begins : begins + LENGTH] = 400_000
    return Rates(heads, groups // 12, groups)
