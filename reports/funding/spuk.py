"""The SPUK by its rules: who counts on 31 December, the advances, and the settlement.

Pure: people in, euros out. domain.md 6: provisional on a forecast and paid monthly, definitive on
the count of 31 December, settled in May of the next year.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from config.shared.money import cents, share_out
from contracts.enums import TargetGroup
from reports.enums.funding import FundingRuleKey
from reports.funding.rules import RuleBook

YEARS_OF = {
    TargetGroup.STATUS_HOLDER: FundingRuleKey.ASYLUM_YEARS,
    TargetGroup.FAMILY_MIGRANT: FundingRuleKey.FAMILY_YEARS,
    TargetGroup.OTHER: FundingRuleKey.OTHER_YEARS,
}
"""For how many years a person of a group counts, the year of housing being the first."""


@dataclass(frozen=True, slots=True)
class Housed:
    """People of one group whom a gemeente housed in a year; `housed` None until the count."""

    gemeente: int
    year: int
    group: str
    expected: int
    housed: int | None = None
    in_azc: int = 0

    def people(self, *, counts_azc: bool, as_percentage: Decimal = Decimal(100)) -> Fraction:
        """Those who count; where nobody counted yet, this part of who was expected."""
        azc = self.in_azc if counts_azc else 0
        if self.housed is None:
            return Fraction(self.expected) * Fraction(as_percentage) / 100 + azc
        return Fraction(self.housed + azc)


def counted(
    rows: Iterable[Housed], year: int, book: RuleBook, *, as_percentage: Decimal = Decimal(100)
) -> dict[int, Fraction]:
    """People who count on 31 December of `year`, by gemeente.

    A status holder housed in `year` or in one of the two years before counts once each year; the
    rule of the year of the count decides for how many years.
    """
    counts_azc = bool(book.value(FundingRuleKey.COUNTS_AZC, year))
    found: dict[int, Fraction] = {}
    for row in rows:
        years = book.number(YEARS_OF[TargetGroup(row.group)], year)
        if 0 <= year - row.year < years:
            # Only the year of the count itself has people in an asylum centre beside the housed.
            azc = counts_azc and row.year == year
            people = row.people(counts_azc=azc, as_percentage=as_percentage)
            found[row.gemeente] = found.get(row.gemeente, Fraction()) + people
    return found


def expected(rows: Iterable[Housed], year: int, book: RuleBook) -> dict[int, Fraction]:
    """People on whom the advance was based: the forecast, and who was counted in years before."""
    told = [
        Housed(row.gemeente, row.year, row.group, row.expected, _before(row, year)) for row in rows
    ]
    return counted(told, year, book)


def _before(row: Housed, year: int) -> int | None:
    return row.housed if row.year < year else None


@dataclass(frozen=True, slots=True)
class GemeenteYear:
    """The SPUK of one gemeente in one year."""

    gemeente: int
    expected: Fraction
    counted: Fraction
    advance: Decimal
    definitive: Decimal

    @property
    def settlement(self) -> Decimal:
        """What comes in addition in the settlement; below zero it is taken back."""
        return self.definitive - self.advance


@dataclass(frozen=True, slots=True)
class Simulation:
    """The SPUK of a region in one year, by its rules."""

    year: int
    book: RuleBook
    rows: tuple[Housed, ...]
    granted: Mapping[int, Decimal]
    """Euro that the provisional decision gives each gemeente; empty when there is none."""
    seen: frozenset[int]
    """The gemeenten whose figures are told; the euro for each person is that of the region."""
    as_percentage: Decimal = Decimal(100)

    @property
    def per_person(self) -> Fraction | None:
        """Euro for each person counted: the region's rule, else what was granted for each person
        expected; None when neither says it.
        """
        rule = self.book.rule(FundingRuleKey.AMOUNT_PER_PERSON, self.year).value
        if rule is not None:
            return Fraction(rule)
        people = sum(expected(self.rows, self.year, self.book).values())
        total = sum(self.granted.values(), Decimal(0))
        return Fraction(total) / people if people and total else None

    def gemeenten(self) -> list[GemeenteYear]:
        """Those seen with people or a grant; none while an amount for each person lacks."""
        price = self.per_person
        if price is None:
            return []
        before = expected(self.rows, self.year, self.book)
        after = counted(self.rows, self.year, self.book, as_percentage=self.as_percentage)
        return [
            self._gemeente(gemeente, before, after, price)
            for gemeente in dict.fromkeys([*before, *after, *self.granted])
            if gemeente in self.seen
        ]

    def _gemeente(
        self,
        gemeente: int,
        before: Mapping[int, Fraction],
        after: Mapping[int, Fraction],
        price: Fraction,
    ) -> GemeenteYear:
        was, now = before.get(gemeente, Fraction()), after.get(gemeente, Fraction())
        advance = self.granted.get(gemeente, cents(was * price))
        return GemeenteYear(gemeente, was, now, advance, cents(now * price))

    def payments(self) -> list[tuple[date, Decimal]]:
        """The day and amount of every payment: the advances, and the settlement of next year."""
        found = self.gemeenten()
        advance = sum((row.advance for row in found), Decimal(0))
        settled = sum((row.settlement for row in found), Decimal(0))
        parts = self.book.number(FundingRuleKey.ADVANCE_MONTHS, self.year)
        month = self.book.number(FundingRuleKey.SETTLEMENT_MONTH, self.year)
        return [*monthly(self.year, advance, parts), (date(self.year + 1, month, 1), settled)]


def monthly(year: int, amount: Decimal, parts: int) -> list[tuple[date, Decimal]]:
    """An amount in `parts` equal months from January, to the cent; at most twelve."""
    shares = share_out(amount, [1] * parts)
    return [(date(year, number, 1), share) for number, share in enumerate(shares, start=1)]
