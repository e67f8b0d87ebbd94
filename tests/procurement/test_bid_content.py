"""The two forms of JSON that envelopes hold: round trips, shapes and the price that is compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.bid_content import (
    Attachment,
    LotOffer,
    Partner,
    Prices,
    Quality,
    about,
    compared_price,
)

QUALITY = Quality(
    tender="T-2026-1",
    contact_name="Pia Aanbieder",
    contact_email="pia@voorbeeld.test",
    espd={"optional.misconduct": "no"},
    partners=[Partner("subcontractor", "Taalhuis De Brug", "", "Docenten")],
    lots=[LotOffer(1, 20, 10, 16, "Waterveen", None, {7: "Kleine groepen."})],
    attachments=[Attachment("sealed/ab/cd", "plan.pdf", "pdf", 10, "a" * 64, b"k" * 32)],
)
PRICES = Prices("T-2026-1", 1, Decimal(9000), {1: Decimal("12.5")})


def test_quality_comes_out_as_it_went_in():
    content = QUALITY.to_json()
    assert Quality.from_json(content).to_json() == content
    assert content["format"] == "taalregie-bid/1"
    assert content["lots"][0]["answers"] == {"7": "Kleine groepen."}


def test_prices_are_text_with_four_decimals():
    content = PRICES.to_json()
    assert (content["price"], content["lines"]) == ("9000.0000", {"1": "12.5000"})
    assert Prices.from_json(content) == PRICES


@pytest.mark.parametrize(
    "change",
    [
        {"format": "taalregie-bid/2"},
        {"tender": ""},
        {"contact": {"name": "X"}},
        {"espd": {"a": 1}},
        {"partners": [{"role": "friend", "name": "X", "kvk_number": "", "part": ""}]},
        {"lots": [{**QUALITY.to_json()["lots"][0], "offered_places": "20"}]},
        {"lots": [{**QUALITY.to_json()["lots"][0], "answers": {"0": "x"}}]},
        {"attachments": [{**QUALITY.to_json()["attachments"][0], "key": "é"}]},
        {"attachments": [{**QUALITY.to_json()["attachments"][0], "key": "aaaa"}]},
        {"more": 1},
    ],
)
def test_what_has_another_shape_is_no_quality(change):
    with pytest.raises(ValueError, match="format"):
        Quality.from_json(QUALITY.to_json() | change)


@pytest.mark.parametrize(
    "change",
    [{"price": "9000"}, {"price": "-1.0000"}, {"lines": {"1": "12"}}, {"lot": "1"}, {"lot": True}],
)
def test_what_has_another_shape_is_no_price_table(change):
    with pytest.raises(ValueError, match="format"):
        Prices.from_json(PRICES.to_json() | change)


def test_an_envelope_knows_its_place():
    place = {"tender": 3, "kvk_number": "12345678", "sequence": 2}
    assert about(**place, kind="quality") == "3|12345678|2|quality|"
    assert about(**place, kind="price", lot=1) == "3|12345678|2|price|1"


def test_the_whole_table_is_compared_per_unit():
    # (9000 x 30 + 12 x 5) / 30
    assert compared_price(Decimal(9000), 30, [(Decimal(12), 5)]) == Decimal("9002.0000")
    assert compared_price(Decimal("9000.5"), 30) == Decimal("9000.5000")
    assert compared_price(Decimal(9000), 0, [(Decimal(12), 5)]) == Decimal("9000.0000")


def test_half_a_ten_thousandth_is_rounded_up():
    # 1 + 0.0001 x 1 / 2
    assert compared_price(Decimal(1), 2, [(Decimal("0.0001"), 1)]) == Decimal("1.0001")


@given(
    price=st.decimals(0, 99_999, places=4),
    lines=st.lists(st.tuples(st.decimals(0, 9_999, places=4), st.integers(0, 500)), max_size=5),
    expected=st.integers(1, 500),
)
def test_further_lines_never_make_a_bid_cheaper(price, lines, expected):
    assert compared_price(price, expected, lines) >= compared_price(price, expected)
