"""The outcome of a scenario, to keep: whole cents and counts of draws, as JSON.

    {"draws": 10000, "gemeenten": {"4": "Waterveen"}, "months": ["2026-01-01", ...],
     "total": {"years": {"2026": {...}}, "months": [[5 percentiles], ...]},
     "places": {"4": {...}}, "budgets": [{...}]}

A percentile is a draw that came out, never between two; a budget is passed by more than it.
"""

import itertools
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from config.shared.money import half_up
from reports.forecast.engine import Cents
from reports.overruns.figures import Bucket
from reports.scenarios.simulation import Draws, Setup, learners_by_year

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
FAN = (10, 25, 50, 75, 90)
"""Of the months: as much as a fan chart draws."""
BARS = 24
"""Of a histogram."""
HUNDRED = 100


def outcome_of(draws: Draws, funding: int = 0) -> dict[str, Any]:
    """The whole outcome; `funding` are cents a year on top of the budget of the region, divided
    over gemeenten as their budgets are.
    """
    setup = draws.setup
    limits = Limits.of(setup, funding)
    return {
        "draws": draws.number,
        "months": [month.isoformat() for month in setup.months],
        "learners": {str(year): number for year, number in learners_by_year(setup).items()},
        "total": _place(setup, draws.by_gemeente.sum(axis=0), limits.total),
        "places": {
            str(gemeente): _place(setup, draws.by_gemeente[number], limits.of_gemeente(gemeente))
            for number, gemeente in enumerate(setup.gemeenten)
        },
        "budgets": [
            _of_budget(budget.year, budget.bucket, amount, draws.by_budget[number])
            for number, (budget, amount) in enumerate(setup.budgets.items())
        ],
    }


class Limits:
    """What may be spent by year: budgets, and funding on top of them; whole cents."""

    def __init__(self, by_gemeente: Mapping[tuple[int, int], int], total: dict[int, int]) -> None:
        self._by_gemeente = by_gemeente
        self.total = total

    @classmethod
    def of(cls, setup: Setup, funding: int) -> "Limits":
        """The budgets of the region; funding in proportion to them, evenly where there is none."""
        found = {(year, who): 0 for year in setup.years for who in setup.gemeenten}
        for budget, amount in setup.budgets.items():
            found[budget.year, budget.bucket.gemeente_id] += amount
        total = {}
        for year in setup.years:
            amounts = [found[year, who] for who in setup.gemeenten]
            total[year] = sum(amounts) + funding
            for who, extra in zip(setup.gemeenten, _divided(funding, amounts), strict=True):
                found[year, who] += extra
        return cls(found, total)

    def of_gemeente(self, gemeente_id: int) -> dict[int, int]:
        """By year."""
        return {year: self._by_gemeente[year, gemeente_id] for year in self.total}


def percentile(ordered: Cents, percentage: int) -> Any:
    """The lowest draw of [draws, ...] in ascending order that so many per cents do not pass."""
    place = -(-percentage * len(ordered) // HUNDRED) - 1
    return ordered[max(place, 0)]


def _divided(whole: int, weights: list[int]) -> list[int]:
    """Whole cents in proportion, together exactly the whole; rounded down where parts meet."""
    chosen = weights if sum(weights) else [1] * len(weights)
    ends, upto = [0], 0
    for weight in chosen:
        upto += weight
        ends.append(whole * upto // sum(chosen))
    return [end - begin for begin, end in itertools.pairwise(ends)]


def _place(setup: Setup, cents: Cents, limits: Mapping[int, int]) -> dict[str, Any]:
    """Of [draws, months]: each year, and each month added up since January."""
    years, months = {}, []
    for year in setup.years:
        places = [number for number, month in enumerate(setup.months) if month.year == year]
        upto = np.cumsum(cents[:, places], axis=1)
        years[str(year)] = _figures(upto[:, -1], limits[year])
        ordered = np.sort(upto, axis=0)
        rows = np.stack([percentile(ordered, each) for each in FAN], axis=1)
        months.extend(rows.tolist())
    return {"years": years, "months": months}


def _figures(cents: Cents, limit: int) -> dict[str, Any]:
    """Of [draws] cents of a year: budget, draws above it, mean, spread, percentiles, histogram."""
    ordered = np.sort(cents)
    counts, edges = _histogram(ordered)
    return {
        "budget": limit,
        "over": int((cents > limit).sum()),
        "mean": _mean(cents),
        "spread": round(float(cents.std())),
        "percentiles": {str(each): int(percentile(ordered, each)) for each in PERCENTILES},
        "bars": counts,
        "edges": edges,
    }


def _mean(cents: Cents) -> int:
    return int(half_up(Fraction(sum(cents.tolist()), len(cents)), 0))


def _histogram(ordered: Cents) -> tuple[list[int], list[int]]:
    """Draws in each of BARS equal bars from the lowest to the highest; one bar where all agree."""
    lowest, highest = int(ordered[0]), int(ordered[-1])
    width = -(-(highest - lowest + 1) // BARS)
    bars = -(-(highest - lowest + 1) // width)
    counts = np.bincount((ordered - lowest) // width, minlength=bars)
    return counts.tolist(), [lowest + width * number for number in range(bars + 1)]


def _of_budget(year: int, bucket: Bucket, amount: int, cents: Cents) -> dict[str, Any]:
    figures = _figures(cents, amount)
    kept = {name: figures[name] for name in ("budget", "over", "mean", "spread", "percentiles")}
    where = bucket._asdict()
    del where["region_id"]
    return {"year": year, **where, **kept}
