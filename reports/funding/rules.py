"""The rules of the SPUK as they hold until a region sets its own: each with its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.enums.funding import FundingRuleKey

DUO_GRANT = _("DUO, specific grant for civic integration facilities (duo.nl)")
SUPPLEMENT = _("Divosa, extra means for the education route from 2026")
OWN_CHOICE = _("No publication says so: a choice of Taalregie, to be set by the region")


@dataclass(frozen=True, slots=True)
class Default:
    """A rule that nobody changed; `value` None where only the region can say it."""

    value: Decimal | None
    source: str | Promise


DEFAULTS: Mapping[str, Default] = {
    FundingRuleKey.ADVANCE_MONTHS: Default(Decimal(12), DUO_GRANT),
    FundingRuleKey.SETTLEMENT_MONTH: Default(Decimal(5), DUO_GRANT),
    FundingRuleKey.ASYLUM_YEARS: Default(Decimal(3), DUO_GRANT),
    FundingRuleKey.FAMILY_YEARS: Default(Decimal(1), DUO_GRANT),
    FundingRuleKey.OTHER_YEARS: Default(Decimal(0), OWN_CHOICE),
    FundingRuleKey.COUNTS_AZC: Default(Decimal(0), DUO_GRANT),
    FundingRuleKey.AMOUNT_PER_PERSON: Default(None, OWN_CHOICE),
    FundingRuleKey.SUPPLEMENT_AMOUNT: Default(Decimal(17_000), SUPPLEMENT),
    FundingRuleKey.SUPPLEMENT_FIRST_YEAR: Default(Decimal(2026), SUPPLEMENT),
    FundingRuleKey.SUPPLEMENT_LAST_YEAR: Default(Decimal(2029), SUPPLEMENT),
    FundingRuleKey.COURSE_COST: Default(Decimal(17_000), OWN_CHOICE),
    FundingRuleKey.FIRST_YEAR_PERCENTAGE: Default(Decimal(50), OWN_CHOICE),
}


class OwnRule(Protocol):
    """A region's own value from a year on."""

    key: str
    year: int
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds in a year, why, and since when as the region's own; None for a default."""

    key: FundingRuleKey
    value: Decimal | None
    source: str | Promise
    own_since: int | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules of one region, by year."""

    own: tuple[OwnRule, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[OwnRule]) -> "RuleBook":
        """The newest rule first, whatever the order of `rows`."""
        return cls(tuple(sorted(rows, key=lambda row: row.year, reverse=True)))

    def rule(self, key: FundingRuleKey, year: int) -> InForce:
        """The region's own rule that began last by `year`, else the default."""
        for row in self.own:
            if row.key == key and row.year <= year:
                return InForce(key, row.value, row.source, row.year)
        default = DEFAULTS[key]
        return InForce(key, default.value, default.source)

    def value(self, key: FundingRuleKey, year: int) -> Decimal:
        """Its value; zero where nobody said it."""
        return self.rule(key, year).value or Decimal(0)

    def number(self, key: FundingRuleKey, year: int) -> int:
        """Its value where it counts years or months."""
        return int(self.value(key, year))

    def in_force(self, year: int) -> list[InForce]:
        """Every rule as it holds in `year`."""
        return [self.rule(key, year) for key in FundingRuleKey]
