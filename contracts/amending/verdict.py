"""Whether a change of a contract stays within its ground: arithmetic and sentences, no database.

Amounts are Decimal euros excl. VAT. Percentages of limits come with their source as legal rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from config.shared.display import money, number
from config.shared.money import cents, half_up
from contracts.amending.grounds import (
    NOTICED,
    SUBSTANTIAL,
    TEST_ORDER,
    Outcome,
    Reason,
    Statement,
)
from procurement.terms import Rule

NOTHING = Decimal(0)
UNIT_PLACES = 4


@dataclass(frozen=True, slots=True)
class Earlier:
    """A change that was signed before: its ground and what it was worth, below nought for less."""

    reason: Reason
    change_amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """All that the verdict rests on.

    `original_amount` is the value at the signature of the contract, None when it is not known;
    `indexed_amount` the same with the indexations since. `minor_share` and `extra_share` are
    shares between 0 and 1, `threshold` an amount.
    """

    reason: Reason
    change_amount: Decimal
    original_amount: Decimal | None
    indexed_amount: Decimal | None
    threshold: Rule
    minor_share: Rule
    extra_share: Rule
    statements: frozenset[Statement] = frozenset()
    clause: str = ""
    earlier: tuple[Earlier, ...] = ()
    changes_provider: bool = False

    @property
    def is_above_threshold(self) -> bool:
        """A value equal to the threshold counts as above it (Directive 2014/24/EU, art. 4)."""
        return self.original_amount is not None and self.original_amount >= self.threshold.value

    def worth(self, reasons: Sequence[Reason]) -> Decimal:
        """What this change and the earlier ones on these grounds are worth together, net."""
        return self.change_amount + sum(
            (each.change_amount for each in self.earlier if each.reason in reasons), NOTHING
        )


@dataclass(frozen=True, slots=True)
class GroundTest:
    """One ground: what stands in its way, what to beware of, and how its limit was counted."""

    reason: Reason
    objections: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.objections


@dataclass(frozen=True, slots=True)
class Verdict:
    """The chosen ground judged, beside every other ground in the order in which they are tested."""

    reason: Reason
    outcome: Outcome
    sentences: tuple[str, ...]
    tests: tuple[GroundTest, ...]
    needs_notice: bool

    @property
    def article(self) -> str:
        return self.reason.article

    @property
    def objections(self) -> tuple[str, ...]:
        """What stands in the way of the chosen ground."""
        return next(test.objections for test in self.tests if test.reason == self.reason)


def judge(case: Case) -> Verdict:
    """The verdict on the chosen ground.

    Not allowed when something stands in its way; a warning when it holds but deserves a second
    look: an earlier ground that holds too, or successive changes.
    """
    tests = tuple(_tested(case, reason) for reason in TEST_ORDER)
    chosen = next(test for test in tests if test.reason == case.reason)
    warnings = (*chosen.warnings, *_earlier_grounds(case, tests)) if chosen.holds else ()
    outcome = Outcome.WARNING if warnings else Outcome.ALLOWED
    return Verdict(
        case.reason,
        outcome if chosen.holds else Outcome.NOT_ALLOWED,
        (*chosen.objections, *warnings, *chosen.sums),
        tests,
        needs_notice=case.reason in NOTICED and case.is_above_threshold,
    )


def indexed(amount: Decimal, percentages: Sequence[Decimal]) -> Decimal:
    """`amount` after successive indexations by these per cents, rounded once, to the cent."""
    factor = Fraction(1)
    for percentage in percentages:
        factor *= 1 + Fraction(percentage) / 100
    return cents(Fraction(amount) * factor)


def _tested(case: Case, reason: Reason) -> GroundTest:
    objections = list(_TESTS[reason](case))
    if case.changes_provider and reason != Reason.REPLACEMENT:
        objections.append(_("Another provider is a change on ground f (article 2.163f)."))
    warnings = tuple(_successive(case)) if reason in NOTICED else ()
    return GroundTest(reason, tuple(objections), warnings, tuple(_sums(case, reason)))


# --- The grounds ----------------------------------------------------------------------------------


def _clause(case: Case) -> Iterator[str]:
    yield from _declared(case, Statement.CLEAR_CLAUSE)
    if not case.clause.strip():
        yield _("Name the clause of the contract that foresees the change.")


def _extra(case: Case) -> Iterator[str]:
    yield from _declared(case, Statement.EXTRA_NEEDED, Statement.NO_OTHER_PROVIDER)
    yield from _beyond_extra(case)


def _unforeseen(case: Case) -> Iterator[str]:
    yield from _declared(case, Statement.NOT_FORESEEABLE, Statement.SAME_NATURE)
    yield from _beyond_extra(case)


def _replacement(case: Case) -> Iterator[str]:
    if not case.changes_provider:
        yield _("The provider stays the same: ground f is for another provider.")
    if not case.statements & {Statement.SUCCESSOR, Statement.REPLACEMENT_CLAUSE}:
        yield _(
            "Ground f asks a successor after a merger, takeover or insolvency, or a clause that "
            "foresees the replacement."
        )


def _minor(case: Case) -> Iterator[str]:
    yield from _declared(case, Statement.SAME_NATURE)
    if not case.change_amount:
        return
    together = abs(case.worth([Reason.MINOR]))
    if together >= case.threshold.value:
        yield _(
            "The b changes together, %(sum)s, do not stay below the threshold of %(limit)s."
        ) % {
            "sum": money(together),
            "limit": money(case.threshold.value),
        }
    limit = _share_of(case.original_amount, case.minor_share)
    if limit is None:
        yield _original_unknown()
    elif together >= limit:
        yield _(
            "The b changes together, %(sum)s, do not stay below %(limit)s: "
            "%(share)s%% of the original value."
        ) % {"sum": money(together), **_limit_words(limit, case.minor_share)}


def _not_substantial(case: Case) -> Iterator[str]:
    for statement in SUBSTANTIAL:
        if statement in case.statements:
            yield _("Substantial: %(statement)s") % {"statement": statement.label}


_TESTS: Mapping[Reason, Callable[[Case], Iterator[str]]] = {
    Reason.CLAUSE: _clause,
    Reason.EXTRA: _extra,
    Reason.UNFORESEEN: _unforeseen,
    Reason.REPLACEMENT: _replacement,
    Reason.MINOR: _minor,
    Reason.NOT_SUBSTANTIAL: _not_substantial,
}


def _declared(case: Case, *statements: Statement) -> Iterator[str]:
    """A sentence for each statement that the ground asks and nobody declared."""
    for statement in statements:
        if statement not in case.statements:
            yield _("Not declared: %(statement)s") % {"statement": statement.label}


def _beyond_extra(case: Case) -> Iterator[str]:
    """d and e: each change by itself at most the share of the indexed original value."""
    if not case.change_amount:
        return
    limit = _share_of(case.indexed_amount, case.extra_share)
    if limit is None:
        yield _original_unknown()
    elif abs(case.change_amount) > limit:
        yield _(
            "The change, %(sum)s, is more than %(limit)s: "
            "%(share)s%% of the original value as indexed."
        ) % {"sum": money(abs(case.change_amount)), **_limit_words(limit, case.extra_share)}


def _successive(case: Case) -> Iterator[str]:
    """Changes on d and e may not follow each other to get round the rules."""
    before = [each for each in case.earlier if each.reason in NOTICED]
    if not before or case.change_amount <= 0:
        return
    together = case.worth(NOTICED)
    yield _(
        "There were already %(count)s changes on ground d or e, together with this one %(sum)s: "
        "successive changes may not serve to get round the rules."
    ) % {"count": len(before), "sum": money(together)}
    limit = _share_of(case.indexed_amount, case.extra_share)
    if limit is not None and together > limit:
        yield _("Together they pass %(limit)s, %(share)s%% of the original value as indexed.") % (
            _limit_words(limit, case.extra_share)
        )


def _earlier_grounds(case: Case, tests: Sequence[GroundTest]) -> Iterator[str]:
    """c to f are tested before b: what they carry need not use the room of b."""
    if case.reason != Reason.MINOR:
        return
    for test in tests[: TEST_ORDER.index(Reason.MINOR)]:
        if test.holds:
            yield _(
                "Ground %(letter)s holds too and is tested first (article %(article)s): "
                "then the change uses nothing of the room of b."
            ) % {"letter": test.reason.value, "article": test.reason.article}


def _sums(case: Case, reason: Reason) -> Iterator[str]:
    """How the limit of a ground with a percentage was counted."""
    if reason == Reason.MINOR and case.original_amount is not None:
        limit = _share_of(case.original_amount, case.minor_share)
        yield _(
            "All b changes together: %(sum)s. Limit: less than %(limit)s, %(share)s%% of the "
            "original value of %(original)s, and less than the threshold of %(threshold)s."
        ) % {
            "sum": money(case.worth([Reason.MINOR])),
            "original": money(case.original_amount),
            "threshold": money(case.threshold.value),
            **_limit_words(limit or NOTHING, case.minor_share),
        }
    if reason in NOTICED and case.indexed_amount is not None:
        limit = _share_of(case.indexed_amount, case.extra_share)
        yield _(
            "This change: %(sum)s. Limit: at most %(limit)s, %(share)s%% of the original value "
            "as indexed, %(original)s."
        ) % {
            "sum": money(case.change_amount),
            "original": money(case.indexed_amount),
            **_limit_words(limit or NOTHING, case.extra_share),
        }


def _share_of(amount: Decimal | None, share: Rule) -> Decimal | None:
    return None if amount is None else amount * share.value


def _limit_words(limit: Decimal, share: Rule) -> dict[str, str]:
    """The limit with the parts of a cent that decide, and its per cents."""
    return {
        "limit": money(half_up(limit, UNIT_PLACES), UNIT_PLACES),
        "share": number((100 * share.value).normalize()),
    }


def _original_unknown() -> str:
    return _("The original value of the contract is not known, so the limit cannot be counted.")
