"""What must hold for every ruleset and all bids, whatever the figures."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from procurement.enums import PriceFormula, ScoreMethod, TieRule
from procurement.scoring import (
    Offer,
    PriceRule,
    QualityRule,
    Ruleset,
    Standing,
    absolute_points,
    explain,
    kept,
    moves,
    paradox,
    quality_points,
    rank,
    relative_points,
    standing_of,
    winners,
)

D = Decimal
APPROACH, TEACHERS = 1, 2
PRICE_WEIGHT = D(40)
SCALE = (D(1_000), D(90_000))

prices = st.decimals(min_value=D("0.0001"), max_value=D(99_999), places=4)
score = st.decimals(min_value=0, max_value=10, places=2)
coarse_score = st.integers(min_value=0, max_value=10).map(D)
scores = st.lists(score, min_size=1, max_size=5)
weights = st.decimals(min_value=1, max_value=100, places=2)
places = st.integers(min_value=0, max_value=4)
minima = st.none() | coarse_score | st.decimals(min_value=0, max_value=10, places=1)


@st.composite
def rulesets(draw, formulas=PriceFormula.values, ties=TieRule.values, minimum=minima):
    """Any ruleset with two quality criteria, of 40 and 20 points or 4,000 and 2,000 euro."""
    formula = draw(st.sampled_from(formulas))
    unit = 100 if formula == PriceFormula.VALUE else 1
    criteria = (
        QualityRule(APPROACH, "Aanpak", D(40 * unit), draw(minimum)),
        QualityRule(TEACHERS, "Docenten", D(20 * unit), draw(minimum)),
    )
    return Ruleset(
        PriceRule(PRICE_WEIGHT, formula, *SCALE),
        criteria,
        draw(places),
        draw(st.sampled_from(ties)),
        draw(st.sampled_from(ScoreMethod.values)),
    )


@st.composite
def bids(draw, least=1, most=6):
    """Bids with keys from 0; coarse scores now and then, so that ties and knock-outs occur."""
    panel = st.lists(coarse_score, min_size=1, max_size=2) | scores
    agreed = coarse_score | score
    entry = st.tuples(prices, panel, panel, agreed, agreed)
    entries = draw(st.lists(entry, min_size=least, max_size=most))
    return [
        Offer(key, price, {APPROACH: a, TEACHERS: b}, {APPROACH: c, TEACHERS: d})
        for key, (price, a, b, c, d) in enumerate(entries)
    ]


def of(standings: list[Standing], key: int) -> Standing:
    return next(one for one in standings if one.key == key)


def ranked(standings: list[Standing]) -> list[Standing]:
    return [one for one in standings if one.rank is not None]


# One formula at a time.


@given(prices, prices, weights, places)
def test_a_lower_price_never_earns_fewer_points(one, other, weight, decimals):
    cheap, dear = sorted((one, other))
    lowest = cheap / 2
    assert relative_points(cheap, lowest, weight, decimals) >= relative_points(
        dear, lowest, weight, decimals
    )
    assert absolute_points(cheap, *SCALE, weight, decimals) >= absolute_points(
        dear, *SCALE, weight, decimals
    )


@given(prices, prices, weights, st.integers(min_value=1, max_value=1_000))
def test_the_relative_formula_knows_no_scale(one, other, weight, factor):
    """Euro, cents or thousands: only the ratio of the prices counts."""
    lowest, price = sorted((one, other))
    scaled = relative_points(price * factor, lowest * factor, weight)
    assert scaled == relative_points(price, lowest, weight)


@given(st.decimals(min_value=0, max_value=200_000, places=4), weights, places)
def test_absolute_points_stay_between_none_and_the_weight(price, weight, decimals):
    points = absolute_points(price, *SCALE, weight, decimals)
    assert 0 <= points <= absolute_points(SCALE[0], *SCALE, weight, decimals)
    assert (points == 0) or price < SCALE[1]


@given(scores, st.data(), weights, places)
def test_a_higher_score_never_earns_fewer_points(given_scores, data, weight, decimals):
    at = data.draw(st.integers(min_value=0, max_value=len(given_scores) - 1))
    higher = data.draw(st.decimals(min_value=given_scores[at], max_value=10, places=2))
    better = [*given_scores[:at], higher, *given_scores[at + 1 :]]
    assert quality_points(better, weight, decimals) >= quality_points(
        given_scores, weight, decimals
    )


@given(scores, weights)
def test_quality_points_lie_between_none_and_the_weight(given_scores, weight):
    assert 0 <= quality_points(given_scores, weight) <= weight


@given(scores, weights, places)
def test_points_are_within_half_a_step_of_the_exact_figure(given_scores, weight, decimals):
    points = quality_points(given_scores, weight, decimals)
    exact = Fraction(sum(given_scores)) / len(given_scores) / 10 * Fraction(weight)
    assert -points.as_tuple().exponent == decimals
    assert -Fraction(1, 2) < (exact - Fraction(points)) * 10**decimals < Fraction(1, 2) or (
        Fraction(points) - exact
    ) * 10**decimals == Fraction(1, 2)


# Whole rankings.


@given(bids(), rulesets())
def test_every_ranking_is_complete_and_in_order(offers, ruleset):
    found = rank(offers, ruleset)
    assert {one.key for one in found} == {offer.key for offer in offers}
    places_taken = [one.rank for one in ranked(found)]
    assert places_taken == sorted(places_taken)
    assert all(
        one.rank == 1 + sum(other.rank < one.rank for other in ranked(found))
        for one in ranked(found)
    )
    assert all((one.rank is None) == bool(one.knocked_out_on) for one in found)
    assert found[: len(places_taken)] == ranked(found)


@given(bids(), rulesets())
def test_a_better_total_never_ranks_lower(offers, ruleset):
    in_euro = ruleset.price.formula == PriceFormula.VALUE
    found = ranked(rank(offers, ruleset))
    for better, worse in pairwise(found):
        assert better.total <= worse.total if in_euro else better.total >= worse.total


@given(bids(), rulesets())
def test_a_total_is_the_sum_of_its_parts_and_parts_have_the_published_decimals(offers, ruleset):
    for one in ranked(rank(offers, ruleset)):
        assert one.quality_total == sum(one.quality.values())
        parts = [*one.quality.values()]
        if ruleset.price.formula == PriceFormula.VALUE:
            assert one.total == one.price - one.quality_total == one.fictitious_price
        else:
            parts += [one.price_points] if one.price_points is not None else []
            assert one.total == sum(parts)
        assert all(-part.as_tuple().exponent == ruleset.places for part in parts)


@given(bids(least=2), rulesets(), st.randoms())
def test_the_order_in_which_bids_came_in_does_not_matter(offers, ruleset, random):
    shuffled = random.sample(offers, len(offers))
    assert rank(offers, ruleset) == rank(shuffled, ruleset)


@given(bids(), rulesets(), st.randoms())
def test_the_order_in_which_assessors_scored_does_not_matter(offers, ruleset, random):
    """Nor in which criteria were scored."""

    def shuffled(offer: Offer) -> Offer:
        given_scores = [(key, random.sample(all_, len(all_))) for key, all_ in offer.scores.items()]
        random.shuffle(given_scores)
        return replace(offer, scores=dict(given_scores))

    assert rank(offers, ruleset) == rank([shuffled(offer) for offer in offers], ruleset)


@given(bids(), rulesets(), scores)
def test_only_the_announced_scores_count(offers, ruleset, others):
    if ruleset.method == ScoreMethod.CONSENSUS:
        changed = [replace(one, scores={APPROACH: others, TEACHERS: others}) for one in offers]
    else:
        changed = [replace(one, consensus={APPROACH: others[0]}) for one in offers]
    assert rank(offers, ruleset) == rank(changed, ruleset)


@given(bids(), rulesets(), prices)
def test_who_asks_less_never_ranks_lower(offers, ruleset, other):
    """With the others as they are; the tie rule counts along."""
    first = offers[0]
    cheaper = replace(first, price=min(first.price, other))
    before = of(rank(offers, ruleset), first.key)
    after = of(rank([cheaper, *offers[1:]], ruleset), first.key)
    assume(before.rank is not None)
    if ruleset.price.formula == PriceFormula.RELATIVE:
        assert after.price_points >= before.price_points
        assert after.total >= before.total
    else:
        assert after.rank <= before.rank


@given(bids(), rulesets(minimum=st.none()), score)
def test_who_scores_higher_never_ranks_lower(offers, ruleset, other):
    """A higher score earns no fewer points, and in a draw by lot a tie stays a tie at worst."""
    first = offers[0]
    higher = {
        APPROACH: [max(given_score, other) for given_score in first.scores[APPROACH]],
        TEACHERS: first.scores[TEACHERS],
    }
    agreed = first.consensus | {APPROACH: max(first.consensus[APPROACH], other)}
    better = replace(first, scores=higher, consensus=agreed)
    before = of(rank(offers, ruleset), first.key)
    after = of(rank([better, *offers[1:]], ruleset), first.key)
    assert after.quality[APPROACH] >= before.quality[APPROACH]
    assert after.rank <= before.rank


@given(bids(least=2), rulesets(formulas=[PriceFormula.RELATIVE]))
def test_another_bid_never_raises_the_relative_points_of_the_rest(offers, ruleset):
    """A newcomer can only lower the lowest price."""
    fewer, more = rank(offers[:-1], ruleset), rank(offers, ruleset)
    for one in ranked(fewer):
        assert of(more, one.key).price_points <= one.price_points


@given(bids(), rulesets(formulas=[PriceFormula.VALUE]))
def test_by_value_the_lowest_fictitious_price_wins(offers, ruleset):
    found = rank(offers, ruleset)
    prices_found = {one.key: one.fictitious_price for one in ranked(found)}
    for winner in winners(found):
        assert prices_found[winner] == min(prices_found.values())
    assert bool(winners(found)) == bool(prices_found)


@given(bids(), st.integers(min_value=1, max_value=100))
def test_at_a_fixed_price_no_price_changes_the_ranking(offers, factor):
    ruleset = Ruleset(PriceRule(D(0), PriceFormula.FIXED), [QualityRule(APPROACH, "Aanpak", D(9))])
    dearer = [replace(offer, price=offer.price * factor) for offer in offers]
    order = [(one.key, one.rank) for one in rank(offers, ruleset)]
    assert order == [(one.key, one.rank) for one in rank(dearer, ruleset)]


@given(bids(), rulesets())
def test_a_knock_out_is_a_score_below_a_published_minimum(offers, ruleset):
    minimum = {one.key: one.minimum_score for one in ruleset.criteria}
    for one in rank(offers, ruleset):
        below = {
            key: least
            for key, least in minimum.items()
            if least is not None and one.scores[key].mean < Fraction(least)
        }
        assert one.knocked_out_on == below


# Ties.


@given(bids(least=2), rulesets())
def test_a_tie_is_a_shared_rank(offers, ruleset):
    found = ranked(rank(offers, ruleset))
    for one in found:
        assert one.is_tied == (sum(other.rank == one.rank for other in found) > 1)


def tied(standing: Standing, rule: str) -> tuple[Decimal, ...]:
    """What bids that share a rank have in common by each rule."""
    by_rule = {TieRule.QUALITY: (standing.quality_total,), TieRule.PRICE: (standing.price,)}
    return (standing.total, *by_rule.get(rule, ()))


@given(bids(least=2), rulesets(minimum=st.none()))
def test_who_shares_a_rank_is_equal_by_the_published_rule(offers, ruleset):
    twins = [*offers, replace(offers[0], key=len(offers))]
    found = rank(twins, ruleset)
    assert of(found, 0).rank == of(found, len(offers)).rank
    by_rank = {one.rank: tied(one, ruleset.ties) for one in found}
    assert all(tied(one, ruleset.ties) == by_rank[one.rank] for one in found)
    assert len(set(by_rank.values())) == len(by_rank)


@given(bids(least=2, most=4), rulesets(ties=[TieRule.DRAW], minimum=st.none()), st.randoms())
def test_a_draw_settles_every_tie_and_nothing_else(offers, ruleset, random):
    twins = [*offers, *(replace(one, key=one.key + len(offers)) for one in offers)]
    draw = random.sample([one.key for one in twins], len(twins))
    found = rank(twins, ruleset, draw=draw)
    assert [one.rank for one in found] == list(range(1, len(twins) + 1))
    undrawn = {one.key: one.rank for one in rank(twins, ruleset)}
    assert [undrawn[one.key] for one in found] == sorted(undrawn.values())
    for first, second in pairwise(found):
        if undrawn[first.key] == undrawn[second.key]:
            assert draw.index(first.key) < draw.index(second.key)


# Sensitivity and words.


@given(bids(most=4), rulesets())
def test_small_changes_of_nothing_change_nothing(offers, ruleset):
    before = [(one.key, one.rank, one.total) for one in rank(offers, ruleset)]
    for move in moves(offers, ruleset, weight_steps=(0,), score_steps=(0,), price_steps=(0,)):
        assert not move.changed
        assert [(one.key, one.rank, one.total) for one in move.ranking] == before


@given(bids(most=3), rulesets(minimum=st.none()))
def test_a_move_ranks_the_same_bids_and_tells_whether_the_winner_changed(offers, ruleset):
    before = winners(rank(offers, ruleset))
    for move in moves(offers, ruleset):
        assert {one.key for one in move.ranking} == {offer.key for offer in offers}
        assert move.changed == (winners(move.ranking) != before)


@given(bids(least=2), rulesets(formulas=[f for f in PriceFormula.values if f != "relative"]))
def test_only_the_relative_formula_has_a_paradox(offers, ruleset):
    assert paradox(offers, ruleset) == []


@given(bids(), rulesets())
def test_what_a_decision_keeps_comes_back_without_losing_a_digit(offers, ruleset):
    for one in rank(offers, ruleset):
        assert standing_of(json.loads(json.dumps(kept(one)))) == one


@given(bids(), rulesets())
def test_every_standing_can_be_explained(offers, ruleset):
    for one in rank(offers, ruleset):
        lines = explain(one, ruleset)
        extra = len(one.knocked_out_on) or 2
        assert len(lines) == len(ruleset.criteria) + extra
        assert all(line.label and line.formula and line.result for line in lines)
