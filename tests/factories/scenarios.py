"""Scenarios: kept, and reckoned."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.timezone import get_default_timezone

from reports.actions.scenarios import Supposed, make_scenario, queue_scenario, run_scenario
from reports.models import Scenario
from reports.scenarios.assumptions import Assumptions
from reports.scenarios.simulation import Draws, simulate
from reports.scenarios.situation import Situation

AT = datetime(2026, 11, 22, 9, tzinfo=get_default_timezone())
ON = date(2026, 11, 22)
FEW = 250
CERTAIN = Assumptions()
NO_STEP = {"step": lambda done, total: None}


def supposed(region, **values) -> Supposed:
    """Few draws round the intake forecast, unless said otherwise."""
    known = {
        "region": region,
        "name": "Een bedachte instroom",
        "description": "",
        "first_year": 2027,
        "last_year": 2027,
        "assumptions": Assumptions(inflow="poisson", dropout=Decimal(1)),
        "draws": FEW,
        "seed": 7,
    }
    return Supposed(**known | values)


def scenario_of(region, by, *, at=AT, **values) -> Scenario:
    """A draft."""
    return make_scenario(supposed=supposed(region, **values), by=by, at=at)


def reckoned(region, by, *, at=AT, **values) -> Scenario:
    """A scenario with its outcome, as the worker would have left it."""
    scenario = queue_scenario(scenario=scenario_of(region, by, at=at, **values), by=by, at=at)
    scenario.refresh_from_db()
    if scenario.is_reckoned:  # outside a test's transaction the worker has done it already
        return scenario
    known = {"scenario_id": scenario.pk, "job_id": scenario.job_id, "at": at}
    return run_scenario(**known, **NO_STEP)


def situation(region, assumptions=CERTAIN, first=2026, last=2029) -> Situation:
    """What stands on ON, with what is assumed beside it."""
    return Situation(region, ON, first, last, assumptions)


def drawn(region, assumptions=CERTAIN, draws=FEW, **years) -> Draws:
    """The amounts of each draw, from one seed."""
    setup = situation(region, assumptions, **years).setup
    return simulate(setup, draws=draws, seed=3, **NO_STEP)


def cents(amount: Decimal) -> int:
    return int(amount.scaleb(2))
