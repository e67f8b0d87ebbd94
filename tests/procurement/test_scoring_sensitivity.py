"""The preview of a ruleset: mock bids, small changes, and bids that leave."""

from decimal import Decimal

import pytest

from procurement.enums import PriceFormula, ScoreMethod
from procurement.scoring import (
    Offer,
    PriceRule,
    QualityRule,
    Ruleset,
    default_mock_bids,
    moves,
    paradox,
    paradox_in_words,
    preview,
    rank,
    robustness,
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
EVERY = (RELATIVE, ABSOLUTE, VALUE, FIXED)
NONE = {"weight_steps": (), "score_steps": (), "price_steps": ()}


def offer(key: int, price: Decimal | int, score: Decimal | int, name: str = "") -> Offer:
    """A bid with the same score on both criteria."""
    return Offer(key, D(price), {APPROACH: [D(score)], TEACHERS: [D(score)]}, name=name)


CHEAP, GOOD = offer(1, 15_000, 7, "Alfa"), offer(2, 16_000, 8, "Beta")
PAIR = (CHEAP, GOOD)


# Mock bids.


@pytest.mark.parametrize("method", ScoreMethod.values)
@pytest.mark.parametrize("ruleset", EVERY)
def test_mock_bids_can_be_ranked_at_once(ruleset, method):
    announced = Ruleset(ruleset.price, ruleset.criteria, method=method)
    found = preview(default_mock_bids(D("17500.50"), announced), announced)
    assert [one.rank for one in found] == [1, 2, 3, 4]


def test_mock_bids_differ_in_price_and_quality_and_stay_below_the_ceiling():
    bids = default_mock_bids(D(10_000), RELATIVE)
    assert [(bid.name, bid.price, bid.scores[APPROACH]) for bid in bids] == [
        ("Goedkoop en zwak", 8_000, [5]),
        ("Duur en goed", 9_700, [9]),
        ("In het midden", 9_000, [7]),
        ("Op de plafondprijs", 10_000, [8]),
    ]


def test_mock_prices_are_whole_cents_and_never_above_the_ceiling():
    prices = [bid.price for bid in default_mock_bids(D("12.3456"), RELATIVE)]
    assert prices == [D("9.88"), D("11.98"), D("11.11"), D("12.3456")]


def test_mock_bids_at_a_fixed_price_differ_in_quality_alone():
    bids = default_mock_bids(D(10_000), FIXED)
    assert {bid.price for bid in bids} == {D(10_000)}
    assert len({bid.scores[APPROACH][0] for bid in bids}) == 4


# Moves.


def test_a_weight_that_shifts_takes_from_the_others_in_proportion():
    """Price 40 to 50: approach 40 to 33.33, teachers 20 to 16.67; Alfa 50 + 35, Beta 46.88 + 40."""
    (first, *_others) = moves(PAIR, RELATIVE, **{**NONE, "weight_steps": (10,)})
    assert first.what == "Weging van “Prijs”: 10 punten hoger"
    found = {one.key: one for one in first.ranking}
    assert found[1].price_points == D(50)
    assert found[1].quality == {APPROACH: D("23.33"), TEACHERS: D("11.67")}
    assert (found[1].total, found[2].total) == (D("85.00"), D("86.88"))


def test_every_weight_shifts_by_every_step():
    found = moves(PAIR, RELATIVE, **{**NONE, "weight_steps": (-5, 5)})
    assert [move.what for move in found] == [
        "Weging van “Prijs”: 5 punten lager",
        "Weging van “Prijs”: 5 punten hoger",
        "Weging van “Aanpak”: 5 punten lager",
        "Weging van “Aanpak”: 5 punten hoger",
        "Weging van “Docenten”: 5 punten lager",
        "Weging van “Docenten”: 5 punten hoger",
    ]


def test_a_weight_goes_down_to_nothing_and_no_further():
    found = moves(PAIR, RELATIVE, **{**NONE, "weight_steps": (-20, D("-20.01"))})
    teachers = [move.what for move in found if "Docenten" in move.what]
    assert teachers == ["Weging van “Docenten”: 20 punten lager"]


def test_a_single_weight_has_nothing_to_take_from():
    alone = Ruleset(FIXED.price, [QualityRule(APPROACH, "Aanpak", D(100))])
    assert moves(PAIR, alone, **{**NONE, "weight_steps": (-5, 5)}) == []


def test_quality_in_euro_shifts_in_percents_of_its_value():
    found = moves(PAIR, VALUE, **{**NONE, "weight_steps": (-5, 5)})
    assert [move.what for move in found] == [
        "Waarde van “Aanpak”: € 300,00 lager",
        "Waarde van “Aanpak”: € 300,00 hoger",
        "Waarde van “Docenten”: € 300,00 lager",
        "Waarde van “Docenten”: € 300,00 hoger",
        "Waarde van alle kwaliteit samen: 5% lager",
        "Waarde van alle kwaliteit samen: 5% hoger",
    ]
    last = {one.key: one.quality_total for one in found[-1].ranking}
    assert last == {1: D("4410.00"), 2: D("5040.00")}


def test_all_value_can_go_and_no_more():
    found = moves(PAIR, VALUE, **{**NONE, "weight_steps": (-100, -101)})
    assert [move.what for move in found] == ["Waarde van alle kwaliteit samen: 100% lager"]
    assert {one.quality_total for one in found[0].ranking} == {D(0)}


def test_a_score_shifts_for_one_bid_and_one_criterion():
    """Beta 37.50 + 48 = 85.50 against Alfa 40 + 42 = 82; one point on the approach is four."""
    found = moves(PAIR, RELATIVE, **{**NONE, "score_steps": (1,)})
    assert [(move.what, move.changed) for move in found] == [
        ("Score van “Alfa” op “Aanpak”: 1 punt hoger", True),
        ("Score van “Alfa” op “Docenten”: 1 punt hoger", False),
        ("Score van “Beta” op “Aanpak”: 1 punt hoger", False),
        ("Score van “Beta” op “Docenten”: 1 punt hoger", False),
    ]
    assert (found[0].winners_before, found[0].winners_after) == ((2,), (1,))
    assert [one.key for one in found[0].ranking] == [1, 2]


def test_a_shifted_mean_is_the_exact_mean_and_a_step():
    bids = [Offer(1, D(15_000), {APPROACH: [D(7), D(8), D(8)], TEACHERS: [D(5)]})]
    first = moves(bids, RELATIVE, **{**NONE, "score_steps": (D("0.5"),)})[0]
    assert first.what == "Score van “Inschrijving 1” op “Aanpak”: 0,5 punten hoger"
    assert first.ranking[0].quality[APPROACH] == D("32.67")  # (23/3 + 1/2) / 10 x 40


def test_a_consensus_shifts_as_well():
    ruleset = Ruleset(RELATIVE.price, CRITERIA, method=ScoreMethod.CONSENSUS)
    bids = [Offer(1, D(15_000), {}, {APPROACH: D(7), TEACHERS: D(5)})]
    first = moves(bids, ruleset, **{**NONE, "score_steps": (-1,)})[0]
    assert first.ranking[0].quality == {APPROACH: D("24.00"), TEACHERS: D("10.00")}


def test_a_score_stays_between_0_and_10():
    bids = [Offer(1, D(15_000), {APPROACH: [D(10)], TEACHERS: [D("0.5")]}, name="Alfa")]
    found = moves(bids, RELATIVE, **{**NONE, "score_steps": (-1, 1)})
    assert [move.what for move in found] == [
        "Score van “Alfa” op “Aanpak”: 1 punt lager",
        "Score van “Alfa” op “Docenten”: 1 punt hoger",
    ]


def test_a_score_that_falls_below_the_minimum_knocks_out():
    strict = (QualityRule(APPROACH, "Aanpak", D(40), D(8)), CRITERIA[1])
    found = moves([GOOD], Ruleset(RELATIVE.price, strict), **{**NONE, "score_steps": (-1,)})
    assert [(move.winners_before, move.winners_after) for move in found] == [
        ((2,), ()),
        ((2,), (2,)),
    ]


def test_a_price_shifts_by_percents():
    found = moves(PAIR, ABSOLUTE, **{**NONE, "price_steps": (-5, 5)})
    assert [move.what for move in found] == [
        "Prijs van “Alfa”: 5% lager",
        "Prijs van “Alfa”: 5% hoger",
        "Prijs van “Beta”: 5% lager",
        "Prijs van “Beta”: 5% hoger",
    ]
    assert {one.key: one.price for one in found[3].ranking} == {1: 15_000, 2: 16_800}


def test_a_price_stays_below_the_ceiling():
    found = moves(PAIR, ABSOLUTE, **{**NONE, "price_steps": (5,)}, ceiling_price=D(15_750))
    assert [move.what for move in found] == ["Prijs van “Alfa”: 5% hoger"]


def test_a_price_does_not_fall_below_nothing():
    found = moves([CHEAP], ABSOLUTE, **{**NONE, "price_steps": (-100, -101)})
    assert [move.ranking[0].price for move in found] == [0]


def test_a_fixed_price_does_not_shift():
    assert moves(PAIR, FIXED, **{**NONE, "price_steps": (-5, 5)}) == []


@pytest.mark.parametrize("ruleset", EVERY)
def test_a_step_of_nothing_changes_nothing(ruleset):
    steps = {"weight_steps": (0,), "score_steps": (0,), "price_steps": (0,)}
    found = moves(PAIR, ruleset, **steps)
    assert len(found) > 4
    before = [(one.key, one.rank, one.total) for one in rank(PAIR, ruleset)]
    for move in found:
        assert not move.changed
        assert [(one.key, one.rank, one.total) for one in move.ranking] == before


def test_the_steps_that_are_taken_unless_others_are_asked():
    """Three weights by four steps, four scores and two prices by two."""
    assert len(moves(PAIR, RELATIVE)) == 3 * 4 + 4 * 2 + 2 * 2


# In one sentence.


def test_how_often_the_winner_stays():
    found = moves(PAIR, RELATIVE)
    changed = sum(winners(move.ranking) != (2,) for move in found)
    assert 0 < changed < len(found)
    same = len(found) - changed
    assert robustness(found) == f"De winnaar blijft in {same} van 24 kleine veranderingen dezelfde."


def test_one_change_is_said_in_the_singular():
    (only,) = moves([GOOD], ABSOLUTE, **{**NONE, "price_steps": (5,)})
    assert robustness([only]) == "De winnaar blijft in 1 van 1 kleine verandering dezelfde."


def test_without_bids_nobody_wins():
    assert robustness(moves([], RELATIVE)) == "Er is nog geen winnaar."


def test_when_all_are_knocked_out_nobody_wins():
    strict = (QualityRule(APPROACH, "Aanpak", D(40), D(9)), CRITERIA[1])
    assert robustness(moves(PAIR, Ruleset(RELATIVE.price, strict))) == "Er is nog geen winnaar."


# The paradox of ranks.

HALF = (QualityRule(APPROACH, "Aanpak", D(50)),)
PARADOXICAL = Ruleset(PriceRule(D(50), PriceFormula.RELATIVE), HALF)
"""With Laag: Alfa 25 + 35 = 60, Beta 20 + 41 = 61. Without it: Alfa 50 + 35, Beta 40 + 41."""
THREE = (
    Offer(1, D(10_000), {APPROACH: [D(7)]}, name="Alfa"),
    Offer(2, D(12_500), {APPROACH: [D("8.2")]}, name="Beta"),
    Offer(3, D(5_000), {APPROACH: [D(0)]}, name="Laag"),
)


def test_a_losing_bid_that_leaves_can_change_the_winner_of_the_relative_formula():
    assert winners(rank(THREE, PARADOXICAL)) == (2,)
    (found,) = paradox(THREE, PARADOXICAL)
    assert (found.what, found.winners_before, found.winners_after) == (
        "“Laag” valt af",
        (2,),
        (1,),
    )
    assert paradox_in_words(THREE, PARADOXICAL) == (
        "“Laag” valt af: dan staat “Alfa” bovenaan in plaats van “Beta”."
    )


def test_that_the_winner_leaves_is_no_paradox():
    assert paradox(PAIR, RELATIVE) == []


def test_without_a_paradox_the_officer_reads_that_it_can_happen():
    assert paradox_in_words(PAIR, RELATIVE).startswith("Hier verandert de winnaar niet")


@pytest.mark.parametrize("ruleset", [ABSOLUTE, VALUE, FIXED])
def test_other_formulas_know_no_paradox(ruleset):
    assert paradox_in_words(PAIR, ruleset).startswith("Bij deze formule verandert")
