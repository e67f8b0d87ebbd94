"""Offers from best to worst by the published rules; pure arithmetic, exact until it is rounded.

Every part is rounded and a total is the sum of its rounded parts, so that a bidder who adds up
the parts in the letter finds the same total.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from procurement.enums import PriceFormula, TieRule
from procurement.scoring.offers import NONE, Offer, Score, Standing
from procurement.scoring.points import earned, price_points
from procurement.scoring.rules import Ruleset

Merit = tuple[Decimal, Decimal]
"""What decides the rank and what decides between equals; more is better."""


def rank(offers: Iterable[Offer], ruleset: Ruleset, *, draw: Sequence[int] = ()) -> list[Standing]:
    """The offers from best to worst; those below a published minimum come last, without a rank.

    An offer that is knocked out sets no lowest price for the others. Of equal totals the published
    tie rule decides; still equal share a rank, and the next rank counts all before it: 1, 1, 3.
    `draw` has the keys in the order in which they were drawn; it settles a tie of which it has
    all offers, and nothing else. ValueError when a draw was not the published rule.
    """
    _check_draw(draw, ruleset)
    judged = [_judged(offer, ruleset) for offer in offers]
    entered = _priced([one for one in judged if not one.knocked_out_on], ruleset)
    put_aside = [one for one in judged if one.knocked_out_on]
    return _placed(entered, ruleset, draw) + sorted(put_aside, key=lambda one: one.key)


def winners(standings: Iterable[Standing]) -> tuple[int, ...]:
    """The keys of the first in rank, more than one for a tie; none when nobody is ranked."""
    return tuple(one.key for one in standings if one.rank == 1)


def _check_draw(draw: Sequence[int], ruleset: Ruleset) -> None:
    if draw and ruleset.ties != TieRule.DRAW:
        raise ValueError("A draw decides only where that was published.")
    if len(set(draw)) < len(draw):
        raise ValueError("In a draw each bid comes up once.")


def _judged(offer: Offer, ruleset: Ruleset) -> Standing:
    """The quality of an offer, apart from its price and from the others."""
    scores = {one.key: offer.score(one.key, ruleset.method) for one in ruleset.criteria}
    quality = {
        one.key: earned(scores[one.key], one.maximum, ruleset.places) for one in ruleset.criteria
    }
    return Standing(
        offer.key, offer.price, scores, quality, knocked_out_on=_below_minimum(scores, ruleset)
    )


def _below_minimum(scores: Mapping[int, Score], ruleset: Ruleset) -> dict[int, Decimal]:
    """Compared with the exact mean: 5.996 lies below a minimum of 6."""
    minima = {
        one.key: one.minimum_score for one in ruleset.criteria if one.minimum_score is not None
    }
    return {key: least for key, least in minima.items() if scores[key].mean < Fraction(least)}


def _priced(standings: Sequence[Standing], ruleset: Ruleset) -> list[Standing]:
    lowest = min((one.price for one in standings), default=NONE)
    if ruleset.price.formula == PriceFormula.VALUE:
        return [replace(one, fictitious_price=one.price - one.quality_total) for one in standings]
    measure = lowest if ruleset.price.formula == PriceFormula.RELATIVE else None
    return [
        replace(
            one,
            price_points=price_points(one.price, lowest, ruleset.price, ruleset.places),
            lowest_price=measure,
        )
        for one in standings
    ]


def _placed(standings: Sequence[Standing], ruleset: Ruleset, draw: Sequence[int]) -> list[Standing]:
    drawn = _drawn(standings, draw)
    found = {one.key: (one.worth, _tie_break(one, ruleset.ties, drawn)) for one in standings}
    merits: list[Merit] = sorted(found.values(), reverse=True)
    ranks = {key: merits.index(merit) + 1 for key, merit in found.items()}
    tied = {key for key, merit in found.items() if merits.count(merit) > 1}
    best_first = sorted(standings, key=lambda one: (ranks[one.key], one.key))
    return [replace(one, rank=ranks[one.key], is_tied=one.key in tied) for one in best_first]


def _tie_break(standing: Standing, rule: str, drawn: Mapping[int, Decimal]) -> Decimal:
    if rule == TieRule.QUALITY:
        return standing.quality_total
    if rule == TieRule.PRICE:
        return -standing.price
    return drawn.get(standing.key, NONE)


def _drawn(standings: Sequence[Standing], draw: Sequence[int]) -> dict[int, Decimal]:
    """More for who was drawn earlier; only of those whose equals were all in the draw."""
    turns = {key: Decimal(-turn) for turn, key in enumerate(draw)}
    unsettled = {one.worth for one in standings if one.key not in turns}
    return {one.key: turns[one.key] for one in standings if one.worth not in unsettled}
