"""The procedure that fits a value and a subject, on both sides of every threshold."""

from datetime import date
from decimal import Decimal

import pytest

from procurement.enums import Procedure, RuleKey, RuleUnit
from procurement.law import DEFAULTS, Default
from procurement.terms import Advice, MissingRule, Purchase, Rules, procedure_advice

LAW = Rules.of(DEFAULTS)
TODAY = date(2026, 11, 23)


def advice(value: str, on: date = TODAY, rules: Rules = LAW, **circumstances) -> Advice:
    return procedure_advice(
        Purchase(estimated_amount=Decimal(value), on=on, rules=rules, **circumstances)
    )


def sentences(found: Advice) -> list[str]:
    return [reason.sentence for reason in found.reasons]


def conditions(found: Advice) -> dict[Procedure, str]:
    return {other.procedure: other.condition.sentence for other in found.alternatives}


@pytest.mark.parametrize(
    ("value", "procedure"),
    [
        ("0", Procedure.MULTIPLE_PRIVATE),
        ("216000", Procedure.MULTIPLE_PRIVATE),
        ("749999.99", Procedure.MULTIPLE_PRIVATE),
        ("750000", Procedure.SOCIAL),
        ("750000.01", Procedure.SOCIAL),
        ("9000000", Procedure.SOCIAL),
    ],
)
@pytest.mark.parametrize("year", [2022, 2024, 2026])
def test_education_is_a_social_service_with_one_threshold_in_all_years(value, procedure, year):
    assert advice(value, date(year, 6, 1)).procedure == procedure


@pytest.mark.parametrize(
    ("on", "threshold"),
    [
        (date(2022, 1, 1), 215_000),
        (date(2023, 12, 31), 215_000),
        (date(2024, 1, 1), 221_000),
        (date(2025, 12, 31), 221_000),
        (date(2026, 1, 1), 216_000),
        (date(2027, 12, 31), 216_000),
    ],
)
def test_other_services_have_the_threshold_of_their_years(on, threshold):
    below = advice(str(threshold - Decimal("0.01")), on, is_social_service=False)
    at = advice(str(threshold), on, is_social_service=False)
    assert (below.procedure, below.is_above_threshold) == (Procedure.MULTIPLE_PRIVATE, False)
    assert (at.procedure, at.is_above_threshold) == (Procedure.OPEN, True)
    assert at.threshold.value == threshold


def test_no_threshold_is_guessed_for_an_earlier_year():
    with pytest.raises(MissingRule, match="Drempel voor overige diensten"):
        advice("100000", date(2021, 12, 31), is_social_service=False)


def test_a_threshold_that_may_be_outdated_is_told():
    caution = "Deze drempel geldt vanaf do 1 jan 2026 en wijzigt elke twee jaar"
    known = sentences(advice("300000", date(2027, 12, 31), is_social_service=False))
    unknown = sentences(advice("300000", date(2028, 1, 1), is_social_service=False))
    assert not any(sentence.startswith(caution) for sentence in known)
    assert any(sentence.startswith(caution) for sentence in unknown)


def test_the_light_regime_is_explained():
    found = advice("900000")
    assert sentences(found) == [
        "€ 900.000,00, inclusief alle opties, haalt de drempel voor sociale diensten: "
        "€ 750.000,00.",
        "Het verlichte regime vraagt een aankondiging en een aankondiging van de gegunde "
        "opdracht; de rest richt de regio zelf in.",
    ]
    assert [reason.article for reason in found.reasons] == ["", "2.38 en 2.39 Aw 2012"]
    assert all(reason.source for reason in found.reasons)


def test_below_the_threshold_three_to_five_are_invited():
    found = advice("200000")
    assert sentences(found) == [
        "€ 200.000,00, inclusief alle opties, ligt onder de drempel voor sociale diensten: "
        "€ 750.000,00.",
        "Onder de drempel worden 3 tot 5 aanbieders uitgenodigd om in te schrijven.",
    ]
    assert found.reasons[1].source == "Gids Proportionaliteit, voorschrift 3.4 B"


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ("216000", "€ 216.000,00, inclusief alle opties, haalt de drempel voor overige diensten"),
        (
            "200000",
            "€ 200.000,00, inclusief alle opties, ligt onder de drempel voor overige diensten",
        ),
    ],
)
def test_other_services_are_explained(value, start):
    assert sentences(advice(value, is_social_service=False))[0].startswith(start)


def test_the_procedures_with_publication_are_always_alternatives():
    assert list(conditions(advice("900000"))) == [Procedure.OPEN, Procedure.RESTRICTED]
    assert list(conditions(advice("200000"))) == [
        Procedure.SOCIAL,
        Procedure.OPEN,
        Procedure.RESTRICTED,
    ]
    assert list(conditions(advice("300000", is_social_service=False))) == [Procedure.RESTRICTED]


def test_admission_is_advised_only_where_the_client_chooses():
    admitted = advice("900000", admits_all=True, places_clients=False)
    placed = advice("900000", admits_all=True, places_clients=True)
    assert admitted.procedure == Procedure.OPEN_HOUSE
    assert placed.procedure == Procedure.SOCIAL
    assert any(
        words.startswith("Toelating zonder rangorde past niet") for words in sentences(placed)
    )


def test_admission_is_an_alternative_only_where_the_client_chooses():
    assert Procedure.OPEN_HOUSE in conditions(advice("900000", places_clients=False))
    assert Procedure.OPEN_HOUSE not in conditions(advice("900000", places_clients=True))


def test_negotiation_is_open_after_a_tender_without_bids_on_a_condition():
    assert Procedure.NEGOTIATED not in conditions(advice("900000"))
    found = advice("900000", no_bids_before=True)
    assert found.procedure == Procedure.SOCIAL
    assert "niet wezenlijk veranderen" in conditions(found)[Procedure.NEGOTIATED]
    (article,) = {
        other.condition.article
        for other in found.alternatives
        if other.procedure == Procedure.NEGOTIATED
    }
    assert article == "2.32 Aw 2012"


@pytest.mark.parametrize(
    ("key", "procedure", "circumstances"),
    [
        (RuleKey.REGIME_SOCIAL, Procedure.SOCIAL, {}),
        (RuleKey.REGIME_OPEN_HOUSE, Procedure.OPEN_HOUSE, {"places_clients": False}),
        (RuleKey.REGIME_NEGOTIATED, Procedure.NEGOTIATED, {"no_bids_before": True}),
    ],
)
def test_a_regime_that_was_switched_off_is_not_offered(key, procedure, circumstances):
    off = Default(
        key=key,
        value=Decimal(0),
        unit=RuleUnit.YES_NO,
        source="Inkoopbeleid",
        procedure=procedure,
        applies_from=date(2026, 1, 1),
    )
    circumstances = {"admits_all": True, **circumstances}
    before = advice("900000", **circumstances)
    after = advice("900000", rules=Rules.of((*DEFAULTS, off)), **circumstances)
    assert procedure in {before.procedure, *conditions(before)}
    assert procedure not in {after.procedure, *conditions(after)}
