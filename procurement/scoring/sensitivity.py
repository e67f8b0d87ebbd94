"""How firmly a winner stands: small changes of weights, scores and prices, and bids that leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.enums import PriceFormula
from procurement.scoring.changes import (
    Change,
    Steps,
    departures,
    price_changes,
    score_changes,
    weight_changes,
)
from procurement.scoring.offers import Offer, Standing
from procurement.scoring.ranking import rank, winners
from procurement.scoring.rules import Ruleset

WEIGHT_STEPS = (-10, -5, 5, 10)
SCORE_STEPS = (-1, 1)
PRICE_STEPS = (-5, 5)


@dataclass(frozen=True, slots=True)
class Move:
    """One change, in words, and the ranking that follows; winners by key, several for a tie."""

    what: str
    winners_before: tuple[int, ...]
    winners_after: tuple[int, ...]
    ranking: Sequence[Standing]

    @property
    def changed(self) -> bool:
        """Whether another bid wins, or a tie at the top begins or ends."""
        return self.winners_before != self.winners_after


def moves(
    offers: Sequence[Offer],
    ruleset: Ruleset,
    *,
    weight_steps: Steps = WEIGHT_STEPS,
    score_steps: Steps = SCORE_STEPS,
    price_steps: Steps = PRICE_STEPS,
    ceiling_price: Decimal | None = None,
) -> list[Move]:
    """The ranking after each small change by itself: of weights, of scores, of prices.

    `weight_steps` are points, or percents where quality has a value in euro; `score_steps` are
    added to a score from 0 to 10; `price_steps` are percents. A step off its scale is not taken:
    a weight below nothing or above the sum, a score outside 0 to 10, a price above
    `ceiling_price`.
    """
    before = winners(rank(offers, ruleset))
    changes = (
        *weight_changes(offers, ruleset, weight_steps),
        *score_changes(offers, ruleset, score_steps),
        *price_changes(offers, ruleset, price_steps, ceiling_price),
    )
    return [_moved(change, before) for change in changes]


def robustness(found: Sequence[Move]) -> str:
    """In one sentence: in how many of these changes the winner stays the same, if there is one."""
    if not any(move.winners_before for move in found):
        return _("There is no winner yet.")
    return ngettext(
        "The winner stays the same in %(same)s of %(total)s small change.",
        "The winner stays the same in %(same)s of %(total)s small changes.",
        len(found),
    ) % {"same": sum(not move.changed for move in found), "total": len(found)}


def paradox(offers: Sequence[Offer], ruleset: Ruleset) -> list[Move]:
    """The losing bids without which another bid wins (the paradox of ranks); mostly none.

    Only a formula that measures prices by each other can have it. The Hoge Raad let a ranking
    stand where the documents said so (9 May 2014, ECLI:NL:HR:2014:1078).
    """
    before = winners(rank(offers, ruleset))
    left = [
        _moved(change, before) for key, change in departures(offers, ruleset) if key not in before
    ]
    return [move for move in left if move.changed]


def paradox_in_words(offers: Sequence[Offer], ruleset: Ruleset) -> str:
    """Whether a losing bid that drops out changes the winner, for the officer who chooses."""
    if ruleset.price.formula != PriceFormula.RELATIVE:
        return _("By this formula a bid that drops out never changes the order of the others.")
    names = {offer.key: offer.label for offer in offers}
    reversals = [_reversal(move, names) for move in paradox(offers, ruleset)]
    return " ".join(reversals) or _(
        "Here no losing bid changes the winner by dropping out. With other bids the relative "
        "formula can do so: publish what happens to the ranking in that case."
    )


def _reversal(move: Move, names: dict[int, str]) -> str:
    after, before = (
        ", ".join(f"“{names[key]}”" for key in keys)
        for keys in (move.winners_after, move.winners_before)
    )
    return _("%(what)s: then %(after)s is first in rank instead of %(before)s.") % {
        "what": move.what,
        "after": after,
        "before": before,
    }


def _moved(change: Change, before: tuple[int, ...]) -> Move:
    ranking = rank(change.offers, change.ruleset)
    return Move(change.what, before, winners(ranking), ranking)
