"""Which procedure the law leaves open for a value and a subject, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from config.shared.display import money, number, weekday
from procurement.enums import Procedure, RuleKey
from procurement.terms.rules import Rule, Rules

YEARS_OF_A_THRESHOLD = 2
"""The European Commission sets new thresholds every second year (Directive 2014/24/EU, art. 6)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence, where it was taken from, and the article if one may be cited."""

    sentence: str
    source: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another procedure, and under which condition it may be chosen."""

    procedure: Procedure
    condition: Reason


@dataclass(frozen=True, slots=True)
class Advice:
    procedure: Procedure
    threshold: Rule
    is_above_threshold: bool
    reasons: tuple[Reason, ...]
    alternatives: tuple[Alternative, ...]

    @property
    def open_procedures(self) -> set[str]:
        """The advised procedure, and those that may be chosen instead."""
        return {self.procedure, *(one.procedure for one in self.alternatives)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Purchase:
    """What is to be bought: the value is in euro, excl. VAT and incl. all options.

    Education is a social service. `admits_all`: everyone who qualifies is admitted, without a
    ranking. `places_clients`: the gemeente, not the client, chooses the provider of a client.
    """

    estimated_amount: Decimal
    on: date
    rules: Rules
    is_social_service: bool = True
    places_clients: bool = True
    admits_all: bool = False
    no_bids_before: bool = False

    @property
    def threshold(self) -> Rule:
        """Raises MissingRule when no threshold is set for the day."""
        key = RuleKey.THRESHOLD_SOCIAL if self.is_social_service else RuleKey.THRESHOLD_SERVICES
        return self.rules.get(key, "", self.on)

    @property
    def is_above_threshold(self) -> bool:
        """A value equal to the threshold counts as above it (Directive 2014/24/EU, art. 4)."""
        return self.estimated_amount >= self.threshold.value

    def allowed(self, key: RuleKey, procedure: Procedure) -> Rule | None:
        """The rule, where it stands and says yes."""
        rule = self.rules.find(key, procedure, self.on)
        return rule if rule and rule.is_yes else None


def procedure_advice(purchase: Purchase) -> Advice:
    """The procedure that fits, with the reasons, and what else may be chosen on which condition.

    Raises MissingRule when no threshold, or no number of providers to invite, is set for the day.
    """
    procedure = _advised(purchase)
    return Advice(
        procedure,
        purchase.threshold,
        purchase.is_above_threshold,
        tuple(_reasons(purchase, procedure)),
        tuple(_alternatives(purchase, procedure)),
    )


def _advised(purchase: Purchase) -> Procedure:
    if purchase.admits_all and _open_house(purchase):
        return Procedure.OPEN_HOUSE
    if not purchase.is_above_threshold:
        return Procedure.MULTIPLE_PRIVATE
    if purchase.is_social_service and _light_regime(purchase):
        return Procedure.SOCIAL
    return Procedure.OPEN


def _open_house(purchase: Purchase) -> Rule | None:
    """The rule for admission, when the client chooses the provider."""
    if purchase.places_clients:
        return None
    return purchase.allowed(RuleKey.REGIME_OPEN_HOUSE, Procedure.OPEN_HOUSE)


def _light_regime(purchase: Purchase) -> Rule | None:
    return purchase.allowed(RuleKey.REGIME_SOCIAL, Procedure.SOCIAL)


def _reasons(purchase: Purchase, procedure: Procedure) -> Iterator[Reason]:
    yield _about_subject(purchase)
    yield from _about_age(purchase)
    if purchase.admits_all and purchase.places_clients:
        words = _(
            "Admission without a ranking does not fit: the gemeente places the clients, "
            "which makes it a public contract."
        )
        yield from _leaning_on(purchase, RuleKey.REGIME_OPEN_HOUSE, Procedure.OPEN_HOUSE, words)
    yield from _about_procedure(purchase, procedure)


def _about_subject(purchase: Purchase) -> Reason:
    words = _("%(value)s, all options included, lies below the threshold for other services")
    if purchase.is_social_service and purchase.is_above_threshold:
        words = _("%(value)s, all options included, reaches the threshold for social services")
    elif purchase.is_social_service:
        words = _("%(value)s, all options included, lies below the threshold for social services")
    elif purchase.is_above_threshold:
        words = _("%(value)s, all options included, reaches the threshold for other services")
    value = words % {"value": money(purchase.estimated_amount)}
    threshold = purchase.threshold
    return Reason(f"{value}: {money(threshold.value)}.", threshold.source, threshold.citation)


def _about_age(purchase: Purchase) -> Iterator[Reason]:
    """A caution when the threshold for other services may have been replaced."""
    threshold = purchase.threshold
    age = purchase.on.year - threshold.applies_from.year
    if not purchase.is_social_service and age >= YEARS_OF_A_THRESHOLD:
        words = _(
            "This threshold applies from %(day)s and changes every two years: check whether a "
            "newer one has to be set."
        )
        yield Reason(words % {"day": weekday(threshold.applies_from)}, threshold.source)


def _about_procedure(purchase: Purchase, procedure: Procedure) -> Iterator[Reason]:
    if procedure == Procedure.OPEN_HOUSE:
        words = _(
            "The client chooses and everyone who qualifies is admitted, so nobody is awarded a "
            "public contract."
        )
        yield from _leaning_on(purchase, RuleKey.REGIME_OPEN_HOUSE, procedure, words)
    elif procedure == Procedure.SOCIAL:
        words = _(
            "The light regime asks for a notice and an award notice; the region shapes the rest "
            "itself."
        )
        yield from _leaning_on(purchase, RuleKey.REGIME_SOCIAL, procedure, words)
    elif procedure == Procedure.MULTIPLE_PRIVATE:
        yield _about_invited(purchase)
    else:
        words = _("From the threshold on a European procedure with publication is required.")
        yield Reason(words, purchase.threshold.source, purchase.threshold.citation)


def _about_invited(purchase: Purchase) -> Reason:
    fewest = purchase.rules.get(RuleKey.INVITED_MINIMUM, Procedure.MULTIPLE_PRIVATE, purchase.on)
    most = purchase.rules.get(RuleKey.INVITED_MAXIMUM, Procedure.MULTIPLE_PRIVATE, purchase.on)
    words = _("Below the threshold %(fewest)s to %(most)s providers are invited to bid.")
    numbers = {"fewest": number(fewest.days), "most": number(most.days)}
    return Reason(words % numbers, fewest.source, fewest.citation)


def _leaning_on(
    purchase: Purchase, key: RuleKey, procedure: Procedure, words: str
) -> Iterator[Reason]:
    """The sentence with the source of the rule; nothing when the rule is not set."""
    if rule := purchase.rules.find(key, procedure, purchase.on):
        yield Reason(words, rule.source, rule.citation)


def _alternatives(purchase: Purchase, advised: Procedure) -> Iterator[Alternative]:
    for procedure, reason in _conditions(purchase):
        if procedure != advised:
            yield Alternative(procedure, reason)


def _conditions(purchase: Purchase) -> Iterator[tuple[Procedure, Reason]]:
    """Every procedure that is open besides the advised one, the likeliest first."""
    yield from _european(purchase)
    if purchase.no_bids_before and purchase.allowed(
        RuleKey.REGIME_NEGOTIATED, Procedure.NEGOTIATED
    ):
        words = _(
            "Only when no or no suitable bids came in and the conditions do not change "
            "substantially; a higher price probably is such a change."
        )
        yield from _with_rule(purchase, RuleKey.REGIME_NEGOTIATED, Procedure.NEGOTIATED, words)
    if _open_house(purchase):
        words = _("Only when everyone who qualifies is admitted and the client chooses.")
        yield from _with_rule(purchase, RuleKey.REGIME_OPEN_HOUSE, Procedure.OPEN_HOUSE, words)


def _european(purchase: Purchase) -> Iterator[tuple[Procedure, Reason]]:
    """The procedures with publication: required from the threshold on, free below it."""
    threshold = purchase.threshold
    if purchase.is_social_service and _light_regime(purchase):
        words = _("The light regime may be followed below its threshold too.")
        yield from _with_rule(purchase, RuleKey.REGIME_SOCIAL, Procedure.SOCIAL, words)
    for procedure, words in (
        (Procedure.OPEN, _("Always allowed: everyone may bid, with the terms of that procedure.")),
        (
            Procedure.RESTRICTED,
            _("Always allowed: a selection first, which takes a second term."),
        ),
    ):
        yield procedure, Reason(words, threshold.source, threshold.citation)


def _with_rule(
    purchase: Purchase, key: RuleKey, procedure: Procedure, words: str
) -> Iterator[tuple[Procedure, Reason]]:
    for reason in _leaning_on(purchase, key, procedure, words):
        yield procedure, reason
