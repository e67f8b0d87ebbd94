"""Points and ranking, against figures worked out by hand and against what must always hold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.enums import PriceFormula
from procurement.scoring import (
    Offer,
    PriceRule,
    absolute_points,
    quality_points,
    rank,
    relative_points,
)

D = Decimal
RELATIVE = PriceRule(D(40), PriceFormula.RELATIVE)
ABSOLUTE = PriceRule(D(40), PriceFormula.ABSOLUTE, D(14_000), D(18_000))
APPROACH, TEACHERS = 1, 2
WEIGHTS = {APPROACH: D(40), TEACHERS: D(20)}

prices = st.decimals(min_value=D("0.0001"), max_value=D(99_999), places=4)
scores = st.lists(st.decimals(min_value=0, max_value=10, places=2), min_size=1, max_size=5)
weights = st.decimals(min_value=1, max_value=100, places=2)


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


def test_an_absolute_scale_that_ends_where_it_begins_is_no_scale():
    with pytest.raises(ValueError, match="lies above"):
        absolute_points(D(1), D(14_000), D(14_000), D(40))


@pytest.mark.parametrize(
    ("given_scores", "points"),
    [((8,), "48.00"), ((8, 9), "51.00"), ((7, 8, 8), "46.00"), ((7, 7, 8), "44.00"), ((0,), "0")],
)
def test_quality_points_are_the_mean_out_of_ten_times_the_weight(given_scores, points):
    assert quality_points([D(score) for score in given_scores], D(60)) == D(points)


def test_a_criterion_without_a_score_earns_no_points_by_accident():
    with pytest.raises(ValueError, match="without a score"):
        quality_points([], D(60))


def test_halves_of_a_hundredth_are_rounded_up():
    assert quality_points([D("8.25"), D("8.26")], D(1)) == D("0.83")  # 0.8255


def offer(key: int, price: int, approach: int, teachers: int) -> Offer:
    return Offer(key, D(price), {APPROACH: [D(approach)], TEACHERS: [D(teachers)]})


def test_ranking_by_the_relative_formula():
    """A: 40 + 32 + 14 = 86; B: 37.50 + 36 + 18 = 91.50; C: 35.29 + 24 + 16 = 75.29."""
    found = rank(
        [offer(1, 15_000, 8, 7), offer(2, 16_000, 9, 9), offer(3, 17_000, 6, 8)], RELATIVE, WEIGHTS
    )
    assert [(one.key, one.rank, one.total) for one in found] == [
        (2, 1, D("91.50")),
        (1, 2, D("86.00")),
        (3, 3, D("75.29")),
    ]


def test_a_bid_that_leaves_changes_the_points_of_the_others_by_the_relative_formula():
    with_cheap = rank([offer(1, 10_000, 1, 1), offer(2, 16_000, 9, 9)], RELATIVE, WEIGHTS)
    without = rank([offer(2, 16_000, 9, 9)], RELATIVE, WEIGHTS)
    assert [one.price_points for one in with_cheap if one.key == 2] == [D("25.00")]
    assert [one.price_points for one in without] == [D("40.00")]


def test_of_equal_totals_the_higher_quality_comes_first():
    """1: 30 + 24 + 12 = 66; 2: 20 + 32 + 14 = 66, of which 46 for quality."""
    found = rank([offer(1, 15_000, 6, 6), offer(2, 16_000, 8, 7)], ABSOLUTE, WEIGHTS)
    assert [(one.key, one.rank, one.is_tied) for one in found] == [(2, 1, False), (1, 2, False)]
    assert {one.total for one in found} == {D("66.00")}


def test_what_is_still_equal_shares_the_rank_and_the_next_one_counts_on():
    found = rank(
        [offer(1, 15_000, 6, 6), offer(2, 15_000, 6, 6), offer(3, 18_000, 1, 1)], RELATIVE, WEIGHTS
    )
    assert [(one.key, one.rank, one.is_tied) for one in found] == [
        (1, 1, True),
        (2, 1, True),
        (3, 3, False),
    ]


def test_nothing_to_rank():
    assert rank([], RELATIVE, WEIGHTS) == []


@given(st.lists(st.tuples(prices, scores, scores), min_size=1, max_size=8))
def test_every_ranking_is_complete_ordered_and_within_its_weights(bids):
    offers = [
        Offer(key, price, {APPROACH: a, TEACHERS: b}) for key, (price, a, b) in enumerate(bids)
    ]
    found = rank(offers, RELATIVE, WEIGHTS)
    assert {one.key for one in found} == set(range(len(bids)))
    assert found[0].rank == 1
    merits = [(one.total, one.quality_points) for one in found]
    assert merits == sorted(merits, reverse=True)
    assert all(one.total == one.price_points + sum(one.quality.values()) for one in found)
    assert all(0 <= one.total <= 100 for one in found)
    assert all(one.total == one.total.quantize(D("0.01")) for one in found)


@given(st.lists(st.tuples(prices, scores, scores), min_size=2, max_size=6), st.randoms())
def test_the_order_in_which_bids_came_in_does_not_matter(bids, random):
    offers = [
        Offer(key, price, {APPROACH: a, TEACHERS: b}) for key, (price, a, b) in enumerate(bids)
    ]
    shuffled = random.sample(offers, len(offers))
    assert rank(offers, ABSOLUTE, WEIGHTS) == rank(shuffled, ABSOLUTE, WEIGHTS)


@given(prices, prices, weights)
def test_a_lower_price_never_earns_fewer_points(one, other, weight):
    cheap, dear = sorted((one, other))
    assert relative_points(cheap, cheap, weight) >= relative_points(dear, cheap, weight)
    scale = (D(1_000), D(90_000))
    assert absolute_points(cheap, *scale, weight) >= absolute_points(dear, *scale, weight)


@given(scores, weights)
def test_quality_points_lie_between_none_and_the_weight(given_scores, weight):
    assert 0 <= quality_points(given_scores, weight) <= weight
