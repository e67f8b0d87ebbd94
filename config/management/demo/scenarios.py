"""What the controller of the demo tried out: three scenarios of the same years, to lay together."""

from dataclasses import replace
from decimal import Decimal

from config.management.demo.cast import Cast
from config.management.demo.days import Days
from reports.actions.scenarios import Supposed, last_year_of, make_scenario, queue_scenario
from reports.enums.scenarios import Inflow
from reports.scenarios.assumptions import Assumptions

DRAWS, SEED = 1_000, 2026
"""One seed for all: they meet the same chance where they assume the same."""
YEARS = 3
USUAL = Assumptions(inflow=Inflow.POISSON, dropout=Decimal("1"))
STORIES = (
    ("Zoals verwacht", "De instroom die gemeenten opgaven; af en toe stopt iemand.", USUAL),
    (
        "Meer mensen gehuisvest",
        "De hoge instroom van elke gemeente; af en toe stopt iemand.",
        replace(USUAL, inflow=Inflow.HIGH),
    ),
    (
        "Duurdere scholen",
        "Nieuwe afspraken zijn 6% duurder, en prijzen stijgen elk jaar met 4%.",
        replace(USUAL, tariff=Decimal(6), indexation=Decimal(4)),
    ),
)


def suppose(cast: Cast, days: Days) -> None:
    """Kept this morning, and reckoned once everything is saved."""
    by, at = cast.people["controller"], days.at(0, 8)
    first = days.today.year
    for name, description, assumptions in STORIES:
        supposed = Supposed(
            region=cast.region,
            name=name,
            description=description,
            first_year=first,
            last_year=min(first + YEARS - 1, last_year_of(days.today)),
            assumptions=assumptions,
            draws=DRAWS,
            seed=SEED,
        )
        scenario = make_scenario(supposed=supposed, by=by, at=at)
        queue_scenario(scenario=scenario, by=by, at=at)
