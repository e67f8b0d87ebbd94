"""What an officer sees of a ruleset before publication: mock bids, ranked by the rule itself."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from config.shared.money import cents
from procurement.enums import PriceFormula
from procurement.scoring.offers import Offer, Standing
from procurement.scoring.ranking import rank
from procurement.scoring.rules import Ruleset


class Mock(NamedTuple):
    """An invented bidder: what it asks of the ceiling price, in percent, and how it scores."""

    name: str
    percentage: int
    score: int


MOCKS = (
    Mock(gettext_noop("Cheap and weak"), 80, 5),
    Mock(gettext_noop("Dear and good"), 97, 9),
    Mock(gettext_noop("In the middle"), 90, 7),
    Mock(gettext_noop("At the ceiling"), 100, 8),
)


def preview(offers: Iterable[Offer], ruleset: Ruleset) -> list[Standing]:
    """How mock bids would be ranked: by the award's own rule, so that the two cannot differ."""
    return rank(offers, ruleset)


def default_mock_bids(ceiling_price: Decimal, ruleset: Ruleset) -> list[Offer]:
    """Four bids on a lot that show at once what a ruleset rewards, numbered from 1.

    Prices are whole cents at or below the ceiling; all ask the price itself where it is fixed.
    Each has one score per criterion, which is also its consensus.
    """
    return [_offer(key, mock, ceiling_price, ruleset) for key, mock in enumerate(MOCKS, start=1)]


def _offer(key: int, mock: Mock, ceiling_price: Decimal, ruleset: Ruleset) -> Offer:
    is_fixed = ruleset.price.formula == PriceFormula.FIXED
    price = ceiling_price if is_fixed else cents(ceiling_price * mock.percentage / 100)
    consensus = {one.key: Decimal(mock.score) for one in ruleset.criteria}
    scores = {criterion: [score] for criterion, score in consensus.items()}
    return Offer(key, min(price, ceiling_price), scores, consensus, _(mock.name))
