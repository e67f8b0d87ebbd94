"""The ranking of a lot by the rules that its tender published."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from procurement.enums import CriterionKind, PriceFormula, TieRule
from procurement.models import (
    Assessment,
    AwardCriterion,
    AwardDecision,
    ConsensusScore,
    Lot,
    LotBid,
    Tender,
)
from procurement.scoring import (
    Line,
    Offer,
    PriceRule,
    QualityRule,
    Ruleset,
    Standing,
    explain,
    kept,
    rank,
    standing_of,
)


def ruleset_of(tender: Tender) -> Ruleset:
    """The rules of scoring as the tender has them, for its ranking and for a preview of one."""
    criteria = list(tender.criteria.order_by("pk"))
    price = next(one for one in criteria if one.kind == CriterionKind.PRICE)
    return Ruleset(
        PriceRule(price.weight, price.formula, price.scale_best_price, price.scale_zero_price),
        [_quality(one, price) for one in criteria if one.kind == CriterionKind.QUALITY],
        places=tender.rounding_decimals,
        ties=tender.tie_rule,
        method=tender.score_method,
    )


def ranking_of(lot: Lot) -> list[Standing]:
    """The bids that take part, best first, by the formula as published.

    Only once two officers opened the prices: before that the list is empty, as it would show them.
    A bid whose price could not be opened has no place.
    """
    if not lot.prices_are_open:
        return []
    return rank(_offers(lot), ruleset_of(lot.tender), draw=_drawn(lot))


def ranking_rows(lot: Lot) -> list[dict[str, Any]]:
    """The ranking as a page shows it: as the decision froze it, else as it stands now.

    The same keys in both cases, amounts as Decimal; see AwardDecision.rows.
    """
    decision = AwardDecision.objects.filter(lot=lot).first()
    return (decision or AwardDecision(ranking=frozen(ranking_of(lot)))).rows


def explained_ranking(
    tender: Tender, rows: Sequence[dict[str, Any]]
) -> list[tuple[str, list[Line]]]:
    """Of each bidder in `rows` of a ranking how its total came about; for the region alone."""
    ruleset = ruleset_of(tender)
    return [(row["provider"], explain(standing_of(row), ruleset)) for row in rows]


def frozen(standings: Sequence[Standing]) -> list[dict[str, Any]]:
    """The ranking as a decision keeps it, with the names of the bidders."""
    keys = [one.key for one in standings]
    bids = LotBid.objects.select_related("bid__provider").in_bulk(keys)
    return [kept(one) | {"provider": str(bids[one.key].bid.provider)} for one in standings]


def _quality(criterion: AwardCriterion, price: AwardCriterion) -> QualityRule:
    """What a ten earns: points, or euro in the value-based formula."""
    is_value = price.formula == PriceFormula.VALUE
    most = (criterion.maximum_value or Decimal(0)) if is_value else criterion.weight
    return QualityRule(criterion.pk, criterion.name, most, criterion.minimum_score)


def _offers(lot: Lot) -> list[Offer]:
    scores: dict[int, dict[int, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    given = Assessment.objects.counting().filter(lot_bid__lot=lot).order_by("pk")
    for bid, criterion, score in given.values_list("lot_bid", "criterion", "score"):
        scores[bid][criterion].append(score)
    agreed: dict[int, dict[int, Decimal]] = defaultdict(dict)
    recorded = ConsensusScore.objects.filter(lot_bid__lot=lot).order_by("pk")
    for bid, criterion, score in recorded.values_list("lot_bid", "criterion", "score"):
        agreed[bid][criterion] = score
    priced = lot.lot_bids.taking_part().filter(compared_price__isnull=False)
    return [
        Offer(
            one.pk,
            cast(Decimal, one.compared_price),
            scores[one.pk],
            agreed[one.pk],
            str(one.bid.provider),
        )
        for one in priced.select_related("bid__provider").order_by("pk")
    ]


def _drawn(lot: Lot) -> Sequence[int]:
    """The order of the last draw by lot, where that is the published rule."""
    if lot.tender.tie_rule != TieRule.DRAW:
        return ()
    last = lot.draws.order_by("-drawn_at", "-pk").first()
    return last.order if last else ()
