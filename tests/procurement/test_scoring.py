"""Points, euro and ranking, against figures worked out by hand."""

from decimal import Decimal

import pytest

from procurement.enums import PriceFormula, ScoreMethod, TieRule
from procurement.scoring import (
    Offer,
    PriceRule,
    QualityRule,
    Ruleset,
    absolute_points,
    price_points,
    quality_points,
    rank,
    relative_points,
    winners,
)

D = Decimal
APPROACH, TEACHERS = 1, 2
CRITERIA = (QualityRule(APPROACH, "Aanpak", D(40)), QualityRule(TEACHERS, "Docenten", D(20)))
RELATIVE = Ruleset(PriceRule(D(40), PriceFormula.RELATIVE), CRITERIA)
ABSOLUTE = Ruleset(PriceRule(D(40), PriceFormula.ABSOLUTE, D(14_000), D(18_000)), CRITERIA)
IN_EURO = (QualityRule(APPROACH, "Aanpak", D(4_000)), QualityRule(TEACHERS, "Docenten", D(2_000)))
VALUE = Ruleset(PriceRule(D(0), PriceFormula.VALUE), IN_EURO)
FIXED = Ruleset(PriceRule(D(0), PriceFormula.FIXED), CRITERIA)


def offer(
    key: int, price: Decimal | int, approach: Decimal | int, teachers: Decimal | int
) -> Offer:
    return Offer(key, D(price), {APPROACH: [D(approach)], TEACHERS: [D(teachers)]})


def with_ties(ruleset: Ruleset, rule: str) -> Ruleset:
    return Ruleset(ruleset.price, ruleset.criteria, ties=rule)


def with_minimum(ruleset: Ruleset, least: Decimal | int) -> Ruleset:
    """The same rules with a minimum score on the approach."""
    approach, *others = ruleset.criteria
    stricter = QualityRule(approach.key, approach.name, approach.maximum, D(least))
    return Ruleset(ruleset.price, [stricter, *others])


# The formulas. Relative and absolute: PIANOo, "Schaal, score en score grafiek bij BPKV-criteria".


@pytest.mark.parametrize(
    ("price", "lowest", "points"),
    [
        (15_000, 15_000, "40.00"),
        (16_000, 15_000, "37.50"),
        (17_000, 15_000, "35.29"),  # 35.2941...
        (20_000, 10_000, "20.00"),
        (0, 0, "40.00"),
        (15_000, 0, "0.00"),
    ],
)
def test_relative_price_points(price, lowest, points):
    assert relative_points(D(price), D(lowest), D(40)) == D(points)


@pytest.mark.parametrize(
    ("price", "points"),
    [
        (14_000, "40.00"),
        (15_000, "30.00"),
        (16_000, "20.00"),
        (17_999, "0.01"),
        (18_000, "0.00"),
        (13_000, "40.00"),  # below the scale: no more than all points
        (19_000, "0.00"),  # above it: no less than none
    ],
)
def test_absolute_price_points(price, points):
    assert absolute_points(D(price), D(14_000), D(18_000), D(40)) == D(points)


@pytest.mark.parametrize(("price", "points"), [(20, "10"), (21, "8"), ("23.75", "2.5"), (25, "0")])
def test_the_published_example_of_an_absolute_scale(price, points):
    """Ten points at 20 euro, none at 25: the example in PIANOo's pages on BPKV."""
    assert absolute_points(D(price), D(20), D(25), D(10)) == D(points)


def test_an_absolute_scale_that_ends_where_it_begins_is_no_scale():
    with pytest.raises(ValueError, match="lies above"):
        absolute_points(D(1), D(14_000), D(14_000), D(40))


def test_the_absolute_formula_needs_a_scale():
    with pytest.raises(ValueError, match="both ends"):
        rank([offer(1, 15_000, 8, 8)], Ruleset(PriceRule(D(40), PriceFormula.ABSOLUTE), CRITERIA))


@pytest.mark.parametrize("formula", [PriceFormula.VALUE, PriceFormula.FIXED])
def test_a_price_earns_no_points_by_value_or_when_it_is_fixed(formula):
    assert price_points(D(15_000), D(15_000), PriceRule(D(40), formula)) is None


@pytest.mark.parametrize(
    ("given_scores", "points"),
    [((8,), "48.00"), ((8, 9), "51.00"), ((7, 8, 8), "46.00"), ((7, 7, 8), "44.00"), ((0,), "0")],
)
def test_quality_points_are_the_mean_out_of_ten_times_the_weight(given_scores, points):
    assert quality_points([D(score) for score in given_scores], D(60)) == D(points)


def test_a_criterion_without_a_score_earns_no_points_by_accident():
    with pytest.raises(ValueError, match="without a score"):
        quality_points([], D(60))


@pytest.mark.parametrize("score", ["-0.01", "10.01"])
def test_a_score_off_the_scale_is_refused(score):
    with pytest.raises(ValueError, match="between 0 and 10"):
        quality_points([D(5), D(score)], D(60))


# Rounding: half up, to the decimals that were published.


@pytest.mark.parametrize(
    ("places", "points"),
    [(0, "27"), (1, "26.7"), (2, "26.67"), (3, "26.667"), (4, "26.6667")],
)
def test_points_have_the_published_decimals(places, points):
    """15,000 / 22,500 x 40 = 26.66666..."""
    assert str(relative_points(D(22_500), D(15_000), D(40), places)) == points


@pytest.mark.parametrize(("places", "points"), [(0, "0"), (1, "0.5"), (2, "0.45"), (3, "0.450")])
def test_the_exact_figure_is_rounded_and_not_one_that_was_rounded_before(places, points):
    """0.45 is 0 to a whole; by way of a tenth, 0.5, it would become 1."""
    assert str(quality_points([D("4.5")], D(1), places)) == points


def test_halves_are_rounded_up():
    assert quality_points([D("8.25"), D("8.26")], D(1)) == D("0.83")  # 0.8255
    assert quality_points([D("4.5")], D(10), 0) == D(5)
    assert quality_points([D("5")], D("0.01")) == D("0.01")  # 0.005


@pytest.mark.parametrize("places", [-1, 5])
def test_no_other_number_of_decimals_can_be_published(places):
    with pytest.raises(ValueError, match="0 to 4"):
        Ruleset(RELATIVE.price, CRITERIA, places)


def test_a_criterion_counts_once():
    with pytest.raises(ValueError, match="once"):
        Ruleset(RELATIVE.price, [*CRITERIA, CRITERIA[0]])


def test_no_criterion_takes_points_away():
    with pytest.raises(ValueError, match="takes points away"):
        Ruleset(RELATIVE.price, [QualityRule(APPROACH, "Aanpak", D(-1))])


def test_a_total_is_the_sum_of_its_rounded_parts():
    """To a whole: 26.67 becomes 27, 19.6 becomes 20, 9.4 becomes 9; their sum 55.67 would be 56."""
    ruleset = Ruleset(RELATIVE.price, CRITERIA, places=0)
    found = rank([offer(1, 15_000, 0, 0), offer(2, 22_500, "4.9", "4.7")], ruleset)
    dear = next(one for one in found if one.key == 2)
    assert (dear.price_points, dear.quality, dear.total) == (27, {APPROACH: 20, TEACHERS: 9}, 56)


# Rankings, one a formula.


def test_ranking_by_the_relative_formula():
    """A: 40 + 32 + 14 = 86; B: 37.50 + 36 + 18 = 91.50; C: 35.29 + 24 + 16 = 75.29."""
    found = rank([offer(1, 15_000, 8, 7), offer(2, 16_000, 9, 9), offer(3, 17_000, 6, 8)], RELATIVE)
    assert [(one.key, one.rank, one.total) for one in found] == [
        (2, 1, D("91.50")),
        (1, 2, D("86.00")),
        (3, 3, D("75.29")),
    ]
    assert {one.lowest_price for one in found} == {D(15_000)}


def test_ranking_by_the_absolute_formula():
    """A: 30 + 32 + 14 = 76; B: 20 + 36 + 18 = 74."""
    found = rank([offer(1, 15_000, 8, 7), offer(2, 16_000, 9, 9)], ABSOLUTE)
    assert [(one.key, one.rank, one.total) for one in found] == [(1, 1, D(76)), (2, 2, D(74))]
    assert [one.lowest_price for one in found] == [None, None]


def test_ranking_by_value():
    """Quality in euro is taken off the price: PIANOo, "Gunnen op waarde".

    A: 15,000 - 3,200 - 1,400 = 10,400; B: 16,000 - 3,600 - 1,800 = 10,600.
    """
    found = rank([offer(2, 16_000, 9, 9), offer(1, 15_000, 8, 7)], VALUE)
    assert [(one.key, one.rank, one.fictitious_price) for one in found] == [
        (1, 1, D(10_400)),
        (2, 2, D(10_600)),
    ]
    first = found[0]
    assert first.quality == {APPROACH: D(3_200), TEACHERS: D(1_400)}
    assert (first.price_points, first.quality_total, first.total) == (None, 4_600, 10_400)


def test_the_published_example_of_award_on_value():
    """80,000 euro, a criterion of 2,500 euro met for 60%: 78,500 (Negometrix, support pages)."""
    ruleset = Ruleset(VALUE.price, [QualityRule(APPROACH, "2.1.4", D(2_500))])
    (only,) = rank([Offer(1, D(80_000), {APPROACH: [D(6)]})], ruleset)
    assert only.fictitious_price == D(78_500)


def test_quality_worth_more_than_the_price_makes_the_fictitious_price_negative():
    (only,) = rank([offer(1, 5_000, 10, 10)], VALUE)
    assert (only.rank, only.total) == (1, D(-1_000))


def test_ranking_at_a_fixed_price():
    """Quality alone: A 32 + 14 = 46, B 36 + 18 = 54; that B asks more makes no difference."""
    found = rank([offer(1, 15_000, 8, 7), offer(2, 16_000, 9, 9)], FIXED)
    assert [(one.key, one.rank, one.total) for one in found] == [(2, 1, D(54)), (1, 2, D(46))]
    assert [one.price_points for one in found] == [None, None]


def test_quality_points_are_the_quality_total():
    (only,) = rank([offer(1, 15_000, 8, 7)], RELATIVE)
    assert only.quality_points == only.quality_total == D(46)


def test_a_bid_that_leaves_changes_the_points_of_the_others_by_the_relative_formula():
    with_cheap = rank([offer(1, 10_000, 1, 1), offer(2, 16_000, 9, 9)], RELATIVE)
    without = rank([offer(2, 16_000, 9, 9)], RELATIVE)
    assert [one.price_points for one in with_cheap if one.key == 2] == [D("25.00")]
    assert [one.price_points for one in without] == [D("40.00")]


def test_nothing_to_rank():
    assert rank([], RELATIVE) == []
    assert winners([]) == ()


# How the scores of the panel become one.


def test_by_the_mean_the_consensus_does_not_count():
    bid = Offer(1, D(15_000), {APPROACH: [D(6), D(9)], TEACHERS: [D(7)]}, {APPROACH: D(2)})
    (only,) = rank([bid], RELATIVE)
    assert only.quality == {APPROACH: D("30.00"), TEACHERS: D("14.00")}


def test_by_consensus_the_individual_scores_do_not_count():
    ruleset = Ruleset(RELATIVE.price, CRITERIA, method=ScoreMethod.CONSENSUS)
    bid = Offer(1, D(15_000), {APPROACH: [D(6), D(9)]}, {APPROACH: D(8), TEACHERS: D(5)})
    (only,) = rank([bid], ruleset)
    assert only.quality == {APPROACH: D("32.00"), TEACHERS: D("10.00")}


@pytest.mark.parametrize("method", ScoreMethod.values)
def test_what_was_not_scored_by_the_announced_method_is_not_ranked(method):
    ruleset = Ruleset(RELATIVE.price, CRITERIA, method=method)
    half = {APPROACH: D(8)}
    with pytest.raises(ValueError, match="without a score"):
        rank([Offer(1, D(15_000), {APPROACH: [D(8)]}, half)], ruleset)


# Knock-outs.


@pytest.mark.parametrize("ruleset", [RELATIVE, ABSOLUTE, VALUE, FIXED])
def test_below_the_minimum_there_is_no_rank(ruleset):
    found = rank([offer(1, 14_000, "5.99", 10), offer(2, 16_000, 6, 1)], with_minimum(ruleset, 6))
    assert [(one.key, one.rank) for one in found] == [(2, 1), (1, None)]
    out = found[1]
    assert out.knocked_out_on == {APPROACH: D(6)}
    assert (out.price_points, out.fictitious_price, out.total) == (None, None, None)
    assert out.quality[TEACHERS] == found[0].quality[TEACHERS] * 10


def test_a_minimum_is_compared_with_the_exact_mean():
    """5.98 and 6.01 make 5.995: below 6, though it would be rounded to it."""
    bid = Offer(1, D(1), {APPROACH: [D("5.98"), D("6.01")], TEACHERS: [D(8)]})
    assert rank([bid], with_minimum(RELATIVE, 6))[0].rank is None


def test_who_is_knocked_out_sets_no_lowest_price():
    found = rank([offer(1, 8_000, 2, 2), offer(2, 16_000, 9, 9)], with_minimum(RELATIVE, 5))
    assert found[0].price_points == D("40.00")


def test_nobody_wins_when_all_are_knocked_out():
    found = rank([offer(2, 15_000, 4, 9), offer(1, 16_000, 3, 9)], with_minimum(RELATIVE, 5))
    assert [one.key for one in found] == [1, 2]
    assert winners(found) == ()


# Ties.


def test_of_equal_totals_the_higher_quality_comes_first():
    """1: 30 + 24 + 12 = 66; 2: 20 + 32 + 14 = 66, of which 46 for quality."""
    found = rank([offer(1, 15_000, 6, 6), offer(2, 16_000, 8, 7)], ABSOLUTE)
    assert [(one.key, one.rank, one.is_tied) for one in found] == [(2, 1, False), (1, 2, False)]
    assert {one.total for one in found} == {D("66.00")}


def test_of_equal_totals_the_lower_price_comes_first_where_that_was_published():
    bids = [offer(2, 16_000, 8, 7), offer(1, 15_000, 6, 6)]
    found = rank(bids, with_ties(ABSOLUTE, TieRule.PRICE))
    assert [(one.key, one.rank, one.is_tied) for one in found] == [(1, 1, False), (2, 2, False)]


@pytest.mark.parametrize(("rule", "first"), [(TieRule.QUALITY, 2), (TieRule.PRICE, 1)])
def test_equal_fictitious_prices(rule, first):
    """1: 12,000 - 2,400 - 1,200; 2: 13,000 - 3,200 - 1,400: both 8,400."""
    bids = [offer(1, 12_000, 6, 6), offer(2, 13_000, 8, 7)]
    found = rank(bids, with_ties(VALUE, rule))
    assert {one.total for one in found} == {D(8_400)}
    assert winners(found) == (first,)


@pytest.mark.parametrize("rule", TieRule.values)
def test_what_is_still_equal_shares_the_rank_and_the_next_one_counts_on(rule):
    bids = [offer(1, 15_000, 6, 6), offer(2, 15_000, 6, 6), offer(3, 18_000, 1, 1)]
    found = rank(bids, with_ties(RELATIVE, rule))
    assert [(one.key, one.rank, one.is_tied) for one in found] == [
        (1, 1, True),
        (2, 1, True),
        (3, 3, False),
    ]
    assert winners(found) == (1, 2)


BY_DRAW = with_ties(ABSOLUTE, TieRule.DRAW)
TIED = [offer(1, 15_000, 6, 6), offer(2, 16_000, 8, 7), offer(3, 18_000, 1, 1)]


def test_a_draw_puts_the_first_drawn_first():
    found = rank(TIED, BY_DRAW, draw=(2, 1))
    assert [(one.key, one.rank, one.is_tied) for one in found] == [
        (2, 1, False),
        (1, 2, False),
        (3, 3, False),
    ]
    assert winners(rank(TIED, BY_DRAW, draw=(1, 2))) == (1,)


def test_without_a_draw_neither_quality_nor_price_decides():
    assert winners(rank(TIED, BY_DRAW)) == (1, 2)


def test_a_draw_cannot_lift_a_bid_over_a_better_one():
    assert [one.key for one in rank(TIED, BY_DRAW, draw=(3, 1, 2))] == [1, 2, 3]


def test_a_draw_without_one_of_the_tied_bids_settles_nothing():
    bids = [*TIED, offer(4, 15_000, 6, 6)]
    found = rank(bids, BY_DRAW, draw=(2, 1))
    assert winners(found) == (1, 2, 4)
    assert [one.is_tied for one in found] == [True, True, True, False]


def test_a_draw_still_counts_when_one_of_the_drawn_has_left():
    assert winners(rank([TIED[0], TIED[1]], BY_DRAW, draw=(4, 2, 1))) == (2,)


@pytest.mark.parametrize("rule", [TieRule.QUALITY, TieRule.PRICE])
def test_no_draw_where_none_was_published(rule):
    with pytest.raises(ValueError, match="published"):
        rank(TIED, with_ties(ABSOLUTE, rule), draw=(1, 2))


def test_in_a_draw_each_bid_comes_up_once():
    with pytest.raises(ValueError, match="once"):
        rank(TIED, BY_DRAW, draw=(1, 1, 2))
