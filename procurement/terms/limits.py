"""Counts the terms of a tender: which day is the first, or the last, that the rules allow.

Terms are counted in days and never in hours, so that a night on which the clock changes makes no
difference. Day 1 is the day after the event (Regulation (EEC, Euratom) 1182/71, art. 3 lid 1).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from config.shared.display import weekday
from config.shared.periods import (
    ONE_DAY,
    add_calendar_days,
    add_months,
    add_working_days,
    amsterdam,
    is_working_day,
    month_start,
    next_working_day,
)
from procurement.enums import Procedure, RuleKey, RuleUnit
from procurement.terms.clock import start_of
from procurement.terms.rules import Rule, Rules

NATIONAL = {
    RuleKey.TERM_TENDER: RuleKey.TERM_TENDER_NATIONAL,
    RuleKey.TERM_REQUEST: RuleKey.TERM_REQUEST_NATIONAL,
    RuleKey.TERM_CLARIFICATION: RuleKey.TERM_CLARIFICATION_NATIONAL,
    RuleKey.STANDSTILL: RuleKey.STANDSTILL_NATIONAL,
}
"""What stands in for a rule below the European threshold, where it has a value."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What the terms of a tender depend on, besides its dates.

    `above_threshold` also holds for a smaller tender that follows the European rules by choice.
    `decreed` are days that were made equal to a general holiday (Algemene termijnenwet, art. 3
    lid 3).
    """

    procedure: Procedure
    rules: Rules
    e_submission: bool = True
    prior_notice: bool = False
    above_threshold: bool = True
    decreed: Collection[date] = ()

    def rule(self, key: RuleKey, on: date) -> Rule:
        """The rule of this procedure on the day; raises MissingRule when nothing is set."""
        return self._national(key, on) or self.rules.get(key, self.procedure, on)

    def find(self, key: RuleKey, on: date) -> Rule | None:
        """As `rule`, but None when nothing is set."""
        return self._national(key, on) or self.rules.find(key, self.procedure, on)

    def _national(self, key: RuleKey, on: date) -> Rule | None:
        if self.above_threshold or key not in NATIONAL:
            return None
        return self.rules.find(NATIONAL[key], self.procedure, on)


@dataclass(frozen=True, slots=True)
class Limit:
    """The day that a term leads to, after how many days, by which rule, and how it was counted."""

    on: date
    days: int
    rule: Rule
    steps: tuple[str, ...]

    @property
    def first_at(self) -> datetime:
        """The instant at which the day begins in the Netherlands."""
        return start_of(self.on)

    @property
    def article(self) -> str:
        """Empty where no article may be cited."""
        return self.rule.citation

    @property
    def source(self) -> str:
        return self.rule.source

    @property
    def is_binding(self) -> bool:
        return self.rule.is_binding


def first_legal_closing(case: Case, sent_at: datetime) -> Limit:
    """The first day on which bids may close.

    `sent_at` is the sending of the notice; in a procedure by invitation that of the invitations.
    """
    sent_on = amsterdam(sent_at)
    rule = case.rule(RuleKey.TERM_TENDER, sent_on)
    days, steps = _shortened(case, rule, sent_on)
    return _ending(case, sent_on, days, rule, steps)


def request_term(case: Case, sent_at: datetime) -> Limit:
    """The first day on which requests to participate may close, after the notice was sent.

    Raises MissingRule for a procedure that has no such requests.
    """
    sent_on = amsterdam(sent_at)
    rule = case.rule(RuleKey.TERM_REQUEST, sent_on)
    return _ending(case, sent_on, rule.days, rule, ())


def last_legal_clarification(case: Case, closes_at: datetime) -> Limit:
    """The last day on which the Nota van Inlichtingen may be published.

    Counted back from the deadline, so that a day off moves nothing (Regulation 1182/71, art. 3
    lid 4; Algemene termijnenwet, art. 1 lid 2).
    """
    closes_on = amsterdam(closes_at)
    rule = case.rule(RuleKey.TERM_CLARIFICATION, closes_on)
    last = _counted_back(case, closes_on, rule)
    words = {"count": _counted(rule.days, rule.unit), "day": weekday(closes_on)}
    step = _("%(count)s before %(day)s, which itself does not count: %(end)s.")
    return Limit(last, rule.days, rule, (step % {**words, "end": weekday(last)},))


def standstill(case: Case, sent_on: date, *, announced: int | None = None) -> Limit:
    """The last day of the standstill; the contract may be signed from the day after.

    `announced` is the number of days that the tender published. It counts, except where it is
    shorter than what the law asks.
    """
    rule = case.rule(RuleKey.STANDSTILL, sent_on)
    shift = case.find(RuleKey.STANDSTILL_SHIFT, sent_on)
    days = rule.days if announced is None else announced
    if rule.is_binding:
        days = max(days, rule.days)
    return _ending(case, sent_on, days, rule, (), shift=shift)


def award_notice_due(case: Case, contract_on: date, *, bundled: bool = False) -> Limit | None:
    """The last day for the award notice; None where none is needed, as below the threshold.

    `bundled` counts from the end of the quarter, where the rules allow it (social services, art.
    2.134 lid 3).
    """
    rule = case.find(RuleKey.AWARD_NOTICE, contract_on)
    if rule is None or not case.above_threshold:
        return None
    quarterly = case.find(RuleKey.AWARD_NOTICE_QUARTERLY, contract_on)
    if bundled and quarterly and quarterly.is_yes:
        return _ending(case, _quarter_end(contract_on), rule.days, quarterly, ())
    return _ending(case, contract_on, rule.days, rule, ())


def _shortened(case: Case, rule: Rule, on: date) -> tuple[int, tuple[str, ...]]:
    """The days of the term for bids, after what the law takes off, and why.

    Nothing is taken off a term that the region chose itself. A prior notice gives a term of its
    own, from which electronic bidding takes nothing more.
    """
    if not rule.is_binding:
        return rule.days, ()
    if case.prior_notice and (after := case.find(RuleKey.PRIOR_NOTICE, on)):
        floor = case.find(RuleKey.PRIOR_NOTICE_FLOOR, on)
        days = max(after.days, floor.days if floor else 0)
        words = _("After a prior notice the term is %(days)s days instead of %(full)s.")
        return days, (words % {"days": days, "full": rule.days},)
    if case.e_submission and (less := case.find(RuleKey.E_SUBMISSION, on)):
        days = rule.days - less.days
        words = _("%(full)s days less %(less)s, as bids come in electronically: %(days)s days.")
        return days, (words % {"full": rule.days, "less": less.days, "days": days},)
    return rule.days, ()


def _ending(
    case: Case,
    start: date,
    days: int,
    rule: Rule,
    steps: tuple[str, ...],
    *,
    shift: Rule | None = None,
) -> Limit:
    """The last day of a term that runs from `start`, moved off a day off where that is the rule."""
    unit = rule.unit if rule.unit in RuleUnit.days() else RuleUnit.CALENDAR_DAYS
    last = _counted_on(case, start, days, unit)
    words = _("%(count)s after %(day)s, which itself does not count: %(end)s.")
    count = {"count": _counted(days, unit), "day": weekday(start), "end": weekday(last)}
    steps = (*steps, words % count)
    shift = shift or case.find(RuleKey.TERM_SHIFT, start)
    if not shift or not shift.is_yes or is_working_day(last, case.decreed):
        return Limit(last, days, rule, steps)
    moved = next_working_day(last, case.decreed)
    words = _("That is a day off, so the term ends on the next working day: %(end)s.")
    return Limit(moved, days, rule, (*steps, words % {"end": weekday(moved)}))


def _counted_on(case: Case, start: date, days: int, unit: RuleUnit) -> date:
    if unit == RuleUnit.WORKING_DAYS and days:
        return add_working_days(start, days, case.decreed)
    return add_calendar_days(start, days)


def _counted_back(case: Case, end: date, rule: Rule) -> date:
    if rule.unit != RuleUnit.WORKING_DAYS:
        return add_calendar_days(end, -rule.days)
    day = end
    for _day in range(rule.days):
        day -= ONE_DAY
        while not is_working_day(day, case.decreed):
            day -= ONE_DAY
    return day


def _counted(days: int, unit: RuleUnit) -> str:
    return f"{days} {unit.label}"


def _quarter_end(day: date) -> date:
    """31 March, 30 June, 30 September or 31 December."""
    first = date(day.year, day.month - (day.month - 1) % 3, 1)
    return month_start(add_months(first, 3)) - ONE_DAY
