"""The supplement for the education route: paid once, in the year of housing, for a course that
costs money in two years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from config.shared.money import cents
from reports.enums.funding import FundingRuleKey
from reports.funding.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Cohort:
    """Those who were housed in `year` and take the education route: euros in and out."""

    year: int
    people: int
    supplement: Decimal
    first_cost: Decimal
    second_cost: Decimal

    @property
    def cost(self) -> Decimal:
        return self.first_cost + self.second_cost

    @property
    def short(self) -> Decimal:
        """What the supplement does not cover; below zero something is left."""
        return self.cost - self.supplement


@dataclass(frozen=True, slots=True)
class CashYear:
    """What comes in and goes out in one calendar year, and what was short up to its end."""

    year: int
    supplement: Decimal
    own_cost: Decimal
    earlier_cost: Decimal
    short_so_far: Decimal

    @property
    def cost(self) -> Decimal:
        return self.own_cost + self.earlier_cost

    @property
    def short(self) -> Decimal:
        """Cost that the year's own supplement does not cover; below zero it is to be kept."""
        return self.cost - self.supplement


def has_supplement(year: int, book: RuleBook) -> bool:
    """Whether a supplement is paid for who is housed in `year`."""
    first = book.number(FundingRuleKey.SUPPLEMENT_FIRST_YEAR, year)
    return first <= year <= book.number(FundingRuleKey.SUPPLEMENT_LAST_YEAR, year)


def cohort(year: int, people: int, book: RuleBook) -> Cohort:
    """The supplement and the cost of those who were housed in `year`, by the rules of that year."""
    amount = book.value(FundingRuleKey.SUPPLEMENT_AMOUNT, year)
    cost = cents(people * book.value(FundingRuleKey.COURSE_COST, year))
    part = min(book.value(FundingRuleKey.FIRST_YEAR_PERCENTAGE, year), Decimal(100))
    begun = cents(cost * part / 100)
    return Cohort(year, people, cents(people * amount), begun, cost - begun)


def cohorts(people: Mapping[int, int], book: RuleBook) -> list[Cohort]:
    """A cohort for each year of housing that brings a supplement, the first one first."""
    years = [year for year in sorted(people) if has_supplement(year, book)]
    return [cohort(year, people[year], book) for year in years]


def cash_years(found: list[Cohort]) -> list[CashYear]:
    """Every calendar year from the first cohort to the year after the last one."""
    if not found:
        return []
    by_year = {each.year: each for each in found}
    years: list[CashYear] = []
    for year in range(found[0].year, found[-1].year + 2):
        own, earlier = by_year.get(year), by_year.get(year - 1)
        supplement = own.supplement if own else Decimal(0)
        begun = own.first_cost if own else Decimal(0)
        ended = earlier.second_cost if earlier else Decimal(0)
        so_far = years[-1].short_so_far if years else Decimal(0)
        short = so_far + begun + ended - supplement
        years.append(CashYear(year, supplement, begun, ended, short))
    return years
