"""The words of a report text, amounts typed into it, and figures that survive being frozen."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from reports.enums import Recurrence, SignalStatus, TextKind
from reports.enums.why import OverrunPart
from reports.overruns import Figures
from reports.texts import wording
from reports.texts.figures import Earlier, FrozenDecision, SectionFigures, frozen, rounded, thawed
from reports.texts.numbers import amounts_in, strange_amounts

ON = date(2026, 9, 1)
CENTS = st.integers(-(10**10), 10**10).map(lambda cents: Decimal(cents).scaleb(-2))


def section(**given_values) -> SectionFigures:
    """A budget of 100,000 euro with 9,600 too little: two learners more than planned."""
    values = {
        "code": "S-6",
        "name": "Inburgering",
        "figures": Figures(Decimal(100_000), Decimal(60_000), Decimal(40_000), Decimal(9_600)),
        "planned_heads": 10,
        "heads": 12,
        "parts": {OverrunPart.VOLUME: Decimal(12_000), OverrunPart.PRICE: Decimal(-2_400)},
    }
    return SectionFigures(**(values | given_values))


EARLIER = Earlier(TextKind.SPRING, 2026, date(2026, 5, 1), Decimal(8_000))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("9600", 10_000),
        ("-9500", -10_000),
        ("500", 1_000),
        ("499.99", 500),
        ("-0.40", 0),
        ("1234567.89", 1_235_000),
    ],
)
def test_amounts_are_said_in_thousands_and_small_ones_in_euros(amount, expected):
    assert rounded(Decimal(amount)) == expected


@pytest.mark.parametrize(
    ("overrun", "recurrence", "expected"),
    [
        ("9600", Recurrence.INCIDENTAL, "S-6 Inburgering (€ 10.000 nadeel - incidenteel)"),
        ("-9600", Recurrence.STRUCTURAL, "S-6 Inburgering (€ 10.000 voordeel - structureel)"),
        ("0", Recurrence.INCIDENTAL, "S-6 Inburgering (geen verschil)"),
    ],
)
def test_the_heading_says_amount_direction_and_whether_it_comes_back(overrun, recurrence, expected):
    found = section(figures=Figures(budget=Decimal(0), realised=Decimal(overrun)))
    with translation.override("en"):  # the council reads Dutch, whoever asks
        assert wording.heading(found, recurrence) == expected
    assert wording.heading(section(code=""), recurrence).startswith("Inburgering (")


def test_the_words_say_what_was_said_why_where_the_money_is_and_what_comes():
    decided = FrozenDecision("Groep  samenvoegen", date(2026, 12, 1), Decimal(-4_000))
    told = section(earlier=EARLIER, decisions=(decided, FrozenDecision("Praten", None, None)))
    words = wording.proposed(told, year=2026, on=ON)
    assert words["announcement"] == (
        "In de voorjaarsnota 2026 (cijfers van 1 mei 2026) is gemeld: € 8.000 nadeel. "
        "Dat is nu € 2.000 nadeliger."
    )
    assert words["cause"].splitlines() == [
        "Het nadeel is als volgt opgebouwd:",
        "- meer inburgeraars dan begroot (12 geplaatst, 10 gepland): € 12.000 nadeel.",
        "- lagere prijzen dan begroot: € 2.000 voordeel.",
    ]
    assert words["money"] == (
        "Begroot is € 100.000. Tot en met 1 september 2026 is € 60.000 gerealiseerd; € 40.000 "
        "ligt vast in lopende en ingeplande plaatsingen en € 10.000 wordt nog verwacht. De "
        "prognose komt daarmee op € 110.000. Dit geld is voor 12 inburgeraars; er waren 10 gepland."
    )
    assert words["to_do"].splitlines() == [
        "- Groep samenvoegen (vóór 1 december 2026, bespaart naar verwachting € 4.000,00)",
        "- Praten",
    ]


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (SignalStatus.OPEN, "nog een besluit"),
        (SignalStatus.TAKEN_UP, "nog een besluit"),
        (SignalStatus.ACCEPTED, "aanvaard"),
        (SignalStatus.SOLVED, "niets te gebeuren"),
        (None, "niets te gebeuren"),
    ],
)
def test_without_decisions_the_signal_says_what_has_to_be_done(standing, expected):
    words = wording.proposed(section(standing=standing), year=2026, on=ON)
    assert expected in words["to_do"]


def test_nothing_said_before_no_cause_and_no_difference_have_words_too():
    words = wording.proposed(section(parts={}), year=2026, on=ON)
    assert words["announcement"] == "Hierover is in 2026 niet eerder gerapporteerd."
    assert "niet af te leiden" in words["cause"]
    even = section(figures=Figures(), earlier=EARLIER, heads=0, planned_heads=0)
    words = wording.proposed(even, year=2026, on=ON)
    assert words["cause"] == "Begroting en prognose zijn gelijk."
    assert words["announcement"].endswith("Dat is nu € 8.000 voordeliger.")
    assert "inburgeraars" not in words["money"]


def test_every_part_and_every_paper_has_words():
    assert set(wording.CAUSES) == set(OverrunPart)
    assert set(wording.PAPERS) == set(TextKind)
    for part in OverrunPart:
        for amount in (Decimal(5_000), Decimal(-5_000)):
            told = wording.proposed(section(parts={part: amount}), year=2026, on=ON)["cause"]
            assert ("nadeel." in told.splitlines()[1]) is (amount > 0)


# --- Amounts in words -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("€ 10.000 en € 9.600,00", [10_000, 9_600]),
        ("EUR 12,50", ["12.50"]),
        ("€ 1,2 miljoen of 15 duizend", [1_200_000, 15_000]),
        ("zo'n 300 euro.", [300]),
        ("12 inburgeraars in 2026, groep 3", []),
        ("€ -4.000", [4_000]),
        ("eindigt op € 10.000.", [10_000]),
    ],
)
def test_amounts_of_euros_are_found_as_people_write_them(text, expected):
    assert [value for _written, value in amounts_in(text)] == [Decimal(str(v)) for v in expected]


def test_an_amount_that_no_figure_gives_is_pointed_out_once():
    told = section(earlier=EARLIER)
    fine = "€ 9.600,00 of € 10.000, eerder € 8.000, dus € 1.600 meer; begroot € 100.000."
    assert strange_amounts(fine, told) == []
    assert strange_amounts("€ 11.000 en weer € 11.000, niet € 9.600", told) == ["€ 11.000"]


@given(st.lists(CENTS, min_size=4, max_size=4), CENTS)
def test_the_proposed_words_hold_no_strange_amount(amounts, said):
    figures = Figures(*amounts)
    half = Decimal(int(figures.overrun * 50)).scaleb(-2)
    told = section(
        figures=figures,
        parts={OverrunPart.MIX: half, OverrunPart.FILL: figures.overrun - half},
        earlier=Earlier(TextKind.AUTUMN, 2026, ON, said),
        decisions=(FrozenDecision("Doen", ON, said),),
    )
    for words in wording.proposed(told, year=2026, on=ON).values():
        assert strange_amounts(words, told) == []


# --- Freezing ---------------------------------------------------------------------------------


@given(st.lists(CENTS, min_size=4, max_size=4), st.lists(CENTS, max_size=9), CENTS)
def test_frozen_figures_come_back_to_the_cent(amounts, parts, effect):
    told = section(
        figures=Figures(*amounts),
        parts=dict(zip(OverrunPart, parts, strict=False)),
        decisions=(FrozenDecision("Doen", ON, effect), FrozenDecision("Laten", None, None)),
        standing=SignalStatus.TAKEN_UP,
        earlier=EARLIER,
    )
    assert thawed(json.loads(json.dumps(frozen(told)))) == told
    plain = section(figures=Figures(*amounts))
    assert thawed(json.loads(json.dumps(frozen(plain)))) == plain


@given(st.lists(st.lists(CENTS, min_size=4, max_size=4), min_size=1, max_size=4))
def test_sections_together_are_their_sum(rows):
    sections = [
        section(figures=Figures(*row), parts={OverrunPart.MIX: Figures(*row).overrun})
        for row in rows
    ]
    together = sections[0]
    for other in sections[1:]:
        together += other
    assert together.overrun == sum(one.overrun for one in sections)
    assert together.parts == {OverrunPart.MIX: together.overrun}
    assert together.heads == 12 * len(sections)


def test_together_they_keep_one_code_and_the_most_urgent_standing():
    one = section(standing=SignalStatus.SOLVED)
    other = section(code="S-7", standing=SignalStatus.OPEN)
    assert (one + one).code == "S-6"
    assert (one + other).code == ""
    assert (one + other).standing == SignalStatus.OPEN
    assert (one + section()).standing == SignalStatus.SOLVED
