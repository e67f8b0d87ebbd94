"""What a letter says about points must be what a bidder can work out again."""

from decimal import Decimal

import pytest
from django.utils import translation

from procurement.enums import PriceFormula, ScoreMethod
from procurement.scoring import Line, Offer, PriceRule, QualityRule, Ruleset, explain, rank

D = Decimal
APPROACH, TEACHERS = 1, 2
CRITERIA = (QualityRule(APPROACH, "Aanpak", D(40)), QualityRule(TEACHERS, "Docenten", D(20)))
RELATIVE = Ruleset(PriceRule(D(40), PriceFormula.RELATIVE), CRITERIA)
ABSOLUTE = Ruleset(PriceRule(D(40), PriceFormula.ABSOLUTE, D(9_000), D(12_000)), CRITERIA)
IN_EURO = (QualityRule(APPROACH, "Aanpak", D(4_000)), QualityRule(TEACHERS, "Docenten", D(2_500)))
VALUE = Ruleset(PriceRule(D(0), PriceFormula.VALUE), IN_EURO)
FIXED = Ruleset(PriceRule(D(0), PriceFormula.FIXED), CRITERIA)


def bid(key: int, price: Decimal | int, approach=(8,), teachers=(7,)) -> Offer:
    scores = {APPROACH: [*map(D, approach)], TEACHERS: [*map(D, teachers)]}
    return Offer(key, D(price), scores, {APPROACH: D(6), TEACHERS: D("7.5")})


def explained(offers: list[Offer], ruleset: Ruleset, key: int = 1) -> list[Line]:
    return explain(next(one for one in rank(offers, ruleset) if one.key == key), ruleset)


def test_a_total_by_the_relative_formula_in_figures():
    lines = explained([bid(1, 10_000), bid(2, 9_000)], RELATIVE)
    assert lines == [
        ("Prijs", "laagste prijs € 9.000,00 / eigen prijs € 10.000,00 × 40", "36,00"),
        ("Aanpak", "score 8 / 10 × 40", "32,00"),
        ("Docenten", "score 7 / 10 × 20", "14,00"),
        ("Totaal", "36,00 + 32,00 + 14,00", "82,00"),
    ]
    assert lines[1].text == "score 8 / 10 × 40 = 32,00"


@pytest.mark.parametrize(
    ("key", "formula"),
    [
        (1, "laagste inschrijfprijs / eigen prijs € 10.000,00 × 40"),
        (2, "laagste prijs € 9.000,00 / eigen prijs € 9.000,00 × 40"),
    ],
)
def test_a_letter_keeps_the_price_of_another_bidder_to_itself(key, formula):
    found = rank([bid(1, 10_000), bid(2, 9_000)], RELATIVE)
    standing = next(one for one in found if one.key == key)
    assert explain(standing, RELATIVE, names_others=False)[0].formula == formula


@pytest.mark.parametrize(
    ("price", "formula", "points"),
    [
        (
            "10000.5",
            "(€ 12.000,00 − eigen prijs € 10.000,50) / (€ 12.000,00 − € 9.000,00) × 40",
            "26,66",
        ),
        (9_000, "eigen prijs € 9.000,00, ten hoogste € 9.000,00: alle punten, 40", "40,00"),
        (8_000, "eigen prijs € 8.000,00, ten hoogste € 9.000,00: alle punten, 40", "40,00"),
        (12_000, "eigen prijs € 12.000,00, ten minste € 12.000,00: geen punten", "0,00"),
    ],
)
def test_a_price_on_the_published_scale(price, formula, points):
    assert explained([bid(1, D(price))], ABSOLUTE)[0] == ("Prijs", formula, points)


def test_a_price_of_nothing_divides_nothing():
    assert explained([bid(1, 0)], RELATIVE)[0].formula == "eigen prijs € 0,00: alle punten, 40"


def test_a_fictitious_price_in_euro():
    assert explained([bid(1, 15_000)], VALUE) == [
        ("Prijs", "eigen prijs € 15.000,00", "–"),
        ("Aanpak", "score 8 / 10 × € 4.000,00", "€ 3.200,00"),
        ("Docenten", "score 7 / 10 × € 2.500,00", "€ 1.750,00"),
        ("Fictieve prijs", "€ 15.000,00 − € 3.200,00 − € 1.750,00", "€ 10.050,00"),
    ]


def test_a_fixed_price_says_that_quality_alone_decides():
    lines = explained([bid(1, 15_000)], FIXED)
    assert lines[0].text == "prijs € 15.000,00: alleen de kwaliteit beslist"
    assert lines[-1] == ("Totaal", "32,00 + 14,00", "46,00")


def test_a_mean_stands_as_the_division_that_it_is():
    """23 / 3 = 7.666..., which rounded to 7.67 would give 30.68 instead of 30.67."""
    line = explained([bid(1, 15_000, approach=(7, 8, 8))], RELATIVE)[1]
    assert line.text == "som van de 3 scores 23 / 3 / 10 × 40 = 30,67"


def test_a_consensus_is_named_as_such():
    ruleset = Ruleset(RELATIVE.price, CRITERIA, method=ScoreMethod.CONSENSUS)
    lines = explained([bid(1, 15_000)], ruleset)
    assert lines[2].text == "consensusscore 7,5 / 10 × 20 = 15,00"


@pytest.mark.parametrize(("places", "points"), [(0, "27"), (1, "26,7"), (4, "26,6667")])
def test_points_show_the_published_decimals(places, points):
    ruleset = Ruleset(RELATIVE.price, CRITERIA, places)
    lines = explained([bid(1, 15_000), bid(2, 10_000)], ruleset)
    assert lines[0].result == points


def test_a_knocked_out_bid_reads_which_minimum_it_missed_and_gets_no_total():
    strict = (QualityRule(APPROACH, "Aanpak", D(40), D("5.5")), CRITERIA[1])
    ruleset = Ruleset(RELATIVE.price, strict)
    lines = explained([bid(1, 10_000, approach=(5, 5))], ruleset)
    assert [line.text for line in lines] == [
        "som van de 2 scores 10 / 2 / 10 × 40 = 20,00",
        "score 7 / 10 × 20 = 14,00",
        "som van de 2 scores 10 / 2, lager dan het bekendgemaakte minimum van 5,5: "
        "niet in de rangorde",
    ]
    assert lines[2].label == "Aanpak"


def test_who_reads_english_gets_english():
    with translation.override("en"):
        lines = explained([bid(1, 10_000), bid(2, 9_000)], RELATIVE)
    assert lines[0].text == "lowest price €9,000.00 / own price €10,000.00 × 40 = 36.00"
