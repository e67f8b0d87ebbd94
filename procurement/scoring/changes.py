"""Small changes to a ruleset or an offer, each by itself and each in words."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.display import money
from config.shared.money import cents
from procurement.enums import PriceFormula
from procurement.scoring.offers import Offer
from procurement.scoring.rules import HIGHEST_SCORE, Number, Ruleset
from procurement.scoring.words import figure

Steps = Sequence[Decimal | int]
NO_VALUE_LEFT = -100
"""The step, in percent, that takes all value away."""


class Change(NamedTuple):
    """A change in words, with the offers and the ruleset as they then are."""

    what: str
    offers: Sequence[Offer]
    ruleset: Ruleset


def weight_changes(offers: Sequence[Offer], ruleset: Ruleset, steps: Steps) -> Iterator[Change]:
    """One weight gains or loses, the others give way in proportion: the sum stays what it was.

    Steps are points. Where quality has a value in euro they are percents of the whole value, and
    that whole grows or shrinks as well. A weight never goes below nothing or above the sum.
    """
    weights = _weights(ruleset)
    in_euro = ruleset.price.formula == PriceFormula.VALUE
    unit = sum((Fraction(one) for one in weights), Fraction(0)) / 100 if in_euro else Fraction(1)
    for (position, name), step in product(enumerate(_weight_names(ruleset)), steps):
        gain = Fraction(step) * unit
        if shifted := _shifted(weights, position, gain):
            what = _weight_words(name, gain, in_euro=in_euro)
            yield Change(what, offers, _with_weights(ruleset, shifted))
    if in_euro:
        yield from _value_changes(offers, ruleset, steps)


def score_changes(offers: Sequence[Offer], ruleset: Ruleset, steps: Steps) -> Iterator[Change]:
    """What one bid scores on one criterion goes up or down, within 0 to 10."""
    for offer, criterion, step in product(offers, ruleset.criteria, map(Fraction, steps)):
        score = offer.score(criterion.key, ruleset.method).mean + step
        if 0 <= score <= HIGHEST_SCORE:
            what = _score_words(offer, criterion.name, step)
            changed = _with_score(offer, criterion.key, score)
            yield Change(what, _with(changed, offers), ruleset)


def price_changes(
    offers: Sequence[Offer], ruleset: Ruleset, steps: Steps, ceiling_price: Decimal | None
) -> Iterator[Change]:
    """One bid asks more or less, in percent, and no more than the ceiling; not if it is fixed."""
    if ruleset.price.formula == PriceFormula.FIXED:
        return
    for offer, step in product(offers, steps):
        price = offer.price * (100 + Decimal(step)) / 100
        if price >= 0 and (ceiling_price is None or price <= ceiling_price):
            changed = replace(offer, price=price)
            yield Change(_price_words(offer, Fraction(step)), _with(changed, offers), ruleset)


def departures(offers: Sequence[Offer], ruleset: Ruleset) -> Iterator[tuple[int, Change]]:
    """Each bid drops out, by its key."""
    for left in offers:
        remaining = [offer for offer in offers if offer.key != left.key]
        what = _("“%(bid)s” drops out") % {"bid": left.label}
        yield left.key, Change(what, remaining, ruleset)


def _value_changes(offers: Sequence[Offer], ruleset: Ruleset, steps: Steps) -> Iterator[Change]:
    for step in map(Fraction, steps):
        if step >= NO_VALUE_LEFT:
            scaled = [Fraction(maximum) * (1 + step / 100) for maximum in ruleset.maxima]
            what = _by(_("Value of all quality"), _percent(step), is_more=step >= 0)
            yield Change(what, offers, _with_weights(ruleset, scaled))


def _weights(ruleset: Ruleset) -> list[Number]:
    """What adds up to the whole: the price first where prices earn points."""
    price = [ruleset.price.weight] if ruleset.prices_earn_points else []
    return [*price, *ruleset.maxima]


def _weight_names(ruleset: Ruleset) -> list[str]:
    price = [_("Price")] if ruleset.prices_earn_points else []
    return [*price, *(one.name for one in ruleset.criteria)]


def _with_weights(ruleset: Ruleset, weights: Sequence[Number]) -> Ruleset:
    """The inverse of _weights."""
    price, maxima = ruleset.price, weights
    if ruleset.prices_earn_points:
        price, maxima = replace(price, weight=weights[0]), weights[1:]
    criteria = [
        replace(one, maximum=maximum) for one, maximum in zip(ruleset.criteria, maxima, strict=True)
    ]
    return replace(ruleset, price=price, criteria=criteria)


def _shifted(weights: Sequence[Number], position: int, step: Fraction) -> list[Number]:
    """All weights after one gained `step`; empty when that cannot be."""
    exact = [Fraction(weight) for weight in weights]
    whole, gained = sum(exact), exact[position] + step
    others = whole - exact[position]
    if not others or not 0 <= gained <= whole:
        return []
    scale = (whole - gained) / others
    return [gained if at == position else weight * scale for at, weight in enumerate(exact)]


def _with_score(offer: Offer, criterion: int, score: Fraction) -> Offer:
    """As if this had been given, whichever method was announced."""
    return replace(
        offer,
        scores={**offer.scores, criterion: [score]},
        consensus={**offer.consensus, criterion: score},
    )


def _with(changed: Offer, offers: Sequence[Offer]) -> list[Offer]:
    return [changed if offer.key == changed.key else offer for offer in offers]


def _weight_words(name: str, step: Fraction, *, in_euro: bool) -> str:
    if in_euro:
        subject = _("Value of “%(criterion)s”") % {"criterion": name}
        return _by(subject, money(cents(abs(step))), is_more=step >= 0)
    subject = _("Weight of “%(criterion)s”") % {"criterion": name}
    return _by(subject, _points(step), is_more=step >= 0)


def _score_words(offer: Offer, criterion: str, step: Fraction) -> str:
    names = {"bid": offer.label, "criterion": criterion}
    subject = _("Score of “%(bid)s” for “%(criterion)s”") % names
    return _by(subject, _points(step), is_more=step >= 0)


def _price_words(offer: Offer, step: Fraction) -> str:
    subject = _("Price of “%(bid)s”") % {"bid": offer.label}
    return _by(subject, _percent(step), is_more=step >= 0)


def _by(subject: str, size: str, *, is_more: bool) -> str:
    words = {"subject": subject, "size": size}
    if is_more:
        return _("%(subject)s: %(size)s higher") % words
    return _("%(subject)s: %(size)s lower") % words


def _points(step: Fraction) -> str:
    is_one = abs(step) == 1
    return ngettext("%(points)s point", "%(points)s points", 1 if is_one else 2) % {
        "points": figure(abs(step))
    }


def _percent(step: Fraction) -> str:
    return f"{figure(abs(step))}%"
