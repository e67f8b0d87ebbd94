"""The draws of a scenario: the forecast's arithmetic with one axis in front, a draw each.

Whole cents as int64. No database and no clock: `Setup` is what is known, `simulate` what may
happen. Memory is bounded by the parts of PART draws, beside what is kept of each draw: 8 bytes for
each gemeente and month, and for each budget.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.random import Generator

from contracts.enums import CostType
from reports.forecast.engine import Cents, Learners, nothing
from reports.overruns.figures import Bucket, bucket_of
from reports.scenarios.chance import (
    Rate,
    divide,
    generator,
    inflow,
    open_groups,
    spend_of_running,
    spend_of_stayers,
)

PART = 500
"""Draws that are reckoned at once; a part has its own chance, so this is part of the outcome."""
Step = Callable[[int, int], None]
"""Told how many draws are done, of how many; may raise to stop."""


class Course(NamedTuple):
    """What is followed: a route under a contract, or under none yet."""

    route: str
    contract_id: int | None


class Subject(NamedTuple):
    """What is paid, whoever pays it."""

    route: str
    contract_id: int | None
    cost_type: str


class Budget(NamedTuple):
    """A budgeted whole of a year."""

    year: int
    bucket: Bucket


@dataclass(frozen=True)
class Arrivals:
    """Who begins a route from one gemeente, by month.

    `certain` in every draw, `rate` on average by chance. The n-th learner of a month goes to the
    n-th contract of `turns`; who comes after all of them to the last.
    """

    gemeente_id: int
    route: str
    certain: Learners
    rate: Rate
    turns: Sequence[Sequence[int | None]]

    @cached_property
    def contracts(self) -> list[int | None]:
        """All that somebody may begin under."""
        found = {contract for turns in self.turns for contract in turns}
        return sorted(found, key=lambda contract: contract or 0)

    def under(self, contract_id: int | None, learners: Learners) -> Learners:
        """Of [draws, months] learners, who begins under the contract."""
        known = np.minimum(learners, self._lengths)
        given = self._given(contract_id)[np.arange(len(self.turns)), known]
        takes_rest = [bool(turns) and turns[-1] == contract_id for turns in self.turns]
        return given + (learners - known) * np.array(takes_rest)

    def _given(self, contract_id: int | None) -> Learners:
        """[months, learners] how many of the first so many of a month go to the contract."""
        if contract_id not in self._tables:
            found = np.zeros((len(self.turns), max(self._lengths) + 1), dtype=np.int64)
            for month, turns in enumerate(self.turns):
                counted = np.cumsum([turn == contract_id for turn in turns])
                found[month, 1 : len(turns) + 1] = counted
            self._tables[contract_id] = found
        return self._tables[contract_id]

    @cached_property
    def _lengths(self) -> Learners:
        return np.array([len(turns) for turns in self.turns], dtype=np.int64)

    @cached_property
    def _tables(self) -> dict[int | None, Learners]:
        return {}


@dataclass(frozen=True)
class Rates:
    """What one learner who begins in a month (row) costs in each month (column).

    `shares` are what a learner bears of a group as groups usually are, `groups` what a whole group
    costs; `heads` all that is paid for each learner apart.
    """

    heads: Cents
    shares: Cents
    groups: Cents


@dataclass(frozen=True)
class Running:
    """What is committed for learners who are there, by month: in the months ahead."""

    cents: Cents
    learners: int


@dataclass(frozen=True)
class Setup:
    """What is known on a day, with the assumptions in it.

    `ahead` are the months that are reckoned, `months` those of the outcome: whole years. `booked`
    stands over `months`; all other arrays stand over `ahead`. A `key` are weights by gemeente that
    divide all costs.
    """

    region_id: int
    ahead: tuple[date, ...]
    months: tuple[date, ...]
    booked: Mapping[Bucket, Cents]
    running: Mapping[Bucket, Running]
    agreed: Mapping[tuple[int, Course], Learners]
    arrivals: Sequence[Arrivals]
    rates: Mapping[tuple[int, Course], Rates]
    budgets: Mapping[Budget, int]
    dropout: float = 0.0
    group_sizes: tuple[int, int] | None = None
    key: Mapping[int, int] = field(default_factory=dict)

    @property
    def is_certain(self) -> bool:
        """Whether every draw is the same."""
        return not self.dropout and not any(each.rate.any() for each in self.arrivals)

    @cached_property
    def gemeenten(self) -> list[int]:
        """Ids of all who pay or may pay."""
        who = {bucket.gemeente_id for bucket in (*self.booked, *self.running)}
        who |= {gemeente for gemeente, _course in (*self.agreed, *self.rates)}
        return sorted(who | {budget.bucket.gemeente_id for budget in self.budgets} | set(self.key))

    @cached_property
    def years(self) -> list[int]:
        """Of the outcome."""
        return sorted({month.year for month in self.months})

    def onto_months(self, cents: Cents) -> Cents:
        """From the months ahead to those of the outcome; nothing where the two do not meet."""
        found = np.zeros((*cents.shape[:-1], len(self.months)), dtype=np.int64)
        both = [month for month in self.ahead if month in self._place_of_month]
        if both:
            first, begin = self.ahead.index(both[0]), self._place_of_month[both[0]]
            found[..., begin : begin + len(both)] = cents[..., first : first + len(both)]
        return found

    @cached_property
    def _place_of_month(self) -> dict[date, int]:
        return {month: place for place, month in enumerate(self.months)}


@dataclass(frozen=True)
class Draws:
    """The cents of every draw: by gemeente and month, and by budget."""

    setup: Setup
    by_gemeente: Cents
    """[gemeenten, draws, months]"""
    by_budget: Cents
    """[budgets, draws]"""

    @property
    def number(self) -> int:
        """How many draws."""
        return int(self.by_gemeente.shape[1])


def simulate(setup: Setup, *, draws: int, seed: int, step: Step) -> Draws:
    """Reckon `draws` draws; one where chance plays no part. The same seed gives the same outcome.

    `step` hears of every part that is done.
    """
    draws = 1 if setup.is_certain else draws
    gemeenten, months = len(setup.gemeenten), len(setup.months)
    kept = Draws(
        setup,
        np.zeros((gemeenten, draws, months), dtype=np.int64),
        np.zeros((len(setup.budgets), draws), dtype=np.int64),
    )
    for part, first in enumerate(range(0, draws, PART)):
        number = min(PART, draws - first)
        _keep(kept, slice(first, first + number), Part(setup, generator(seed, part), number).costs)
        step(first + number, draws)
    return kept


def _keep(kept: Draws, where: slice, costs: Iterator[tuple[Subject, Cents]]) -> None:
    setup = kept.setup
    budgets = {budget: place for place, budget in enumerate(setup.budgets)}
    years = {
        year: [place for place, month in enumerate(setup.months) if month.year == year]
        for year in setup.years
    }
    by_year = {year: {each.bucket for each in budgets if each.year == year} for year in years}
    for subject, cents in costs:
        kept.by_gemeente[:, where] += cents
        for number, gemeente_id in enumerate(setup.gemeenten):
            origin = Bucket(setup.region_id, gemeente_id, *subject)
            for year, places in years.items():
                budget = Budget(year, bucket_of(origin, by_year[year]))
                if budget in budgets:
                    kept.by_budget[budgets[budget], where] += cents[number][:, places].sum(axis=1)


@dataclass(frozen=True)
class Part:
    """Some draws with their chance."""

    setup: Setup
    chance: Generator
    draws: int

    @property
    def costs(self) -> Iterator[tuple[Subject, Cents]]:
        """By subject, in a fixed order: [gemeenten, draws, months of the outcome] cents."""
        for subject, by_gemeente in self._subjects():
            yield subject, self._by_key(by_gemeente)

    def _by_key(self, cents: Cents) -> Cents:
        key = self.setup.key
        if not key:
            return cents
        weights = np.array([key.get(gemeente, 0) for gemeente in self.setup.gemeenten])
        whole = cents.sum(axis=0)
        return divide(whole, weights[:, np.newaxis, np.newaxis])

    def _subjects(self) -> Iterator[tuple[Subject, Cents]]:
        for subject, known in _by_subject(self.setup).items():
            yield subject, self._of_known(known)
        for course, starts in sorted(self._starts().items(), key=_in_order):
            subject = Subject(course.route, course.contract_id, CostType.LEARNING_ROUTES)
            yield subject, self._of_starts(course, starts)

    def _of_known(self, known: Sequence[Bucket]) -> Cents:
        """What is booked, and what is committed for who is there."""
        setup = self.setup
        found = self._nothing(len(setup.months))
        for bucket in known:
            place = setup.gemeenten.index(bucket.gemeente_id)
            found[place] += setup.booked.get(bucket, nothing(len(setup.months)))
            running = setup.running.get(bucket)
            if running:
                cents = spend_of_running(
                    running.cents, running.learners, setup.dropout, self.chance, self.draws
                )
                found[place] += setup.onto_months(cents)
        return found

    def _starts(self) -> dict[Course, dict[int, Learners]]:
        """By course and gemeente: [draws, months ahead] who begins."""
        found: defaultdict[Course, dict[int, Learners]] = defaultdict(dict)
        for (gemeente_id, course), learners in self.setup.agreed.items():
            found[course][gemeente_id] = np.broadcast_to(learners, (self.draws, len(learners)))
        for each in self.setup.arrivals:
            came = inflow(each.certain, each.rate, self.chance, self.draws)
            for contract_id in each.contracts:
                of_course = found[Course(each.route, contract_id)]
                known = of_course.get(each.gemeente_id, 0)
                of_course[each.gemeente_id] = known + each.under(contract_id, came)
        return found

    def _of_starts(self, course: Course, starts: Mapping[int, Learners]) -> Cents:
        setup = self.setup
        found = self._nothing(len(setup.ahead))
        for rates, gemeenten in _priced_alike(setup, course, starts):
            coming = np.stack([starts[gemeente] for gemeente in gemeenten])
            cents = self._of_group_sizes(rates, coming) if rates.groups.any() else None
            if cents is None:
                cents = np.stack([self._of_heads(rates, learners) for learners in coming])
            found[[setup.gemeenten.index(gemeente) for gemeente in gemeenten]] += cents
        return setup.onto_months(found)

    def _of_heads(self, rates: Rates, learners: Learners) -> Cents:
        """Paid for each learner apart; a group costs the same when somebody leaves it."""
        stayers = spend_of_stayers(learners, rates.heads, self.setup.dropout, self.chance)
        return stayers + learners @ rates.shares if rates.shares.any() else stayers

    def _of_group_sizes(self, rates: Rates, coming: Learners) -> Cents | None:
        """What groups of these sizes cost, over who began in them; None where no sizes are set."""
        if self.setup.group_sizes is None:
            return None
        groups = open_groups(coming, *self.setup.group_sizes)
        heads = Rates(rates.heads, np.zeros_like(rates.shares), rates.groups)
        cents = np.stack([self._of_heads(heads, learners) for learners in groups.begins])
        for month, costs in enumerate(rates.groups):
            due = slice(month, int(np.max(np.flatnonzero(costs), initial=-1)) + 1)
            whole = groups.number[:, month, np.newaxis] * costs[due]
            cents[:, :, due] += divide(whole, groups.begins[:, :, month, np.newaxis])
        return cents

    def _nothing(self, months: int) -> Cents:
        return np.zeros((len(self.setup.gemeenten), self.draws, months), dtype=np.int64)


def _by_subject(setup: Setup) -> dict[Subject, list[Bucket]]:
    """What is known already, in a fixed order."""
    found: defaultdict[Subject, list[Bucket]] = defaultdict(list)
    for bucket in sorted({*setup.booked, *setup.running}, key=_bucket_order):
        found[Subject(bucket.route, bucket.contract_id, bucket.cost_type)].append(bucket)
    return found


def _priced_alike(
    setup: Setup, course: Course, starts: Mapping[int, Learners]
) -> list[tuple[Rates, list[int]]]:
    """Gemeenten of a course by their rates: they fill groups together."""
    found: dict[int, tuple[Rates, list[int]]] = {}
    for gemeente_id in sorted(starts):
        rates = setup.rates.get((gemeente_id, course))
        if rates is not None:
            found.setdefault(id(rates), (rates, []))[1].append(gemeente_id)
    return list(found.values())


def _in_order(item: tuple[Course, Mapping[int, Learners]]) -> tuple[str, int]:
    course = item[0]
    return course.route, course.contract_id or 0


def _bucket_order(bucket: Bucket) -> tuple[str, int, str, int]:
    return bucket.route, bucket.contract_id or 0, bucket.cost_type, bucket.gemeente_id


def learners_by_year(setup: Setup) -> Counter[int]:
    """Who begins on average in each year of the outcome, to the nearest learner."""
    found: defaultdict[int, float] = defaultdict(float)
    coming = [each.certain + each.rate for each in setup.arrivals]
    for numbers in (*setup.agreed.values(), *coming):
        for month, number in zip(setup.ahead, numbers.tolist(), strict=True):
            found[month.year] += number
    return Counter({year: round(found[year]) for year in setup.years})
