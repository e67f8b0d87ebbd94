"""Covenants without a database: the text and its digest, parties per kind, targets, questions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.covenant_indicators import (
    Series,
    Target,
    last_months,
    percentage,
    rounded,
)
from contracts.covenant_questions import KEYS, QUESTIONS, unanswered, warnings
from contracts.covenant_rules import RULES, misplaced, sides_lacking
from contracts.covenant_text import AgreedText, Provision, plain
from contracts.enums import CovenantKind, PartySide, TargetDirection, TargetVerdict

BUYER, PROVIDER = PartySide.BUYER, PartySide.PROVIDER
TEXT = AgreedText(
    reference="TC-1",
    title="Convenant",
    kind=CovenantKind.QUALITY,
    purpose="Goede lessen.",
    first_on=date(2026, 1, 1),
    last_on=None,
    review_months=12,
    provisions=[Provision("Doel", "Wij werken samen."), Provision("Groep", "Ten hoogste 15.")],
)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)


# --- The text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"reference": "TC-2"},
        {"title": "Een convenant"},
        {"kind": CovenantKind.ACCESSION},
        {"purpose": "Betere lessen."},
        {"first_on": date(2026, 1, 2)},
        {"last_on": date(2027, 12, 31)},
        {"review_months": 6},
        {"provisions": TEXT.provisions[:1]},
        {"provisions": TEXT.provisions[::-1]},
        {"provisions": [Provision("Doel", "Wij werken samen!"), TEXT.provisions[1]]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_text_has_another_digest(change):
    assert replace(TEXT, **change).digest() != TEXT.digest()


def test_the_digest_is_the_same_for_texts_that_read_the_same():
    spaced = [Provision("Doel ", "Wij werken samen.  \r\n"), TEXT.provisions[1]]
    assert replace(TEXT, provisions=spaced).digest() == TEXT.digest()
    assert plain("Cafe\u0301") == "Café"


def test_text_cannot_move_from_a_title_to_the_clause_below_it():
    first = replace(TEXT, provisions=[Provision("a", "b"), Provision("c", "d")])
    second = replace(TEXT, provisions=[Provision("a", "b c"), Provision("", "d")])
    assert first.digest() != second.digest()


@given(words, words)
def test_texts_with_one_digest_read_the_same(one, other):
    first = replace(TEXT, purpose=one)
    second = replace(TEXT, purpose=other)
    assert (first.digest() == second.digest()) == (plain(one) == plain(other))


@given(words)
def test_plain_text_stays_plain(text):
    assert plain(plain(text)) == plain(text)


# --- Parties ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "sides", "lacking"),
    [
        ("quality", [BUYER, PROVIDER], 0),
        ("quality", [BUYER], 1),
        ("quality", [], 2),
        ("accession", [BUYER], 0),
        ("accession", [PROVIDER], 1),
        ("buying", [BUYER, BUYER], 0),
        ("buying", [BUYER], 1),
    ],
)
def test_each_kind_asks_its_own_parties(kind, sides, lacking):
    assert len(sides_lacking(kind, sides)) == lacking


def test_schools_are_no_party_when_gemeenten_buy_together():
    assert misplaced("buying", PROVIDER)
    assert misplaced("buying", BUYER) is None
    assert all(misplaced(kind, PROVIDER) is None for kind in ("quality", "accession"))
    assert [kind for kind, rule in RULES.items() if rule.takes_accession] == [
        "quality",
        "accession",
    ]


# --- Targets ------------------------------------------------------------------------------------

AT_LEAST = Target(TargetDirection.AT_LEAST, Decimal(90))
AT_MOST = Target(TargetDirection.AT_MOST, Decimal(15))


@pytest.mark.parametrize(
    ("target", "value", "verdict"),
    [
        (AT_LEAST, Fraction(90), TargetVerdict.MET),
        (AT_LEAST, Fraction(8999, 100), TargetVerdict.MISSED),
        (AT_MOST, Fraction(15), TargetVerdict.MET),
        (AT_MOST, Fraction(16), TargetVerdict.MISSED),
        (AT_MOST, None, TargetVerdict.UNKNOWN),
    ],
)
def test_a_target_is_met_at_its_number(target, value, verdict):
    assert target.verdict(value) == verdict


def test_a_target_is_judged_on_the_exact_figure_and_not_on_the_rounded_one():
    value = percentage(Decimal("899.6"), Decimal(1000))
    assert rounded(value) == Decimal(90)
    assert AT_LEAST.verdict(value) == TargetVerdict.MISSED


@given(st.lists(st.fractions(min_value=0, max_value=100), min_size=1))
def test_the_worst_figure_misses_when_any_does(values):
    for target in (AT_LEAST, AT_MOST):
        verdicts = {target.verdict(value) for value in values}
        any_missed = TargetVerdict.MISSED in verdicts
        assert (target.verdict(target.worst(values)) == TargetVerdict.MISSED) == any_missed


def test_months_without_figures_count_neither_as_met_nor_as_missed():
    series = Series("x", [None, Fraction(16), Fraction(15), None])
    assert (series.missed(AT_MOST), series.known, series.latest) == (1, 2, Fraction(15))
    assert AT_MOST.worst([]) is None
    assert percentage(0, 0) is None


def test_figures_show_one_decimal_and_none_when_whole():
    shown = [rounded(value) for value in (Fraction(1, 3), Fraction(5), Fraction(905, 10), None)]
    assert [str(each) for each in shown] == ["0.3", "5", "90.5", "None"]


def test_the_last_months_cross_the_year():
    assert last_months(date(2026, 2, 14), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


# --- Questions ----------------------------------------------------------------------------------


def test_yes_warns_with_its_risk_and_its_source():
    answers = dict.fromkeys(KEYS, False) | {"pays": True, "ranks": True}
    found = list(warnings(answers))
    assert [question.key for question in found] == ["pays", "ranks"]
    assert all(str(question.risk) and str(question.source) for question in QUESTIONS)


def test_questions_without_an_answer_are_named_and_warn_of_nothing():
    assert [question.key for question in unanswered({"pays": True})] == list(KEYS[1:])
    assert not list(warnings({}))
