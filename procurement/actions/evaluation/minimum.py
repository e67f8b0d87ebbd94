"""Which bids scored below a published minimum."""

from collections import defaultdict
from fractions import Fraction

from procurement.enums import ScoreMethod
from procurement.models import Assessment, AwardCriterion, ConsensusScore, Lot


def scored_below_minimum(lot: Lot) -> list[tuple[int, str]]:
    """The bid on the lot and the criterion's name for each published minimum that was not met.

    The exact mean, or the consensus as announced, is compared: 5.996 lies below a minimum of 6.
    """
    is_agreed = lot.tender.score_method == ScoreMethod.CONSENSUS
    given = ConsensusScore.objects if is_agreed else Assessment.objects.counting()
    bids = lot.lot_bids.taking_part()
    rows = given.filter(lot_bid__in=bids, criterion__minimum_score__isnull=False).order_by("pk")
    scores: dict[tuple[int, AwardCriterion], list[Fraction]] = defaultdict(list)
    for row in rows.select_related("criterion"):
        scores[row.lot_bid_id, row.criterion].append(Fraction(row.score))
    return [
        (bid, criterion.name)
        for (bid, criterion), found in scores.items()
        if sum(found) / len(found) < Fraction(criterion.minimum_score or 0)
    ]
