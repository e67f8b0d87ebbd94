"""How prices follow an index in the demo region; the figures are invented."""

from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from config.management.demo.cast import Cast
from config.management.demo.days import Days
from config.shared.periods import add_years
from contracts.actions.indexation import record_figure, set_indexation_rule
from contracts.enums import FigureStage, PriceIndex
from contracts.models import Contract, IndexFigure

BASE_YEAR = 2015
JULY = 7
FIRST_FIGURE, LAST_FIGURE = Decimal("130.8"), Decimal("134.9")


def follow_prices(contract: Contract, *, by: User, at: datetime) -> None:
    """Prices follow consumer prices in January, at most 3.5% at once."""
    facts = {
        "index": PriceIndex.CPI,
        "base_year": BASE_YEAR,
        "base_month": date(contract.first_on.year - 1, JULY, 1),
        "stage": FigureStage.FIRST,
        "cap_percentage": Decimal("3.5"),
        "may_fall": False,
        "month_of_year": 1,
    }
    set_indexation_rule(contract=contract, facts=facts, by=by, at=at)


def publish_figures(contract: Contract, cast: Cast, days: Days) -> None:
    """The figures by which the prices of `contract` can be indexed for the first time."""
    base = date(contract.first_on.year - 1, JULY, 1)
    for month, value in ((base, FIRST_FIGURE), (add_years(base, 1), LAST_FIGURE)):
        figure = IndexFigure(
            region=cast.region,
            index=PriceIndex.CPI,
            base_year=BASE_YEAR,
            month=month,
            stage=FigureStage.FIRST,
            figure=value,
            source="Verzonnen cijfer, om mee te oefenen",
        )
        record_figure(figure=figure, by=cast.people["contractmanager"], at=days.at(-30))
