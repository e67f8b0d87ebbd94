"""How prices and scores become points or euro, a ranking, and words; no database, no clock.

`rank` is the rule. A preview ranks mock bids by it, `moves` ranks again after small changes,
`explain` tells how a total came about. The formulas and their sources: docs/scoring.md.
"""

from procurement.scoring.explaining import Line, explain
from procurement.scoring.keeping import kept, standing_of
from procurement.scoring.offers import Offer, Score, Standing
from procurement.scoring.points import (
    absolute_points,
    price_points,
    quality_points,
    relative_points,
)
from procurement.scoring.preview import default_mock_bids, preview
from procurement.scoring.ranking import rank, winners
from procurement.scoring.rules import HIGHEST_SCORE, PriceRule, QualityRule, Ruleset
from procurement.scoring.sensitivity import Move, moves, paradox, paradox_in_words, robustness

__all__ = [
    "HIGHEST_SCORE",
    "Line",
    "Move",
    "Offer",
    "PriceRule",
    "QualityRule",
    "Ruleset",
    "Score",
    "Standing",
    "absolute_points",
    "default_mock_bids",
    "explain",
    "kept",
    "moves",
    "paradox",
    "paradox_in_words",
    "preview",
    "price_points",
    "quality_points",
    "rank",
    "relative_points",
    "robustness",
    "standing_of",
    "winners",
]
