"""Plans and costs brought under the budgets that pay for them, as the split wants them."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from contracts.enums import TariffUnit
from reports.overruns import OverrunReport
from reports.overruns.figures import NIL, Bucket, Plan, bucket_of
from reports.why.expected import Coming, coming_facts, facts_of
from reports.why.facts import LedgerFacts, Source, ledger_facts
from reports.why.split import Facts


class Place(NamedTuple):
    """Over whose routes learners are counted together."""

    region_id: int
    gemeente_id: int


def place_of(bucket: Bucket) -> Place:
    """Where the learners of a budget are counted."""
    return Place(bucket.region_id, bucket.gemeente_id)


class RowKey(NamedTuple):
    """What is budgeted together, and the unit that it is paid by ("" for booked costs)."""

    bucket: Bucket
    unit: str

    @property
    def is_of_group(self) -> bool:
        """Whether the price is shared by the heads of a group."""
        return bool(self.unit) and TariffUnit(self.unit).is_of_group

    @property
    def place(self) -> Place:
        """Where its learners are counted."""
        return place_of(self.bucket)


@dataclass(slots=True)
class Gathered:
    """Everything of one year, by row; `planned` and `coming` count the learners of each place."""

    budgets: defaultdict[RowKey, Decimal] = field(default_factory=lambda: defaultdict(lambda: NIL))
    plans: defaultdict[RowKey, Facts] = field(default_factory=lambda: defaultdict(Facts))
    forecasts: defaultdict[RowKey, Facts] = field(default_factory=lambda: defaultdict(Facts))
    booked: defaultdict[RowKey, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    planned: defaultdict[Place, int] = field(default_factory=lambda: defaultdict(int))
    coming: defaultdict[Place, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def fill(self) -> dict[Source, Fraction]:
        """Learners in a group: as it runs, else as it was planned."""
        sides = [*self.plans.items(), *self.forecasts.items()]
        return {
            Source(*key): facts.heads / facts.groups
            for key, facts in sides
            if facts.heads and facts.groups > 0
        }

    @property
    def keys(self) -> list[RowKey]:
        """Every row that has a budget, a plan or a cost."""
        return list(dict.fromkeys([*self.budgets, *self.forecasts, *self.booked]))

    def add_budget(self, plan: Plan) -> None:
        """A budget line with the learners behind it."""
        key = RowKey(plan.bucket, plan.unit)
        settled = Facts(settlements=Fraction(plan.settlements))
        self.budgets[key] += plan.amount
        self.plans[key] += facts_of(plan, plan.heads) + settled
        self.planned[place_of(plan.bucket)] += plan.heads

    def add_ledger(self, ledger: LedgerFacts) -> None:
        """What placements, groups and bookings cost, each under the budget that pays for it."""
        budgeted = {key.bucket for key in self.budgets}
        for (origin, unit), facts in ledger.rows.items():
            self.forecasts[RowKey(bucket_of(origin, budgeted), unit)] += facts
        for origin, amount in ledger.booked.items():
            self.booked[RowKey(bucket_of(origin, budgeted), "")] += amount
        for origin, heads in ledger.heads.items():
            self.coming[place_of(origin)] += heads

    def add_coming(self, coming: Coming) -> None:
        """Learners without a cost yet, whose bucket is known already."""
        for (bucket, unit), facts in coming.rows.items():
            self.forecasts[RowKey(bucket, unit)] += facts
        for bucket, heads in coming.heads.items():
            self.coming[place_of(bucket)] += heads


def gather(report: OverrunReport) -> Gathered:
    """The rows of the report's year with the budgets, plans and costs as known on its day."""
    found = Gathered()
    for plan in report.plans:
        found.add_budget(plan)
    found.add_ledger(ledger_facts(report.sources, report.year, report.served))
    found.add_coming(coming_facts(report, found.fill))
    return found
