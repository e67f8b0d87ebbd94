"""The forecast of a region: its people and its prices through the engine."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import Region
from contracts.enums import CostKind, TariffUnit
from reports.forecast.curves import Price
from reports.forecast.engine import (
    Cell,
    Forecast,
    Key,
    Row,
    forecast,
    hours_to_come,
    months_from,
    nothing,
)
from reports.forecast.people import People
from reports.forecast.prices import PriceBook


@dataclass(frozen=True)
class RegionForecast:
    """What learners without cost lines will cost, from the month of `on`, for four years.

    These are agreed placements that have not begun, who waits, who is expected, and the hours to
    come of who is taught at a price per hour. Some sixteen queries, however many placements.
    """

    region: Region
    on: date
    limits_seats: bool = False

    @property
    def months(self) -> tuple[date, ...]:
        """The month of `on` and those after it."""
        return months_from(self.on)

    @cached_property
    def people(self) -> People:
        """Who begins, and where."""
        return People(self.region, self.on, self.months, self.limits_seats)

    @cached_property
    def book(self) -> PriceBook:
        """The prices."""
        return PriceBook(self.region, self.on)

    @cached_property
    def forecast(self) -> Forecast:
        """By cell, kind and unit."""
        begins = forecast(months=self.months, starts=self.people.starts, prices=self._prices)
        return Forecast(self.months, {**begins.rows, **self._hours(begins)})

    @cached_property
    def told(self) -> dict[Key, Row]:
        """All rows, those without a price too."""
        return {**self.forecast.rows, **self.unpriced}

    @property
    def unpriced(self) -> dict[Key, Row]:
        """Learners who begin where no price is known: rows without an amount or a unit."""
        zero = nothing(len(self.months))
        return {
            Key(cell, CostKind.INSTALMENT, TariffUnit.TRAJECTORY): Row(zero, zero, learners)
            for cell, learners in self.people.starts.items()
            if cell not in self._prices
        }

    @cached_property
    def _prices(self) -> dict[Cell, tuple[Price, ...]]:
        return self.book.prices(self.people.starts, self.people.offers)

    def _hours(self, begins: Forecast) -> dict[Key, Row]:
        """Lessons to come of who is placed at a price per hour; added to those of who begins."""
        found = {}
        for cell, present in self.people.taught_by_hour.items():
            price = self.book.of_hours(cell.contract_id or 0, cell.route)
            if price is None:
                continue
            key = Key(cell, CostKind.HOURS, TariffUnit.HOUR)
            cents, units = hours_to_come(present, price, self.months)
            zero = nothing(len(self.months))
            row = begins.rows.get(key, Row(zero, zero, zero))
            found[key] = Row(row.cents + cents, row.units + units, row.learners)
        return found
