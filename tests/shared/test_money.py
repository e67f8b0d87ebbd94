from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from config.shared.money import cents, euro, parse_amount, round_together, share_out

whole_cents = st.decimals(min_value=-9_999_999, max_value=9_999_999, places=2)
weights = st.lists(st.integers(min_value=0, max_value=1000), min_size=1, max_size=30).filter(any)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal("1.005"), "1.01"),
        (Decimal("-1.005"), "-1.01"),
        (Decimal("2.674999"), "2.67"),
        (7, "7.00"),
        (Fraction(1, 3), "0.33"),
        (Fraction(-1, 200), "-0.01"),
        (Fraction(2, 3), "0.67"),
    ],
)
def test_cents_round_half_away_from_zero(amount, expected):
    assert str(cents(amount)) == expected


@pytest.mark.parametrize("amount", [1.5, True, "1.50", None])
def test_only_exact_numbers_are_money(amount):
    with pytest.raises(TypeError):
        cents(amount)


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_not_a_number_is_no_money(amount):
    with pytest.raises(ValueError, match="not an amount"):
        cents(Decimal(amount))


@given(whole_cents, weights)
def test_shares_add_up_and_stay_within_a_cent_of_the_exact_part(amount, weights):
    shares = share_out(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(Fraction(share) - Fraction(amount) * weight / sum(weights)) < Fraction(1, 100)


@given(whole_cents, weights)
def test_a_credit_is_shared_as_the_charge_it_undoes(amount, weights):
    assert share_out(-amount, weights) == [-share for share in share_out(amount, weights)]


@given(whole_cents, weights)
def test_no_weight_means_no_share(amount, weights):
    assert all(
        share == 0
        for share, weight in zip(share_out(amount, weights), weights, strict=True)
        if weight == 0
    )


@given(whole_cents, weights, st.integers(min_value=1, max_value=50))
def test_only_the_proportion_of_weights_counts(amount, weights, factor):
    assert share_out(amount, weights) == share_out(amount, [weight * factor for weight in weights])


def test_equal_remainders_go_to_the_earlier_weight():
    assert share_out(Decimal("1.00"), [1, 1, 1]) == [
        Decimal("0.34"),
        Decimal("0.33"),
        Decimal("0.33"),
    ]


def test_weights_may_be_decimals():
    shares = share_out(Decimal("10.00"), [Decimal("33.3"), Decimal("66.7")])
    assert shares == [Decimal("3.33"), Decimal("6.67")]


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_shares_need_weight(weights):
    with pytest.raises(ValueError, match="need weights"):
        share_out(Decimal("1.00"), weights)


def test_parts_of_a_cent_cannot_be_shared():
    with pytest.raises(ValueError, match="whole number of cents"):
        share_out(Decimal("1.001"), [1])


def test_float_weights_are_refused():
    with pytest.raises(TypeError):
        share_out(Decimal("1.00"), [0.5, 0.5])


def test_euro_follows_the_language():
    amount = Decimal("-1234.5")
    with translation.override("nl"):
        assert euro(amount) == "€ -1.234,50"
    with translation.override("en"):
        assert euro(amount) == "-€1,234.50"


def test_euro_of_nothing_is_empty():
    assert euro(None) == ""


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,50", "1234.50"),
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("€ 12,50", "12.50"),
        ("€\u00a0-12,5", "-12.5"),
        ("-€ 12", "-12"),
        ("EUR 1.234.567", "1234567"),
        ("15.000", "15000"),
        (" 0,05 ", "0.05"),
    ],
)
def test_amounts_as_people_type_them(typed, amount):
    assert parse_amount(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "twaalf",
        "12,505",
        "1.23.4",
        "1,234",
        "12 50",
        "1e3",
        "--5",
        "12,50-",
        "NaN",
        "99999999999",
        "€€ 5",
    ],
)
def test_anything_else_is_refused_with_a_sentence(typed):
    with pytest.raises(ValueError, match=r"\.$"):
        parse_amount(typed)


def test_a_point_before_three_digits_is_not_guessed_when_three_decimals_are_allowed():
    with pytest.raises(ValueError, match=r"1234 .* 1,234"):
        parse_amount("1.234", places=4)
    assert parse_amount("1,2345", places=4) == Decimal("1.2345")


@given(whole_cents)
def test_what_is_shown_can_be_typed_again(amount):
    assert parse_amount(euro(amount)) == amount


@given(st.lists(st.fractions(-500, 500), min_size=1, max_size=9))
def test_parts_of_either_sign_keep_their_sum(parts):
    parts.append(Fraction(round(sum(parts) * 100), 100) - sum(parts))
    found = round_together(parts)
    assert sum(found) == sum(parts)
    assert all(
        abs(Fraction(one) - exact) < Fraction(1, 100)
        for one, exact in zip(found, parts, strict=True)
    )


def test_parts_of_whole_cents_do_not_move():
    parts = [Fraction(1, 3), Fraction(0), Fraction(-7, 4), Fraction(2, 3)]
    assert round_together(parts) == [Decimal("0.33"), 0, Decimal("-1.75"), Decimal("0.67")]


def test_parts_without_a_sum_in_cents_are_refused():
    with pytest.raises(ValueError, match="whole number of cents"):
        round_together([Fraction(1, 3)])
